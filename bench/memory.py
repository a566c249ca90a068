"""Memory of a process and its children, from the kernel's own account."""

from __future__ import annotations

import re
from pathlib import Path


def measure(process: int) -> tuple[float, float]:
    """Return megabytes of one process, and of it with all its descendants.

    Proportional set sizes: a page that several processes share is counted once in all.
    """
    own = _proportional(process)
    return own, own + sum(_proportional(child) for child in _descendants(process))


def measure_peak() -> float:
    """Return the most megabytes this process had in memory (``getrusage`` counts its parent)."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _proportional(process: int) -> float:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _descendants(process: int) -> list[int]:
    found: list[int] = []
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, tasks.read_text(encoding="ascii").split()):
            found += [child, *_descendants(child)]
    return found
