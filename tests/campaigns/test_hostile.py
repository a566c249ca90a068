"""Texts made to be slow: every reader must come back (a quadratic pattern would hang the suite)."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.campaigns import Catalogue, classify, read_facts
from watcher.campaigns.discovery import read_plan
from watcher.campaigns.focus import read_focus
from watcher.campaigns.watchlist import WatchList
from watcher.model.document import Document
from watcher.model.watch import WatchEntry

SIZE = 100_000
WATCHED = WatchList([WatchEntry(id="a", name="蓝鲸科技有限公司", aliases=("蓝鲸",))])


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "“",
        '"',
        "?",
        "*",
        "*a",
        "账号“a”",
        "“a”",
        "清朗·",
        "清朗",
        "中央网信办",
        "7月1日",
        "3个月",
        "一、\n",
        "一是a",
        "为期",
        "关于",
        "开展",
        "1,111",
        " ",
        "a",
        "自",
        "各省",
    ],
)
def test_one_unit_repeated(catalogue: Catalogue, unit: str) -> None:
    text = unit * (SIZE // len(unit))
    for document in (
        Document(title=text[:5000], body="", published_on=date(2025, 5, 1)),
        Document(title="“清朗·整治AI技术滥用”专项行动", body=text, published_on=date(2025, 5, 1)),
    ):
        assert classify(document, catalogue).document_type is not None
        read_facts(document)
        read_plan(document, catalogue)
        read_focus(document)
        WATCHED.find(document)
