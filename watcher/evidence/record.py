"""A page as one WARC/1.1 record, linked to the record before it.

The HTTP block is for other WARC tools (ISO 28500:2017). What this program relies on stands in one
header, ``X-Watcher-Identity``: a JSON object with the page's addresses, status, headers, time and
the SHA-256 of its content, its place in the archive and the chain value of the record before it.
The record's own chain value is the SHA-256 of that object, so no part of it can change unseen.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from watcher.evidence import member
from watcher.evidence.member import Damaged
from watcher.model.page import Page

START_OF_CHAIN = "0" * 64
"""The chain value before the first record."""

_IDENTITY = "X-Watcher-Identity"
_CHAIN = "X-Watcher-Chain"
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_URI_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_ENVELOPE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that describe the wire, not the decoded content that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record as read back and found consistent in itself."""

    page: Page
    sequence: int
    previous: str
    chain: str


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def build(page: Page, *, sequence: int, previous: str) -> tuple[bytes, str]:
    """Return the gzip member that keeps ``page``, and its chain value."""
    identity = _describe(page, sequence, previous)
    chain = hashlib.sha256(identity.encode("ascii")).hexdigest()
    buffer = io.BytesIO()
    writer = _Writer(buffer, gzip=False, warc_version="WARC/1.1")
    digest = base64.b32encode(hashlib.sha256(page.content).digest()).decode("ascii")
    # A page handed in from a file has no HTTP answer around it: ISO 28500 calls that a resource.
    is_http = page.final_url.lower().startswith(("http://", "https://"))
    record = writer.create_warc_record(
        quote(page.final_url, safe=_URI_SAFE, errors="replace") or "urn:none",
        "response" if is_http else "resource",
        payload=io.BytesIO(page.content),
        length=len(page.content),
        http_headers=_make_http_headers(page) if is_http else None,
        warc_content_type="" if is_http else "application/octet-stream",
        warc_headers_dict={
            "WARC-Record-ID": f"<{uuid.UUID(hex=chain[:32]).urn}>",
            "WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Payload-Digest": f"sha256:{digest}",
            _IDENTITY: identity,
            _CHAIN: chain,
        },
    )
    writer.write_record(record)
    return member.pack(buffer.getvalue()), chain


def parse(packed: bytes) -> Kept:
    """Read one gzip member back; Damaged where anything in it contradicts anything else."""
    content = member.unpack(packed)
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(content))))
        identity = record.rec_headers.get_header(_IDENTITY, "")
        chain = record.rec_headers.get_header(_CHAIN, "")
        body = record.content_stream().read()
        fields = json.loads(identity)
        kept = _rebuild(fields, body, chain)
    except (ArchiveLoadFailed, StopIteration, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"it is no record of ours: {error}") from error
    if hashlib.sha256(identity.encode("utf-8")).hexdigest() != chain:
        raise Damaged("its description does not match its chain value")
    if hashlib.sha256(body).hexdigest() != kept.page.sha256:
        raise Damaged("its content does not match its SHA-256")
    return kept


def _describe(page: Page, sequence: int, previous: str) -> str:
    fields = {
        "sequence": sequence,
        "previous": previous,
        "url": page.url,
        "final_url": page.final_url,
        "status": page.status,
        "headers": dict(page.headers),
        "fetched_at": page.fetched_at.astimezone(UTC).isoformat(),
        "sha256": hashlib.sha256(page.content).hexdigest(),
        "length_verified": page.length_verified,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


def _rebuild(fields: Mapping[str, Any], body: bytes, chain: str) -> Kept:
    page = Page(
        url=str(fields["url"]),
        final_url=str(fields["final_url"]),
        status=int(fields["status"]),
        headers={str(name): str(value) for name, value in fields["headers"].items()},
        content=body,
        fetched_at=datetime.fromisoformat(fields["fetched_at"]),
        sha256=str(fields["sha256"]),
        length_verified=bool(fields["length_verified"]),
    )
    return Kept(
        page=page, sequence=int(fields["sequence"]), previous=str(fields["previous"]), chain=chain
    )


def _make_http_headers(page: Page) -> StatusAndHeaders:
    """Return the header block for other tools: one line a header, printable ASCII only."""
    lines = [
        (
            f"X-Archive-Orig-{name}" if name in _ENVELOPE else name,
            quote(value, safe=_PRINTABLE, errors="replace"),
        )
        for name, value in (
            (quote(name, safe="-_", errors="replace"), text) for name, text in page.headers.items()
        )
    ]
    lines.append(("Content-Length", str(len(page.content))))
    return StatusAndHeaders(f"{page.status:03d} Kept", lines, protocol="HTTP/1.1")
