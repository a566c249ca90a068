"""Whether a list has moved: redirects, pages that send on, pages that name another address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from watcher.model.page import Page
from watcher.text import charset, dom, urls

REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\">\s]+)", re.IGNORECASE)
INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.IGNORECASE)
LONGEST = 1 << 20
"""Bytes of a page looked at: what sends on stands at its beginning."""


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a page sends its reader: by refresh, or by naming its own address. Absolute."""

    refresh: str | None = None
    canonical: str | None = None


def may_send_on(page: Page) -> bool:
    """Whether it is worth the while to look where a page sends on."""
    start = page.content[:LONGEST].lower()
    return b"refresh" in start or b"canonical" in start


def read_onward(page: Page) -> Onward:
    """Find where a page sends on; runs in a worker that may be killed."""
    text = charset.decode(page.content[:LONGEST]).text
    document = dom.parse(text)
    refresh = None
    for node in document.css("meta[http-equiv]"):
        if (node.get("http-equiv") or "").lower() == "refresh":
            found = REFRESH.search(node.get("content") or "")
            refresh = urls.absolute(found[1], page.final_url) if found else None
            break
    named = document.first("link[rel=canonical]")
    href = named.get("href") if named is not None else None
    canonical = urls.absolute(href, page.final_url) if href else None
    return Onward(refresh=refresh, canonical=canonical)


def is_other_place(asked: str, answered: str) -> bool:
    """Whether an address is another host or path than the one asked for.

    The scheme, "www.", a port of the scheme, a closing slash and an index file make no other place;
    nor does a query, in which some sites carry a session.
    """
    return _place(asked) != _place(answered)


def find_move(asked: str, page: Page, onward: Onward) -> str | None:
    """Return where a list lives now, None where it is still at the address asked for.

    A canonical address counts only on another host and with a path: many sites name their front
    page on every page.
    """
    if is_other_place(asked, page.final_url):
        return page.final_url
    if onward.refresh is not None and is_other_place(asked, onward.refresh):
        return onward.refresh
    named = onward.canonical
    if named is not None and _place(named)[0] != _place(asked)[0] and not is_front_page(named):
        return named
    return None


def is_front_page(url: str) -> bool:
    """Whether an address is a site's front page."""
    return _place(url)[1] == "" and not urlsplit(url).query


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = parts.port
    if port is not None and (parts.scheme, port) not in {("http", 80), ("https", 443)}:
        host = f"{host}:{port}"
    return host, INDEX.sub("/", parts.path).rstrip("/")
