"""Requests for listing pages: the first, the second hop, and those that follow. Pure.

The number of a page travels in the fragment of its address (``#page=3``): fragments are never
sent, and a page read later still says which one it is, POST or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urldefrag

from watcher.model.page import PageRequest
from watcher.model.source import ListingRules, PageRules, Source
from watcher.sources.templates import fill_body, fill_url, is_json, read_back
from watcher.text.urls import absolute

NUMBER = re.compile(r"(?:^|&)page=([0-9]{1,6})$")
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
JSON = "application/json; charset=UTF-8"


def number_of(url: str) -> int:
    """Give the number of the page an address was built for, 1 for the first."""
    found = NUMBER.search(urldefrag(url).fragment)
    return max(1, int(found.group(1))) if found else 1


def has_number(url: str) -> bool:
    """Whether the address was built as a numbered page: of a hop's two requests, the second."""
    return NUMBER.search(urldefrag(url).fragment) is not None


def with_number(url: str, number: int) -> str:
    """Mark an address with the number of its page."""
    return f"{urldefrag(url).url}#page={number}"


def request_of(
    source: Source, url: str, *, method: str = "GET", body: str | None = None
) -> PageRequest:
    """Build a request on a source's terms: its headers, its spacing, its address rule."""
    headers = dict(source.headers)
    if body is not None and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = JSON if is_json(body) else FORM
    return PageRequest(
        url=url,
        method=method,
        headers=headers,
        body=None if body is None else body.encode(),
        allow_private=source.allow_private,
        host_delay_seconds=source.host_delay_seconds,
        way=source.way,
        ignore_robots=source.ignore_robots,
        jar=source.id,
    )


def first_request(source: Source) -> PageRequest:
    """Return the request that brings a source's listing, or the shell that leads to it."""
    return request_of(source, source.url, method=source.method, body=source.body)


def rules_of(source: Source, url: str) -> tuple[str, ListingRules]:
    """Give the kind and the rules by which a page of the source is read."""
    pages = source.pages
    if pages is None or number_of(url) == 1:
        return source.kind, source.listing
    return pages.kind or source.kind, pages.listing or source.listing


def next_request(source: Source, url: str, *, rows: int) -> PageRequest | None:
    """Return the request for the page after the one at ``url``, by the source's page rules.

    None without rules, beyond the last page, or where this page had no rows.
    """
    pages = source.pages
    number = number_of(url) + 1
    if pages is None or rows == 0 or number > pages.most:
        return None
    values = _numbers(pages, number) | _known_values(source, url)
    template = pages.url
    target = source.url if template is None else fill_url(template, values)
    body = None if pages.body is None else fill_body(pages.body, values)
    joined = absolute(target, source.url)
    if joined is None:
        return None
    return request_of(source, with_number(joined, number), method=pages.method, body=body)


def hop_request(source: Source, url: str, values: Mapping[str, str]) -> PageRequest | None:
    """Return the request a shell leads to, filled with what was found in it."""
    hop = source.hop
    if hop is None:
        return None
    pages = source.pages or PageRules()
    filled = {"page": str(pages.start), **values}
    joined = absolute(fill_url(hop.url, filled), url)
    if joined is None:
        return None
    body = None if hop.body is None else fill_body(hop.body, filled)
    return request_of(source, with_number(joined, 1), method=hop.method, body=body)


def _numbers(pages: PageRules, number: int) -> dict[str, str]:
    page = pages.start + (number - 1) * pages.step
    return {"page": str(page), "last": str(page + pages.step - 1)}


def _known_values(source: Source, url: str) -> dict[str, str]:
    """Read the shell's values back out of the address the hop led to: pages need them again."""
    if source.hop is None:
        return {}
    template = absolute(source.hop.url, source.url) or ""
    for candidate in (template, (source.pages.url or "") if source.pages else ""):
        found = read_back(candidate, urldefrag(url).url)
        if found is not None:
            found.pop("page", None)
            found.pop("last", None)
            return found
    return {}
