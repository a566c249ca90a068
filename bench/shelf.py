"""Stores filled with made notices through the program's own index, and judged against it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select

from bench.made_notices import Maker
from watcher.dedup import fingerprint, match
from watcher.model.document import Document
from watcher.model.ids import short_id
from watcher.model.match import COPIES, Fingerprint, Match
from watcher.store import index
from watcher.store.codec import document_details
from watcher.store.database import Store, Transaction
from watcher.store.tables import NoticeRow, PageRow, RevisionRow

COPY_EVERY = 25
COPY_OF = 7
"""Every COPY_EVERY-th page is a copy of the one COPY_OF before it."""
IN_TRANSACTION = 20_000
IN_SLICE = 1_000
NOW = datetime(2026, 11, 22, tzinfo=UTC)

_ADD_NOTICE = insert(NoticeRow.__table__)
_ADD_PAGE = insert(PageRow.__table__)
_ADD_REVISION = insert(RevisionRow.__table__)


@dataclass(frozen=True)
class Judged:
    """One judged document: seconds of processor time and of the clock, and whether it was right."""

    cpu_seconds: float
    seconds: float
    is_right: bool


def count_pages(store: Store) -> int:
    """Return how many pages a store holds: made notices are numbered without gaps."""
    with store.reading() as tx:
        return int(tx.run(select(func.max(PageRow.id))).scalar() or 0)


def is_copy(number: int) -> bool:
    """Whether page ``number`` is a copy of an earlier one."""
    return number % COPY_EVERY == COPY_EVERY - 1


def notice_of(number: int) -> str:
    """Return the id of the notice that page ``number`` carries."""
    return short_id("N", (number - COPY_OF if is_copy(number) else number) + 1)


def fill(store: Store, maker: Maker, until: int) -> Iterator[int]:
    """Store made notices from where the store ends; yield the count after each transaction.

    Nothing is judged on the way: which pages are copies is known.
    """
    done = count_pages(store)
    while done < until:
        stop = min(until, done + IN_TRANSACTION)
        prints: dict[int, Fingerprint] = {}
        with store.writing() as tx:
            for start in range(done, stop, IN_SLICE):
                numbers = range(start, min(stop, start + IN_SLICE))
                documents = {number: _page(maker, number) for number in numbers}
                _add_rows(tx, documents)
                prints |= {number + 1: fingerprint(each) for number, each in documents.items()}
            index.add_pages(tx, prints)
        done = stop
        yield done


def _page(maker: Maker, number: int) -> Document:
    return maker.copy(number - COPY_OF) if is_copy(number) else maker.document(number)


def _add_rows(tx: Transaction, documents: dict[int, Document]) -> None:
    """Write what a check writes of each page, as rows."""
    notices: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    revisions: list[dict[str, Any]] = []
    for number, document in documents.items():
        row = number + 1
        common = {"title": document.title, "published_on": document.published_on}
        if not is_copy(number):
            notices.append({"id": row, "original_page_id": row, **common, "created_at": NOW})
        pages.append(
            {
                "id": row,
                "key": f"https://site{number % 97}.example/{number}.html",
                "source_id": "made",
                "tier": "repost",
                "url": f"https://site{number % 97}.example/{number}.html",
                "notice_id": row - COPY_OF if is_copy(number) else row,
                "relation": "repost" if is_copy(number) else "original",
                **common,
                "revision_id": row,
                "first_seen_at": NOW,
                "last_seen_at": NOW,
            }
        )
        revisions.append(
            {
                "id": row,
                "page_id": row,
                "seq": 1,
                "seen_at": NOW,
                "content_hash": str(number),
                "title": document.title,
                "body": document.body,
                "document": document_details(document),
            }
        )
    defaults = {"official": 0, "withdrawn": 0}
    tx.run(_ADD_NOTICE, [{**defaults, **each} for each in notices])
    tx.run(_ADD_PAGE, [{**_PAGE_DEFAULTS, **each} for each in pages])
    tx.run(_ADD_REVISION, revisions)


_PAGE_DEFAULTS = {
    "match_evidence": "",
    "listing_title": "",
    "state": "live",
    "inline": 0,
    "listed": 0,
    "position": 0,
    "content_hash": "",
    "read_failures": 0,
    "problem": "",
    "recheck_stage": 0,
}


def judge(tx: Transaction, document: Document, want: str | None) -> Judged:
    """Judge a document against a store as the program does; ``want`` is the notice it carries."""
    began, cpu = time.perf_counter(), time.process_time()
    print_ = fingerprint(document)
    found = match(document, print_, index.find_neighbours(tx, print_).candidates)
    spent = time.process_time() - cpu, time.perf_counter() - began
    return Judged(*spent, is_right=_joined(found) == want)


def _joined(found: Match) -> str | None:
    return found.notice_id if found.relation in COPIES else None
