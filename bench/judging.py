"""Judging whose copy a document is: one process, the store on disk."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from bench import shelf
from bench.figures import Figure, new_home
from bench.made_notices import Maker
from watcher.store.database import Store

CHARACTERS = 2400
UNSEEN = 1_000_000_000
"""Number from which made documents are in no store."""
STRIDE = 7919
LEAST_RATE = 250


@dataclass
class Sums:
    """What many judgements cost and how many of each kind were right."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    right: dict[str, list[bool]] = field(default_factory=dict)

    def add(self, kind: str, judged: shelf.Judged) -> None:
        """Add one judgement."""
        self.seconds.append(judged.seconds)
        self.cpu_seconds.append(judged.cpu_seconds)
        self.right.setdefault(kind, []).append(judged.is_right)


def judge_all(store: Store, maker: Maker, queries: int) -> Sums:
    """Judge so many copies, unseen documents and next year's notices, in turn."""
    sums, pages = Sums(), shelf.count_pages(store)
    for count in range(queries):
        number = count * STRIDE % pages
        number -= shelf.is_copy(number)
        asked = (
            ("copies", maker.copy(number), shelf.notice_of(number)),
            ("unseen", maker.document(UNSEEN + count), None),
            ("next year", maker.next_year(number), None),
        )
        with store.reading() as tx:
            for kind, document, notice in asked:
                sums.add(kind, shelf.judge(tx, document, notice))
    return sums


def measure_judging(documents: int) -> list[Figure]:
    """Index made documents of 2,400 characters and judge a third as many against them."""
    maker = Maker(CHARACTERS)
    with new_home() as (folder, _):
        store = Store.open(f"sqlite:///{folder / 'watcher.db'}")
        for _ in shelf.fill(store, maker, documents):
            pass
        sums = judge_all(store, maker, documents // 9)
        store.close()
    rates = [1 / statistics.fmean(each) for each in (sums.seconds, sums.cpu_seconds)]
    right = statistics.fmean(each for kind in sums.right.values() for each in kind)
    name = f"judging against {documents:,} documents"
    aim = f">= {LEAST_RATE}"
    return [
        Figure(f"{name}, by the clock", rates[0], "docs/s", aim, rates[0] >= LEAST_RATE),
        Figure(f"{name}, processor", rates[1], "docs/s", aim, rates[1] >= LEAST_RATE),
        Figure("judged right", right * 100, "%", ">= 99", right >= 0.99),
    ]
