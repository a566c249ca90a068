"""The diff holds both texts to the letter and marks what a person would mark."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watcher.alerts.formats import render_diff
from watcher.diff import apply, compare
from watcher.errors import InputError
from watcher.model.change import Diff, Op

WORDS = [
    *("网站", "平台", "应当", "不得", "2025年4月30日", "30日内", "3万元", "一、", "二、", "（三）"),
    *("網絡", "網(wǎng)", "the", "shall", " ", "，", "。", "“清朗”", "\u3000", "\t"),
]
CLAUSES = st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
TEXTS = st.one_of(
    st.lists(CLAUSES, max_size=8).map("\n".join),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
    st.text(alphabet="甲乙\n \u200bA1１①", max_size=30),
)


def marked(diff: Diff) -> str:
    """Write a diff as one string: [-old-]{+new+}, with moves as <old index>."""
    lines = []
    for hunk in diff.hunks:
        if hunk.op is Op.EQUAL or hunk.is_cosmetic:
            continue
        if hunk.op is Op.INSERT:
            lines.append(f"+{hunk.new}")
        elif hunk.op is Op.DELETE:
            lines.append(f"-{hunk.old}")
        else:
            inner = "".join(
                piece.new
                if piece.op is Op.EQUAL
                else (f"[-{piece.old}-]" if piece.old else "")
                + (f"{{+{piece.new}+}}" if piece.new else "")
                for piece in hunk.pieces
            )
            lines.append(f"<{hunk.old_index}>{hunk.new}" if hunk.op is Op.MOVE else inner)
    return "\n".join(lines)


@settings(deadline=None, max_examples=150)
@given(TEXTS, TEXTS)
def test_applying_a_diff_gives_the_new_text(old: str, new: str) -> None:
    diff = compare(old, new)
    assert apply(diff, old) == new
    assert diff.is_empty == (old == new)


@settings(deadline=None, max_examples=100)
@given(TEXTS, TEXTS)
@example("\n", "网站\n")
@example(
    "网站" * 7 + "\n网站\n" + "网站" * 3 + "\n网站", "网站" * 3 + "\n" + "网站" * 7 + "\n网站网站"
)
def test_every_part_of_both_texts_is_in_the_diff_once(old: str, new: str) -> None:
    diff = compare(old, new)
    for hunk in diff.hunks:
        if hunk.pieces:
            assert "".join(piece.old for piece in hunk.pieces) == hunk.old
            assert "".join(piece.new for piece in hunk.pieces) == hunk.new
    rows = json.loads(render_diff(diff, format="json", language="en"))["hunks"]
    assert "".join(row["old"] for row in rows) == old
    assert "".join(row["new"] for row in rows) == new
    for row in rows:
        if row["op"] == "equal":
            assert row.get("cosmetic", False) == (row["old"] != row["new"])


@settings(deadline=None, max_examples=60)
@given(st.lists(CLAUSES, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_shuffled_clauses_insert_and_delete_no_characters(lines: list[str], random: Random) -> None:
    numbered = [
        f"{chr(0x4E00 + 200 * at)}{'甲乙丙丁戊' * 2}{line}" for at, line in enumerate(lines)
    ]
    shuffled = sorted(numbered, key=lambda _: random.random())
    diff = compare("\n".join(numbered), "\n".join(shuffled))
    assert (diff.inserted_characters, diff.deleted_characters) == (0, 0)


BASE = "一、加强管理，落实责任。\n二、严禁炒作热点事件。\n三、各地网信部门开展检查。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            BASE,
            "一、加强管理，落实责任。\n二、设立投诉入口。\n三、严禁炒作热点事件。\n四、各地网信部门开展检查。",
            "+二、设立投诉入口。",
            id="renumbering after an insertion marks nothing else",
        ),
        pytest.param(
            BASE,
            "一、加强管理，落实责任。\n二、各地网信部门开展检查。",
            "-二、严禁炒作热点事件。",
            id="renumbering after a deletion",
        ),
        pytest.param(
            "第三条 平台应当建立制度。",
            "第四条 平台应当建立制度。",
            "第[-三-]{+四+}条 平台应当建立制度。",
            id="another number with nothing inserted is a change",
        ),
        pytest.param(
            "甲段说明这次行动的背景。\n乙段提出三项工作要求。\n丙段落款。",
            "乙段提出三项工作要求。\n甲段说明这次行动的背景。\n丙段落款。",
            "<1>乙段提出三项工作要求。",
            id="a moved clause is a move",
        ),
        pytest.param(
            "于2025年4月30日前报送。",
            "于2025年4月15日前报送。",
            "于2025年4月[-30-]{+15+}日前报送。",
            id="numbers are whole",
        ),
        pytest.param(
            "于2025年4月30日前报送。",
            "于2025年5月15日前报送。",
            "于2025年[-4月30-]{+5月15+}日前报送。",
            id="parts of one date are one edit",
        ),
        pytest.param(
            "罚款三十万元。",
            "罚款三百万元。",
            "罚款[-三十万-]{+三百万+}元。",
            id="Chinese numerals",
        ),
        pytest.param(
            "处置账号3,500个。",
            "处置账号3,700个。",
            "处置账号[-3,500-]{+3,700+}个。",
            id="thousands",
        ),
        pytest.param(
            "The platform shall report it.",
            "The platform should report it.",
            "The platform [-shall-]{+should+} report it.",
            id="Latin words are whole",
        ),
        pytest.param(
            "The report is public.",
            "The final report is public.",
            "The {+final +}report is public.",
            id="a word comes with its space",
        ),
        pytest.param(
            "先自查。再整改。",
            "先自查。再抽查。再整改。",
            "先自查。{+再抽查。+}再整改。",
            id="whole sentences",
        ),
    ],
)
def test_marks(old: str, new: str, expected: str) -> None:
    assert marked(compare(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("網路平臺應當，", "網路平臺應當,"),
        ("網(wǎng)絡環(huán)境整治", "网络环境整治"),
        ("“清朗”行动：（一）", "「清朗」行动:(一)"),
        ("在30日内完成", "在 30 日内完成"),
        ("第一段讲背景与目标。第二段讲要求与时限。", "第一段讲背景与目标。\n第二段讲要求与时限。"),
        ("甲\n乙", "甲\n\n\n乙"),
        ("清朗·专项", "清朗•专项"),
        ("１２个月", "12个月"),
    ],
)
def test_differences_of_form_are_counted_and_not_marked(old: str, new: str) -> None:
    diff = compare(old, new)
    assert diff.cosmetic
    assert not diff.summary
    assert (diff.inserted_characters, diff.deleted_characters) == (0, 0)
    assert not diff.is_empty
    rows = json.loads(render_diff(diff, format="json", language="zh"))["hunks"]
    assert {row["op"] for row in rows} == {"equal"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("罚款10元", "罚款100元"), ("可以", "不可以"), ("a b", "ab"), ("1.5倍", "15倍")],
)
def test_what_changes_the_meaning_is_never_cosmetic(old: str, new: str) -> None:
    diff = compare(old, new)
    assert not diff.cosmetic
    assert diff.summary


@pytest.mark.parametrize("other", ["另一份文本", f"{BASE}\n", BASE[1:], ""])
def test_a_diff_is_applied_to_its_own_text_only(other: str) -> None:
    diff = compare(BASE, BASE.replace("检查", "抽查"))
    with pytest.raises(InputError):
        apply(diff, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1" * 50_000, "2" * 50_000),
        ("好坏" * 20_000, "坏坏好" * 14_000),
        ("一" * 20_000, "二" * 20_000),
        ("好\n" * 5_000, "坏\n" * 5_000),
        ("\n" * 40_000, "\n" * 30_000 + "a"),
        ('"' * 30_000, "《" * 30_000),
    ],
)
def test_degenerate_texts_are_compared_to_the_letter(old: str, new: str) -> None:
    assert apply(compare(old, new), old) == new
