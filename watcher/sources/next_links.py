"""Where the next page of an HTML listing is: by rule, by template, by the words on a link. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from watcher.model.page import Page, PageRequest
from watcher.model.source import Source
from watcher.sources.families import has_family_pages
from watcher.sources.paging import next_request, number_of, request_of, with_number
from watcher.sources.rows import find_base, pick, real_href
from watcher.text import dom
from watcher.text.urls import absolute

NEXT_WORDS = re.compile(r"^(?:下一页|下页|后一页|next(?:\spage)?|›|»|>|>>)$", re.IGNORECASE)
TRS_PAGER = re.compile(
    r"""createPage(?:HTML)?\(\s*(?P<place>["'][^"']{0,60}["']\s*,\s*)?(?P<pages>\d{1,6})\s*,"""
    r"""\s*(?P<page>\d{1,6})\s*,\s*["'](?P<name>[\w-]{1,60})["']\s*,\s*["'](?P<ending>\w{1,10})["']"""
)
"""The call TRS templates carry: number of pages, this page, file name, ending. Most count this page
from 0, some from 1 and with the place of the pager before it."""
PAGE_COUNT = re.compile(r"\btotalPages?\s*[:=]\s*[\"']?(\d{1,6})\b", re.IGNORECASE)
ROW_COUNTS = (
    # cac.gov.cn: total:'38',pageSize:'20'
    re.compile(r"\btotal\s*:\s*[\"']?(\d{1,8})[\"']?\s*,\s*pageSize\s*:\s*[\"']?(\d{1,4})\b"),
    # nda.gov.cn: totalData, showData
    re.compile(
        r"\btotalData\s*[:=]\s*[\"']?(\d{1,8})[^}]{0,200}?\bshowData\s*[:=]\s*[\"']?(\d{1,4})\b"
    ),
)
"""Scripts of pagers that say how many rows there are and how many a page shows."""
MARKED = "a[rel=next], link[rel=next][href], a[title=下一页], a[aria-label=下一页]"
NAMED = "a.next, a.next-page, a.nextpage, a.page-next, .next > a, a.pagingNext"
TARGETS = ("href", "tagname", "data-href", "data-url")
"""Where pagers keep the address; pbc.gov.cn has it in ``tagname`` and no href at all."""
NO_TARGET = re.compile(r"javascript:|\[[A-Z]+\]$", re.IGNORECASE)
"""pbc.gov.cn writes [NEXTPAGE] where there is no next page."""
MOST_LINKS = 300


def find_next(
    document: dom.Dom, source: Source, page: Page, *, rows: int, text: str
) -> PageRequest | None:
    """Find the request for the page after this one; None where there is none or nothing says.

    A page that says how many pages there are is believed over a template that knows no end.
    """
    number = number_of(page.url)
    last = count_pages(text)
    if rows == 0 or (last is not None and number >= last):
        return None
    pages = source.pages
    own = "" if pages is None or pages.body else _find_own(document, source, text, number)
    if pages is not None and not own:
        return next_request(source, page.url, rows=rows)
    if pages is not None and number >= pages.most:
        return None
    href = own or _find_href(document, source, text, number)
    url = absolute(real_href(href), find_base(document, page.final_url))
    if url is None or url == page.final_url:
        return None
    return request_of(source, with_number(url, number + 1))


def count_pages(text: str) -> int | None:
    """Read how many pages a list has out of its pager's script; None where nothing clear says."""
    found = TRS_PAGER.search(text)
    if found is not None:
        return int(found["pages"]) or None
    if "total" not in text.lower():  # the patterns below take thirty times as long to find nothing
        return None
    counts = {int(each) for each in PAGE_COUNT.findall(text)}
    for pattern in ROW_COUNTS:
        pairs = ((int(rows), int(size)) for rows, size in pattern.findall(text))
        counts |= {-(-rows // size) for rows, size in pairs if size}
    # Two pagers that disagree are of two lists.
    return counts.pop() if len(counts) == 1 and counts != {0} else None


def _find_own(document: dom.Dom, source: Source, text: str, number: int) -> str:
    """Find what a page itself says of the next one, where the source's template may be a guess.

    The pager of TRS knows names and endings; a link called "next" is believed over a family's
    template, which is made for many sites.
    """
    if source.pages is not None and source.pages.start == 0:
        found = _read_trs_pager(text, number)
        if found:
            return found
    return _find_said(document) if has_family_pages(source) else ""


def _find_said(document: dom.Dom) -> str:
    """Find the link that a page calls its next page."""
    links = document.css("a")[-MOST_LINKS:]
    marked = _first_target(document.css(MARKED))
    return marked or _first_target([a for a in links if NEXT_WORDS.match(a.text)])


def _find_href(document: dom.Dom, source: Source, text: str, number: int) -> str:
    rule = source.listing.next_page
    if rule is not None:
        root = document.root
        return pick(root, rule if rule.attr else replace(rule, attr="href")) if root else ""
    links = document.css("a")[-MOST_LINKS:]
    return (
        _find_said(document)
        or _read_trs_pager(text, number)
        or _first_target(document.css(NAMED))
        or _count(links, number)
    )


def _first_target(links: list[dom.Node]) -> str:
    """Give where the first link that leads anywhere leads, by whichever attribute."""
    values = (link.get(name) or "" for link in links for name in TARGETS)
    return next((value for value in values if is_target(value)), "")


def is_target(value: str) -> bool:
    """Whether an attribute is an address and no script or empty anchor."""
    return bool(real_href(value)) and NO_TARGET.match(value.strip()) is None


def _count(links: list[dom.Node], number: int) -> str:
    """Find the link that bears the next page's number, in a pager that bears others as well."""
    numbered = [link for link in links if link.text.isdecimal() and len(link.text) < 5]
    wanted = [link for link in numbered if int(link.text) == number + 1]
    return _first_target(wanted) if len(numbered) > 1 else ""


def _read_trs_pager(text: str, number: int) -> str:
    found = TRS_PAGER.search(text)
    if found is None:
        return ""
    following = int(found["page"]) + 1
    counts_from_one = int(found["page"]) == number and found["place"] is not None
    is_last = following - counts_from_one >= int(found["pages"])
    return "" if is_last else f"{found['name']}_{following}.{found['ending']}"
