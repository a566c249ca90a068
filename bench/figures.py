"""What all measurements share: a figure, the command, and a home of its own for the program."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WATCHER = (sys.executable, "-m", "watcher")


@dataclass(frozen=True)
class Figure:
    """One measured value with its aim; ``is_good`` says whether the aim is met."""

    name: str
    value: float
    unit: str
    aim: str
    is_good: bool


@contextmanager
def new_home() -> Iterator[tuple[Path, dict[str, str]]]:
    """Give an empty folder and an environment in which the program lives there alone."""
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder:
        kept = {name: value for name, value in os.environ.items() if "WATCHER_" not in name}
        yield Path(folder), {**kept, "WATCHER_HOME": folder, "WATCHER_LOG_LEVEL": "ERROR"}
