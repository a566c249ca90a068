"""Says what a page without rows looks like, so that the operator knows where to look. Pure."""

from __future__ import annotations

import re

from watcher.model.page import Page
from watcher.sources.reading import shorten
from watcher.text import dom

STUB_BYTES = 512
SHELL_TEXT = 200
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip, docx or xlsx file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
)
ERROR_WORDS = re.compile(
    r"404|找不到|不存在|已删除|已被删除|无法访问|页面出错|出错了|服务器错误|系统繁忙|系统维护|维护中"
    r"|暂停服务|栏目已|not found|server error|bad gateway|unavailable|error occurred",
    re.IGNORECASE,
)
FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
SITEMAP = re.compile(r"<(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
RECORDS = re.compile(r"<record>\s*<!\[CDATA\[", re.IGNORECASE)
SENDS_ON = re.compile(
    r"""<meta[^>]{0,100}refresh[^>]{0,60}?url\s?=\s?['"]?([^'">\s]{1,300})"""
    r"""|location(?:\.href)?\s?=\s?["']([^"']{1,300})["']"""
    r"""|location\.(?:replace|assign)\(\s?["']([^"']{1,300})["']""",
    re.IGNORECASE,
)
UNIT_SHELL = re.compile(r"\bquerydata\s*=", re.IGNORECASE)


def describe(page: Page, text: str) -> str:
    """Describe a page in a few words; ``text`` is its content as decoded."""
    content = page.content
    if not content.strip():
        return "an empty body"
    for magic, name in MAGIC:
        if content.startswith(magic):
            return name
    start = text.lstrip("\ufeff \t\r\n")[:400]
    found = _describe_data(text, start)
    if found is not None:
        return found
    if b"\0" in content[:1000]:
        return "a binary file"
    if "<" not in start:
        return f"{len(content)} bytes of text, no HTML: {shorten(start)!r}"
    return _describe_html(content, text)


def _describe_data(text: str, start: str) -> str | None:
    if start[:1] in {"{", "["}:
        return "JSON: use a kind that reads it"
    head = text[:4000]
    if FEED.search(head):
        return 'an RSS or Atom feed: use kind "rss"'
    if SITEMAP.search(head):
        return 'a sitemap: use kind "sitemap"'
    if RECORDS.search(text):
        return 'a page with its rows in CDATA records: use kind "xml_records"'
    return None


def _describe_html(content: bytes, text: str) -> str:
    document = dom.parse(text)
    body = document.body
    visible = dom.text_of(body) if body is not None else ""
    heading = document.first("title")
    title = heading.text if heading is not None else ""
    named = f" titled {shorten(title)!r}" if title else ""
    links = len(document.css("a[href]"))
    if _is_error(title, visible, links):
        return f"an error page{named}"
    if document.first("input[type=password]") is not None and links < 10:
        return f"a login form{named}"
    if UNIT_SHELL.search(text):
        return f'a shell{named} whose rows come from the jpaas interface: use kind "json_html"'
    if len(visible) < SHELL_TEXT and links < 3:
        return _describe_bare(document, content, text, named)
    return f"an HTML page{named} with {links} links"


def _describe_bare(document: dom.Dom, content: bytes, text: str, named: str) -> str:
    """Describe a page that shows nothing."""
    onward = SENDS_ON.search(text)
    if onward is not None:
        target = next(group for group in onward.groups() if group)
        return f"a page{named} that only sends on to {shorten(target)!r}: mend the url"
    if document.first("script") is not None:
        return f"a shell{named} that a script fills: find the interface it calls"
    if len(content) < STUB_BYTES:
        return f"a stub of {len(content)} bytes{named}"
    return f"an HTML page{named} with nothing to read in it"


def _is_error(title: str, visible: str, links: int) -> bool:
    if len(visible) >= 2000 or links >= 40:
        return False
    return bool(ERROR_WORDS.search(title) or (len(visible) < 400 and ERROR_WORDS.search(visible)))
