"""Rules for rows in JSON: which list, which keys are title, link and day. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from watcher.model.source import ListingRules, Pick
from watcher.sources.json_data import as_text, load
from watcher.text.dates import parse_date

LEAST_ROWS = 3
DEEPEST = 5
SAMPLE = 12
MOST_LISTS = 20
TITLE_NAMES = ("title", "topic", "subject", "headline", "bt", "name")
LINK_NAMES = ("url", "link", "href", "path", "src")
DAY_NAMES = ("publish", "release", "pub", "display", "time", "date", "rq", "created")
SHORTEST_TITLE = 6


def propose_data_rules(text: str, *, today: date) -> ListingRules:
    """Give rules for the list in a JSON text; without items where nothing in it is one.

    Raises:
        ValueError: the text is not JSON.
    """
    best, best_score = ListingRules(), 0.0
    for path, rows in list(_lists(load(text), ""))[:MOST_LISTS]:
        rules, score = _rules_for(path, rows[:SAMPLE], today)
        if score > best_score:
            best, best_score = rules, score
    return best


def _lists(data: Any, path: str, depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give every list of objects with its path."""
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        rows = [row for row in data if isinstance(row, dict)]
        if len(rows) >= LEAST_ROWS:
            yield path, rows
        return
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(key, str) and key and "." not in key:
                yield from _lists(value, f"{path}.{key}" if path else key, depth + 1)


def _rules_for(
    path: str, rows: Sequence[dict[str, Any]], today: date
) -> tuple[ListingRules, float]:
    keys = [key for key in rows[0] if key and "." not in key]
    link = _choose(keys, rows, _is_link, LINK_NAMES)
    title = _choose([k for k in keys if k != link], rows, _is_title, TITLE_NAMES)
    day = _choose([k for k in keys if k != title], rows, lambda v: _is_day(v, today), DAY_NAMES)
    if title is None or link is None:
        return ListingRules(), 0.0
    rules = ListingRules(
        items=(path,) if path else (),
        title=Pick(path=(title,)),
        link=Pick(path=(link,)),
        date=Pick(path=(day,)) if day else None,
    )
    letters = sum(len(as_text(row.get(title))) for row in rows) / len(rows)
    return rules, min(letters, 60.0) * len(rows) * (2.0 if day else 1.0)


def _choose(
    keys: Sequence[str],
    rows: Sequence[dict[str, Any]],
    fits: Callable[[str], bool],
    names: Sequence[str],
) -> str | None:
    """Choose the key whose values fit in nearly all rows, by its name where several do."""
    good = [
        key
        for key in keys
        if sum(fits(as_text(row.get(key)).strip()) for row in rows) >= 0.8 * len(rows)
    ]

    def rank(key: str) -> tuple[int, float]:
        low = key.lower()
        named = next((at for at, name in enumerate(names) if name in low), len(names))
        values = [as_text(row.get(key)) for row in rows]
        return named, -len(set(values)) / len(values)

    return min(good, key=rank, default=None)


def _is_link(value: str) -> bool:
    return value.startswith(("http://", "https://", "/", "./", "../")) and len(value) > 3


def _is_title(value: str) -> bool:
    return len(value) >= SHORTEST_TITLE and not value[:8].isdecimal() and not _is_link(value)


def _is_day(value: str, today: date) -> bool:
    return parse_date(value, today=today) is not None
