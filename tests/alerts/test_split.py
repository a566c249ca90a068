"""Parts fit the platform's limit in bytes, are numbered, and lose nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.alerts.formats import split_bytes

HEAD = re.compile(r"\((\d+)/(\d+)\) E-EQM7YA\n")


@settings(deadline=None, max_examples=200)
@given(
    st.text(alphabet=st.sampled_from("网信办a1，\n\r🚩 "), max_size=1_500),
    st.integers(min_value=40, max_value=2_048),
)
def test_parts_fit_are_numbered_and_lose_nothing(text: str, limit: int) -> None:
    parts = split_bytes(text, limit, "E-EQM7YA")
    assert all(len(part.encode()) <= limit for part in parts)
    if len(parts) == 1:
        assert parts == (text,)
        return
    heads = [HEAD.match(part) for part in parts]
    numbers = [(int(head[1]), int(head[2])) for head in heads if head]
    assert numbers == [(at, len(parts)) for at in range(1, len(parts) + 1)]
    assert "".join(HEAD.sub("", part, count=1) for part in parts) == text


def test_cuts_are_at_line_ends_where_lines_fit() -> None:
    lines = [f"第{at}行：" + "公告" * 8 for at in range(40)]
    parts = split_bytes("\n".join(lines), 300, "E-EQM7YA")
    for part in parts:
        assert all(line in lines for line in part.strip("\n").split("\n")[1:])


def test_more_parts_than_nine_leave_room_for_longer_numbers() -> None:
    parts = split_bytes("字" * 5_000, 60, "E-EQM7YA")
    assert len(parts) > 100
    assert all(len(part.encode()) <= 60 for part in parts)


def test_a_text_that_fits_is_left_alone() -> None:
    assert split_bytes("网" * 10, 30, "E-EQM7YA") == ("网" * 10,)


@pytest.mark.parametrize("limit", [0, 10, 20])
def test_a_limit_without_room_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="no room"):
        split_bytes("网" * 100, limit, "E-EQM7YA")
