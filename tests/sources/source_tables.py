"""Builds sources and pages for the tests of this room."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page
from watcher.model.source import HopRules, ListingRules, PageRules, Pick, Source, Tier
from watcher.sources import dress

TODAY = date(2026, 11, 22)
PICKS = ("title", "link", "date", "day", "year_month", "body", "next_page", "data")
RULES = {"listing", "pages", "hop", "family", "values"}
LISTS = ("rows", "drop", "items")


def source_from(table: Mapping[str, Any]) -> Source:
    """Build a source from the table of an example; a text stands for a list of one selector."""
    plain = {k: v for k, v in table.items() if k not in RULES}
    source = Source(
        **{"id": "x", "name": "x", "kind": "html", "tier": Tier.OFFICIAL, **plain},
        listing=rules_from(table.get("listing", {})),
        pages=_pages_from(table.get("pages")),
        hop=_hop_from(table.get("hop")),
    )
    family, values = table.get("family"), table.get("values")
    return source if family is None else dress(source, family, values)


def rules_from(table: Mapping[str, Any]) -> ListingRules:
    """Build listing rules."""
    fields: dict[str, Any] = {}
    for key, value in table.items():
        if key in PICKS:
            fields[key] = pick_from(value, attr="href" if key == "link" else None)
        elif key in LISTS:
            fields[key] = _listed(value)
        else:
            fields[key] = value
    return ListingRules(**fields)


def pick_from(value: Any, *, attr: str | None = None) -> Pick:
    """Build a pick from a selector, a list of them or a table."""
    if not isinstance(value, dict):
        return Pick(css=_listed(value), attr=attr)
    listed = {k: _listed(v) if k in {"css", "path"} else v for k, v in value.items()}
    return Pick(**listed)


def page_from(
    content: bytes, *, url: str, headers: Mapping[str, str] | None = None, final_url: str = ""
) -> Page:
    """Build a page as the fetcher would."""
    return Page(
        url=url,
        final_url=final_url or url,
        status=200,
        headers=dict(headers or {}),
        content=content,
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def as_table(listing: Listing) -> dict[str, Any]:
    """Show a listing as the tables of an expectation; fields that say nothing are left out."""
    further = listing.next_page
    shown: dict[str, Any] = {
        "entries": [_entry_table(entry) for entry in listing.entries],
        "rows_seen": listing.rows_seen,
        "problems": list(listing.problems),
    }
    if listing.is_hop:
        shown["is_hop"] = True
    if further is not None:
        body = None if further.body is None else further.body.decode()
        shown["next"] = {"method": further.method, "url": further.url, "body": body}
    return shown


def _entry_table(entry: Entry) -> dict[str, Any]:
    day = entry.published_on
    shown: dict[str, Any] = {"title": entry.title, "url": entry.url}
    shown["published_on"] = None if day is None else day.isoformat()
    if entry.title_cut:
        shown["title_cut"] = True
    if entry.body_html is not None:
        shown["body_html"] = entry.body_html
    if entry.problems:
        shown["problems"] = list(entry.problems)
    return shown


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _pages_from(table: Mapping[str, Any] | None) -> PageRules | None:
    if table is None:
        return None
    listing = table.get("listing")
    rest = {key: value for key, value in table.items() if key != "listing"}
    return PageRules(**rest, listing=None if listing is None else rules_from(listing))


def _hop_from(table: Mapping[str, Any] | None) -> HopRules | None:
    if table is None:
        return None
    rest = {key: value for key, value in table.items() if key != "find"}
    find = {name: pick_from(value) for name, value in table.get("find", {}).items()}
    return HopRules(**rest, find=find)
