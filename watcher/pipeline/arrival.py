"""A document on its way into the store, and what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from watcher.dedup import Canon
from watcher.model.change import Diff
from watcher.model.document import Document
from watcher.model.label import Labels
from watcher.model.match import Fingerprint, Match
from watcher.model.page import EvidenceRef, Page
from watcher.model.source import Source
from watcher.pipeline.studying import Study
from watcher.pipeline.texts import hash_file


class Verdict(StrEnum):
    """What became of one arriving document."""

    NEW = "new"
    COPY = "copy"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document on its way into the store.

    ``key`` identifies the page over time. ``url`` is what a reader can open. ``page`` and ``ref``
    are the fetched bytes and where they are kept, None for text given by hand.
    """

    key: str
    source: Source
    url: str | None
    document: Document
    print_: Fingerprint
    canon: Canon | None = field(default=None, repr=False, compare=False)
    """The document's body as dedup compares it, where the reader sent it along."""
    labels: Labels
    external_id: str | None = None
    listing_title: str = ""
    position: int = 0
    inline: bool = False
    is_watched: bool = False
    """From a listing, and so looked at again; False for text given by hand."""
    page: Page | None = None
    ref: EvidenceRef | None = None
    study: Study | None = None
    """What more is known of the document than its labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was decided and stored. ``notice_id`` is None only in a dry run of a new notice."""

    verdict: Verdict
    notice_id: str | None
    page_id: int | None
    match: Match
    labels: Labels
    diff: Diff | None = None
    has_text: bool = True


def hash_content(document: Document) -> str:
    """Return the hash of what a reader sees of a document; equal hashes are the same revision."""
    parts = [document.title, document.body]
    for each in document.attachments:
        if each.kind != "image":
            parts += [each.name, hash_file(each)] if hash_file(each) else [each.name]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
