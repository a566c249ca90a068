from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from channel_sink import Sink


@pytest.fixture(scope="session")
def server() -> Iterator[Sink]:
    with Sink() as made:
        yield made


@pytest.fixture
def sink(server: Sink) -> Sink:
    """The one server of the session, with nothing said or heard yet."""
    server.reply = b""
    server.got.clear()
    return server
