"""A verdict explained, and families corrected, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_machine_interface import OTHER, TEXT, lines
from tests.dedup.texts import ENGLISH, SOURCE_OF_ENGLISH
from watcher.cli.match_words import KINDS, say_evidence, say_reason
from watcher.dedup.verdicts import Kind
from watcher.pipeline.parting import PARTED

EDITED = TEXT.replace("三类问题", "四类问题") + "责任编辑：小王\n"


def test_a_match_is_explained_in_words_and_as_json(watcher: Call, tmp_path: Path) -> None:
    watcher("ingest", "--jsonl", "-", given=lines({"id": "a", "text": TEXT}))
    copy = tmp_path / "copy.txt"
    copy.write_text(EDITED, encoding="utf-8")
    ran = watcher("match", str(copy), "--json")
    assert (ran.status, ran.err) == (0, "")
    [found] = ran.rows
    assert (found["relation"], found["aligned_with"]) == ("repost", found["notice"])
    assert [each["kind"] for each in found["candidates"]] == ["copy"]
    changed = [each for each in found["alignment"] if each["op"] == "changed"]
    assert [(each["theirs"], each["mine"]) for each in changed] == [("三", "四")]
    told = "".join(watcher("match", str(copy), WATCHER_LANGUAGE="zh").out.split())
    assert f"{found['notice']}的转载" in told
    assert "[-三-][+四+]" in told
    assert "Carries" not in told
    listed = watcher("notices", "show", found["notice"], "--json").rows
    assert [page["id"] for page in listed[0]["pages"]] == ["a"], "a match stores nothing"


def test_a_new_text_is_a_new_notice(watcher: Call, tmp_path: Path) -> None:
    page = tmp_path / "new.html"
    page.write_text(f"<h1>标题</h1><p>{TEXT}</p>", encoding="utf-8")
    assert watcher("match", str(page), "--json").rows[0]["notice"] is None
    assert "新的一份通知" in watcher("match", str(page), WATCHER_LANGUAGE="zh").out
    missing = watcher("match", str(tmp_path / "none.txt"))
    assert (missing.status, "none.txt" in missing.err) == (2, True)
    page.write_text(" \n", encoding="utf-8")
    empty = watcher("match", str(page), WATCHER_LANGUAGE="zh")
    assert (empty.status, "文件是空的" in empty.err, empty.out) == (2, True, "")


def test_a_translation_is_explained_by_what_it_repeats(watcher: Call, tmp_path: Path) -> None:
    row = {"id": "zh", "title": "江城清理校园信息", "text": SOURCE_OF_ENGLISH}
    watcher("ingest", "--jsonl", "-", given=lines(row))
    page = tmp_path / "english.txt"
    page.write_text(ENGLISH, encoding="utf-8")
    [told] = watcher("match", str(page), "--json").rows
    assert (told["relation"], told["alignment"]) == ("translation", [])
    assert "54300000" in told["evidence"]


def test_families_are_corrected_and_the_decisions_listed(watcher: Call) -> None:
    rows = lines({"id": "a", "text": TEXT}, {"id": "b", "text": EDITED}, {"id": "c", "text": OTHER})
    answers = watcher("ingest", "--jsonl", "-", "--json", given=rows).rows
    notice, _, other = (each["notice"] for each in answers)
    [split] = watcher("notices", "split", notice, "b", "--reason", "edited", "--json").rows
    assert (split["notice"], split["pages"]) == (notice, ["b"])
    merged = watcher("notices", "merge", notice, other)
    assert (merged.status, merged.out) == (0, f"merged into {notice}, 2 page(s) in all\n")
    decisions = watcher("notices", "decisions", "--json").rows
    assert [(each["kind"], each["reason"]) for each in decisions] == [
        ("split", "edited"),
        ("merge", ""),
    ]
    wrong = watcher("notices", "split", notice, "nobody")
    assert (wrong.status, "no page of" in wrong.err) == (2, True)


def test_every_kind_has_words() -> None:
    assert set(KINDS) == {kind.value for kind in Kind}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "Carries 1,200 characters (98%) of “某通知” in the same order; 3 are put in.",
            "按原顺序载有“某通知”的 1,200 字（98%），插入 3 字。",
        ),
        (
            "Shares 30 characters with “某通知”, but 3 figures or dates differ; 2 ordinals differ.",
            "与“某通知”有 30 字相同，但有 3 处数字或日期不同，有 2 处条款序号不同。",
        ),
        (
            "Repeats 20 terms of “某通知” in the same order in another language.",
            "用另一种语言按同样顺序重复了“某通知”的 20 个术语。",
        ),
        (
            "Repeats 2 terms of “件” in the same order in another language, and its numbers 7-15.",
            "用另一种语言按同样顺序重复了“件”的 2 个术语，数字也相同：7-15。",
        ),
        ("No stored page carries this text.", "库中没有载有此文的页面。"),
        (
            "Names the campaign “清朗”; the texts share hardly a sentence.",
            "提到“清朗”行动；两文几乎没有相同的句子。",
        ),
        (
            "“办法” is named at its beginning; the texts share hardly a sentence.",
            "开头写明所谈的是“办法”；两文几乎没有相同的句子。",
        ),
        (PARTED, "重新判定：曾被当作一份汇编的摘录。"),
    ],
)
def test_evidence_reads_in_chinese(english: str, chinese: str) -> None:
    assert say_evidence(english) == chinese


def test_an_unknown_reason_stays_as_it_is() -> None:
    assert say_reason("because") == "because"


def test_a_notice_is_shown_with_its_copies_in_the_users_language(watcher: Call) -> None:
    rows = lines({"id": "one", "text": TEXT}, {"id": "two", "text": EDITED})
    first = watcher("ingest", "--jsonl", "-", "--json", given=rows).rows[0]
    chinese = watcher("notices", "show", first["notice"], WATCHER_LANGUAGE="zh").out
    assert "原文" in chinese
    assert "original" not in chinese
    assert "original" in watcher("notices", "show", first["notice"], WATCHER_LANGUAGE="en").out
