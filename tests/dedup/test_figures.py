"""Numbers that a translation keeps, read the same in both languages."""

from __future__ import annotations

import pytest

from watcher.dedup.figures import batches, kept_numbers
from watcher.text.fold import fold


def read(text: str) -> frozenset[str]:
    return kept_numbers(fold(text).text)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("清理5430万条", "cleaned up 54.3 million items"),
        ("清理5430余万条", "more than 54,300,000 items"),
        ("账号90万个", "over nine hundred thousand accounts"),
        ("群组126个", "one hundred and twenty-six groups"),
        ("占12.5%", "12.5 per cent of them"),
        ("占７％", "7% of them"),
        ("7月15日前", "by July 15"),
        ("自2025年7月15日起", "from 15th of July, 2025"),
        ("9月3日", "Sept. 3rd"),
        ("罚款1.2亿元", "a fine of 120 million yuan"),
        ("第15条规定，3个月内，（2）清理，2025年", "Article 15, within three months, (2), in 2025"),
        ("1．清理\n2．处置", "1. clean up\n2. dispose of"),
    ],
)
def test_a_number_is_the_same_in_both_languages(chinese: str, english: str) -> None:
    assert read(chinese) == read(english)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清理5430万条", "cleaned up 54.3 thousand items"),
        ("占12.5%", "12.5 million"),
        ("7月15日", "July 16"),
        ("90万个", "ninety thousand"),
    ],
)
def test_another_number_is_another(one: str, other: str) -> None:
    assert read(one)
    assert read(other)
    assert not read(one) & read(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年第三批典型案例", {("批", 3)}),
        ("第12批", {("批", 12)}),
        ("the third batch of cases", {("批", 3)}),
        ("its 12th batch", {("批", 12)}),
        ("第二季度 / second quarter", {("季度", 2)}),
        ("第三条、第三次、a third of them", set()),
    ],
)
def test_batches_and_quarters_are_told(text: str, expected: set[tuple[str, int]]) -> None:
    assert batches(text) == expected
