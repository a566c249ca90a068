"""Hostile and broken pages against real workers: whatever happens, the pool reads the next page.

``make fuzz-pages`` reads 100,000 broken pages (WATCHER_FUZZ_PAGES says how many), at the wall limit
that holds in the program; here fewer are read, and the shapes that hurt get less time.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.extract import fuzz_jobs
from tests.extract.hostile_pages import SHAPES
from watcher.errors import GaveUp
from watcher.workers import Pool

PAGES = int(os.environ.get("WATCHER_FUZZ_PAGES", "1500"))
IS_LONG = "WATCHER_FUZZ_PAGES" in os.environ
PARCEL = 50
GOOD = "<title>关于某事的通知</title><p>" + "为净化网络环境，决定开展专项行动，现通知如下。" * 3


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Start workers with the limits of the program, with less time where it only costs."""
    with Pool(size=2, wall_seconds=5.0 if IS_LONG else 1.5, has_network=False) as made:
        yield made


def test_pages_that_hurt_are_read_or_given_up(pool: Pool) -> None:
    def ask(name: str) -> str:
        try:
            pool.call(fuzz_jobs.read_shape, name)
        except GaveUp as error:
            return str(error)
        return "read"

    with ThreadPoolExecutor(2) as threads:
        ends = dict(zip(SHAPES, threads.map(ask, SHAPES), strict=True))
    sys.stdout.write(f"{Counter(ends.values())}\n")
    assert len(ends) >= 25
    assert "too slow" in ends["nested div"]
    assert all(
        end == "read" or "killed after" in end or "memory" in end for end in ends.values()
    ), ends
    assert pool.call(fuzz_jobs.read, GOOD, wall_seconds=60) > 0


def test_broken_pages_are_read(pool: Pool) -> None:
    """Nothing but a worker's end may come of a page, and random damage kills none."""
    seeds = range(PAGES // PARCEL)

    def ask(seed: int) -> int:
        return pool.call(fuzz_jobs.read_broken, seed, PARCEL, wall_seconds=120)

    with ThreadPoolExecutor(2) as threads:
        found = sum(threads.map(ask, seeds))
    sys.stdout.write(f"{PAGES} broken pages, {found} with a text\n")
    assert found > 0.8 * PARCEL * len(seeds)
