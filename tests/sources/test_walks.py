"""Shells, further pages and the requests that lead to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_tables import TODAY, page_from, source_from

from watcher.errors import ParseError
from watcher.model.listing import Listing
from watcher.model.page import PageRequest
from watcher.sources import first_request, parse_listing
from watcher.sources.paging import number_of, with_number
from watcher.sources.templates import fill_body, fill_url, read_back

ROWS = '<ul><li><a href="/art/{n}.html">第 {n} 条通知</a><span>2026-11-01</span></li></ul>'
PLAIN: dict[str, Any] = {
    "url": "https://s.example/list/",
    "kind": "html",
    "listing": {"rows": "li"},
}


def read(table: dict[str, Any], html: str | bytes, url: str | None = None) -> Listing:
    source = source_from(table)
    content = html.encode() if isinstance(html, str) else html
    page = page_from(content, url=url or source.url)
    return parse_listing(source, page, today=TODAY)


def walk(table: dict[str, Any], pages: int) -> list[PageRequest]:
    """Follow the next pages of a list whose every page has one row."""
    request: PageRequest | None = first_request(source_from(table))
    asked: list[PageRequest] = []
    while request is not None and len(asked) < pages:
        asked.append(request)
        request = read(table, ROWS.replace("{n}", str(len(asked))), request.url).next_page
    return asked


@pytest.mark.parametrize(
    ("pages", "urls"),
    [
        ({"url": "index_{page}.html", "start": 0}, ["", "index_1.html", "index_2.html"]),
        ({"url": "index_{page}.html"}, ["", "index_2.html", "index_3.html"]),
        (
            {"url": "?start={page}&length=9", "start": 0, "step": 9},
            ["", "?start=9&length=9", "?start=18&length=9"],
        ),
        ({"url": "/was5/search?page={page}"}, ["", "/was5/search?page=2", "/was5/search?page=3"]),
    ],
)  # fmt: skip
def test_address_templates_count_as_the_site_does(pages: dict[str, Any], urls: list[str]) -> None:
    asked = walk(PLAIN | {"pages": pages}, 3)
    shown = [request.url.split("#", maxsplit=1)[0] for request in asked]
    base = "https://s.example"
    assert shown == [base + url if url.startswith("/") else f"{base}/list/{url}" for url in urls]


def test_form_and_json_bodies_are_filled_and_named() -> None:
    form = walk(PLAIN | {"pages": {"method": "POST", "body": "a=1&pageno={page}"}}, 2)[1]
    data = walk(PLAIN | {"pages": {"method": "POST", "body": '{"n":{page},"size":20}'}}, 2)[1]
    assert (form.method, form.body) == ("POST", b"a=1&pageno=2")
    assert form.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert (data.method, data.body) == ("POST", b'{"n":2,"size":20}')
    assert data.headers["Content-Type"].startswith("application/json")


def test_requests_carry_the_terms_of_their_source() -> None:
    table = PLAIN | {
        "headers": {"Referer": "https://s.example/"},
        "allow_private": True,
        "host_delay_seconds": 7.0,
        "method": "POST",
        "body": "a=b",
        "pages": {"url": "index_{page}.html"},
    }
    first, second = walk(table, 2)
    for request in (first, second):
        assert request.headers["Referer"] == "https://s.example/"
        assert (request.allow_private, request.host_delay_seconds) == (True, 7.0)
    assert (first.method, first.body, second.method, second.body) == ("POST", b"a=b", "GET", None)


def test_a_walk_ends_at_the_cap_and_where_a_page_is_empty() -> None:
    table = PLAIN | {"pages": {"url": "index_{page}.html", "most": 4}}
    assert len(walk(table, 99)) == 4
    assert read(table, "<ul></ul>").next_page is None
    assert read(table, "<ul><li>没有链接</li></ul>").next_page is None


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<a href="p2.html">下一页</a>', "https://s.example/list/p2.html"),
        ('<a href="p2.html">下页</a>', "https://s.example/list/p2.html"),
        ('<a href="p2.html"> Next </a>', "https://s.example/list/p2.html"),
        ('<a rel="next" href="/p2">2</a>', "https://s.example/p2"),
        ('<link rel="next" href="/p2">', "https://s.example/p2"),
        ("<script>createPageHTML(3, 0, 'index', 'shtml')</script>", "https://s.example/list/index_1.shtml"),
        ('<script>createPageHTML(3, 1,"list","html",55);</script>', "https://s.example/list/list_2.html"),
        ("<script>createPageHTML(3, 2, 'index', 'html')</script>", None),
        ('<a class="next-page" href="/p2"><i></i></a>', "https://s.example/p2"),
        ('<a title="下一页" href="/p2"><img src="x"></a>', "https://s.example/p2"),
        ('<a tagname="/p2">下一页</a>', "https://s.example/p2"),
        ('<a href="/p1">1</a> <a href="/p2">2</a> <a href="/p3">3</a>', "https://s.example/p2"),
        ('<a href="/p3">2</a>', None),
        ('<a href="javascript:next()">下一页</a>', None),
        ('<a href="#">下一页</a>', None),
        ('<a href="https://s.example/list/">下一页</a>', None),
        ('<a href="p2.html">下一篇：关于通知</a>', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_next_page_is_found_without_rules(html: str, url: str | None) -> None:
    further = read(PLAIN, ROWS.replace("{n}", "1") + html).next_page
    assert (further.url if further else None) == (url and f"{url}#page=2")


def test_a_shell_leads_to_its_data_and_the_data_to_its_pages() -> None:
    table = {
        "url": "https://c.example/c101953/list.shtml",
        "kind": "json",
        "hop": {
            "url": "/searchList/{channel}?page={page}",
            "find": {"channel": {"css": "meta[name=channelid]", "attr": "content"}},
        },
        "pages": {"url": "/searchList/{channel}?page={page}"},
        "listing": {"items": "rows", "title": {"path": "t"}, "link": {"path": "u"}},
    }
    shell = read(table, '<meta name="channelid" content="a1 b/2"><div id="app"></div>')
    assert (shell.is_hop, shell.entries, shell.problems) == (True, (), ())
    assert shell.next_page is not None
    assert shell.next_page.url == "https://c.example/searchList/a1%20b%2F2?page=1#page=1"
    data = read(table, '{"rows":[{"t":"通知","u":"/a"}]}', shell.next_page.url)
    assert [entry.url for entry in data.entries] == ["https://c.example/a"]
    assert data.next_page is not None
    assert data.next_page.url == "https://c.example/searchList/a1%20b%2F2?page=2#page=2"


def test_a_shell_may_name_its_data_in_a_script() -> None:
    table = {
        "url": "http://g.example/gkmlpt/index",
        "kind": "json",
        "hop": {
            "url": "/api/all/12?page={page}&sid={sid}",
            "find": {"sid": {"css": "script", "regex": r"SID:\s*'(\d+)'"}},
        },
    }
    shell = read(table, "<script>var _CONFIG = {SID: '755001', TREE: []}</script>")
    assert shell.next_page is not None
    assert shell.next_page.url == "http://g.example/api/all/12?page=1&sid=755001#page=1"


def test_a_shell_that_names_nothing_says_so() -> None:
    table = PLAIN | {"hop": {"url": "/x/{a}", "find": {"a": "b.no", "z": {"regex": "zz=(.)"}}}}
    shell = read(table, "<p>改版了</p>")
    assert (shell.is_hop, shell.next_page) == (False, None)
    assert shell.problems == ("the shell does not name a, z",)


def test_jpaas_pages_end_with_the_count() -> None:
    table = {"url": "https://m.example/col/index.html", "kind": "json_html"}
    markup = (
        '<div rows=\\"2\\" count=\\"5\\"><li><a href=\\"/art/N.html\\">第N条通知公告</a></li></div>'
    )
    url = "https://m.example/unit?webId=w&pageId=p#page=1"
    asked: list[str] = []
    while len(asked) < 9:
        asked.append(url)
        answer = '{"data":{"html":"' + markup.replace("N", str(len(asked))) + '"}}'
        further = read(table, answer, url).next_page
        if further is None:
            break
        url = further.url
    assert [number_of(url) for url in asked] == [1, 2, 3]
    assert asked[1].count("paramJson") == asked[2].count("paramJson") == 1


def test_a_jpaas_answer_that_is_a_page_is_not_taken_for_a_shell_again() -> None:
    table = {"url": "https://m.example/col/index.html", "kind": "json_html"}
    shell = """<div querydata="{'webId':'w','pageId':'p'}" url="/unit"></div>"""
    assert read(table, shell).is_hop
    again = read(table, shell, "https://m.example/unit?webId=w#page=1")
    assert not again.is_hop
    assert again.problems


def test_further_pages_may_be_of_another_kind() -> None:
    rules = {"items": "list", "title": {"path": "topic"}, "link": {"path": "infourl"}}
    pages = {
        "url": "/JsonList",
        "method": "POST",
        "body": "n={page}",
        "kind": "json",
        "listing": rules,
    }
    first, second = walk(PLAIN | {"pages": pages}, 2)
    assert (first.method, second.method) == ("GET", "POST")
    listing = read(PLAIN | {"pages": pages}, '{"list":[{"topic":"一","infourl":"/1"}]}', second.url)
    assert [entry.title for entry in listing.entries] == ["一"]
    assert listing.next_page is not None
    assert listing.next_page.body == b"n=3"


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ParseError, match="telepathy"):
        read(PLAIN | {"kind": "telepathy"}, "")


@given(st.integers(1, 999_999), st.sampled_from(["", "#page=7", "#/route", "#x=1&page=2"]))
def test_page_numbers_survive_an_address(number: int, fragment: str) -> None:
    assert number_of(with_number(f"https://s.example/a?b=c{fragment}", number)) == number


@pytest.mark.parametrize("end", ["", "#page=", "#page=0", "#mypage=3", "?page=3"])
def test_other_addresses_are_page_one(end: str) -> None:
    assert number_of(f"https://s.example/{end}") == 1


@given(st.text(max_size=30), st.integers(0, 10**6))
def test_filled_addresses_can_be_read_back(channel: str, page: int) -> None:
    template = "https://s.example/list/{channel}?page={page}&again={channel}"
    url = fill_url(template, {"channel": channel, "page": str(page)})
    assert read_back(template, url) == {"channel": channel, "page": str(page)}


@given(st.text(max_size=30))
def test_json_bodies_stay_json_whatever_is_filled_in(value: str) -> None:
    import json  # noqa: PLC0415 - next to its only use

    filled = fill_body(
        '{"q": "{value}", "n": {page}, "keep": "{other}"}', {"value": value, "page": "3"}
    )
    assert json.loads(filled) == {"q": value, "n": 3, "keep": "{other}"}
