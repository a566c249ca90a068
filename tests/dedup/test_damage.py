"""Damage all over a regulation is a mirror's; a few changed wordings are a legislator's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import (
    BODY,
    LAW,
    LAW_AMENDED,
    LAW_TITLE,
    NEXT_BODY,
    NEXT_TITLE,
    TITLE,
)
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


def misread(text: str) -> str:
    """Exchange one character in nine for another, as a reader of scanned pages does."""
    return "".join(
        chr(0x4E00 + (ord(char) * 7 + place) % 5000)
        if place % 9 == 5 and "\u4e00" <= char <= "\u9fff" and char not in NUMERALS
        else char
        for place, char in enumerate(text)
    )


def tagged(text: str) -> str:
    """Leave the ids of tags between the sentences, each another one."""
    parts = text.split("，")
    return "，".join(f"{part}id{place}x{place * 7919 % 9973:x}" for place, part in enumerate(parts))


def dotted(text: str) -> str:
    """Put a mark into every number."""
    return re.sub(r"(?<=\d)(?=\d)", "·", text)


def lost_in_cp1252(text: str) -> str:
    """Read UTF-8 as Windows-1252; what that has no sign for is lost."""
    return text.encode().decode("cp1252", "replace")


NUMERALS = "一二三四五六七八九十百第条年月日"


@pytest.mark.parametrize("change", [spun, torn, misread, tagged, lost_in_cp1252])
def test_damage_all_over_a_regulation_is_a_copy(store: MemoryStore, change: object) -> None:
    assert callable(change)
    store.add(Document(title=LAW_TITLE, body=LAW))
    assert store.judge(Document(title=LAW_TITLE, body=change(LAW))).notice_id == "n0"


@pytest.mark.parametrize("change", [misread, tagged, dotted, lost_in_cp1252])
def test_damage_hides_no_copy_and_joins_no_other_year(
    store: MemoryStore, change: Callable[[str], str]
) -> None:
    store.add(Document(title=TITLE, body=BODY))
    assert store.judge(Document(title=TITLE, body=change(BODY))).notice_id == "n0"
    assert store.judge(Document(title=NEXT_TITLE, body=change(NEXT_BODY))).notice_id is None


def test_a_page_revised_at_its_address_is_no_other_notice(store: MemoryStore) -> None:
    url = "http://office.example/notices/17.html"
    edited = BODY.replace("2025年11月10日", "2025年11月20日").replace("24小时", "12小时")
    edited = edited.replace("15日内", "30日内")
    store.add(Document(title=TITLE, body=BODY, url=url))
    found = store.judge(Document(title=TITLE, body=edited, url=url))
    assert (found.notice_id, found.relation.value) == ("n0", "revision")
    assert store.judge(Document(title=TITLE, body=edited)).notice_id is None
    reused = Document(title=NEXT_TITLE, body=NEXT_BODY, url=url)
    assert store.judge(reused).notice_id is None


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
