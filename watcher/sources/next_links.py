"""Where the next page of an HTML listing is: by rule, by template, by the words on a link. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from watcher.model.page import Page, PageRequest
from watcher.model.source import Source
from watcher.sources.paging import next_request, number_of, request_of, with_number
from watcher.sources.rows import find_base, pick, real_href
from watcher.text import dom
from watcher.text.urls import absolute

NEXT_WORDS = re.compile(r"^(?:下一页|下页|后一页|next(?:\spage)?|›|»|>|>>)$", re.IGNORECASE)
TRS_PAGER = re.compile(
    r"""createPageHTML\(\s*(?P<pages>\d{1,6})\s*,\s*(?P<page>\d{1,6})\s*,"""
    r"""\s*["'](?P<name>[\w-]{1,60})["']\s*,\s*["'](?P<ending>\w{1,10})["']"""
)
"""The call TRS templates carry: number of pages, this page from 0, file name, ending."""


def find_next(
    document: dom.Dom, source: Source, page: Page, *, rows: int, text: str
) -> PageRequest | None:
    """Find the request for the page after this one; None where there is none or nothing says."""
    if rows == 0:
        return None
    if source.pages is not None:
        return next_request(source, page.url, rows=rows)
    href = _find_href(document, source, text)
    url = absolute(real_href(href), find_base(document, page.final_url))
    if url is None or url == page.final_url:
        return None
    return request_of(source, with_number(url, number_of(page.url) + 1))


def _find_href(document: dom.Dom, source: Source, text: str) -> str:
    rule = source.listing.next_page
    if rule is not None:
        root = document.root
        return pick(root, rule if rule.attr else replace(rule, attr="href")) if root else ""
    marked = document.first("a[rel=next][href], link[rel=next][href]")
    if marked is not None:
        return marked.get("href") or ""
    links = document.css("a[href]")[-200:]
    said = next((a.get("href") or "" for a in links if NEXT_WORDS.match(a.text)), "")
    return said or _read_trs_pager(text)


def _read_trs_pager(text: str) -> str:
    found = TRS_PAGER.search(text)
    if found is None:
        return ""
    following = int(found["page"]) + 1
    is_last = following >= int(found["pages"])
    return "" if is_last else f"{found['name']}_{following}.{found['ending']}"
