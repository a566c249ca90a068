"""Clauses: what is one, its number and its level."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.model.document import ClauseKind
from watcher.text.clauses import join, read_number, split
from watcher.text.language import detect


@pytest.mark.parametrize(
    ("line", "number", "level", "kind"),
    [
        ("第一章 总则", "第一章", 1, ClauseKind.HEADING),
        ("第二节 管辖", "第二节", 2, ClauseKind.HEADING),
        ("第十二条 平台应当建立制度。", "第十二条", 3, ClauseKind.ITEM),
        ("第八条之一 另有规定的除外。", "第八条之一", 3, ClauseKind.ITEM),
        ("一、工作目标", "一、", 1, ClauseKind.HEADING),
        ("（一）突出工作重点。要加强巡查。", "（一）", 2, ClauseKind.ITEM),
        ("(三)从严处置处罚", "(三)", 2, ClauseKind.HEADING),
        ("1.有害内容问题。", "1.", 3, ClauseKind.ITEM),
        ("2、不良内容问题。", "2、", 3, ClauseKind.ITEM),
        ("（3）其他情形。", "（3）", 4, ClauseKind.ITEM),
        ("①违规收集个人信息，", "①", 5, ClauseKind.ITEM),
        ("• 一条要点", "•", 5, ClauseKind.ITEM),
        ("2025年7月24日", "", 0, ClauseKind.PARAGRAPH),
        ("3.5亿元资金到位。", "", 0, ClauseKind.PARAGRAPH),
        ("各有关单位：", "", 0, ClauseKind.PARAGRAPH),
        ("1\t示例应用\t3.2", "", 0, ClauseKind.ROW),
    ],
)
def test_numbering(line: str, number: str, level: int, kind: ClauseKind) -> None:
    (clause,) = split(line)
    assert (clause.text, clause.number, clause.level, clause.kind) == (line, number, level, kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("通知如下：  1.第一项。  2.第二项。", ["通知如下：", "1.第一项。", "2.第二项。"]),
        ("涉企类  一、总体情况", ["涉企类", "一、总体情况"]),
        ("　　第一段。　　第二段。", ["第一段。", "第二段。"]),
        ("张三　　李四", ["张三 李四"]),
        ("a\n\n b \r\nc", ["a", "b", "c"]),
        ("\t名称\t\n\t", ["名称"]),
        ("", []),
    ],
)
def test_splitting(text: str, expected: list[str]) -> None:
    assert [clause.text for clause in split(text)] == expected


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["一、", "1.", "段落。", "\n", "  ", "\u3000", "\t", "（二）", "文", "\x00"]
        ),
        max_size=30,
    ).map("".join)
)
def test_a_body_splits_into_itself(text: str) -> None:
    body = join(split(text))
    assert join(split(body)) == body
    assert all(clause.text.strip() for clause in split(text))


def test_read_number_is_nothing_for_plain_text() -> None:
    assert read_number("") == read_number("正文") == ("", 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关于开展专项行动的通知，各有关单位要认真落实。", "zh-Hans"),
        ("關於開展專項行動的通知，各有關單位要認真落實。", "zh-Hant"),
        ("In 2023, the special action will rectify nine problems.", "en"),
        ("AI技术滥用 3500余款 APP", "zh-Hans"),
        ("2025-08-01", ""),
        ("", ""),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert detect(text) == expected
