"""Requests, fetched bytes and their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from watcher.model.source import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """One thing to fetch. ``etag`` and ``last_modified`` make it conditional.

    ``jar`` names the cookies that are kept and sent along (a source's id); without one none are.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    etag: str | None = None
    last_modified: str | None = None
    allow_private: bool = False
    host_delay_seconds: float = 0.0
    way: Way = field(default_factory=Way)
    ignore_robots: bool = False
    jar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fetched bytes, decoded from their content coding but from nothing else.

    ``headers`` has lower-case names. ``sha256`` is of ``content``. ``length_verified`` is False
    where the server gave neither a length nor chunks, so the body cannot be proved whole.
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    fetched_at: datetime
    sha256: str
    length_verified: bool = True

    @property
    def etag(self) -> str | None:
        """The validator to send next time, if the server gave one."""
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """The date validator to send next time, if the server gave one."""
        return self.headers.get("last-modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server said that the page is what it was (304)."""

    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRef:
    """Where the bytes of a page are kept.

    ``file`` is relative to the archive; ``offset`` and ``length`` are bytes of the compressed
    record. ``chain`` is SHA-256 over the previous record's chain value and this record's identity,
    in hex.
    """

    file: str
    offset: int
    length: int
    sha256: str
    chain: str
