"""What is doubtful about a list as it was read, as data; the words stand in watcher/cli. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from urllib.parse import urlsplit

from watcher.model.listing import Entry, Listing
from watcher.model.source import Source
from watcher.text.dates import parse_date
from watcher.text.urls import canonical

DORMANT_DAYS = 365
FAR = timedelta(days=365 * 50)
SHORT_TITLE = 5
LEAST_ROWS = 3
MOST_DISORDER = 0.3


class Subject(StrEnum):
    """What a doubt is about."""

    FEW_ROWS = "few_rows"
    NO_DATE = "no_date"
    FUTURE_DATE = "future_date"
    ADDRESS_DATE = "address_date"
    DOUBLE_LINK = "double_link"
    OTHER_HOST = "other_host"
    CUT_TITLE = "cut_title"
    SHORT_TITLE = "short_title"
    OLD = "old"
    DISORDER = "disorder"
    READER = "reader"
    """A remark of the reader, in its own words."""
    BY_SHAPE = "by_shape"
    MOVED = "moved"
    TIER = "tier"
    NO_SECOND_PAGE = "no_second_page"
    SECOND_PAGE_FAILED = "second_page_failed"
    SECOND_PAGE_SAME = "second_page_same"
    DETAIL_FAILED = "detail_failed"
    DETAIL_SHORT = "detail_short"
    DETAIL_NO_RULE = "detail_no_rule"
    FAMILY_VALUES = "family_values"
    BUSY = "busy"


GRAVE = frozenset({Subject.FEW_ROWS, Subject.SECOND_PAGE_SAME, Subject.DETAIL_FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One doubt. ``rows`` are positions as shown, from 1; ``values`` fill the sentence."""

    subject: Subject
    rows: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    is_grave: bool = False


def find_doubts(source: Source, listing: Listing, *, today: date) -> tuple[Doubt, ...]:
    """Say what is doubtful about the rows of a list, the gravest first."""
    rows = listing.entries
    floor = max(source.min_rows, LEAST_ROWS)
    found: list[Doubt] = []
    if len(rows) < floor:
        found.append(
            Doubt(subject=Subject.FEW_ROWS, values=(str(len(rows)), str(floor)), is_grave=True)
        )
    found += _undated(rows, today)
    found += _linked(source, rows)
    found += _titled(rows)
    found += _ordered(rows, today)
    found += [Doubt(subject=Subject.READER, values=(each,)) for each in listing.problems]
    return tuple(sorted(found, key=lambda doubt: not doubt.is_grave))


def _rows(subject: Subject, positions: Sequence[int], count: int, *values: str) -> list[Doubt]:
    """Make a doubt about rows; grave where it is about most of them."""
    if not positions:
        return []
    is_grave = 2 * len(positions) > count
    return [Doubt(subject=subject, rows=tuple(positions), values=values, is_grave=is_grave)]


def _undated(rows: Sequence[Entry], today: date) -> list[Doubt]:
    """Tell rows without a day from those whose printed day lies in the future."""
    future, missing, guessed = [], [], []
    for at, entry in enumerate(rows, start=1):
        printed = parse_date(entry.published_text, today=today + FAR)
        if entry.published_on is None and printed is not None and printed > today:
            future.append(at)
        elif entry.published_on is None:
            missing.append(at)
        elif entry.published_on > today:
            future.append(at)
        elif any("from the address" in each for each in entry.problems):
            guessed.append(at)
    return [
        *_rows(Subject.NO_DATE, missing, len(rows)),
        *_rows(Subject.FUTURE_DATE, future, len(rows)),
        *([Doubt(subject=Subject.ADDRESS_DATE, rows=tuple(guessed))] if guessed else []),
    ]


def _linked(source: Source, rows: Sequence[Entry]) -> list[Doubt]:
    keys = [canonical(entry.url) if entry.url else "" for entry in rows]
    counts = Counter(key for key in keys if key)
    double = [at for at, key in enumerate(keys, start=1) if counts[key] > 1]
    home = _site(source.url)
    away = [at for at, entry in enumerate(rows, start=1) if entry.url and _site(entry.url) != home]
    hosts = sorted({urlsplit(rows[at - 1].url or "").hostname or "" for at in away})
    return [
        *_rows(Subject.DOUBLE_LINK, double, len(rows)),
        *_rows(Subject.OTHER_HOST, away, len(rows), ", ".join(hosts[:4])),
    ]


def _titled(rows: Sequence[Entry]) -> list[Doubt]:
    cut = [at for at, entry in enumerate(rows, start=1) if entry.title_cut]
    short = [at for at, entry in enumerate(rows, start=1) if len(entry.title) < SHORT_TITLE]
    found = _rows(Subject.SHORT_TITLE, short, len(rows))
    return found + ([Doubt(subject=Subject.CUT_TITLE, rows=tuple(cut))] if cut else [])


def _ordered(rows: Sequence[Entry], today: date) -> list[Doubt]:
    days = [entry.published_on for entry in rows if entry.published_on]
    if len(days) < LEAST_ROWS:
        return []
    found: list[Doubt] = []
    if (today - max(days)).days > DORMANT_DAYS:
        found.append(Doubt(subject=Subject.OLD, values=(max(days).isoformat(),)))
    upward = sum(later > earlier for earlier, later in pairwise(days))
    if upward > MOST_DISORDER * (len(days) - 1):
        found.append(Doubt(subject=Subject.DISORDER))
    return found


def _site(url: str) -> str:
    """Give the part of a host that one body owns: sites of one body differ in what stands before.

    A number stays whole; of www.cac.gov.cn it is cac.gov.cn.
    """
    host = (urlsplit(url).hostname or "").lower()
    if host.replace(".", "").isdecimal() or ":" in host:
        return host
    labels = host.split(".")
    least = 3 if len(labels) > 2 and labels[-2] in {"gov", "com", "org", "net", "edu", "ac"} else 2
    return ".".join(labels[-least:])
