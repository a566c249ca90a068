"""Spans of time as people write them: ``"15m"``, ``"6h"``, ``"1d 12h"`` or plain seconds."""

from __future__ import annotations

import re

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw]?)")
SPAN = re.compile(r"\s*(?:\d+(?:\.\d+)?\s*[smhdwSMHDW]\s*)+|\s*\d+(?:\.\d+)?\s*")
"""What a span looks like as text."""
MEND = 'write a span such as "15m", "6h", "1d" or a number of seconds'


def parse_span(value: object) -> float:
    """Return ``value`` in seconds.

    Takes a non-negative number of seconds or a string of numbers with the units s, m, h, d, w.

    Raises:
        ValueError: it is neither; the message says what to write.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is not a span of time; {MEND}")  # noqa: TRY004 (pydantic collects ValueError only)
    if isinstance(value, int | float):
        seconds = float(value)
    elif SPAN.fullmatch(value):
        seconds = sum(
            float(number) * _UNITS.get(unit, 1) for number, unit in _PART.findall(value.lower())
        )
    else:
        raise ValueError(f'"{value}" is not a span of time; {MEND}')
    if not 0 <= seconds <= 10 * 366 * 86400:
        raise ValueError(f"{value!r} is out of range: 0 seconds to ten years")
    return seconds
