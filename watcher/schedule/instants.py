"""When next: checks of sources, re-checks of known pages, repeats of deliveries."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from watcher.model.delivery import Outcome

LONGEST_CHECK_GAP = timedelta(hours=6)
"""A broken source is polled less often but never less than this: silence must not be ours."""
LONGEST_RETRY_AFTER = timedelta(hours=24)
DELIVERY_FIRST_GAP = timedelta(seconds=30)
DELIVERY_LONGEST_GAP = timedelta(hours=1)
DELIVERY_HORIZON = timedelta(days=7)
PERMANENT_TRIES = 3
PERMANENT_GAP = timedelta(minutes=5)
RATE_LIMIT_GAP = timedelta(seconds=60)
CRASHES_TO_POISON = 3


def fraction(key: str) -> float:
    """Return a number in [0, 1) that depends on ``key`` alone."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64


def next_check(
    *,
    source_id: str,
    interval: timedelta,
    failures: int,
    now: datetime,
    retry_after_seconds: float | None = None,
) -> datetime:
    """Return when to check a source again: its interval, doubled a failure, with ±10 % jitter.

    A server's Retry-After is obeyed between the interval and 24 h. Without it the gap never exceeds
    the larger of the interval and six hours.
    """
    longest = max(interval, LONGEST_CHECK_GAP).total_seconds()
    doubled = min(interval.total_seconds() * 2 ** min(failures, 16), longest)
    seconds = min(doubled * (0.9 + 0.2 * fraction(f"{source_id}|{now.isoformat()}")), longest)
    if retry_after_seconds is not None and retry_after_seconds > 0:
        asked = min(retry_after_seconds, LONGEST_RETRY_AFTER.total_seconds())
        seconds = max(seconds, asked)
    return now + timedelta(seconds=seconds)


def next_recheck(*, stage: int, gaps: tuple[int, ...], now: datetime) -> datetime:
    """Return when to look at a known page again; ``stage`` counts the looks already taken."""
    return now + timedelta(seconds=gaps[min(stage, len(gaps) - 1)])


def next_delivery(
    *,
    outcome: Outcome,
    attempts: int,
    crashes: int,
    key: str,
    first_try_at: datetime,
    now: datetime,
    retry_after_seconds: float | None = None,
) -> datetime | None:
    """Return when to try a delivery again, or None where it is to be given up.

    ``attempts`` counts the tries so far, this one included. Rates: 30 s doubled a try up to one
    hour, ±50 % jitter, for seven days; a refusal is tried three times; a rate
    limit waits for the platform's hint.
    """
    longest = DELIVERY_LONGEST_GAP.total_seconds()
    if outcome in {Outcome.ACCEPTED, Outcome.POISON} or crashes >= CRASHES_TO_POISON:
        return None
    if outcome is Outcome.RATE_LIMITED:
        asked = retry_after_seconds or RATE_LIMIT_GAP.total_seconds()
        seconds = min(max(asked, 1.0), longest)
    elif outcome is Outcome.PERMANENT:
        if attempts >= PERMANENT_TRIES:
            return None
        seconds = PERMANENT_GAP.total_seconds()
    else:
        doubled = DELIVERY_FIRST_GAP.total_seconds() * 2 ** min(max(attempts - 1, 0), 16)
        seconds = min(doubled, longest) * (0.5 + fraction(f"{key}|{attempts}"))
    due = now + timedelta(seconds=seconds)
    return None if due > first_try_at + DELIVERY_HORIZON else due
