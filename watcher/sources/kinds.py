"""The registry of kinds and the two calls of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Protocol

from watcher.errors import ParseError
from watcher.model.listing import Listing
from watcher.model.page import Page
from watcher.model.source import Source
from watcher.sources import (
    auto_rows,
    feed,
    html_rows,
    json_html,
    json_rows,
    sitemap,
    xml_records,
)
from watcher.sources.hops import read_shell
from watcher.sources.paging import has_number, rules_of


class Kind(Protocol):
    """A way to read a listing page."""

    def __call__(self, source: Source, page: Page, *, today: date) -> Listing:
        """Read one page; a page without rows gives a listing that says why."""
        ...


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "html": html_rows.parse,
        "auto": auto_rows.parse,
        "json": json_rows.parse,
        "json_html": json_html.parse,
        "xml_records": xml_records.parse,
        "rss": feed.parse,
        "sitemap": sitemap.parse,
    }
)
"""Every kind by the name used in sources.toml."""


def parse_listing(source: Source, page: Page, *, today: date) -> Listing:
    """Read one listing page.

    A shell gives no entries and ``is_hop``: its ``next_page`` brings the rows of this page.
    A page that is not the list gives no entries, ``rows_seen`` 0 and a problem that says what the
    page looks like; whether that is a fault is the caller's to judge.

    Raises:
        ParseError: the source names a kind that does not exist.
    """
    if source.hop is not None and not has_number(page.url):
        return read_shell(source, page)
    name, rules = rules_of(source, page.url)
    kind = KINDS.get(name)
    if kind is None:
        raise ParseError(f"the kind {name!r} of source {source.id!r} is not known")
    return kind(replace(source, kind=name, listing=rules), page, today=today)
