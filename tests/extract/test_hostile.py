"""Pages that are made to hurt, and pages that are only broken: each is read, none raises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.extract import extract_html

TODAY = date(2026, 11, 22)
URL = "https://www.example.gov.cn/tz/1.html"
TITLE = "关于开展示例专项行动的通知"
PARAGRAPHS = [
    "为净化网络环境，决定自即日起开展为期2个月的专项行动，现将有关事项通知如下。",
    "各地要压实平台主体责任，畅通举报渠道，确保专项行动取得实效。",
]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3_000 + "文" + "</div>" * 3_000,
        "<table><tr><td>" * 300 + "文",
        "<p>" + "网" * 300_000,
        "<a href=x>链接</a>" * 5_000,
        "<p>段落。</p>" * 5_000,
        "<li>" * 5_000,
        f"<title>{'-' * 50_000}</title>",
        f"<title>{'题_' * 20_000}</title>",
        f"<meta name=PubDate content='{'2025' * 20_000}'>",
        "<p>" + "来源：" * 50_000,
        "<script>" + "ct='" * 50_000 + "</script>",
    ],
    ids=range(11),
)
def test_long_hostile_pages_are_read(html: str) -> None:
    assert len(extract_html(html, url=URL, today=TODAY).title) <= 300


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p>",
                "<h1>",
                "<table>",
                "<tr>",
                "<td>",
                "<a href=x>",
                "</a>",
                "<title>",
                TITLE,
                *PARAGRAPHS,
                "2025-03-05",
                "相关阅读",
                "<!--",
                "<meta name=PubDate content=",
                "\x00",
                "&lt;",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_page_is_read(html: str) -> None:
    document = extract_html(html, url=URL, today=TODAY)
    (document.title + document.body).encode()
    assert document.published_on is None or document.published_on <= TODAY
