"""Ten thousand configured sources: how long starting takes, and choosing what is due."""

from __future__ import annotations

import statistics
import subprocess
import time
from datetime import timedelta
from pathlib import Path

from bench.figures import WATCHER, Figure, new_home
from watcher.app import utc_now
from watcher.model.health import SourceState
from watcher.store import sources as states
from watcher.store.database import Store

SOURCES = 10_000
DUE = 100
TABLE = (
    '[[source]]\nid = "s{0}"\nname = "来源{0}"\ntier = "official"\ninterval = "1d"\nmin_rows = 5\n'
    'url = "https://h{1}.example/{0}/"\n[source.listing]\nrows = "ul.list li"\ndate = "span"\n\n'
)
MOST_CHOOSING = 0.05
MOST_STARTING = 5.0


def measure_many() -> list[Figure]:
    """Measure the choice among sources that were all checked before, and a daemon's start."""
    with new_home() as (folder, environ):
        sources = folder / "sources.toml"
        text = "".join(TABLE.format(number, number % 3000) for number in range(SOURCES))
        sources.write_text(text, "utf-8")
        sources.chmod(0o600)
        environ["WATCHER_SOURCES"] = str(sources)
        _remember(folder)
        choosing = _choose(folder)
        starting = _start(environ)
    return [
        Figure(
            "10,000 sources: choosing what is due",
            choosing,
            "s",
            f"< {MOST_CHOOSING}",
            choosing < MOST_CHOOSING,
        ),
        Figure(
            "10,000 sources: start of the daemon",
            starting,
            "s",
            f"< {MOST_STARTING:.0f}",
            starting < MOST_STARTING,
        ),
    ]


def _remember(folder: Path) -> None:
    """Store a state for every source: checked, and due tomorrow."""
    store = Store.open(f"sqlite:///{folder}/watcher.db")
    now = utc_now()
    with store.writing() as tx:
        for number in range(SOURCES):
            state = SourceState(
                source_id=f"s{number}",
                baseline_at=now,
                last_check_at=now,
                next_check_at=now + timedelta(days=1, seconds=number),
            )
            states.save_state(tx, state)
    store.close()


def _choose(folder: Path) -> float:
    """Return the middle time of a choice in which a hundred sources are due."""
    store = Store.open(f"sqlite:///{folder}/watcher.db", upgrade=False)
    ids = {f"s{number}": None for number in range(SOURCES)}
    found: list[str] = []
    with store.reading() as tx:
        seconds = []
        for _ in range(15):
            began = time.perf_counter()
            now = utc_now() + timedelta(days=1, seconds=DUE)
            found = states.due_sources(tx, ids, now)
            seconds.append(time.perf_counter() - began)
    store.close()
    if not DUE - 60 <= len(found) <= DUE + 60:
        raise AssertionError(f"{len(found)} sources are due")
    return statistics.median(seconds)


def _start(environ: dict[str, str]) -> float:
    """Return the seconds until a daemon says that it watches."""
    began = time.perf_counter()
    daemon = subprocess.Popen(
        [*WATCHER, "run"],
        env={**environ, "WATCHER_LOG_LEVEL": "INFO"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in daemon.stderr or ():
            if f"watching {SOURCES} sources" in line:
                return time.perf_counter() - began
    finally:
        daemon.terminate()
        daemon.wait(60)
    raise RuntimeError("the daemon ended before it watched")
