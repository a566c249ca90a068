"""What may go further and what may not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.text.clean import clean, squeeze


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1b[2Jc", "ab[2Jc"),
        ("通\u202e知\u2066", "通知"),
        ("网\u200b信\ufeff\u00ad办", "网信办"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("\ud800x\udfff", "x"),
        ("tab\tstays\n", "tab\tstays\n"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("\ufffe\ufdd0x", "x"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=80))
def test_clean_is_idempotent_and_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode()


def test_squeeze_makes_one_line() -> None:
    assert squeeze(" a \u3000\n b\u200b\u00a0c ") == "a b c"
