"""The registry of kinds and the two calls of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from watcher.errors import ParseError
from watcher.model.listing import Listing
from watcher.model.page import Page, PageRequest
from watcher.model.source import Source
from watcher.sources import auto_rows, html_rows
from watcher.sources.paging import request_of


class Kind(Protocol):
    """A way to read a listing page."""

    def __call__(self, source: Source, page: Page, *, today: date) -> Listing:
        """Read one page; a page without rows gives a listing that says why."""
        ...


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "html": html_rows.parse,
        "auto": auto_rows.parse,
    }
)
"""Every kind by the name used in sources.toml."""


def first_request(source: Source) -> PageRequest:
    """Return the request that brings a source's listing."""
    return request_of(source, source.url)


def parse_listing(source: Source, page: Page, *, today: date) -> Listing:
    """Read one listing page.

    A page that is not the list gives no entries, ``rows_seen`` 0 and a problem that says what the
    page looks like; whether that is a fault is the caller's to judge.

    Raises:
        ParseError: the source names a kind that does not exist.
    """
    kind = KINDS.get(source.kind)
    if kind is None:
        raise ParseError(f"the kind {source.kind!r} of source {source.id!r} is not known")
    return kind(source, page, today=today)
