"""No miss: a list must overlap what was known, or it is walked back until it does.

Rows are newest first, but pinned rows stand on top, rows are moved, put in further down and taken
out. So one known row proves little: what stands above it may be pinned, what stands below it may
have moved up from the page behind. A row is an anchor where it was known before and nothing
unknown below it is newer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from watcher.errors import FetchError, Gone, ListingEmpty, ParseError
from watcher.model.listing import Entry, Listing
from watcher.model.page import PageRequest

ENOUGH_ANCHORS = 3


class Meeting(IntEnum):
    """How well a listing meets what was known."""

    NOT = 0
    WEAKLY = 1
    """By one or two rows: enough where no further page can be asked for."""
    SURELY = 2


@dataclass(slots=True)
class Walk:
    """The rows of one walk by key, newest page first, and where it met what was known.

    ``error`` is what broke the walk off. ``last_known`` is the index of the last row that was known
    before; rows behind it were only never reached before. ``is_deep``: all pages that are looked
    through at times were, so that those rows may be taken for old.
    """

    rows: dict[str, Entry] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    first_rows: int = 0
    pages_read: int = 1
    meeting: Meeting = Meeting.NOT
    error: FetchError | ParseError | None = None
    last_known: int = -1
    is_at_end: bool = False
    met_at_once: bool = False
    is_deep: bool = False

    @property
    def is_open(self) -> bool:
        """Whether rows may be missing between what was read and what was known."""
        if self.error is not None:
            return self.meeting is not Meeting.SURELY
        return self.meeting is Meeting.NOT

    def count_unknown(self) -> int:
        """Return how many rows up to the last known one were not known before."""
        return sum(key not in self.known for key in self.list_news())

    def list_settled(self) -> dict[str, Entry]:
        """Return the rows to be remembered: what lies behind a short walk is judged next time."""
        if self.is_deep or self.is_open:
            return self.rows
        news = set(self.list_news())
        return {key: row for key, row in self.rows.items() if key in news or key in self.known}

    def list_news(self) -> list[str]:
        """Return the keys of the rows to be handled: the first page's, and others up to the end."""
        keys = list(self.rows)
        return keys if self.is_open else keys[: max(self.last_known + 1, self.first_rows)]


Bring = Callable[[PageRequest], Listing]
Find = Callable[[Mapping[str, Entry]], Collection[str]]


def walk_back(
    listing: Listing,
    *,
    bring: Bring,
    find_known: Find,
    key_of: Callable[[Entry], str],
    depth: int,
    most: int,
) -> Walk:
    """Read pages from the first one on until they surely meet known rows.

    ``bring`` fetches and reads a page, ``find_known`` says which rows, by key, were known before.
    They are looked for on at most ``most`` pages behind the first. From where they are met on,
    ``depth`` pages are read.
    """
    walk = Walk()
    known: set[str] = set()
    anchors = 0
    following: PageRequest | None = None

    def take(page: Listing) -> None:
        nonlocal anchors, following
        keyed = {key_of(entry): entry for entry in page.entries}
        fresh = {key: entry for key, entry in keyed.items() if key not in walk.rows}
        walk.rows.update(fresh)
        known.update(find_known(fresh))
        found = find_anchors(list(walk.rows.items()), known)
        anchors = len(found)
        familiar = sum(key in known for key in keyed)
        if familiar == len(keyed) > 0 or anchors >= ENOUGH_ANCHORS:
            walk.meeting = Meeting.SURELY
        elif anchors or 2 * familiar > len(keyed):
            walk.meeting = max(walk.meeting, Meeting.WEAKLY)
        following = page.next_page if fresh else None

    take(listing)
    walk.first_rows = len(walk.rows)
    walk.met_at_once = walk.meeting is Meeting.SURELY
    met_at = 0
    while True:
        if walk.meeting is Meeting.SURELY:
            met_at = met_at or walk.pages_read
            if walk.pages_read >= met_at + depth - 1:
                walk.is_deep = depth > 1
                break
        elif walk.pages_read > most:
            break
        if following is None:
            walk.is_at_end = walk.is_deep = True
            break
        try:
            page = bring(following)
        except (FetchError, ParseError) as error:
            # Behind the last page some sites answer 404 or an empty list: nothing more to look at.
            is_end = isinstance(error, Gone | ListingEmpty) and walk.meeting is Meeting.SURELY
            walk.is_at_end = walk.is_deep = is_end
            walk.error = None if is_end else error
            break
        walk.pages_read += 1
        take(page)
    walk.known = frozenset(known)
    walk.last_known = max((at for at, key in enumerate(walk.rows) if key in known), default=-1)
    return walk


def find_anchors(rows: Sequence[tuple[str, Entry]], known: Collection[str]) -> list[str]:
    """Return the known rows that prove an overlap: no unknown row below them is newer.

    Where rows have no dates, a known row counts if at least as many that count as unknown ones
    stand below it: pinned rows on top of a burst do not.
    """
    anchors: list[str] = []
    newest_below = None
    unknown_below = 0
    for key, entry in reversed(rows):
        day = entry.published_on
        if key not in known:
            unknown_below += 1
            if day is not None and (newest_below is None or day > newest_below):
                newest_below = day
            continue
        if day is not None and newest_below is not None:
            is_anchor = day >= newest_below
        else:
            is_anchor = len(anchors) >= unknown_below
        if is_anchor:
            anchors.append(key)
    return anchors
