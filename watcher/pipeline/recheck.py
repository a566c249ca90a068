"""Known pages are looked at again: silent edits and withdrawals become events.

A page counts as withdrawn only after two confirmations, at least the source's ``withdraw_after``
apart, while its listing is healthy: a maintenance page or one lost request must not look like a
withdrawal.
"""

from __future__ import annotations

from datetime import timedelta

from watcher.errors import Blocked, FetchError, Gone, ParseError, RateLimited
from watcher.model.known import KnownPage, PageState
from watcher.model.listing import Listing
from watcher.model.source import Source
from watcher.pipeline.arrival import Verdict
from watcher.pipeline.details import Desk, later
from watcher.pipeline.reading import entry_key
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.store import pages
from watcher.store.database import Transaction

LOOKS_A_CHECK = 20
"""Pages looked at again in one check; the rest waits for the next one."""


def note_listing(tx: Transaction, source: Source, listing: Listing, teller: Teller) -> None:
    """Note which pages stand in the list now; one pulled from its middle is looked at at once.

    A page that fell off the end made room for newer ones and says nothing. For a body that stood
    in the list itself, being pulled is a first (or second) confirmation that it is gone.
    """
    positions = {entry_key(source, entry): entry.position for entry in listing.entries}
    listed = pages.pages_of_source(tx, source.id, listed=True)
    again = pages.find_pages(tx, list(positions))
    still = [each.position for each in listed if each.key in positions]
    pages.mark_listed(tx, {each.id: positions[key] for key, each in again.items()}, (), teller.now)
    for known in listed:
        if known.key in positions:
            continue
        is_missing = known.state is PageState.MISSING
        was_pulled = is_missing or (bool(still) and known.position < max(still))
        if was_pulled and known.inline:
            _note_missing(tx, source, known, teller)
        elif was_pulled:
            pages.change_page(tx, known.id, listed=0, recheck_at=teller.now)
        else:
            pages.change_page(tx, known.id, listed=0)


def look_at_due_pages(services: Services, source: Source, desk: Desk) -> list[str]:
    """Look at the pages of a source that are due; return what went wrong, a sentence each.

    Raises:
        Blocked, RateLimited: the site refuses to go on; the pages left are due again next time.
    """
    with services.store.reading() as tx:
        due = pages.due_pages(tx, source.id, services.clock(), LOOKS_A_CHECK)
    problems = []
    for known in due:
        services.ensure_running()
        try:
            recorded = desk.look_again(known)
        except (Blocked, RateLimited):
            raise
        except Gone:
            with services.store.writing() as tx:
                _note_missing(tx, source, known, desk.teller)
            continue
        except (FetchError, ParseError) as error:
            problems.append(f"{known.url}: {error}")
            with services.store.writing() as tx:
                pages.change_page(tx, known.id, **later(source, known, services))
            continue
        with services.store.writing() as tx:
            if recorded is None:
                pages.change_page(tx, known.id, state=PageState.LIVE.value, missing_since=None)
            if recorded is None or recorded.verdict is Verdict.UNCHANGED:
                pages.change_page(tx, known.id, **later(source, known, services))
    return problems


def _note_missing(tx: Transaction, source: Source, known: KnownPage, teller: Teller) -> None:
    """Take one confirmation that a page is gone.

    The second one, late enough, makes it withdrawn.
    """
    wait = timedelta(seconds=source.withdraw_after_seconds)
    if known.state is PageState.WITHDRAWN:
        gap = timedelta(seconds=source.recheck_seconds[-1])
        pages.change_page(tx, known.id, recheck_at=None if known.inline else teller.now + gap)
        return
    if known.missing_since is None:
        pages.change_page(
            tx,
            known.id,
            state=PageState.MISSING.value,
            missing_since=teller.now,
            recheck_at=None if known.inline else teller.now + wait,
        )
        return
    if teller.now - known.missing_since < wait:
        due = known.missing_since + wait
        pages.change_page(tx, known.id, recheck_at=None if known.inline else due)
        return
    gap = timedelta(seconds=source.recheck_seconds[-1])
    pages.change_page(
        tx,
        known.id,
        state=PageState.WITHDRAWN.value,
        listed=0,
        recheck_at=None if known.inline else teller.now + gap,
    )
    teller.tell_withdrawn(tx, source, known, pages.present_document(tx, known.id))
