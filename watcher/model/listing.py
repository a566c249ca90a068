"""What a listing page says: its rows and where the next page is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from watcher.model.page import PageRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a listing.

    ``url`` is absolute; None only where the body stands in the row and has no page of its own.
    ``title`` is as the list shows it and may be cut (``title_cut``). ``body_html`` is the inline
    body, if the list has one. ``href`` is the link as the page prints it, where the reader kept it;
    ``url`` is made from it (also against ``<base href>``). ``problems`` says in plain words what is
    doubtful in this row.
    """

    title: str
    url: str | None
    published_on: date | None = None
    published_text: str = ""
    title_cut: bool = False
    body_html: str | None = None
    position: int = 0
    href: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One listing page as read.

    ``rows_seen`` counts the row elements matched before rows were dropped; ``problems`` says what
    is doubtful. ``is_hop`` marks a shell that only names where its rows are: ``next_page`` then
    brings the rows of this page, and is to be fetched before anything is said about them.
    """

    entries: tuple[Entry, ...]
    rows_seen: int
    next_page: PageRequest | None = None
    problems: tuple[str, ...] = ()
    is_hop: bool = False
