"""Hours as people write them: ``"22:00-07:00"``, ``"daily 09:00"``, ``"weekly mon 09:00"``."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated

from pydantic import BeforeValidator

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_PLAN = re.compile(r"(?:daily|weekly\s+(mon|tue|wed|thu|fri|sat|sun))\s+(\d{1,2}):(\d{2})")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_hours(value: object) -> object:
    """Return the two local times of ``"22:00-07:00"``.

    Raises:
        ValueError: it is something else; the message says what to write.
    """
    if isinstance(value, tuple):
        return value
    found = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'{value!r} is no span of hours; write one like "22:00-07:00"')
    hours = (_time(found[1], found[2]), _time(found[3], found[4]))
    if hours[0] == hours[1]:
        raise ValueError(f"{value!r} begins and ends at the same time: no hour is quiet")
    return hours


def parse_plan(value: object) -> object:
    """Return (local time, weekday from Monday 0, or None) of ``"daily 09:00"``.

    Raises:
        ValueError: it is something else; the message says what to write.
    """
    if isinstance(value, tuple):
        return value
    found = _PLAN.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        mend = 'write "daily 09:00" or "weekly mon 09:00"'
        raise ValueError(f"{value!r} says not when a summary is due; {mend}")
    return _time(found[2], found[3]), _DAYS.index(found[1]) if found[1] else None


def _time(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError(f'"{hour}:{minute}" is no time of day') from None


Hours = Annotated[tuple[time, time], BeforeValidator(parse_hours, json_schema_input_type=str)]
Plan = Annotated[tuple[time, int | None], BeforeValidator(parse_plan, json_schema_input_type=str)]
