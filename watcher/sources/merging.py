"""Rows of one page that are one entry (mobile and desktop markup, a pinned copy). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from watcher.model.listing import Entry, Listing
from watcher.sources.reading import shorten
from watcher.text.urls import canonical

MOST_PROBLEMS = 20


def gather(
    entries: Iterable[Entry],
    *,
    rows_seen: int,
    problems: Iterable[str] = (),
) -> Listing:
    """Merge rows of one address into a listing and say so."""
    kept: dict[tuple[str, ...], Entry] = {}
    notes = list(problems)
    merged = 0
    for entry in entries:
        key = _identity(entry)
        first = kept.get(key)
        if first is None:
            kept[key] = entry
            continue
        merged += 1
        if not _is_same_title(first.title, entry.title):
            notes.append(
                f"rows {first.position + 1} and {entry.position + 1} have one link but two titles: "
                f"{shorten(first.title)!r} and {shorten(entry.title)!r}"
            )
        kept[key] = _merge(first, entry)
    if rows_seen and not kept and not notes:
        notes.append(f"none of the {rows_seen} rows has anything in it")
    if merged:
        notes.append(f"{merged} rows repeat the link of another row and were merged with it")
    return Listing(entries=tuple(kept.values()), rows_seen=rows_seen, problems=limit(notes))


def limit(notes: list[str]) -> tuple[str, ...]:
    """Keep the first problems of many and count the rest."""
    if len(notes) <= MOST_PROBLEMS:
        return tuple(notes)
    rest = len(notes) - MOST_PROBLEMS
    return (*notes[:MOST_PROBLEMS], f"and {rest} more problems like these")


def _identity(entry: Entry) -> tuple[str, ...]:
    if entry.url is not None:
        return (canonical(entry.url),)
    return (entry.title, entry.published_text, entry.body_html or "")


def _is_same_title(one: str, other: str) -> bool:
    """Whether one title is the other or its beginning; markup for small screens cuts titles."""
    shorter, longer = sorted((one.rstrip(" .…"), other.rstrip(" .…")), key=len)
    return longer.startswith(shorter)


def _merge(first: Entry, other: Entry) -> Entry:
    """Fill what the first row lacks; the longer title wins where the first is cut or a part."""
    is_better = len(other.title) > len(first.title) and _is_same_title(first.title, other.title)
    takes_day = other.published_on is not None and (
        first.published_on is None or (bool(first.problems) and not other.problems)
    )
    return replace(
        first,
        title=other.title if is_better else first.title,
        title_cut=other.title_cut if is_better else first.title_cut,
        published_on=other.published_on if takes_day else first.published_on,
        published_text=other.published_text if takes_day else first.published_text,
        body_html=first.body_html or other.body_html,
        problems=other.problems if takes_day else first.problems,
    )
