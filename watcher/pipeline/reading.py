"""Steps 3 and 6: what runs inside a worker that may be killed. Pure, picklable, no network."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from watcher import dedup, extract, sources
from watcher.model.document import Document
from watcher.model.listing import Entry, Listing
from watcher.model.match import Fingerprint
from watcher.model.page import Page
from watcher.model.source import DetailRules, Source
from watcher.text.fold import fold_key
from watcher.text.urls import canonical

LONGEST_SENT = 100_000
"""Characters up to which the comparable form is handed over: some twenty bytes for each."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document and what dedup compares of it."""

    document: Document
    print_: Fingerprint
    packed: dedup.PackedCanon | None = None
    """The body as dedup compares it, where it is not too long to cross to the daemon."""
    keys: frozenset[int] = frozenset()
    """Keys of all lines of the page it was read from, to be counted over the host."""

    @property
    def canon(self) -> dedup.Canon | None:
        """The body as dedup compares it; None where it was not handed over."""
        return None if self.packed is None else self.packed.unpack()


def read_listing(source: Source, page: Page, today: date) -> Listing:
    """Read one listing page."""
    return sources.parse_listing(source, page, today=today)


@dataclass(frozen=True, slots=True)
class Rows:
    """A listing page as read; ``listing`` is None where its rows are those of the last time."""

    listing: Listing | None
    sha256: str


def read_if_changed(source: Source, page: Page, today: date, last: str | None) -> Rows:
    """Read one listing page; ``last`` is the digest of the rows that are known already.

    Most pages that changed show the same rows beside another counter or token: those need no
    look, and they need not be sent to the daemon either.
    """
    listing = read_listing(source, page, today)
    told = repr((listing.entries, listing.next_page, listing.problems))
    sha256 = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    is_same = sha256 == last and not listing.is_hop
    return Rows(None if is_same else listing, sha256)


def read_detail(
    page: Page,
    source: Source,
    entry: Entry | None,
    today: date,
    recurring: frozenset[int] = frozenset(),
) -> Read:
    """Read a detail page; ``recurring`` are keys of lines that the host prints on many pages."""
    reading = extract.read_page(page, source=source, entry=entry, today=today, recurring=recurring)
    return replace(finish(reading.document), keys=reading.keys)


def read_attached(content: bytes, name: str) -> extract.FileText:
    """Read a file that belongs to a notice."""
    return extract.read_file(content, name)


def read_inline(entries: tuple[Entry, ...], source: Source, today: date) -> tuple[Read, ...]:
    """Read the bodies that stand in the rows of a listing."""
    return tuple(
        finish(
            extract.extract_html(
                entry.body_html or "",
                url=entry.url or source.url,
                rules=source.detail,
                title=entry.title,
                published_on=entry.published_on,
                today=today,
            )
        )
        for entry in entries
    )


def read_html(
    html: str, url: str | None, title: str | None, published_on: date | None, today: date
) -> Read:
    """Read HTML given by hand."""
    return finish(
        extract.extract_html(
            html,
            url=url or "",
            rules=NO_RULES,
            title=title,
            published_on=published_on,
            today=today,
        )
    )


def read_text(
    text: str, url: str | None, title: str | None, published_on: date | None, today: date
) -> Read:
    """Read plain text given by hand, with the furniture that came along."""
    return finish(
        extract.extract_text(text, title=title, url=url, published_on=published_on, today=today)
    )


def read_texts(
    rows: tuple[tuple[str, str | None, str | None, date | None], ...], today: date
) -> tuple[Read, ...]:
    """Read many plain texts: (text, url, title, published_on) each."""
    return tuple(read_text(*row, today) for row in rows)


def title_only(entry: Entry, why: str) -> Read:
    """Return the document of a row whose text could not be read.

    ``why`` is kept as its problem.
    """
    return finish(
        Document(
            title=entry.title,
            body="",
            url=entry.url,
            published_on=entry.published_on,
            provenance={"title": "listing", "published_on": "listing"},
            problems=(why,),
        )
    )


def finish(document: Document) -> Read:
    """Add to a document what dedup needs of it."""
    print_ = dedup.fingerprint(document)
    is_sent = len(document.body) <= LONGEST_SENT
    return Read(document, print_, dedup.comparable(document).pack() if is_sent else None)


def entry_key(source: Source, entry: Entry) -> str:
    """Return what identifies an entry over time: its address, else its title and day."""
    if entry.url is not None:
        return canonical(entry.url)
    day = entry.published_on.isoformat() if entry.published_on else ""
    return f"{canonical(source.url)}#{fold_key(entry.title)}@{day}"


NO_RULES = DetailRules()
