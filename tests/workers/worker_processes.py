"""Watching processes come and go."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil

HERE = Path(__file__).parent


ROOT = HERE.parent.parent


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def wait_until(is_true: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.02)
    return is_true()


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
