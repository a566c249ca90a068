"""When an alert may go out: silences, quiet hours, digests.

Pure: ``now`` is an argument. Nothing is dropped here; what must wait gets a later instant, and what
is silenced stays on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.model.event import DigestPlan, Event, EventKind, QuietHours, Silence
from watcher.text.fold import fold_key

NEVER_SILENT = frozenset({EventKind.DELIVERY_DEAD, EventKind.DIGEST, EventKind.TEST})
"""No silence covers these: alerts that got lost, summaries of what was let through, tests."""


def find_silence(event: Event, silences: Iterable[Silence], *, now: datetime) -> Silence | None:
    """Return the silence that covers an event and ends last, or None. All its conditions hold."""
    if event.kind in NEVER_SILENT:
        return None
    covering = [each for each in silences if each.until > now and _covers(each, event)]
    return max(covering, key=lambda each: each.until, default=None)


def _covers(silence: Silence, event: Event) -> bool:
    if silence.events and event.kind not in silence.events:
        return False
    if silence.sources and event.source_id not in silence.sources:
        return False
    if not silence.campaigns:
        return True
    name = fold_key(event.campaign or "")
    keys = [fold_key(each) for each in silence.campaigns]
    return any(key and key in name for key in keys)


def release_at(event: Event, quiet: QuietHours | None, *, now: datetime) -> datetime:
    """Return when an event may be sent: ``now``, or the end of the quiet hours it falls into.

    The end belongs to the day again; equal start and end mean that no hours are quiet.
    """
    if quiet is None or event.kind in quiet.urgent or quiet.start == quiet.end:
        return now
    local = now.astimezone(ZoneInfo(quiet.zone))
    clock = local.time()
    is_over_midnight = quiet.start > quiet.end
    if is_over_midnight:
        is_quiet = clock >= quiet.start or clock < quiet.end
    else:
        is_quiet = quiet.start <= clock < quiet.end
    if not is_quiet:
        return now
    days = 1 if is_over_midnight and clock >= quiet.start else 0
    end = datetime.combine(local.date() + timedelta(days=days), quiet.end, tzinfo=local.tzinfo)
    return max(now, end.astimezone(UTC))


def next_digest_at(plan: DigestPlan, *, after: datetime) -> datetime:
    """Return the first instant of a plan that lies after ``after``, in UTC.

    Local time counts: over a change of clocks the digest stays at its hour. A local time that a
    change leaves out is taken as the zone rules read it, an hour later.
    """
    zone = ZoneInfo(plan.zone)
    day = after.astimezone(zone).date()
    for step in range(9):
        candidate = day + timedelta(days=step)
        if plan.weekday is not None and candidate.weekday() != plan.weekday:
            continue
        instant = datetime.combine(candidate, plan.at, tzinfo=zone).astimezone(UTC)
        if instant > after:
            return instant
    raise ValueError(f"weekday {plan.weekday} is not 0 (Monday) to 6")
