"""A website, a clock and services, fresh for every test; the worker pool is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.pipeline.platform_play import Play
from tests.pipeline.website import Clock, Website, open_services
from watcher.model.source import Source
from watcher.pipeline.services import Services
from watcher.store.database import Store
from watcher.workers import Pool


@pytest.fixture(scope="module")
def parsers() -> Iterator[Pool]:
    """Start one pool of real workers for a file of tests."""
    pool = Pool(size=1, wall_seconds=30)
    yield pool
    pool.close()


@pytest.fixture
def site() -> Iterator[Website]:
    """Serve pages on loopback."""
    website = Website()
    yield website
    website.close()


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test moves."""
    return Clock()


@pytest.fixture
def play(clock: Clock) -> Play:
    """Return a platform that accepts all it gets until the test says otherwise."""
    return Play(clock)


@pytest.fixture
def build(
    sqlite_store: Store, tmp_path: Path, clock: Clock, parsers: Pool
) -> Iterator[Callable[..., Services]]:
    """Return a maker of services for given sources."""
    with ExitStack() as stack:

        def make(*sources: Source, store: Store = sqlite_store) -> Services:
            return stack.enter_context(open_services(store, tmp_path, clock, parsers, *sources))

        yield make
