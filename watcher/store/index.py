"""The inverted index: which stored pages share rare shingles or exact keys with a new one.

Posting lists are bounded when they are written: a shingle that already stands in ``FULL`` pages
is common (furniture, formulas), tells nothing, and is neither written again nor counted. So a page
costs a bounded number of rows and a query a bounded number of reads, however large the store.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, text

from watcher.model.ids import short_id
from watcher.model.match import Candidate, Fingerprint, Relation
from watcher.model.source import Tier
from watcher.store.codec import read_document
from watcher.store.database import Transaction
from watcher.store.tables import PageKeyRow, PageRow, PostingRow, RevisionRow

posting = PostingRow.__table__
page_key = PageKeyRow.__table__
page = PageRow.__table__
revision = RevisionRow.__table__

FULL = 200
"""Pages after which a shingle or key counts as common."""
CANDIDATES = 8
"""Pages that are loaded for verification."""
PER_NOTICE = 2
"""Candidates of one notice: the best copies speak for the rest, and other notices get a look."""
LOOKED_AT = 64
"""Pages by weight among which the candidates are chosen."""

_LOOK_UP = {
    "sqlite": {
        "posting": text(
            "SELECT p.shingle, p.page_id FROM json_each(:wanted) w"
            " CROSS JOIN posting p ON p.shingle = w.value"
        ),
        "page_key": text(
            "SELECT p.key, p.page_id FROM json_each(:wanted) w"
            " CROSS JOIN page_key p ON p.key = w.value"
        ),
    },
    "postgresql": {
        "posting": text(
            "SELECT p.shingle, p.page_id FROM unnest(CAST(:wanted AS bigint[])) w(value)"
            " JOIN posting p ON p.shingle = w.value"
        ),
        "page_key": text(
            "SELECT p.key, p.page_id FROM unnest(CAST(:wanted AS text[])) w(value)"
            " JOIN page_key p ON p.key = w.value"
        ),
    },
}

_ADD_POSTING = insert(posting)
_ADD_KEY = insert(page_key)
_WANTED = page.c.id.in_(bindparam("wanted", expanding=True))
_NOTICES_OF = select(page.c.id, page.c.notice_id).where(
    _WANTED, page.c.notice_id.is_not(None), page.c.revision_id.is_not(None)
)
_CANDIDATES = (
    select(
        page.c.id,
        page.c.notice_id,
        page.c.relation,
        page.c.tier,
        page.c.first_seen_at,
        revision.c.title,
        revision.c.body,
        revision.c.document,
    )
    .join(revision, revision.c.id == page.c.revision_id)
    .where(_WANTED)
)


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
    weights: dict[int, float] = defaultdict(float)
    shared: Counter[int] = Counter()
    full_shingles = _weigh(tx, "posting", list(print_.shingles), weights, shared)
    full_keys = _weigh(tx, "page_key", list(print_.keys), weights, Counter())
    if except_page is not None:
        weights.pop(except_page, None)
    best = sorted(weights, key=lambda page_id: (-weights[page_id], page_id))[:LOOKED_AT]
    return Neighbours(
        candidates=_load(tx, best, weights, shared),
        full_shingles=frozenset(int(each) for each in full_shingles),
        full_keys=frozenset(str(each) for each in full_keys),
    )


def add_page(tx: Transaction, page_id: int, print_: Fingerprint, known: Neighbours) -> None:
    """Index a page; ``known`` is what :func:`find_neighbours` gave for the same fingerprint."""
    shingles = [each for each in print_.shingles if each not in known.full_shingles]
    if shingles:
        tx.run(_ADD_POSTING, [{"shingle": each, "page_id": page_id} for each in shingles])
    keys = [each for each in print_.keys if each not in known.full_keys]
    if keys:
        tx.run(_ADD_KEY, [{"key": each, "page_id": page_id} for each in keys])


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


def _weigh(
    tx: Transaction,
    table: str,
    wanted: Sequence[int | str],
    weights: dict[int, float],
    shared: Counter[int],
) -> Iterable[int | str]:
    """Add the weights and counts that the shared values give; return the values that are full."""
    if not wanted:
        return ()
    value = wanted if tx.is_postgresql else json.dumps(wanted, ensure_ascii=False)
    lists: dict[int | str, list[int]] = defaultdict(list)
    statement = _LOOK_UP[tx.connection.dialect.name][table]
    for each, page_id in tx.connection.execute(statement, {"wanted": value}):
        lists[each].append(page_id)
    full = []
    for each, pages in lists.items():
        shared.update(pages)
        if len(pages) >= FULL:
            full.append(each)
            continue
        weight = 1 / math.sqrt(len(pages))
        for page_id in pages:
            weights[page_id] += weight
    return full


def _load(
    tx: Transaction, page_ids: Sequence[int], weights: dict[int, float], shared: Counter[int]
) -> tuple[Candidate, ...]:
    """Load the best pages, at most ``PER_NOTICE`` of one notice."""
    if not page_ids:
        return ()
    notices = tx.run(_NOTICES_OF, {"wanted": page_ids})
    notice_of = {row.id: row.notice_id for row in notices}
    taken: dict[int, int] = defaultdict(int)
    chosen: list[int] = []
    for page_id in page_ids:
        notice = notice_of.get(page_id)
        if notice is None or taken[notice] >= PER_NOTICE:
            continue
        taken[notice] += 1
        chosen.append(page_id)
        if len(chosen) == CANDIDATES:
            break
    rows = tx.run(_CANDIDATES, {"wanted": chosen})
    found = {
        row.id: Candidate(
            page_id=row.id,
            notice_id=short_id("N", row.notice_id),
            relation=Relation(row.relation),
            document=read_document(row.title, row.body, row.document),
            tier=Tier(row.tier),
            weight=weights[row.id],
            shared=shared[row.id],
            first_seen_on=row.first_seen_at.date(),
        )
        for row in rows
    }
    return tuple(found[page_id] for page_id in chosen if page_id in found)
