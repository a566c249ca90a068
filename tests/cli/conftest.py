"""The command as a script calls it: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Ran:
    """What a call of the command left."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects that were printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


OFFICE = """
[[source]]
id = "office"
name = "某网信办"
tier = "official"
url = "https://www.example.gov.cn/list/"
[[channel]]
id = "desk"
url = "json://127.0.0.1:9/hook"
"""


def write_sources(folder: Path, text: str = OFFICE) -> dict[str, str]:
    """Write ``sources.toml`` beside a home that nobody else reads; return how to name it."""
    (folder / "home").mkdir(mode=0o700)
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return {"WATCHER_SOURCES": str(path)}


Call = Callable[..., Ran]


@pytest.fixture
def watcher(tmp_path: Path) -> Call:
    """Return a caller of the command whose database and archive are fresh."""
    kept = {name: value for name, value in os.environ.items() if "WATCHER_" not in name}
    environ = {**kept, "WATCHER_HOME": str(tmp_path / "home"), "WATCHER_LANGUAGE": "en"}

    def call(*words: str, given: str | bytes = b"", **more: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "watcher", *words],
            input=given.encode() if isinstance(given, str) else given,
            env={**environ, **more},
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call
