"""Every "when next?", the Chinese working days, and the rhythm of a source.

May import: watcher.model; the calendar is the library holidays, which nobody else uses. Pure: takes
``now`` or ``today`` and returns an instant, a day or a number; jitter is drawn from the key, so a
run can be repeated exactly.
"""

from watcher.schedule.instants import (
    CRASHES_TO_POISON,
    LONGEST_CHECK_GAP,
    fraction,
    next_check,
    next_delivery,
    next_recheck,
)
from watcher.schedule.rhythm import Silence, judge_silence, learn_limit
from watcher.schedule.workdays import count_working_days, is_announced, is_working_day

__all__ = [
    "CRASHES_TO_POISON",
    "LONGEST_CHECK_GAP",
    "Silence",
    "count_working_days",
    "fraction",
    "is_announced",
    "is_working_day",
    "judge_silence",
    "learn_limit",
    "next_check",
    "next_delivery",
    "next_recheck",
]
