from __future__ import annotations

import pytest

from tests.dedup.memory_store import MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()
