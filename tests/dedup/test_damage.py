"""Damage all over a regulation is a mirror's; a few changed wordings are a legislator's."""

from __future__ import annotations

import pytest

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import BODY, LAW, LAW_AMENDED, LAW_TITLE, TITLE
from watcher.dedup.edits import Piece, settle
from watcher.model.document import Document

SPINS = (
    ("数据", "资料"),
    ("开放", "敞露"),
    ("应当", "须得"),
    ("规定", "章程"),
)


def spun(text: str) -> str:
    for word, other in SPINS:
        text = text.replace(word, other)
    return text


def torn(text: str) -> str:
    """Read as GBK, the last byte of every run of odd length is lost, and its character with it."""
    lines = text.split("\n")
    return "\n".join(
        f"{line[:9]}\ufffd{line[11:-2]}\ufffd" if len(line) > 20 else line for line in lines
    )


@pytest.mark.parametrize("change", [spun, torn])
def test_damage_all_over_a_regulation_is_a_copy(store: MemoryStore, change: object) -> None:
    assert callable(change)
    store.add(Document(title=LAW_TITLE, body=LAW))
    assert store.judge(Document(title=LAW_TITLE, body=change(LAW))).notice_id == "n0"


def test_a_torn_copy_of_the_amended_text_is_no_copy_of_the_old(store: MemoryStore) -> None:
    store.add(Document(title=LAW_TITLE, body=LAW))
    assert store.judge(Document(title=LAW_TITLE, body=torn(LAW_AMENDED))).notice_id is None


WORDS = [Piece(one, other) for one, other in SPINS]


@pytest.mark.parametrize(
    ("pieces", "wordings"),
    [
        (WORDS * 3 + [Piece("卖力办", "负责管"), Piece("停止", "进行")], 0),
        (
            WORDS * 3
            + [Piece("由区里另行委托一家单位代为办理，费用从年度预算中列支", "由市里办理")],
            1,
        ),
        (WORDS[:2] * 3 + [Piece("", "并说明不予受理的理由")], 1),
        ([Piece("十个", "七个"), Piece("负责人", "部门"), Piece("", "书面")], 3),
        ([Piece("电话", ""), Piece("", "电话"), Piece("市区", "区市")], 0),
    ],
    ids=["spun", "a long change in a spun text", "two habits", "edits", "moved"],
)
def test_what_a_mirrors_habits_do_not_explain(pieces: list[Piece], wordings: int) -> None:
    assert settle(pieces, is_renumbered=False, is_shuffled=False).wordings == wordings


def test_cuts_and_digests_are_told_by_their_length() -> None:
    settled = settle(
        [Piece("", "并公布"), Piece("在每年年底前", ""), Piece("", "由开办方在一天之内答复投诉人")],
        is_renumbered=False,
        is_shuffled=False,
    )
    assert (settled.wordings, settled.cuts, settled.digests) == (3, 2, 1)


@pytest.mark.parametrize(("figure", "is_copy"), [("230", True), ("23000", True), ("1850", False)])
def test_a_lost_or_doubled_digit_is_a_slip_and_another_figure_is_not(
    store: MemoryStore, figure: str, *, is_copy: bool
) -> None:
    store.add(Document(title=TITLE, body=BODY))
    damaged = BODY.replace("2300", figure).replace("补齐", "完善").replace("压缩", "挤掉")
    verdict = store.judge(Document(title=TITLE, body=damaged))
    assert (verdict.notice_id == "n0") is is_copy
