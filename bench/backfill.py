"""Detail pages a second of ``watcher backfill``, everything included, and its memory over time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from bench import memory
from bench.archive_site import ArchiveSite
from bench.figures import WATCHER, Figure, new_home

SAMPLE_SECONDS = 1.0


@dataclass
class Run:
    """What one backfill took. ``curve`` has (seconds, megabytes of the program and its workers)."""

    pages: int
    seconds: float = 0.0
    curve: list[tuple[float, float]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Pages a second, start included."""
        return self.pages / self.seconds

    @property
    def peak(self) -> float:
        """Most megabytes."""
        return max((each for _, each in self.curve), default=0.0)

    @property
    def growth(self) -> float:
        """Megabytes that the last quarter of the run needs more than its second quarter."""
        half, last = self._mean(0.25, 0.5), self._mean(0.75, 1.0)
        return last - half

    def _mean(self, first: float, last: float) -> float:
        inside = [
            size for at, size in self.curve if first * self.seconds <= at <= last * self.seconds
        ]
        return sum(inside) / len(inside) if inside else 0.0

    def eighths(self) -> str:
        """Return the growth curve in a line: mean megabytes in each eighth of the run."""
        means = [self._mean(each / 8, (each + 1) / 8) for each in range(8)]
        return " ".join(f"{each:.0f}" for each in means)


def measure_backfill(pages: int) -> list[Figure]:
    """Measure a backfill of a made archive over loopback, start included, and print its memory."""
    run = run_backfill(pages)
    name = f"backfill of {pages} pages"
    print(f"{name}: megabytes by eighths of the run: {run.eighths()}")
    grown = run.growth
    return [
        Figure(name, run.rate, "pages/s", ">= 60", run.rate >= 60),
        Figure(f"{name}: most memory, all", run.peak, "MB", "< 400", run.peak < 400),
        Figure(f"{name}: last quarter on second", grown, "MB more", "< 40", grown < 40),
    ]


def run_backfill(pages: int) -> Run:
    """Backfill a made archive of so many notices into an empty database."""
    with new_home() as (folder, environ), ArchiveSite(pages) as site:
        sources = folder / "sources.toml"
        sources.write_text(site.configuration(), encoding="utf-8")
        sources.chmod(0o600)
        run = Run(pages=pages)
        began = time.perf_counter()
        process = subprocess.Popen(
            [*WATCHER, "backfill", "bench", "--since", site.oldest.isoformat(), "--json"],
            env={**environ, "WATCHER_SOURCES": str(sources)},
            stdout=subprocess.PIPE,
            text=True,
        )
        done = threading.Event()
        sampler = threading.Thread(target=_sample, args=(process.pid, began, run, done))
        sampler.start()
        out, _ = process.communicate()
        run.seconds = time.perf_counter() - began
        done.set()
        sampler.join()
    (report,) = (json.loads(line) for line in out.splitlines())
    if report["stored"] != pages:
        sys.exit(f"the backfill stored {report['stored']} of {pages} pages: {report['stopped']}")
    return run


def _sample(process: int, began: float, run: Run, done: threading.Event) -> None:
    while not done.wait(SAMPLE_SECONDS):
        _, tree = memory.measure(process)
        if tree:
            run.curve.append((time.perf_counter() - began, tree))
