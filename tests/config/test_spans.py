from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.config.spans import parse_span


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("15m", 900),
        ("6h", 21600),
        ("1d", 86400),
        ("1w", 604800),
        ("45 s", 45),
        ("1d 12h", 129600),
        ("1h30m", 5400),
        ("1.5h", 5400),
        ("0.2", 0.2),
        ("90", 90),
        (90, 90),
        (0.5, 0.5),
        ("2H", 7200),
    ],
)
def test_reads_what_people_write(written: object, seconds: float) -> None:
    assert parse_span(written) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "written",
    ["", "15 parsecs", "m", "-5m", "1h 30", "five minutes", None, True, [900], "1e3", "nan"],
)
def test_refuses_the_rest_with_the_mend(written: object) -> None:
    with pytest.raises(ValueError, match='"15m"'):
        parse_span(written)


@pytest.mark.parametrize("written", [-1, "100000d", float("inf"), float("nan")])
def test_refuses_what_is_out_of_range(written: object) -> None:
    with pytest.raises(ValueError, match="out of range"):
        parse_span(written)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 1000), st.integers(0, 59), st.integers(0, 59))
def test_parts_add_up(hours: int, minutes: int, seconds: int) -> None:
    written = f"{hours}h {minutes}m {seconds}s"
    assert parse_span(written) == hours * 3600 + minutes * 60 + seconds


@settings(deadline=None, max_examples=100)
@given(st.text())
def test_any_text_is_read_or_refused(written: str) -> None:
    try:
        seconds = parse_span(written)
    except ValueError:
        return
    assert seconds >= 0
