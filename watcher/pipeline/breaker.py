"""When a channel may be sent to: its rate, its circuit breaker, its pauses.

Pure: states in, states out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from watcher.model.delivery import Attempt, ChannelState, Outcome

FAILURES_TO_OPEN = 5
"""After so many failures in a row one alert a minute is tried and the others wait."""
PROBE_GAP = timedelta(seconds=60)
DOWN_FOR = timedelta(minutes=15)
"""A channel that fails for this long is down: its fallback is told."""
LONGEST_PAUSE = timedelta(hours=1)
MOST_AT_ONCE = 5


def is_ready(state: ChannelState, per_minute: int | None, *, now: datetime) -> bool:
    """Whether one more message may go out now.

    A clock that was set back does not hold a channel for longer than a pause may last.
    """
    pause = state.paused_until
    if pause is not None and now < pause <= now + LONGEST_PAUSE:
        return False
    if per_minute is None or state.spent_until is None:
        return True
    gap, burst = _pace(per_minute)
    ahead = state.spent_until - now
    return ahead <= gap * (burst - 1) or ahead > LONGEST_PAUSE


def spend(state: ChannelState, per_minute: int | None, *, now: datetime) -> ChannelState:
    """Return the state after one message: at most ``per_minute`` leave in any minute."""
    if per_minute is None:
        return state
    gap, _ = _pace(per_minute)
    start = state.spent_until
    if start is None or start < now or start > now + LONGEST_PAUSE:
        start = now
    return replace(state, spent_until=start + gap)


def _pace(per_minute: int) -> tuple[timedelta, int]:
    """Return the gap between two messages and how many may go at once.

    What goes at once is kept back from the rate, so that no sixty seconds see more than the rate.
    """
    burst = max(1, min(per_minute // 4, MOST_AT_ONCE))
    return timedelta(seconds=60 / max(1, per_minute - burst)), burst


def note(state: ChannelState, result: Attempt, *, now: datetime) -> ChannelState:
    """Return the state after a try ended."""
    if result.outcome is Outcome.ACCEPTED:
        return replace(state, failures=0, failing_since=None, paused_until=None, detail="")
    if result.outcome is Outcome.RATE_LIMITED:
        wait = timedelta(seconds=max(1.0, result.retry_after_seconds or 60.0))
        return replace(
            state,
            failing_since=state.failing_since or now,
            paused_until=now + min(wait, LONGEST_PAUSE),
            detail=result.detail,
        )
    failures = state.failures + 1
    return replace(
        state,
        failures=failures,
        failing_since=state.failing_since or now,
        paused_until=now + PROBE_GAP if failures >= FAILURES_TO_OPEN else None,
        detail=result.detail,
    )


def is_open(state: ChannelState) -> bool:
    """Whether the breaker is open: only probes go out."""
    return state.failures >= FAILURES_TO_OPEN


def is_down(state: ChannelState, *, now: datetime) -> bool:
    """Whether a channel has accepted nothing for so long that its fallback is told.

    A platform that only ever asks to wait is as good as down.
    """
    is_held_up = is_open(state) or state.paused_until is not None
    since = state.failing_since
    return is_held_up and since is not None and now - since >= DOWN_FOR
