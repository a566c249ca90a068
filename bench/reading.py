"""``python -m bench reading``: what reading a page costs, step by step, against the parse alone.

Time is that of the process on its core (``process_time``), the best of several passes; on a machine
that does other work it still grows, by caches and shared cores, so the parse floor measured in the
same minute is printed beside it.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.figures import Figure
from watcher.extract import extract_html, html
from watcher.text import dom

TODAY = date(2026, 11, 22)
PASSES = 7
LEAST_RATE = 250.0
EXAMPLES = Path(__file__).parent.parent / "tests/extract/examples"
STEPS: tuple[tuple[str, Any, str], ...] = (
    ("parse (lexbor)", dom, "parse"),
    ("lay out lines", dom, "outline_of"),
    ("read the head", html, "read_meta"),
    ("find the text", html, "find_content"),
    ("find the title", html, "find_title"),
    ("find the day", html, "find_published"),
    ("find the files", html, "find_attachments"),
)
"""Name of a step, and the call that does it."""


@dataclass(frozen=True)
class Cost:
    """Milliseconds a page, and pages a second."""

    step: str
    milliseconds: float

    @property
    def rate(self) -> float:
        """Pages a second, were there nothing else to do."""
        return 1000 / self.milliseconds if self.milliseconds else 0.0


def measure_reading(path: Path | None) -> list[Figure]:
    """Give pages a second of the pure function, and what each of its steps costs."""
    costs = measure(load_pages(path))
    rate = costs[1].rate
    figures = [Figure("reading: pages on one core", rate, "/s", ">= 250", rate >= LEAST_RATE)]
    return figures + [
        Figure(f"reading: {cost.step}", cost.milliseconds, "ms/page", "", is_good=True)
        for cost in costs
    ]


def load_pages(path: Path | None) -> list[dict[str, Any]]:
    """Read JSON lines of html and url, plain or gzipped; without a path the written examples."""
    if path is None:
        return [
            {"html": each.read_text(encoding="utf-8"), "url": ""}
            for each in sorted(EXAMPLES.glob("*.html"))
        ]
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def measure(pages: list[dict[str, Any]]) -> list[Cost]:
    """Measure the parse alone, the whole reading, and its steps."""
    floor = _best(pages, lambda page: dom.parse(page["html"]))
    whole = _best(pages, _read)
    costs = [Cost("parse alone", floor), Cost("whole reading", whole)]
    spent = _measure_steps(pages)
    # The clock inside the steps costs time too: they are scaled to the whole measured without it.
    scale = whole / max(spent.pop("whole"), 1e-9)
    costs += [Cost(step, scale * seconds) for step, seconds in spent.items()]
    costs.append(Cost("the rest: clauses, facts", whole - sum(c.milliseconds for c in costs[2:])))
    return costs


def _read(page: dict[str, Any]) -> object:
    return extract_html(page["html"], url=page.get("url") or None, today=TODAY)


def _best(pages: list[dict[str, Any]], do: Callable[[dict[str, Any]], object]) -> float:
    best = float("inf")
    for _ in range(PASSES):
        began = time.process_time()
        for page in pages:
            do(page)
        best = min(best, time.process_time() - began)
    return 1000 * best / len(pages)


def _measure_steps(pages: list[dict[str, Any]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for _ in range(PASSES):
        spent = dict.fromkeys((name for name, _, _ in STEPS), 0.0)
        with _timed(spent):
            began = time.process_time()
            for page in pages:
                _read(page)
            spent["whole"] = time.process_time() - began
        if not best or spent["whole"] < best["whole"]:
            best = spent
    return {name: 1000 * seconds / len(pages) for name, seconds in best.items()}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Put a clock around every step while it lasts."""
    kept = [(owner, name, getattr(owner, name)) for _, owner, name in STEPS]
    for (step, owner, name), (_, _, call) in zip(STEPS, kept, strict=True):
        setattr(owner, name, _clocked(call, step, spent))
    try:
        yield
    finally:
        for owner, name, call in kept:
            setattr(owner, name, call)


def _clocked(call: Callable[..., Any], step: str, spent: dict[str, float]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        try:
            return call(*args, **kwargs)
        finally:
            spent[step] += time.process_time() - began

    return run
