"""Every "when next?": checks of sources, re-checks of known pages, repeats of deliveries.

May import: watcher.model. Pure: takes ``now`` and returns an instant; jitter is drawn from the key, so a
run can be repeated exactly.
"""

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
    gap = min(interval * 2 ** min(failures, 16), max(interval, LONGEST_CHECK_GAP))
    gap *= 0.9 + 0.2 * fraction(f"{source_id}|{now.isoformat()}")
    gap = min(gap, max(interval, LONGEST_CHECK_GAP))
    if retry_after_seconds is not None and retry_after_seconds > 0:
        asked = timedelta(seconds=min(retry_after_seconds, LONGEST_RETRY_AFTER.total_seconds()))
        gap = max(gap, asked)
    return now + gap


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

    ``attempts`` counts the tries so far, this one included. Rates: 30 s doubled a try up to one hour,
    ±50 % jitter, for seven days; a refusal is tried three times; a limit waits for the platform's hint.
    """
    match outcome:
        case Outcome.ACCEPTED:
            return None
        case Outcome.POISON:
            return None
        case Outcome.RATE_LIMITED:
            asked = (
                RATE_LIMIT_GAP.total_seconds()
                if retry_after_seconds is None
                else retry_after_seconds
            )
            gap = timedelta(seconds=min(max(asked, 1.0), DELIVERY_LONGEST_GAP.total_seconds()))
        case Outcome.PERMANENT:
            if attempts >= PERMANENT_TRIES:
                return None
            gap = PERMANENT_GAP
        case Outcome.TRANSIENT | Outcome.UNKNOWN:
            if crashes >= CRASHES_TO_POISON:
                return None
            gap = min(DELIVERY_FIRST_GAP * 2 ** min(max(attempts - 1, 0), 16), DELIVERY_LONGEST_GAP)
            gap *= 0.5 + fraction(f"{key}|{attempts}")
    return None if now + gap > first_try_at + DELIVERY_HORIZON else now + gap
