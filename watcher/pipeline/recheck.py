"""Known pages are looked at again: silent edits and withdrawals become events.

A page counts as withdrawn only after two confirmations, at least the source's ``withdraw_after``
apart, while its listing is healthy: a maintenance page or one lost request must not look like a
withdrawal. Where many pages are gone at once although the list still shows them, the site has moved
or lost them: that is a fault of the source and withdraws nothing. A page that comes and goes is one
story: each return makes the next withdrawal wait longer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from watcher.errors import Blocked, FetchError, Gone, ParseError, RateLimited
from watcher.model.event import EventKind
from watcher.model.known import KnownPage, PageState
from watcher.model.listing import Entry
from watcher.model.source import Source
from watcher.pipeline.arrival import Verdict
from watcher.pipeline.details import Desk, later
from watcher.pipeline.reading import entry_key
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.store import pages, stories, succession
from watcher.store.database import Transaction

LOOKS_A_CHECK = 20
"""Pages looked at again in one check; the rest waits for the next one."""
MANY_GONE = 3
"""So many listed pages gone in one check, and half of those looked at, are a fault of the site."""
STORY = timedelta(days=90)
"""Returns of a page that are younger than this belong to the same story."""
LONGEST_DOUBT = timedelta(days=14)
AGAIN_SOON = timedelta(minutes=15)


LOST = "The site moved or lost its pages: "
"""How the diagnosis of a site that lost many pages begins."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What went wrong, a sentence a page, and what it means for the source, if anything."""

    problems: tuple[str, ...] = ()
    fault: str = ""


def note_listing(tx: Transaction, source: Source, entries: Sequence[Entry], teller: Teller) -> None:
    """Note which pages stand in the list now; one pulled from its middle is looked at at once.

    ``entries`` are the rows of the first page. A page that fell off the end made room for newer
    ones and says nothing. For a body that stood in the list itself, being pulled is a first (or
    second) confirmation that it is gone.
    """
    positions = {entry_key(source, entry): at for at, entry in enumerate(entries)}
    listed = pages.pages_of_source(tx, source.id, listed=True)
    again = pages.find_pages(tx, list(positions))
    still = [each.position for each in listed if each.key in positions]
    days = [entry.published_on for entry in entries if entry.published_on is not None]
    oldest = min(days, default=None)
    pages.mark_listed(tx, {each.id: positions[key] for key, each in again.items()}, (), teller.now)
    for known in listed:
        if known.key in positions:
            continue
        is_missing = known.state is PageState.MISSING
        # A row that was pinned on top falls among rows as old as itself: it was not pulled.
        day = known.published_on
        is_older = oldest is not None and day is not None and day < oldest
        was_pulled = bool(still) and known.position < max(still) and not is_older
        if (was_pulled or is_missing) and known.inline:
            note_missing(tx, source, known, teller)
        elif was_pulled or is_missing:
            pages.change_page(tx, known.id, listed=0, recheck_at=teller.now)
        else:
            pages.change_page(tx, known.id, listed=0)


def look_at_due_pages(
    services: Services,
    source: Source,
    desk: Desk,
    *,
    shown: Collection[str] | None = None,
    believes_loss: bool = False,
) -> Looked:
    """Look at the pages of a source that are due, and say what went wrong.

    ``shown`` are the keys that the list shows now, None where it is what it was.
    ``believes_loss``: many pages gone at once are taken for withdrawn all the same.

    Raises:
        Blocked, RateLimited: the site refuses to go on; the pages left are due again next time.
    """
    with services.store.reading() as tx:
        due = pages.due_pages(tx, source.id, services.clock(), LOOKS_A_CHECK)
    problems: list[str] = []
    gone: list[KnownPage] = []
    for known in due:
        services.ensure_running()
        try:
            if known.state is PageState.UNREAD:
                _read_at_last(services, desk, known)
            else:
                _look(services, source, desk, known)
        except (Blocked, RateLimited):
            raise
        except Gone:
            gone.append(known)
        except (FetchError, ParseError) as error:
            problems.append(f"{known.url}: {error}")
            with services.store.writing() as tx:
                pages.change_page(tx, known.id, **later(source, known, services))
    listed = [each for each in gone if (each.key in shown if shown is not None else each.listed)]
    lost = [] if believes_loss else _find_lost(gone, listed, looks=len(due))
    if not gone:
        return Looked(problems=tuple(problems))
    with services.store.writing() as tx:
        for known in gone:
            if known in lost:
                pages.change_page(tx, known.id, recheck_at=services.clock() + AGAIN_SOON)
            else:
                note_missing(tx, source, known, desk.teller)
    fault = f"{LOST}{len(lost)} of {len(due)} known pages answer 404 at once" if lost else ""
    return Looked(problems=tuple(problems), fault=fault)


def _look(services: Services, source: Source, desk: Desk, known: KnownPage) -> None:
    recorded = desk.look_again(known)
    with services.store.writing() as tx:
        if recorded is None:
            pages.change_page(tx, known.id, state=PageState.LIVE.value, missing_since=None)
        if recorded is None or recorded.verdict is Verdict.UNCHANGED:
            pages.change_page(tx, known.id, **later(source, known, services))


def _read_at_last(services: Services, desk: Desk, known: KnownPage) -> None:
    """Try a page again that stood in a list once and could not be read then."""
    desk.read_listed(known)
    with services.store.writing() as tx:
        now = pages.get_page(tx, known.id)
        if now.state is PageState.UNREAD:
            pages.change_page(tx, known.id, recheck_at=services.clock() + AGAIN_SOON)


def _find_lost(gone: list[KnownPage], listed: list[KnownPage], *, looks: int) -> list[KnownPage]:
    """Return the pages that the list still shows and that are gone with too many others."""
    listed = [each for each in listed if each.missing_since is None]
    return listed if len(listed) >= MANY_GONE and 2 * len(gone) >= looks else []


def note_missing(tx: Transaction, source: Source, known: KnownPage, teller: Teller) -> None:
    """Take one confirmation that a page is gone; the second one, late enough, makes it withdrawn.

    A page that came back before waits longer: a day after its first return, twice as long after
    each further one.
    """
    wait = timedelta(seconds=source.withdraw_after_seconds)
    gap = timedelta(seconds=source.recheck_seconds[-1])
    if known.state is PageState.WITHDRAWN:
        pages.change_page(tx, known.id, recheck_at=None if known.inline else teller.now + gap)
        return
    since = known.missing_since
    if since is None:
        pages.change_page(
            tx,
            known.id,
            state=PageState.MISSING.value,
            missing_since=teller.now,
            recheck_at=None if known.inline else teller.now + wait,
        )
        return
    returns = stories.count_events(
        tx, f"page:{known.id}", EventKind.REAPPEARED, since=teller.now - STORY
    )
    if returns:
        wait = max(wait, min(timedelta(days=1) * 2 ** (returns - 1), LONGEST_DOUBT))
    if teller.now - since < wait:
        due = min(since + wait, teller.now + timedelta(hours=6))
        pages.change_page(tx, known.id, recheck_at=None if known.inline else due)
        return
    pages.change_page(
        tx,
        known.id,
        state=PageState.WITHDRAWN.value,
        listed=0,
        recheck_at=None if known.inline else teller.now + gap,
    )
    heir = succession.find_heir(tx, known)
    if heir is not None:  # the list carries the same text at another address
        succession.hand_over(tx, known, heir)
        return
    teller.tell_withdrawn(tx, source, known, pages.present_document(tx, known.id))
