"""What is known of each month of a source: complete, partial or unknown, and why.

A day counts as covered when a backfill walked the list down past it, or when the source was watched
on it and no gap of that time stayed open. Nothing is taken for covered because pages of it happen
to be stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.model.backfill import Backfill, BackfillEnd, BackfillState, Cover, MonthCover
from watcher.model.health import Gap, SourceState
from watcher.model.source import Source
from watcher.pipeline.services import Services
from watcher.store import backfills, coverage, gaps
from watcher.store import sources as states
from watcher.store.coverage import DayCount

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both inclusive, with the sentence that says what is the matter with them."""

    first: date
    last: date
    why: str = ""

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that the store says of one source; days are those of the source's zone."""

    source_id: str
    today: date
    counts: Sequence[DayCount] = ()
    walked: Sequence[Span] = ()
    """What backfills covered."""
    cut: Sequence[Span] = ()
    """Where backfills came to an end before the day asked for."""
    watched: Sequence[Span] = ()
    holes: Sequence[Span] = ()
    """Days in which a live check lost rows, unless a later backfill walked them."""
    asked_since: date | None = None


def cover_source(services: Services, source: Source) -> list[MonthCover]:
    """Return what is known of each month of a source, oldest first; empty where nothing is."""
    return judge_months(read_account(services, source))


def read_account(services: Services, source: Source) -> Account:
    """Read what the store says of a source."""
    zone = ZoneInfo(source.zone)
    with services.store.reading() as tx:
        walks = backfills.backfills_of(tx, source.id)
        state = states.get_state(tx, source.id)
        open_gaps = [each for each in gaps.list_gaps(tx, source_id=source.id) if not each.is_closed]
        counts = coverage.count_days(tx, source.id)
        since = {each.id: coverage.last_good_check(tx, source.id, each.found_at)
                 for each in open_gaps}  # fmt: skip
    walked = [span for each in walks if (span := _walked(each, zone)) is not None]
    cut = [span for each in walks if (span := _cut(each, state, zone)) is not None]
    holes = [
        _hole(each, since[each.id] or state.baseline_at or each.found_at, zone)
        for each in open_gaps
        if not _is_mended(each, walks, zone)
    ]
    watched = []
    if state.baseline_at is not None and state.last_ok_at is not None:
        watched.append(Span(_day(state.baseline_at, zone), _day(state.last_ok_at, zone)))
    return Account(
        source_id=source.id,
        today=services.today(source),
        counts=counts,
        walked=walked,
        cut=cut,
        watched=watched,
        holes=holes,
        asked_since=min((each.since for each in walks), default=None),
    )


def judge_months(account: Account) -> list[MonthCover]:
    """Judge every month from the oldest that was asked for or watched up to now. Pure."""
    first = min((each.first for each in account.watched), default=account.today)
    if account.asked_since is not None:
        first = min(first, account.asked_since)
    elif not account.watched:
        return []
    pages, unread = Counter[date](), Counter[date]()
    for count in account.counts:
        pages[_month(count.day)] += count.pages
        unread[_month(count.day)] += count.unread
    return [
        _judge(account, month, pages[month], unread[month])
        for month in _months(first, account.today)
    ]


def _judge(account: Account, month: date, pages: int, unread: int) -> MonthCover:
    days = list(_days(month, min(_following(month) - DAY, account.today)))
    is_walked = [any(day in span for span in account.walked) for day in days]
    holes = [span for span in account.holes if any(day in span for day in days)]
    covered = [
        walked
        or (any(day in span for span in account.watched) and not any(day in h for h in holes))
        for day, walked in zip(days, is_walked, strict=True)
    ]
    reasons = [span.why for span in holes]
    if not all(covered):
        cuts = [span.why for span in account.cut if any(day in span for day in days)]
        reasons += cuts or [_say_uncovered(days, covered)]
    else:
        reasons += [s.why for s in account.cut if s.first == s.last and s.first in days]
    if unread:
        reasons.append(f"{unread} of {pages} pages have no text")
    cover = Cover.PARTIAL if any(covered) else Cover.UNKNOWN
    if all(covered) and not reasons:
        cover = Cover.COMPLETE
    return MonthCover(
        source_id=account.source_id,
        month=month,
        cover=cover,
        pages=pages,
        unread=unread,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _walked(backfill: Backfill, zone: ZoneInfo) -> Span | None:
    """Return the days of which a backfill saw every row."""
    last = min(backfill.until, _day(backfill.started_at, zone))
    if backfill.state is BackfillState.FINISHED and backfill.reason is BackfillEnd.SINCE:
        return Span(backfill.since, last)
    if backfill.state is BackfillState.FINISHED and backfill.reason is BackfillEnd.LIST_END:
        first = backfill.oldest_on
    else:
        # Rows of the day itself may stand on the page that was not read.
        first = None if backfill.reached_on is None else backfill.reached_on + DAY
    return None if first is None or first > last else Span(first, last)


def _cut(backfill: Backfill, state: SourceState, zone: ZoneInfo) -> Span | None:
    """Return the days that a backfill was asked for and did not come to, with the reason."""
    walked = _walked(backfill, zone)
    last = backfill.until if walked is None else walked.first - DAY
    if backfill.left and (state.last_ok_at is None or state.last_ok_at < backfill.started_at):
        why = f"{len(backfill.left)} new rows are left to the next check, which tells them"
        return Span(backfill.until, backfill.until, why)
    if last < backfill.since:
        return None
    return Span(backfill.since, last, _say_cut(backfill))


def _say_cut(backfill: Backfill) -> str:
    reached = backfill.reached_on.isoformat() if backfill.reached_on else "nothing"
    if backfill.state is not BackfillState.FINISHED:
        return f"the backfill stopped half-way at {reached}; the same command goes on"
    if backfill.reason is BackfillEnd.PAGE_CAP:
        return f"the backfill ended at {reached}: {backfill.detail}"
    oldest = backfill.oldest_on.isoformat() if backfill.oldest_on else "nothing"
    return f"the list shows nothing older than {oldest}"


def _hole(gap: Gap, since: datetime, zone: ZoneInfo) -> Span:
    found = _day(gap.found_at, zone)
    why = f"rows published before the check of {found.isoformat()} may be missing: {gap.why}"
    return Span(min(_day(since, zone), found), found, why)


def _is_mended(gap: Gap, walks: Sequence[Backfill], zone: ZoneInfo) -> bool:
    """Whether a backfill begun after a gap walked past the day on which it was found."""
    found = _day(gap.found_at, zone)
    spans = [_walked(each, zone) for each in walks if each.started_at > gap.found_at]
    return any(span is not None and span.first < found <= span.last for span in spans)


def _say_uncovered(days: Sequence[date], covered: Sequence[bool]) -> str:
    if not any(covered):
        return "neither watched nor walked"
    seen = [day for day, is_covered in zip(days, covered, strict=True) if is_covered]
    if seen[0] > days[0]:
        return f"known from {seen[0].isoformat()} on"
    return f"not looked at since {seen[-1].isoformat()}"


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def _month(day: date) -> date:
    return day.replace(day=1)


def _following(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _months(first: date, last: date) -> Iterator[date]:
    month = _month(first)
    while month <= last:
        yield month
        month = _following(month)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
