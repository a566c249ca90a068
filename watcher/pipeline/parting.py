"""A page that was taken for one notice and turns out to carry several: its family comes apart.

A roundup that arrives before its items looks like a fuller copy of the first of them. When a second
one arrives that has nothing to do with the first, the page is known for what it is: it keeps its
own copies, and every other page of the family is judged anew, as if the page had come last. What a
person decided about a family stays as it is.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher import dedup
from watcher.model.document import Document
from watcher.model.known import KnownPage, PageState
from watcher.model.match import COPIES, Candidate, Match, Relation
from watcher.pipeline import families
from watcher.store import decisions, index, notices, pages
from watcher.store.database import Transaction

LONGEST_PART = 0.8
"""A page longer than this part of another is no item of it, nor an excerpt."""
MOST_MEMBERS = 40
"""Pages of one family that are asked whether they belong apart; then all of them are."""
MOST_CARRIERS = 2
"""Of those, the longest may be what carries the others."""
PARTED = "Judged anew: a page that carries several notices had been taken for a copy of it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """A family that comes apart: who stays with the page that carries several notices."""

    notice_id: str
    staying: tuple[KnownPage, ...]
    leaving: tuple[KnownPage, ...]


def find_parting(
    tx: Transaction, document: Document, match: Match, candidates: Sequence[Candidate]
) -> Parting | None:
    """Return the family that a page shows to be several notices, None where it does not.

    ``match`` is what was found among the ``candidates`` for the page.
    """
    for notice_id in _suspects(document, match, candidates):
        members = notices.pages_of(tx, notice_id)
        few = members[:MOST_MEMBERS]
        sizes = {page.id: len(families.stored_document(tx, page).body) for page in few}
        longer = [page for page in few if len(document.body) <= LONGEST_PART * sizes[page.id]]
        longer.sort(key=lambda page: (-sizes[page.id], page.id))
        is_item = notice_id != match.notice_id
        for carrier in longer[:MOST_CARRIERS] if is_item or len(members) > 1 else ():
            if _find_whole(tx, document, carrier, few) is None:
                continue
            if decisions.is_decided(tx, notice_id):
                break
            whole = _find_whole(tx, document, carrier, members) or set()
            return Parting(
                notice_id=notice_id,
                staying=(carrier, *(page for page in members if page.id in whole)),
                leaving=tuple(page for page in members if page.id not in {*whole, carrier.id}),
            )
    return None


def _find_whole(
    tx: Transaction, document: Document, carrier: KnownPage, members: Sequence[KnownPage]
) -> set[int] | None:
    """Return the copies of a page that carries several notices, an arriving one among them.

    None where it is one notice for all that is known.
    """
    others = [page for page in members if page.id != carrier.id]
    texts = [document, *(families.stored_document(tx, page) for page in others)]
    whole = dedup.whole_copies(families.stored_document(tx, carrier), texts)
    if whole is None or 0 in whole:
        return None
    return {page.id for place, page in enumerate(others, start=1) if place in whole}


def _suspects(document: Document, match: Match, candidates: Sequence[Candidate]) -> Iterator[str]:
    """Yield the notices that may be several: the one a page joins, and roundups that carry it.

    They have a longer page among the candidates, since it shares all that the arriving one has.
    """
    found = []
    if match.notice_id is not None and match.relation in COPIES:
        found.append(match.notice_id)
    found += [link.notice_id for link in match.links if link.relation is Relation.ROUNDUP]
    for notice_id in found:
        pages_there = [each for each in candidates if each.notice_id == notice_id]
        longest = max((len(each.document.body) for each in pages_there), default=0)
        is_known = any(each.gathers for each in pages_there)
        if not is_known and len(document.body) <= LONGEST_PART * longest:
            yield notice_id


def part(tx: Transaction, parting: Parting, *, now: datetime) -> tuple[KnownPage, ...]:
    """Give the page that carries several notices its own, and judge the others anew.

    The notice's number stays with the page that opened it, and one that had a number before gets it
    back. Returns all pages of the family, of whose notices somebody may have to be told.
    """
    first = min(parting.staying + parting.leaving, key=lambda page: page.id)
    for page in parting.leaving:
        if page is first:
            _stand_for(tx, parting.notice_id, page)
        else:
            _open(tx, parting.notice_id, page, now=now)
    home = parting.notice_id
    if first not in parting.staying:
        home = _open(tx, parting.notice_id, parting.staying[0], now=now)
    for page in parting.staying:
        _stand(tx, home, page)
    notices.set_gathers(tx, home)
    touched = {home}
    pending = {page.id for page in parting.leaving}
    for page in sorted(parting.leaving, key=lambda each: each.id):
        touched.add(_judge_again(tx, page, pending))
        pending.discard(page.id)
    for notice_id in touched:
        if notices.pages_of(tx, notice_id):
            original = pages.get_page(tx, families.choose_original(tx, notice_id))
            is_gone = original.state is PageState.WITHDRAWN
            notices.set_withdrawn(tx, notice_id, withdrawn=is_gone)
    return (*parting.staying, *parting.leaving)


def _open(tx: Transaction, notice_id: str, page: KnownPage, *, now: datetime) -> str:
    """Give a page a notice of its own: the number that went into another notice, or a fresh one."""
    number = notices.revive(tx, notice_id, page.id)
    if number is not None:
        _stand_for(tx, number, page)
        return number
    document, labels = families.stored_document(tx, page), families.stored_labels(page)
    fresh = notices.open_notice(tx, page.id, document, labels, tier=page.tier, now=now)
    _stand(tx, fresh, page)
    return fresh


def _stand_for(tx: Transaction, notice_id: str, page: KnownPage) -> None:
    document, labels = families.stored_document(tx, page), families.stored_labels(page)
    notices.set_original(tx, notice_id, page.id, document, labels, tier=page.tier, keeps=False)
    _stand(tx, notice_id, page)


def _stand(tx: Transaction, notice_id: str, page: KnownPage) -> None:
    notices.join_page(tx, page.id, notice_id, Match(relation=Relation.ORIGINAL, evidence=PARTED))


def _judge_again(tx: Transaction, page: KnownPage, pending: Container[int]) -> str:
    """Judge a stored page as if it arrived now, and return the notice that it belongs to.

    Those that are still to be judged are not there yet.
    """
    document = families.stored_document(tx, page)
    own = pages.get_page(tx, page.id).notice_id
    assert own is not None  # noqa: S101  # it was given one by part()
    print_ = dedup.fingerprint(document)
    neighbours = index.find_neighbours(tx, print_, except_page=page.id)
    others = [each for each in neighbours.candidates if each.page_id not in pending]
    match = dedup.match(document, print_, others)
    if match.relation is Relation.ROUNDUP:
        notices.set_gathers(tx, own)
    if match.notice_id is None or match.relation not in COPIES:
        notices.add_links(tx, own, match.links)
        return own
    also = notices.like_in_kind(tx, match.notice_id, match.also)
    if own in families.merge_found(tx, match.notice_id, (own, *also)):
        return own
    notices.join_page(tx, page.id, match.notice_id, match)
    return match.notice_id
