"""One pass over one source: the table of docs/architecture.md, line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.errors import (
    Blocked,
    FetchError,
    Gone,
    ParseError,
    RateLimited,
    Refused,
    TooLarge,
    WatcherError,
)
from watcher.model.event import EventKind
from watcher.model.health import CheckOutcome, Health, SourceState
from watcher.model.known import PageState
from watcher.model.source import Source
from watcher.pipeline.arrival import Verdict
from watcher.pipeline.details import Desk, Handled
from watcher.pipeline.listing import ListingRead, bring_listing, plan_work
from watcher.pipeline.recheck import look_at_due_pages, note_listing
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.schedule import next_check
from watcher.store import evidence, pages
from watcher.store import sources as states

TOLD_WITHIN = timedelta(hours=1)
"""A source that cannot be read is told after this at the latest, however long its interval."""


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
    services.decisions.refresh(services.store)
    with services.store.reading() as tx:
        state = states.get_state(tx, source.id)
        missing = pages.pages_of_source(tx, source.id, listed=True)
    whole = dry_run or any(each.inline and each.state is PageState.MISSING for each in missing)
    teller = Teller(routes=services.routes, now=started_at, is_silent=state.baseline_at is None)
    desk = Desk(services=services, source=source, teller=teller, dry_run=dry_run)
    read: ListingRead | None = None
    problems: list[str] = []
    try:
        read = bring_listing(services, source, state, whole=whole)
        if read.listing is not None and read.page is not None:
            work = plan_work(services, source, read.listing)
            desk.handle_all(work, *read.refs[-1 if source.hop else 0])
        if not dry_run:
            problems = look_at_due_pages(services, source, desk)
        outcome = _good_outcome(read, desk, problems)
    except (FetchError, ParseError) as error:
        outcome = _bad_outcome(error, desk)
    if not dry_run:
        _close(services, state, outcome, read=read, desk=desk, started_at=started_at)
    return CheckReport(
        source_id=source.id,
        outcome=outcome,
        handled=tuple(desk.handled),
        is_baseline=state.baseline_at is None,
    )


def _good_outcome(read: ListingRead, desk: Desk, problems: list[str]) -> CheckOutcome:
    rows = read.listing.entries if read.listing else ()
    doubtful = [f"{entry.title[:40]}: {each}" for entry in rows for each in entry.problems]
    general = list(read.listing.problems) if read.listing else []
    general += [read.gap] if read.gap else []
    unread = [each.problem for each in desk.handled if each.problem]
    return CheckOutcome(
        health=Health.OK,
        rows=len(rows),
        new=_count(desk, Verdict.NEW, Verdict.COPY),
        changed=_count(desk, Verdict.CHANGED),
        unchanged=read.listing is None,
        problems=tuple([*general, *doubtful, *unread, *problems][:50]),
    )


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


def _close(
    services: Services,
    state: SourceState,
    outcome: CheckOutcome,
    *,
    read: ListingRead | None,
    desk: Desk,
    started_at: datetime,
) -> None:
    """Step 12, in one transaction: what the list showed, the outcome, who hears, when next."""
    source, now = desk.source, services.clock()
    teller = replace(desk.teller, now=now)
    with services.store.writing() as tx:
        for page, ref in read.refs if read is not None else ():
            evidence.add_evidence(tx, page, ref)
        is_good = not outcome.health.is_broken
        if is_good and read is not None and read.listing is not None:
            note_listing(tx, source, read.listing, teller)
        failures = 0 if is_good else state.failures + 1
        after = replace(
            state,
            health=outcome.health,
            diagnosis=outcome.diagnosis,
            hint=outcome.hint,
            baseline_at=state.baseline_at or (now if is_good else None),
            last_check_at=now,
            last_ok_at=now if is_good else state.last_ok_at,
            failures=failures,
            rows=outcome.rows or state.rows,
            next_check_at=next_check(
                source_id=source.id,
                interval=timedelta(seconds=source.interval_seconds),
                failures=max(failures - source.unhealthy_after + 1, 0),
                now=now,
                retry_after_seconds=outcome.retry_after_seconds,
            ),
        )
        if is_good and read is not None and read.page is not None:
            # An unread entry must be met again: without validators the next list is read whole.
            is_done = not desk.has_unread
            after = replace(
                after,
                etag=read.page.etag if is_done else None,
                last_modified=read.page.last_modified if is_done else None,
                listing_sha256=read.page.sha256 if is_done else None,
            )
        if not is_good and not state.told_unhealthy and _is_time_to_tell(source, after, now):
            teller.tell_source(
                tx,
                source,
                EventKind.SOURCE_UNHEALTHY,
                health=outcome.health,
                diagnosis=outcome.diagnosis,
                hint=outcome.hint,
            )
            after = replace(after, told_unhealthy=True)
        elif is_good and state.told_unhealthy:
            teller.tell_source(
                tx,
                source,
                EventKind.SOURCE_RECOVERED,
                health=state.health,
                diagnosis=state.diagnosis,
                hint="",
            )
            after = replace(after, told_unhealthy=False)
        states.save_state(tx, after)
        states.log_check(tx, source.id, outcome, started_at=started_at, finished_at=now)


def _is_time_to_tell(source: Source, state: SourceState, now: datetime) -> bool:
    if state.failures >= source.unhealthy_after:
        return True
    since = state.last_ok_at
    return since is not None and now - since >= TOLD_WITHIN and state.failures > 1
