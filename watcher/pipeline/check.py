"""One pass over one source: the table of docs/architecture.md, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watcher.errors import (
    Blocked,
    FetchError,
    Gone,
    NotSane,
    ParseError,
    RateLimited,
    Refused,
    TooLarge,
    WatcherError,
)
from watcher.model.health import CheckOutcome, Gap, Health, SourceState
from watcher.model.source import Source
from watcher.pipeline.arrival import Verdict
from watcher.pipeline.closing import MOVED_HINT, Closing
from watcher.pipeline.details import Desk, Handled
from watcher.pipeline.listing import ListingRead, Shelf, bring_listing, plan_work
from watcher.pipeline.recheck import LOST, Looked, look_at_due_pages
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.pipeline.trust import ACCEPT_AFTER
from watcher.store import agenda, gaps

ROBOTS = "robots.txt was not asked: the source says ignore_robots = true"
"""Stands in the log of the checks: an override is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """How a check ended and what it handled."""

    source_id: str
    outcome: CheckOutcome
    handled: tuple[Handled, ...] = ()
    is_baseline: bool = False


def check_source(services: Services, source: Source, *, dry_run: bool = False) -> CheckReport:
    """Check one source now. Expected failures become the outcome; a dry run stores nothing."""
    started_at = services.clock()
    with services.store.reading() as tx:
        services.decisions.read(tx)
        task = agenda.read_agenda(tx, source.id, started_at)
        tried = gaps.tried_gap(tx, source.id) if task.has_tried_gap else None
    state = task.state
    teller = Teller(routes=services.routes, now=started_at, is_silent=state.baseline_at is None)
    desk = Desk(services=services, source=source, teller=teller, dry_run=dry_run)
    shelf = Shelf(services, source)
    read: ListingRead | None = None
    looked = Looked()
    try:
        read = bring_listing(shelf, state, whole=dry_run or task.has_missing_bodies, tried=tried)
        doubt = read.overlap.doubt if read.overlap is not None else None
        if doubt is None or not doubt.is_held:
            _handle_news(services, desk, read)
        if task.has_due_pages and not dry_run and doubt is None:
            believes_loss = _is_lasting(state, LOST, started_at)
            looked = look_at_due_pages(
                services,
                source,
                desk,
                shown=read.overlap.rows if read.overlap is not None else None,
                believes_loss=believes_loss,
            )
        outcome = _good_outcome(read, desk, looked, state)
    except (FetchError, ParseError) as error:
        outcome = _bad_outcome(error, desk)
    if not dry_run:
        closing = Closing(
            services=services,
            desk=desk,
            state=state,
            outcome=outcome,
            read=read,
            kept=tuple(shelf.kept),
            started_at=started_at,
        )
        outcome = closing.close()
    return CheckReport(
        source_id=source.id,
        outcome=outcome,
        handled=tuple(desk.handled),
        is_baseline=state.baseline_at is None,
    )


def _handle_news(services: Services, desk: Desk, read: ListingRead) -> None:
    if read.listing is None or read.page is None or read.ref is None or read.overlap is None:
        return
    work = plan_work(services, desk.source, read.listing, read.overlap.known)
    desk.handle_all(work, read.page, read.ref)


def _good_outcome(
    read: ListingRead, desk: Desk, looked: Looked, state: SourceState
) -> CheckOutcome:
    rows = read.listing.entries if read.listing else ()
    doubtful = [f"{entry.title[:40]}: {each}" for entry in rows for each in entry.problems]
    general = list(read.listing.problems) if read.listing else []
    overlap = read.overlap
    if overlap is not None:
        general += [*overlap.notes, *([_show_gap(overlap.gap)] if overlap.gap else [])]
    if desk.source.ignore_robots and read.listing is not None:
        general.append(ROBOTS)
    unread = [each.problem for each in desk.handled if each.problem]
    health, diagnosis, hint = _judge(read, looked, state)
    return CheckOutcome(
        health=health,
        diagnosis=diagnosis,
        hint=hint,
        gap=overlap.gap if overlap is not None else None,
        rows=overlap.first_rows if overlap is not None else 0,
        new=_count(desk, Verdict.NEW, Verdict.COPY),
        changed=_count(desk, Verdict.CHANGED),
        unchanged=read.listing is None,
        problems=tuple([*general, *doubtful, *unread, *looked.problems][:50]),
    )


def _judge(read: ListingRead, looked: Looked, state: SourceState) -> tuple[Health, str, str]:
    """Return state, diagnosis and hint of a list that came: believed or not, and from where."""
    doubt = read.overlap.doubt if read.overlap is not None else None
    if doubt is not None:
        return Health.ROTTEN, doubt.reason, NotSane.default_hint
    if looked.fault:
        return Health.ROTTEN, looked.fault, NotSane.default_hint
    if read.moved_to is not None:
        return Health.MOVED, f"The list lives at {read.moved_to} now", MOVED_HINT
    if read.listing is None and read.page is None and state.health is Health.MOVED:
        return Health.MOVED, state.diagnosis, state.hint  # 304: the way there was not told again
    return Health.OK, "", ""


def _is_lasting(state: SourceState, beginning: str, now: datetime) -> bool:
    """Whether a source has had the same diagnosis for so long that it is taken as it is."""
    since = state.since_at
    is_same = state.health is Health.ROTTEN and state.diagnosis.startswith(beginning)
    return is_same and since is not None and now - since >= ACCEPT_AFTER


def _show_gap(gap: Gap) -> str:
    if gap.is_closed:
        return f"gap closed: {gap.pages_read} pages were needed to meet known rows"
    count = f"{gap.rows} rows on {gap.pages_read} pages"
    return f"gap not closed: {count} are all new, {gap.why}"


def _bad_outcome(error: WatcherError, desk: Desk) -> CheckOutcome:
    return CheckOutcome(
        health=health_of(error),
        diagnosis=str(error),
        hint=error.hint,
        new=_count(desk, Verdict.NEW, Verdict.COPY),
        changed=_count(desk, Verdict.CHANGED),
        retry_after_seconds=error.retry_after if isinstance(error, RateLimited) else None,
    )


def health_of(error: WatcherError) -> Health:
    """Return the state of a source that an error of its listing means."""
    match error:
        case Blocked() | RateLimited():
            return Health.BLOCKED
        case Gone():
            return Health.GONE
        case Refused():
            return Health.REFUSED
        case ParseError() | TooLarge():
            return Health.ROTTEN
        case _:
            return Health.UNREACHABLE


def _count(desk: Desk, *verdicts: Verdict) -> int:
    return sum(
        each.recorded is not None and each.recorded.verdict in verdicts for each in desk.handled
    )
