"""Single fields of rows, whatever the page does to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from source_tables import TODAY, page_from, source_from

from watcher.model.listing import Entry, Listing
from watcher.sources import parse_listing
from watcher.sources.merging import MOST_PROBLEMS
from watcher.sources.reading import LONGEST_TITLE, choose_title, finish_title
from watcher.sources.rows import MOST_ROWS

URL = "https://s.example/list/"
RULES = {"rows": "li", "date": "span"}


def read(html: str, kind: str = "html", **listing: Any) -> Listing:
    source = source_from({"url": URL, "kind": kind, "listing": RULES | listing})
    return parse_listing(source, page_from(html.encode(), url=URL), today=TODAY)


def read_one(html: str, **listing: Any) -> Entry:
    entries = read(f"<ul>{html}</ul>", **listing).entries
    assert len(entries) == 1
    return entries[0]


@pytest.mark.parametrize(
    ("text", "attribute", "chosen"),
    [
        ("关于开展整治的通知", None, "关于开展整治的通知"),
        ("关于开展整治...", "关于开展整治工作的通知", "关于开展整治工作的通知"),
        ("关于开展…", "关于开展整治工作的通知", "关于开展整治工作的通知"),
        ("· 关于开展整治…", "关于开展整治工作的通知", "关于开展整治工作的通知"),
        ("关于开展整治工作的通知", "关于开展", "关于开展整治工作的通知"),
        ("关于开展整治的通知", "关于开展\n整治的通知（比正文还长）", "关于开展整治的通知"),
        ("关于开展整治的通知", "在新窗口中打开这一条的完整页面", "关于开展整治的通知"),
        ("", "只有属性里有题目", "只有属性里有题目"),
        ("", "只有属性\n里有题目", "只有属性 里有题目"),
        ("关于 开展", "关于开展整治工作的通知", "关于开展整治工作的通知"),
        ("...", "关于开展整治工作的通知", "..."),
        ("", None, ""),
        ("关于征求意见的通知 截止日期 2026-10-20", "关于征求意见的通知", "关于征求意见的通知"),
        ("关于征求意见的通知 [2026-10-20]", "关于征求意见的通知", "关于征求意见的通知"),
        ("关于征求意见的通知（第二次）", "关于征求意见的通知", "关于征求意见的通知（第二次）"),
    ],
)  # fmt: skip
def test_the_better_of_text_and_attribute_is_the_title(
    text: str, attribute: str | None, chosen: str
) -> None:
    assert choose_title(text, attribute) == chosen


@pytest.mark.parametrize(
    ("shown", "title", "is_cut"),
    [
        ("【进行中】关于征求意见的公告", "关于征求意见的公告", False),
        ("[已结束] 关于征求意见的公告", "关于征求意见的公告", False),
        ("关于征求意见的公告（置顶）", "关于征求意见的公告", False),
        ("【清朗】关于征求意见的公告", "【清朗】关于征求意见的公告", False),
        ("关于征求意见的公告 2026-11-01", "关于征求意见的公告", False),
        ("[2026-11-01] 关于征求意见的公告", "关于征求意见的公告", False),
        ("关于征求意见的公告 2026-10-01", "关于征求意见的公告 2026-10-01", False),
        ("2026-11-01", "2026-11-01", False),
        ("自2026年11月1日起施行的规定", "自2026年11月1日起施行的规定", False),
        ("»关于征求意见的公告»", "关于征求意见的公告", False),
        ("[进行中] - 关于征求意见的公告", "关于征求意见的公告", False),
        ("- 关于征求意见的公告", "关于征求意见的公告", False),
        ("● 关于征求意见的公告", "关于征求意见的公告", False),
        ("关于征求意见...", "关于征求意见...", True),
        ("关于征求意见……", "关于征求意见……", True),
        ("关于征求意见⋯⋯", "关于征求意见⋯⋯", True),
        ("关于……的通知", "关于……的通知", False),
    ],
)  # fmt: skip
def test_titles_lose_what_is_not_theirs(shown: str, title: str, *, is_cut: bool) -> None:
    finished = finish_title(shown, day=date(2026, 11, 1), today=TODAY)
    assert (finished.text, finished.is_cut, finished.problems) == (title, is_cut, ())


@pytest.mark.parametrize("mark", ["字", ".", "[", "·", " a", "【", "2026-"])
def test_an_absurd_title_is_cut_and_said(mark: str) -> None:
    entry = read_one(f'<li><a href="1.html">{mark * 5000}</a><span>2026-11-01</span></li>')
    assert len(entry.title) <= LONGEST_TITLE
    assert entry.title_cut
    assert "was cut to 500" in entry.problems[-1]


@pytest.mark.parametrize(
    ("shown", "day", "problem"),
    [
        ("2026-11-01", date(2026, 11, 1), None),
        ("[2026/11/01]", date(2026, 11, 1), None),
        ("2026.11.01", date(2026, 11, 1), None),
        ("2026年11月1日 17:00", date(2026, 11, 1), None),
        ("11-20", date(2026, 11, 20), None),
        ("12-20", date(2025, 12, 20), None),
        ("26-11-01", date(2026, 11, 1), None),
        ("1793548800000", date(2026, 11, 2), None),
        ("2026-11-01至2026-12-01", date(2026, 11, 1), None),
        ("2026-11-23", date(2026, 11, 23), None),
        ("2026-11-24", None, "lies in the future"),
        ("2099-01-01", None, "lies in the future"),
        ("2026-13-45", None, "no date can be read"),
        ("昨日黄花", date(2026, 11, 21), None),
        ("暂无", None, "no date can be read"),
        ("", None, "has no date"),
    ],
)
def test_days_are_read_or_doubted(shown: str, day: date | None, problem: str | None) -> None:
    entry = read_one(f'<li><a href="1.html">通知公告</a><span>{shown}</span></li>')
    assert entry.published_on == day
    assert (problem is None) == (not entry.problems)
    assert problem is None or problem in entry.problems[0]


@pytest.mark.parametrize(
    ("day", "month", "found"),
    [
        ("08", "2025-08", date(2025, 8, 8)),
        ("8日", "2025年8月", date(2025, 8, 8)),
        ("31", "2025-07", date(2025, 7, 31)),
        ("31", "2025-02", None),
        ("", "2025-08", None),
        ("08", "", None),
    ],
)
def test_split_days_are_joined(day: str, month: str, found: date | None) -> None:
    html = f'<li><a href="1.html">通知公告</a><b>{day}</b><i>{month}</i></li>'
    assert read_one(html, day="b", year_month="i").published_on == found


def test_the_day_is_found_without_a_rule() -> None:
    row = '<a href="1.html">2026-01-01 的总结</a><em>索引 2026-02-00018</em><i>2026-11-03</i>'
    html = f"<li>{row}</li>"
    source = source_from({"url": URL, "kind": "html", "listing": {"rows": "li"}})
    page = page_from(f"<ul>{html}</ul>".encode(), url=URL)
    assert parse_listing(source, page, today=TODAY).entries[0].published_on == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a.html", "https://s.example/list/a.html"),
        ("./a.html", "https://s.example/list/a.html"),
        ("../../a.html", "https://s.example/a.html"),
        ("/a.html", "https://s.example/a.html"),
        ("//o.example/a", "https://o.example/a"),
        ("http://o.example/a", "http://o.example/a"),
        ("?id=1", "https://s.example/list/?id=1"),
        (" a.html\n", "https://s.example/list/a.html"),
        ("#/detail/1", "https://s.example/list/#/detail/1"),
        ("/通知.html", "https://s.example/通知.html"),
    ],
)
def test_links_become_absolute(href: str, url: str) -> None:
    entry = read_one(f'<li><a href="{href}">通知公告</a></li>')
    assert (entry.url, entry.href) == (url, href.strip())


NOWHERE = [
    "",
    "#",
    "#top",
    "javascript:;",
    "mailto:a@b",
    "tel:1",
    "data:,x",
    "file:///x",
    "ftp://x/",
]
AMBIGUOUS = ["http://", "http://a\\@b/", "http://u:p@h/"]


@pytest.mark.parametrize("href", [*NOWHERE, *AMBIGUOUS])
def test_links_that_lead_nowhere_leave_the_row_out(href: str) -> None:
    listing = read(f'<ul><li><a href="{href}">通知公告</a></li></ul>')
    assert (listing.entries, listing.rows_seen) == ((), 1)
    assert "row 1 left out: no link" in listing.problems[0]


def test_the_first_selector_that_hits_wins() -> None:
    html = '<dl><dd><a href="1.html">一号通知</a></dd></dl><p><a href="2.html">二号通知</a></p>'
    assert [e.title for e in read(html, rows=["ul > li", "dd", "p"]).entries] == ["一号通知"]


def test_rows_in_comments_and_dropped_rows_are_not_read() -> None:
    html = """<ul><!-- <li><a href="0.html">注释里的旧行</a></li> -->
    <li class="top"><a href="1.html">一号通知</a></li><li><a href="2.html">二号通知</a></li></ul>"""
    listing = read(html, drop=["li.top"])
    assert [entry.title for entry in listing.entries] == ["二号通知"]
    assert (listing.rows_seen, listing.problems) == (2, ())


def test_rows_of_other_lists_are_left_out_and_said() -> None:
    html = '<ul><li><a href="/art/1.html">一号通知</a></li><li><a href="/jobs/2">招聘</a></li></ul>'
    listing = read(html, link_allow="/art/")
    assert [entry.url for entry in listing.entries] == ["https://s.example/art/1.html"]
    assert listing.problems == (
        "row 2 left out: its link is not of this list (https://s.example/jobs/2)",
    )


def test_many_problems_are_counted_not_listed() -> None:
    listing = read("<ul>" + "<li><a>没有链接</a></li>" * 100 + "</ul>")
    assert len(listing.problems) == MOST_PROBLEMS + 1
    assert listing.problems[-1] == "and 80 more problems like these"


def test_a_huge_list_is_read_up_to_its_limit() -> None:
    rows = "".join(f'<li><a href="{n}.html">通知{n}</a></li>' for n in range(MOST_ROWS + 10))
    listing = read(f"<ul>{rows}</ul>")
    assert (len(listing.entries), listing.rows_seen) == (MOST_ROWS, MOST_ROWS + 10)
    assert any("only the first" in problem for problem in listing.problems)


def test_a_body_in_the_row_keeps_its_markup_and_its_scripts() -> None:
    html = '<li><h3>通知公告</h3><div class="c"><p>正文</p><script>x()</script></div></li>'
    entry = read_one(html, title="h3", body="div.c")
    assert (entry.url, entry.body_html) == (None, "<p>正文</p><script>x()</script>")


def test_a_row_of_title_and_date_alone_is_a_notice_where_bodies_stand_in_the_rows() -> None:
    html = "<li><h3>通知公告</h3><span>2026-11-01</span></li><li><h3>只有题目</h3></li>"
    listing = read(f"<ul>{html}</ul>", title="h3", body="div.c")
    assert [(e.title, e.url, e.body_html) for e in listing.entries] == [("通知公告", None, "")]
    assert listing.problems == ("row 2 left out: no link (只有题目)",)


def test_script_text_is_no_title() -> None:
    html = '<li><a href="1.html">通知公告<script>var t="脚本";</script></a></li>'
    assert read_one(html).title == "通知公告"


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("2026-11-05", date(2026, 11, 5)),
        ("截止日期 2026-11-05", None),
        ("[截至日期:2026-11-05]", None),
        ("2026-11-05 截止日期：2026-11-20", date(2026, 11, 5)),
        ("2026-11-05至2026-12-05", date(2026, 11, 5)),
    ],
)
def test_a_deadline_is_no_day_of_publication(shown: str, day: date | None) -> None:
    entry = read_one(f'<li><a href="x.html">关于征求意见的公告</a><span>{shown}</span></li>')
    assert entry.published_on == day
    assert bool(day) or "is a deadline" in entry.problems[0]
