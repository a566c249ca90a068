"""The inverted index: which stored pages share rare shingles or exact keys with a new one.

Posting lists are bounded when they are written: a shingle that already stands in ``FULL`` pages
is common (furniture, formulas), tells nothing, and is neither written again nor counted. So a page
costs a bounded number of rows and a query a bounded number of reads, however large the store.

Every document goes through here, so the statements are written out: three a page, each with its
list of values as one parameter and each posting list as one row.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Insert, Row, bindparam, delete, insert

from watcher.model.ids import short_id
from watcher.model.match import Candidate, Fingerprint, Relation
from watcher.model.source import Tier
from watcher.store.codec import read_document
from watcher.store.database import Transaction
from watcher.store.index_statements import CANDIDATES, statements
from watcher.store.tables import PageKeyRow, PostingRow

posting = PostingRow.__table__
page_key = PageKeyRow.__table__

Value = TypeVar("Value", int, str)
AT_ONCE = 20_000
"""Rows written by one statement where many pages are added."""
_ADD_POSTING = insert(posting)
_ADD_KEY = insert(page_key)

FULL = 200
"""Pages after which a shingle or key counts as common."""
ABROAD = 4
"""Candidates in the other language, beside the others: what English pages share with each other
would leave no place for the notice they translate."""
LOOKED_AT = (16, 64)
"""Pages by weight among which the candidates are chosen: more where one notice fills the first."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a look-up found.

    Candidates by falling weight, and the shingles and keys that are full.
    """

    candidates: tuple[Candidate, ...]
    full_shingles: frozenset[int]
    full_keys: frozenset[str]


def find_neighbours(
    tx: Transaction, print_: Fingerprint, *, except_page: int | None = None
) -> Neighbours:
    """Return the stored pages most likely to carry the same notice.

    A page's weight is the sum of 1/√df over the shared shingles and keys that are not common.
    """
    weights: dict[str, float] = {}
    abroad: dict[str, float] = {}
    sharing: list[str] = []
    full: tuple[list[int], list[int]] = [], []
    keys = print_.keys + print_.abroad
    values = {"shingles": _list(tx, print_.shingles), "keys": _list(tx, keys)}
    rows = _run(tx, statements(tx.connection.dialect.name).look_up, values)
    for is_key, place, listed in rows:
        if listed is None:
            continue
        pages = listed.split(",")
        if not is_key:
            sharing += pages
        if len(pages) >= FULL:
            full[is_key].append(place)
            continue
        weight = 1 / math.sqrt(len(pages))
        sums = abroad if is_key and place >= len(print_.keys) else weights
        for page_id in pages:
            sums[page_id] = sums.get(page_id, 0.0) + weight
    if except_page is not None:
        weights.pop(str(except_page), None)
        abroad.pop(str(except_page), None)
    shared = Counter(sharing)
    near = _load(tx, weights, shared)
    known = {candidate.page_id for candidate in near}
    far = [each for each in _load(tx, abroad, shared) if each.page_id not in known]
    return Neighbours(
        candidates=(*near, *far[:ABROAD]),
        full_shingles=frozenset(print_.shingles[place] for place in full[0]),
        full_keys=frozenset(keys[place] for place in full[1]),
    )


def add_page(tx: Transaction, page_id: int, print_: Fingerprint, known: Neighbours) -> None:
    """Index a page; ``known`` is what :func:`find_neighbours` gave for the same fingerprint."""
    words = statements(tx.connection.dialect.name)
    shingles = [each for each in print_.shingles if each not in known.full_shingles]
    if shingles:
        values = {"shingles": _list(tx, shingles), "page_id": page_id}
        tx.connection.exec_driver_sql(words.add_shingles, values)
    keys = [each for each in print_.keys if each not in known.full_keys]
    if keys:
        values = {"keys": _list(tx, keys), "page_id": page_id}
        tx.connection.exec_driver_sql(words.add_keys, values)


def add_pages(tx: Transaction, prints: Mapping[int, Fingerprint]) -> None:
    """Index many pages that nobody asks about in between: the same lists as one page at a time.

    Each part of the index is read and written once, in its own order. A page touches some fifty
    places of a large index; ten thousand together touch each of its leaves once or twice.
    """
    words = statements(tx.connection.dialect.name)
    shingles = sorted((each, page) for page, print_ in prints.items() for each in print_.shingles)
    room = _find_room(tx, words.count_shingles, "shingles", [each for each, _ in shingles])
    _extend(tx, _ADD_POSTING, "shingle", (pair for pair in shingles if _take(room, pair[0])))
    keys = sorted((each, page) for page, print_ in prints.items() for each in print_.keys)
    free = _find_room(tx, words.count_keys, "keys", [each for each, _ in keys])
    _extend(tx, _ADD_KEY, "key", (pair for pair in keys if _take(free, pair[0])))


def _find_room(tx: Transaction, count: str, name: str, values: list[Value]) -> dict[Value, int]:
    """Return how many more pages fit into the list of each value."""
    wanted = list(dict.fromkeys(values))
    room = dict.fromkeys(wanted, FULL)
    for place, held in _run(tx, count, {name: _list(tx, wanted)}):
        room[wanted[place]] = FULL - held
    return room


def _take(room: dict[Value, int], value: Value) -> bool:
    room[value] -= 1
    return room[value] >= 0


def _extend(
    tx: Transaction,
    add: Insert,
    name: str,
    pairs: Iterator[tuple[int, int]] | Iterator[tuple[str, int]],
) -> None:
    while rows := [{name: value, "page_id": page} for value, page in islice(pairs, AT_ONCE)]:
        tx.run(add, rows)


def drop_page(tx: Transaction, page_id: int, print_: Fingerprint) -> None:
    """Take a page out of the index; ``print_`` is the fingerprint it was added with."""
    if print_.shingles:
        statement = delete(posting).where(
            posting.c.shingle == bindparam("each"), posting.c.page_id == page_id
        )
        tx.run(statement, [{"each": each} for each in print_.shingles])
    if print_.keys:
        statement = delete(page_key).where(
            page_key.c.key == bindparam("each"), page_key.c.page_id == page_id
        )
        tx.run(statement, [{"each": each} for each in print_.keys])


def _list(tx: Transaction, values: Sequence[Value]) -> object:
    """Return a list as the one parameter that the statements take it in."""
    return list(values) if tx.is_postgresql else json.dumps(values, ensure_ascii=False)


def _run(tx: Transaction, statement: str, values: dict[str, object]) -> Sequence[Any]:
    return tx.connection.exec_driver_sql(statement, values).all()


def _load(
    tx: Transaction, weights: dict[str, float], shared: Counter[str]
) -> tuple[Candidate, ...]:
    """Load the best pages, at most ``PER_NOTICE`` of one notice."""
    found: dict[str, Row[Any]] = {}
    best: list[str] = []
    for looked_at in LOOKED_AT:
        if len(found) == CANDIDATES or len(weights) == len(best):
            break
        best = _find_best(weights, looked_at)
        wanted = _list(tx, [int(each) for each in best])
        rows = _run(tx, statements(tx.connection.dialect.name).load, {"wanted": wanted})
        found = {str(row.id): row for row in rows}
    return tuple(
        _candidate(found[each], weights[each], shared[each]) for each in best if each in found
    )


def _find_best(weights: dict[str, float], count: int) -> list[str]:
    """Return the heaviest pages, the older first where weights are equal."""
    least = sorted(weights.values())[-count:][:1]
    best = [each for each, weight in weights.items() if weight >= least[0]]
    return sorted(best, key=lambda each: (-weights[each], int(each)))[:count]


def _candidate(row: Row[Any], weight: float, shared: int) -> Candidate:
    return Candidate(
        page_id=row.id,
        notice_id=short_id("N", row.notice_id),
        relation=Relation(row.relation),
        document=read_document(row.title, row.body, json.loads(row.document)),
        tier=Tier(row.tier),
        weight=weight,
        first_seen_on=date.fromisoformat(row.first_seen_on),
        shared=shared,
        stands=bool(row.stands),
        gathers=bool(row.gathers),
    )
