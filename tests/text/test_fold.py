"""Folding: what it makes equal, that it is idempotent, and that the map back is exact."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.text.fold import fold, fold_key, to_simplified
from watcher.text.pinyin import is_pinyin

PIECES = st.sampled_from(
    [
        *"网絡環境清朗專項行動",
        *"，。（）“”…·ＡＢ１２①㎡ﬁ",
        "(wǎng)",
        "（wǎng）",
        "【bi】",
        "(比)【bi】",
        "wǎng",
        "(ai)",
        "(AI)",
        "e\u0301",
        "\u0301",
        "\u200b",
        "\ufeff",
        "が",
        "か\u3099",
        "각",
        "ᆨ",
        "abc ",
        "\n",
        "\u3000",
        "薴",
        "乾坤",
        "\ud800",
    ]
)
TEXTS = st.lists(PIECES, max_size=24).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("網(wǎng)絡環(huán)境", "网络环境"),
        ("網（wǎng）絡", "网络"),
        ("网wǎng络luò安全", "网络安全"),
        ("网络(wǎng luò)安全", "网络安全"),
        ("(比)【bi】如", "比如"),
        ("环【huan】境", "环境"),
        ("比(bǐ)(bǐ)如", "比如"),
        ("“清朗·２０２５年”", "“清朗·2025年”"),
        ("環\u200b境\ufeff", "环境"),
        ("一目瞭然", "一目了然"),
        ("薴", "苎"),
        ("ＡＩ技術（人工智慧）", "AI技术(人工智慧)"),
        ("plain ASCII stays", "plain ASCII stays"),
    ],
)
def test_fold_makes_equal(text: str, expected: str) -> None:
    assert fold(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "人工智能(AI)",
        "选项(a)",
        "墨西哥méxico城",
        "第(1)项",
        "甲(hello)",
        "caf\u00e9 (bi)",
        "苹果(Apple)",
    ],
)
def test_fold_keeps_what_is_no_pinyin(text: str) -> None:
    assert fold(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("wǎng", True), ("wang3", True), ("wǎng luò", True), ("a", False), ("AI", False), ("", False)],
)
def test_is_pinyin(text: str, expected: bool) -> None:
    assert is_pinyin(text) is expected


def test_fold_key_keeps_word_characters_only() -> None:
    assert fold_key("關於開展“清朗·２０２５年”專項_行動！ ABC") == "关于开展清朗2025年专项行动abc"


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_fold_is_idempotent(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_origin_is_exact(text: str) -> None:
    folded = fold(text)
    assert folded.length == len(text)
    spans = [folded.origin(index, index + 1) for index in range(len(folded.text))]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
    for (first, last), (start, end) in itertools.pairwise(spans):
        # Later characters never come from before; those of one cluster share its span.
        assert (first, last) == (start, end) or last <= start
    if spans:
        assert folded.origin(0, len(folded.text)) == (spans[0][0], spans[-1][1])


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_a_character_folds_to_what_its_origin_folds_to(text: str) -> None:
    folded = fold(text)
    for index, char in enumerate(folded.text):
        start, end = folded.origin(index, index + 1)
        if end - start == 1:
            alone = to_simplified(unicodedata.normalize("NFKC", text[start:end]))
            # OpenCC may choose by the phrase; anything but a Han character is the same alone.
            assert char in alone or "\u3400" <= char <= "\U000323af" or char == "\ufffd"


def test_origin_of_empty_and_far_spans() -> None:
    folded = fold("網(wǎng)絡")
    assert folded.origin(1, 1) == (7, 7)
    assert folded.origin(0, 99) == (0, 8)
    assert folded.origin(5, 9) == (8, 8)
    assert folded.origin(0, 1) == (0, 1)


def test_deeply_nested_brackets_are_no_trouble() -> None:
    text = "(" * 5_000 + "比(bi)" + ")【bi】" * 5_000
    assert fold(text).text.startswith("(")


def test_a_conversion_that_changes_length_keeps_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    class Longer:
        def convert(self, text: str) -> str:
            return text.replace("甲", "子丑")

    monkeypatch.setattr("watcher.text.fold._converter", Longer)
    folded = fold("一甲二\n三")
    assert folded.text == "一子丑二\n三"
    assert folded.origin(1, 3) == (1, 2)
    assert folded.origin(3, 4) == (2, 3)
    assert folded.origin(5, 6) == (4, 5)
