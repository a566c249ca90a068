"""A whole city column read as one listing page, from bytes to documents.

The page is written by hand in the shape of a real one: ten rows with their texts inside, script
noise in the first, dates split over two elements, one row of title and date only.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from watcher.extract import extract_html
from watcher.model.document import Document
from watcher.model.page import Page
from watcher.model.source import ListingRules, Pick, Source, Tier
from watcher.sources import parse_listing

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED = json.loads((FIXTURES / "inline_list.expected.json").read_text(encoding="utf-8"))
TODAY = date(2025, 8, 9)
SOURCE = Source(
    id="city",
    name="江城网信·工作动态",
    kind="html",
    tier=Tier.OFFICIAL,
    url="https://wxb.example.cn/gzdt/",
    listing=ListingRules(
        rows=("ul.news_list li.news_item",),
        title=Pick(css=(".news_title",)),
        day=Pick(css=(".news_date .day",)),
        year_month=Pick(css=(".news_date .ym",)),
        body=Pick(css=(".news_cont",)),
    ),
)
FURNITURE = ("__boxStyle__", "function", "innerHTML", "video_demo", "当前第1页", "办事指南", "主办")


@cache
def documents() -> tuple[Document, ...]:
    content = (FIXTURES / "inline_list.html").read_bytes()
    page = Page(
        url=SOURCE.url,
        final_url=SOURCE.url,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        content=content,
        fetched_at=datetime(2025, 8, 9, 1, 0, tzinfo=UTC),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    listing = parse_listing(SOURCE, page, today=TODAY)
    assert listing.rows_seen == len(EXPECTED)
    return tuple(
        extract_html(
            entry.body_html or "",
            url=entry.url,
            rules=SOURCE.detail,
            title=entry.title,
            published_on=entry.published_on,
            today=TODAY,
        )
        for entry in listing.entries
    )


def test_ten_notices_with_their_titles_and_dates() -> None:
    found = [
        {"title": document.title, "published": str(document.published_on)}
        for document in documents()
    ]
    assert found == EXPECTED


@pytest.mark.parametrize("noise", FURNITURE)
def test_no_script_or_furniture_in_any_body(noise: str) -> None:
    assert not [document.title for document in documents() if noise in document.body]


def test_bodies_are_whole_and_kept_apart() -> None:
    bodies = [document.body for document in documents()]
    assert "今年以来，江城市" in bodies[0]
    assert "“果园小满”" in bodies[0]
    assert bodies[0].rstrip().endswith("限流、禁言、下线等措施。")
    assert "2个月内补齐材料" in bodies[1]
    assert "（三）泄露运动员" in bodies[2]
    assert "附件：江城市属地平台公告链接" not in bodies[8]


def test_only_the_row_of_title_and_date_has_no_text() -> None:
    without = [document.title for document in documents() if not document.has_text]
    assert without == [EXPECTED[4]["title"]]
