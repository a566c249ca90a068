from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from channel_sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as made:
        yield made
