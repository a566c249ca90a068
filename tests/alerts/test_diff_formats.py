"""A diff in every format: complete, self-contained, and the summary on top."""

from __future__ import annotations

import json
import re

import pytest

from tests.alerts.conftest import NEW, OLD
from watcher.alerts.formats import DIFF_FORMATS, render_diff
from watcher.diff import compare

DIFF = compare(OLD, NEW)
MOVED = compare(
    "甲段讲背景和目标。\n乙段讲工作要求。\n丙。", "乙段讲工作要求。\n甲段讲背景和目标。\n丙。"
)


def test_json_holds_characters_and_clauses_of_a_move_at_both_places() -> None:
    rows = json.loads(render_diff(MOVED, format="json", language="zh"))["hunks"]
    moved = [row for row in rows if row["op"] == "move"]
    assert [(row["old"].strip(), row["new"].strip()) for row in moved] == [
        ("", "乙段讲工作要求。"),
        ("乙段讲工作要求。", ""),
    ]


def test_json_is_plain_ascii_and_names_every_finding() -> None:
    text = render_diff(DIFF, format="json", language="zh")
    assert text.isascii()
    summary = json.loads(text)["summary"]
    assert {"kind", "old", "new", "context"} == set(summary[0])
    assert ("deadline", "2025年4月30日前", "2025年5月15日前") in {
        (row["kind"], row["old"], row["new"]) for row in summary
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", DIFF_FORMATS)
def test_summary_stands_above_the_clauses(name: str, language: str) -> None:
    text = render_diff(DIFF, format=name, language=language)
    if name == "json":
        assert list(json.loads(text))[:2] == ["summary", "hunks"]
        return
    words = "举报入口"
    label = "期限" if language == "zh" else "Deadline"
    assert label in text
    assert text.index(label) < text.index(words)


def test_html_is_one_page_that_loads_nothing() -> None:
    page = render_diff(DIFF, format="html", language="zh")
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import", page)
    assert "prefers-color-scheme:dark" in page
    assert "width=device-width" in page
    assert page.count("<ins>") >= 4
    assert "左右对照" in page
    assert "合并视图" in page


def test_html_shows_both_sides_in_full() -> None:
    page = render_diff(DIFF, format="html", language="zh")
    side = page[page.index('class="v vs"') :]
    plain = re.sub(r"<[^>]+>", "", side)
    for line in (*OLD.split("\n"), *NEW.split("\n")):
        assert line in plain


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("同", "同", "逐字相同"), ("網絡，", "网络,", "仅编号、标点、空格或繁简不同")],
)
def test_nothing_of_substance_is_said_in_words(old: str, new: str, words: str) -> None:
    for name in ("text", "markdown", "html"):
        assert words in render_diff(compare(old, new), format=name, language="zh")


def test_text_marks_and_lists_every_changed_clause() -> None:
    assert render_diff(MOVED, format="text", language="zh").split("\n") == [
        "移动 1 段",
        "第 1 段，自第 2 段移来：乙段讲工作要求。",
    ]
    many = compare(
        "\n".join(f"第{n}项要求甲" for n in range(50)),
        "\n".join(f"第{n}项要求乙" for n in range(50)),
    )
    assert len(render_diff(many, format="text", language="zh").split("\n")) == 51


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_words_of_latin_script_keep_their_spaces(name: str) -> None:
    shown = render_diff(
        compare("Providers shall report it.", "Providers may later report it."),
        format=name,
        language="en",
    )
    plain = re.sub(r"<style>.*?</style>|<[^>]+>|[*~]|\[-|-\]|\{\+|\+\}", "", shown, flags=re.DOTALL)
    assert re.search(r"Providers\s+shall\s*may later\s+report it", plain)
