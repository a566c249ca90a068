"""Pages that are not the list: named for what they are, and never the end of the program."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_tables import TODAY, page_from, source_from

from watcher.sources import KINDS, parse_listing

URL = "https://s.example/list/"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty body"),
        (b" \r\n ", "an empty body"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04xx", "zip, docx or xlsx"),
        (b"\xd0\xcf\x11\xe0xx", "Office"),
        (b"\x89PNG\r\n", "an image"),
        (b"\x00\x01\x02\x03<", "binary"),
        (b'{"a": [1]}', "JSON"),
        (b"[]", "JSON"),
        (b"OK", "2 bytes of text"),
        (b"<rss version='2.0'></rss>", "RSS"),
        (b"<?xml version='1.0'?><urlset></urlset>", "sitemap"),
        (b"<script><record><![CDATA[<li></li>]]></record></script>", "CDATA"),
        ("<title>404</title><p>您访问的页面不存在</p>".encode(), "an error page"),
        ("<title>系统维护</title>".encode(), "an error page"),
        (b"<form><input type=password></form>", "a login form"),
        (b"""<div querydata="{'webId':'1'}"></div><script></script>""", "jpaas"),
        (b"<div id=app></div><script src=app.js></script>" + b" " * 600, "a script fills"),
        (b"<html><body></body></html>", "a stub of 26 bytes"),
        (b"<meta http-equiv='refresh' content='0;url=/new/'>", "only sends on to '/new/'"),
        (b"<script>window.location.href='/new/';</script>", "only sends on to '/new/'"),
        (b"<script>location.replace('/new/')</script>", "only sends on to '/new/'"),
        (("<title>首页</title>" + "<p><a href='/'>栏目</a></p>" * 300).encode(), "an HTML page"),
    ],
)
def test_a_page_without_rows_is_named_for_what_it_is(content: bytes, words: str) -> None:
    source = source_from({"url": URL, "kind": "html", "listing": {"rows": "li.none"}})
    listing = parse_listing(source, page_from(content, url=URL), today=TODAY)
    assert (listing.entries, listing.rows_seen, listing.next_page) == ((), 0, None)
    assert words in listing.problems[-1]


PIECES = """
<ul> <li> </li> <a|href=' x.html '> <record> <![CDATA[ ]]> </record> {"data": [ ] } " <item> <title>
<url> <loc> 通知 2026-11-01 \0 &#0; &nbsp; null 1e999 <rss> querydata=
"""
HOSTILE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(PIECES.replace("|", " ").split("\n")), max_size=9).map(
        lambda lines: "".join(lines).encode()
    ),
    st.lists(st.sampled_from(PIECES.split()), max_size=40).map(
        lambda parts: "".join(parts).replace("|", " ").encode()
    ),
)


@settings(deadline=None, max_examples=80)
@given(HOSTILE, st.sampled_from(sorted(KINDS)))
def test_no_page_breaks_a_kind(content: bytes, kind: str) -> None:
    picks = {"path": ["title", "*.x"], "css": ["a"]}
    rules = {"rows": "li", "title": picks, "items": ["data", "*", "data.*.rows"]}
    source = source_from({"url": URL, "kind": kind, "listing": rules})
    listing = parse_listing(source, page_from(content, url=URL), today=TODAY)
    assert len(listing.entries) <= max(listing.rows_seen, 0)
    assert listing.entries or listing.problems or listing.is_hop


@pytest.mark.parametrize(
    "content",
    [
        "<record>" * 60_000,
        "<record><![CDATA[" * 30_000,
        "callback(" * 30_000,
        "[" * 100_000,
        '{"data":' * 60_000,
        "<item><title>" * 20_000,
        "<rss>" + "&" * 200_000,
        "<nextgroup><a " * 20_000,
        "createPageHTML(1" * 20_000,
        "querydata='" + "a:" * 100_000,
        "<meta refresh " * 20_000,
        "." * 300_000,
        "<li><a href=x>" + "." * 200_000 + "x</a></li>",
        "<li><a href=x>" + "【" * 200_000 + "</a></li>",
    ],
    ids=range(14),
)
def test_shapes_that_invite_a_quadratic_search_are_read_once(content: str) -> None:
    for kind in KINDS:
        if kind != "auto":
            source = source_from({"url": URL, "kind": kind, "listing": {"rows": "li"}})
            page = page_from(content.encode(), url=URL)
            assert parse_listing(source, page, today=TODAY).rows_seen >= 0


def test_rotten_selectors_are_told_from_an_empty_list() -> None:
    rows = "".join(
        f'<dd><a href="/art/{n}.html">关于第{n}次专项检查工作的通知</a><i>2026-11-{n:02}</i></dd>'
        for n in range(1, 9)
    )
    source = source_from({"url": URL, "kind": "html", "listing": {"rows": "ul.old > li"}})
    rotten = parse_listing(source, page_from(f"<dl>{rows}</dl>".encode(), url=URL), today=TODAY)
    empty = parse_listing(source, page_from(b"<dl></dl>", url=URL), today=TODAY)
    assert (rotten.entries, rotten.rows_seen) == ((), 0)
    assert "the selectors are out of date" in rotten.problems[0]
    assert "list of 8 rows" in rotten.problems[0]
    assert "selectors" not in empty.problems[0]
