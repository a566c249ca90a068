"""What a list says itself of its further pages: pagers, next groups, links called "next"."""

from __future__ import annotations

from typing import Any

import pytest
from source_tables import TODAY, page_from, source_from

from watcher.model.listing import Listing
from watcher.sources import parse_listing
from watcher.sources.paging import number_of

ROWS = '<ul><li><a href="/art/{n}.html">第 {n} 条通知</a><span>2026-11-01</span></li></ul>'
PLAIN: dict[str, Any] = {
    "url": "https://s.example/list/",
    "kind": "html",
    "listing": {"rows": "li"},
}


def read(table: dict[str, Any], html: str, url: str | None = None) -> Listing:
    source = source_from(table)
    return parse_listing(source, page_from(html.encode(), url=url or source.url), today=TODAY)


TEMPLATE = PLAIN | {"pages": {"url": "index_{page}.html"}}
FROM_ZERO = PLAIN | {"pages": {"url": "index_{page}.html", "start": 0}}


@pytest.mark.parametrize(
    ("pager", "number", "is_last"),
    [
        ("var p={totalPage: 3, cur: 1};", 2, False),
        ("var p={totalPage: 3, cur: 1};", 3, True),
        ("var p={totalPage: '1'};", 1, True),
        ("var p={totalPage: 0};", 1, False),
        ("var a={totalPage: 1}, b={totalPage: 9};", 1, False),
        ("var p={total:'38',pageSize:'20'};", 1, False),
        ("var p={total:'38',pageSize:'20'};", 2, True),
        ("var p={total:'20',pageSize:'20'};", 1, True),
        ("var p={total:'20',pageSize:'0'};", 1, False),
        ("x.pagination({totalData: 43, current: 1, showData: 15})", 2, False),
        ("x.pagination({totalData: 43, current: 1, showData: 15})", 3, True),
        ("createPageHTML(2, 1, 'index', 'html')", 2, True),
        ("", 40, False),
    ],
)
def test_a_template_ends_where_the_page_says_so(pager: str, number: int, *, is_last: bool) -> None:
    html = ROWS.replace("{n}", "1") + f"<script>{pager}</script>"
    url = f"https://s.example/list/index_{number}.html#page={number}"
    assert (read(TEMPLATE, html, url).next_page is None) is is_last


@pytest.mark.parametrize(
    ("pager", "number", "following"),
    [
        ("createPageHTML(9, 0, 'index', 'shtml')", 1, "index_1.shtml"),
        ("createPageHTML(9, 1, 'index', 'shtml')", 2, "index_2.shtml"),
        ("createPage(9, 0, 'list', 'html')", 1, "list_1.html"),
        ("createPageHTML('pager', 9, 1, 'index', 'htm', 80)", 1, "index_2.htm"),
        ("createPageHTML('pager', 9, 0, 'index', 'htm', 80)", 1, "index_1.htm"),
        ("", 1, "index_1.html"),
    ],
)
def test_a_pager_of_the_page_knows_names_better(pager: str, number: int, following: str) -> None:
    html = ROWS.replace("{n}", "1") + f"<script>{pager}</script>"
    further = read(FROM_ZERO, html, f"https://s.example/list/#page={number}").next_page
    assert further is not None
    assert further.url == f"https://s.example/list/{following}#page={number + 1}"


def test_a_next_link_is_believed_over_the_template_of_a_family_only() -> None:
    html = ROWS.replace("{n}", "1") + '<a href="?p=2">下一页</a>'
    table = {"url": PLAIN["url"], "family": "static", "listing": {"rows": "li"}}
    family = read(table, html)
    own = read(table | {"pages": {"url": "list_{page}.html"}}, html)
    assert (family.next_page and family.next_page.url) == "https://s.example/list/?p=2#page=2"
    assert (own.next_page and own.next_page.url) == "https://s.example/list/list_2.html#page=2"


PROXY = "$('#9').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{%s}})"
RECORD = '<record><![CDATA[<li><a href="/art/1.html">关于整治的通知</a></li>]]></record>'


@pytest.mark.parametrize(
    ("script", "query"),
    [
        (PROXY % "columnid:7,unitid:'9'", "columnid=7&unitid=9&"),
        (PROXY % '"unitid":"9","columnid":"7","path":"/"', "path=%2F&columnid=7&unitid=9&"),
        (PROXY % "columnid:7", None),
        ("totalRecord:2," + PROXY % "columnid:7,unitid:9", None),
        ("totalRecord:3," + PROXY % "columnid:7,unitid:9", "columnid=7&unitid=9&"),
        ("columnid:7,unitid:9", None),
    ],
)
def test_a_jpage_list_without_a_next_group_asks_its_proxy(script: str, query: str | None) -> None:
    page = f"<script>{RECORD * 2}</script><script>{script}</script>"
    table = {"url": "https://s.example/col/col7/index.html", "kind": "xml_records"}
    further = read(table, page.replace("/1.", "/2.", 1)).next_page
    asked = further.url if further else None
    base = "https://s.example/module/web/jpage/dataproxy.jsp?"
    rest = "page=2&startrecord=3&endrecord=4&perpage=2#page=2"
    assert asked == (query and f"{base}{query}{rest}")


def test_a_walk_through_a_jpage_proxy_counts_on_and_ends() -> None:
    table = {"url": "https://s.example/col/col7/index.html", "kind": "xml_records"}
    script = "totalRecord:5," + PROXY % "columnid:7,unitid:9"
    url, content, asked = table["url"], f"<x>{RECORD * 2}</x><script>{script}</script>", []
    while (further := read(table, content, url).next_page) is not None:
        asked.append(further.url)
        url, content = further.url, f"<datastore><totalrecord>5</totalrecord>{RECORD * 2}"
    assert [number_of(each) for each in asked] == [2, 3]
    assert "startrecord=5&endrecord=6&" in asked[-1]
