"""Hold a listing against what its source showed before: what is news, and is anything missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from watcher.model.health import Gap, Health, SourceState
from watcher.model.known import SeenRow
from watcher.model.listing import Entry, Listing
from watcher.model.source import Source
from watcher.pipeline.reading import entry_key
from watcher.pipeline.services import Services
from watcher.pipeline.trust import Doubt, find_doubt, has_new_links, has_same_titles, is_alike
from watcher.pipeline.walking import Bring, Meeting, Walk, walk_back
from watcher.store import gaps, pages, seen
from watcher.text.fold import fold_key
from watcher.text.urls import host_of

DEEP = 10
"""Pages looked through once a day for rows that were put in further down."""
AFTER_BURST = timedelta(days=2)
FIRST_DEEP = timedelta(minutes=5)
"""So long after the first pass all pages to be looked through are, silently: what is put in further
down before cannot be told from what stood there."""
GIVE_UP_AFTER = timedelta(hours=1)
"""A walk that broke off is tried again for this long (or three intervals) before it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What the comparison found. ``news`` are the entries that may be news, newest first.

    ``rows`` are all rows of the walk by key; the first ``first_rows`` stand on the first page.
    ``known`` are those of them that the list had shown before. ``moved_to`` is an address of the
    host to which all links lead now, where the rows are the old ones.
    """

    news: tuple[Entry, ...]
    rows: Mapping[str, Entry]
    first_rows: int
    known: Mapping[str, SeenRow]
    gap: Gap | None = None
    doubt: Doubt | None = None
    moved_to: str | None = None
    is_deep: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Compares the listings of one check. ``tried`` is the gap that is to be closed, if any."""

    services: Services
    source: Source
    state: SourceState
    now: datetime
    tried: Gap | None = None
    is_deep: bool = False
    most: int = field(default=10)

    def compare(self, listing: Listing, bring: Bring) -> Overlap:
        """Compare a first page, bringing further ones where it does not meet what is known."""
        rows = {self._key(entry): entry for entry in listing.entries}
        with self.services.store.reading() as tx:
            before = seen.first_page(tx, self.source.id)
        notes: list[str] = []
        doubt = find_doubt(rows, before, last_rows=self.state.rows)
        if doubt is not None and self._is_accepted(doubt):
            notes.append(f"taken as it is now: {doubt.reason}")
            doubt = None
        moved_to, titles = None, frozenset[str]()
        if has_new_links(rows, before) and has_same_titles(listing.entries, before):
            notes.append("the rows are the known ones under new addresses")
            titles = frozenset(row.title_key for row in before.values())
            moved_to = _find_new_host(listing, before)
        if self.state.baseline_at is None or doubt is not None:
            walk = Walk(rows=rows, first_rows=len(rows), meeting=Meeting.SURELY)
            gap = None
        else:
            walk = self._walk(listing, bring, titles)
            gap = self._judge(walk)
        known, news = self._pick_news(walk)
        return Overlap(
            news=news,
            rows=walk.list_settled(),
            first_rows=walk.first_rows,
            known=known,
            gap=gap,
            doubt=doubt,
            moved_to=moved_to,
            is_deep=walk.is_deep and doubt is None,
            notes=tuple(notes),
        )

    def _key(self, entry: Entry) -> str:
        return entry_key(self.source, entry)

    def _is_accepted(self, doubt: Doubt) -> bool:
        state = self.state
        if state.health is not Health.ROTTEN or not doubt.is_same_as(state.diagnosis):
            return False
        patience, since = doubt.accepted_after, state.since_at
        return patience is not None and since is not None and self.now - since >= patience

    def _walk(self, listing: Listing, bring: Bring, titles: frozenset[str]) -> Walk:
        since = self.tried.found_at if self.tried is not None else self.now

        def find_known(rows: Mapping[str, Entry]) -> set[str]:
            with self.services.store.reading() as tx:
                shown = seen.find_rows(tx, self.source.id, list(rows))
                stored = pages.find_pages(tx, list(rows))
            known = {
                key
                for key, row in shown.items()
                if row.first_seen_at < since and _may_be_same(rows[key], row)
            }
            known |= {
                key
                for key, page in stored.items()
                if key not in shown
                and page.source_id == self.source.id
                and page.first_seen_at < since
            }
            return known | {key for key, row in rows.items() if fold_key(row.title) in titles}

        return walk_back(
            listing,
            bring=bring,
            find_known=find_known,
            key_of=self._key,
            depth=self._find_depth() if self.is_deep else 1,
            most=self.most,
        )

    def _find_depth(self) -> int:
        """Return how many pages to look through: a burst moved those of before it further down."""
        with self.services.store.reading() as tx:
            recent = gaps.list_gaps(tx, source_id=self.source.id, since=self.now - AFTER_BURST)
        return DEEP + sum(each.pages_read for each in recent)

    def _judge(self, walk: Walk) -> Gap | None:
        """Say whether there was a gap, and whether all of it was found."""
        tried = self.tried
        found = Gap(
            id=tried.id if tried else 0,
            source_id=self.source.id,
            found_at=tried.found_at if tried else self.now,
            pages_read=walk.pages_read,
            rows=walk.count_unknown(),
            is_closed=True,
        )
        if not walk.is_open:
            behind = list(walk.rows)[walk.first_rows : walk.last_known + 1]
            is_new = not walk.met_at_once and any(key not in walk.known for key in behind)
            return found if tried is not None or is_new else None
        if walk.error is None:
            why = "the list has no further page" if walk.is_at_end else "the walk was long enough"
            return replace(found, is_closed=False, why=why)
        patience = max(GIVE_UP_AFTER, 3 * timedelta(seconds=self.source.interval_seconds))
        is_final = self.now - found.found_at >= patience
        if is_final and walk.meeting is Meeting.WEAKLY:
            return replace(found, why="met by a few rows")
        return replace(found, is_closed=False, is_final=is_final, why=str(walk.error))

    def _pick_news(self, walk: Walk) -> tuple[dict[str, SeenRow], tuple[Entry, ...]]:
        """Return the rows shown before, and the entries that may be news with their places.

        A row that was only registered stood there before the first pass: it is no news, unless its
        address carries another title now (some sites use numbers again).
        """
        with self.services.store.reading() as tx:
            known = seen.find_rows(tx, self.source.id, list(walk.rows))
            stored = pages.find_pages(tx, list(known))
        places = {key: at for at, key in enumerate(walk.rows)}
        news = tuple(
            replace(walk.rows[key], position=places[key])
            for key in walk.list_news()
            if key not in known or key in stored or not _may_be_same(walk.rows[key], known[key])
        )
        return known, news


def _find_new_host(listing: Listing, before: Mapping[str, SeenRow]) -> str | None:
    url = listing.entries[0].url
    return url if host_of(url) != host_of(next(iter(before))) else None


def _may_be_same(entry: Entry, row: SeenRow) -> bool:
    return is_alike(fold_key(entry.title), row.title_key)
