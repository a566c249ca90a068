from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.workers import Pool

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(size=2, wall_seconds=20.0) as made:
        yield made
