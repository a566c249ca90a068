"""What the store remembers: pages, notices and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from watcher.model.document import Document


class PageState(StrEnum):
    """Where a known page stands."""

    LIVE = "live"
    UNREAD = "unread"
    """Listed, but its text could not be read yet."""
    MISSING = "missing"
    """Gone once; a second look decides."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """One address or ingested item that the store knows. Instants are UTC."""

    id: int
    key: str
    source_id: str
    tier: str
    url: str | None
    notice_id: str | None
    relation: str | None
    title: str
    listing_title: str
    state: PageState
    inline: bool
    listed: bool
    position: int
    content_hash: str
    published_on: date | None
    first_seen_at: datetime
    missing_since: datetime | None
    recheck_stage: int
    read_failures: int
    etag: str | None
    last_modified: str | None
    external_id: str | None = None
    score: float | None = None
    campaign: str | None = None
    stage: str | None = None
    document_type: str | None = None
    match_evidence: str = ""
    problem: str = ""

    @property
    def public_id(self) -> str:
        """The id a user knows it by: the one it was ingested with, else its key."""
        return self.external_id or self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """A row that a source's own list has shown, whoever owns the page behind it.

    ``title_key`` is the folded title. ``position`` is its place on the first page at the last good
    check, -1 where it did not stand there.
    """

    key: str
    title_key: str
    published_on: date | None
    position: int
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state of a page's text, kept for good."""

    id: int
    page_id: int
    seq: int
    seen_at: datetime
    content_hash: str
    document: Document
    evidence_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSummary:
    """One notice as a list shows it."""

    id: str
    title: str
    published_on: date | None
    issuer: str | None
    campaign: str | None
    stage: str | None
    document_type: str | None
    original_page_id: int
    is_official: bool
    is_withdrawn: bool
    pages: int
    created_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
