"""Whether a list can be believed: floors, and what the same list showed last time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from watcher.errors import FieldMissing, ListingEmpty
from watcher.model.known import SeenRow
from watcher.model.listing import Entry, Listing
from watcher.model.source import Source
from watcher.text.fold import fold_key

LEAST_DATED = 0.5
"""Fewer rows than this with a date, where there used to be dates: their selector is rotten."""
USUALLY_DATED = 0.8
FAR_BELOW = 0.5
"""Fewer rows than this share of the last good count are not believed silently."""
LEAST_COMPARED = 6
"""A list of fewer rows has no usual count and no usual links to speak of."""
SAME_SHAPES = 0.2
"""With fewer links than this of the usual shapes, and none of the known ones, all have changed."""
SAME_TITLES = 0.5
"""With so many known titles the rows are the old ones under new addresses."""

ACCEPT_AFTER = timedelta(days=1)
RETITLED_AFTER = timedelta(days=7)
LEAST_RETITLED = 4
"""Fewer retitled rows than this may be numbers used again."""
ALIKE = 0.5
"""Two titles that share this many pairs of characters may be one title, edited."""
REPLACED = "\ufffd"

DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a list is not believed. ``is_held``: none of its rows is taken for news either.

    What has looked so for ``accepted_after`` is the list as it is now; None: never.
    """

    reason: str
    is_held: bool = False
    accepted_after: timedelta | None = ACCEPT_AFTER

    def is_same_as(self, diagnosis: str) -> bool:
        """Whether an earlier diagnosis says the same, whatever its numbers and examples."""
        return _bare(self.reason) == _bare(diagnosis)


def ensure_sane(source: Source, listing: Listing) -> None:
    """Refuse a list that cannot be a list of this source.

    Raises:
        ListingEmpty: fewer rows than the source must have.
        FieldMissing: most rows lack their date although the source says where it stands.
    """
    rows = len(listing.entries)
    if rows < max(source.min_rows, 1):
        why = listing.problems[0] if listing.problems else "no row matched"
        raise ListingEmpty(
            f"The list has {rows} rows where at least {max(source.min_rows, 1)} are expected: {why}"
        )
    has_date_rule = source.listing.date or (source.listing.day and source.listing.year_month)
    dated = sum(entry.published_on is not None for entry in listing.entries)
    if has_date_rule and dated < LEAST_DATED * rows:
        raise FieldMissing(f"Only {dated} of {rows} rows have a readable date")


def find_doubt(
    entries: Mapping[str, Entry], before: Mapping[str, SeenRow], *, last_rows: int
) -> Doubt | None:
    """Compare a list's first page, by key, with what it showed at the last good check.

    ``last_rows`` is the number of rows then.
    """
    rows = list(entries.values())
    unreadable = sum(_is_garbled(entry.title) for entry in rows)
    if 2 * unreadable > len(rows):
        return Doubt(
            f"{unreadable} of {len(rows)} titles cannot be read: the charset is wrong",
            is_held=True,
            accepted_after=None,
        )
    same = [key for key in entries if key in before]
    retitled = sum(
        not is_alike(fold_key(entries[key].title), before[key].title_key) for key in same
    )
    if retitled >= LEAST_RETITLED and 2 * retitled > len(same):
        return Doubt(
            f"{retitled} of {len(same)} known links have another title: {rows[0].title[:60]}",
            is_held=True,
            accepted_after=RETITLED_AFTER,
        )
    if has_new_links(entries, before) and not has_same_titles(rows, before):
        return Doubt(
            f"None of the {len(rows)} links is known and their addresses look different: "
            f"{_show_shape(rows[0])}",
            is_held=True,
        )
    if last_rows >= LEAST_COMPARED and len(rows) < FAR_BELOW * last_rows:
        return Doubt(f"The list has {len(rows)} rows where it had {last_rows}")
    dated = sum(entry.published_on is not None for entry in rows)
    usually = sum(row.published_on is not None for row in before.values())
    if (
        len(before) >= LEAST_COMPARED
        and usually >= USUALLY_DATED * len(before)
        and dated < LEAST_DATED * len(rows)
    ):
        return Doubt(f"Only {dated} of {len(rows)} rows have a readable date")
    return None


def _is_garbled(title: str) -> bool:
    """Whether a title was decoded wrongly: replaced characters, or bytes taken for Latin-1."""
    odd = sum("\x80" <= each <= "\xff" or each == REPLACED for each in title)
    return 5 * odd > len(title)


def is_alike(title_key: str, other_key: str) -> bool:
    """Whether two folded titles may be one title, cut or edited; some sites reuse a number."""
    if not title_key or not other_key or title_key in other_key or other_key in title_key:
        return True
    if DIGITS.findall(title_key) != DIGITS.findall(other_key):
        return False  # another batch, another year
    mine, theirs = _pairs(title_key), _pairs(other_key)
    return len(mine & theirs) >= ALIKE * min(len(mine), len(theirs))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(len(text) - 1, 1))}


def has_new_links(entries: Mapping[str, Entry], before: Mapping[str, SeenRow]) -> bool:
    """Whether no link is known and hardly one has the shape that links used to have."""
    if len(before) < LEAST_COMPARED or any(key in before for key in entries):
        return False
    usual = {_shape(key) for key in before}
    same = sum(_shape(key) in usual for key in entries)
    return same < SAME_SHAPES * len(entries)


def has_same_titles(rows: Sequence[Entry], before: Mapping[str, SeenRow]) -> bool:
    """Whether the rows are those of last time by their titles."""
    known = {row.title_key for row in before.values()}
    same = sum(fold_key(entry.title) in known for entry in rows)
    return same >= SAME_TITLES * min(len(rows), len(before))


def _shape(key: str) -> str:
    """Return what links of one column share: host, first folders, names of the query's fields."""
    parts = urlsplit(key)
    folders = [DIGITS.sub("#", each) for each in parts.path.split("/")[1:-1][:2]]
    fields = sorted(each.partition("=")[0] for each in parts.query.split("&"))
    return "/".join([parts.netloc, *folders, *fields])


def _show_shape(entry: Entry) -> str:
    parts = urlsplit(entry.url or "")
    return f"{parts.netloc}{parts.path}"[:120]


def _bare(sentence: str) -> str:
    return DIGITS.sub("#", sentence.partition(":")[0])
