"""``python -m bench``: speeds and sizes of the program on this machine, against their aims.

Runs the installed command from outside, as a user does, in folders of its own, without network. The
exit status is 0 whatever the figures: a busy machine is no fault of the program.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from bench import memory
from bench.backfill import measure_backfill
from bench.campaigns import measure_campaigns
from bench.figures import WATCHER, Figure, new_home
from bench.judging import measure_judging
from bench.many import measure_many
from bench.reading import measure_reading
from bench.site import CountingSite
from bench.sweep import measure_sweep
from bench.texts import write_news

IDLE_SECONDS = 6.0
LONGEST_WAIT_SECONDS = 30.0


def main() -> None:
    """Measure what was asked for and print a line a figure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--news", type=Path, help="JSON lines to ingest in place of made texts")
    parser.add_argument("--documents", type=int, default=1000, help="how many to ingest")
    parser.add_argument("--notices", type=int, default=4500, help="judging: how many to index")
    parser.add_argument("--html", type=Path, help="reading: JSON lines of html and url")
    parser.add_argument("--pages", type=int, default=1000, help="how many to backfill")
    parser.add_argument(
        "only",
        nargs="*",
        help="help, daemon, ingest, judging, backfill, sweep, campaigns, reading; all if none",
    )
    parser.add_argument(
        "--rivals", action="store_true", help="sweep: install urlwatch and webchanges, time them"
    )
    wanted = parser.parse_args()
    measures: dict[str, Callable[[], list[Figure]]] = {
        "help": measure_help,
        "daemon": measure_daemon,
        "delivery": measure_delivery,
        "diff": measure_diff,
        "ingest": lambda: measure_ingest(wanted.news, wanted.documents),
        "backfill": lambda: measure_backfill(wanted.pages),
        "judging": lambda: measure_judging(wanted.notices),
        "many": measure_many,
        "sweep": lambda: measure_sweep(rivals=wanted.rivals),
        "campaigns": measure_campaigns,
        "reading": lambda: measure_reading(wanted.html),
    }
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}")
    for name in wanted.only or measures:
        for figure in measures[name]():
            mark = "good" if figure.is_good else "MISSED"
            value = f"{figure.value:8.2f} {figure.unit}"
            print(f"{figure.name:<46}{value:<16} aim {figure.aim:<12} {mark}", flush=True)


def measure_help() -> list[Figure]:
    """Measure how long ``watcher --help`` takes: the middle of seven runs."""
    seconds = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([*WATCHER, "--help"], check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    middle = statistics.median(seconds)
    return [Figure("watcher --help", middle, "s", "< 0.4", middle < 0.4)]


def measure_delivery() -> list[Figure]:
    """Time alerts from event to acceptance, without and with a channel that drips."""
    from bench import delivery  # noqa: PLC0415 - the program's own modules; the rest runs it only

    healthy, beside = delivery.measure(drips=False), delivery.measure(drips=True)
    last, most = healthy.quantile(99), beside.quantile(95)
    return [
        Figure("alert found to accepted, p99", last, "s", "<= 10", last <= 10),
        Figure("the same beside a dripping channel, p95", most, "s", "<= 5", most <= 5),
    ]


def measure_diff() -> list[Figure]:
    """Time the comparison of two long notices and of two ordinary ones."""
    from bench import comparing  # noqa: PLC0415 - as above

    long, usual = comparing.measure(200_000), comparing.measure(3_000) * 1000
    return [
        Figure("diff of two notices of 200 kB", long, "s", "< 1", long < 1),
        Figure("diff of two notices of 3 kB", usual, "ms", "< 5", usual < 5),
    ]


def measure_daemon() -> list[Figure]:
    """Measure a daemon on one empty-handed site: time to its first poll, and memory when idle."""
    with CountingSite() as site, new_home() as (folder, environ):
        sources = folder / "sources.toml"
        sources.write_text(site.configuration(), encoding="utf-8")
        sources.chmod(0o600)
        environ["WATCHER_SOURCES"] = str(sources)
        began = time.perf_counter()
        daemon = subprocess.Popen([*WATCHER, "run"], env=environ)
        try:
            first = site.wait_for_request(LONGEST_WAIT_SECONDS) - began
            time.sleep(IDLE_SECONDS)
            own, tree = memory.measure(daemon.pid)
        finally:
            began = time.perf_counter()
            daemon.terminate()
            daemon.wait(LONGEST_WAIT_SECONDS)
        stopped = time.perf_counter() - began
    return [
        Figure("daemon: start to first poll", first, "s", "< 2", first < 2),
        Figure("daemon: memory when idle, with its workers", tree, "MB", "< 150", tree < 150),
        Figure("daemon: memory when idle, main process", own, "MB", "< 150", own < 150),
        Figure("daemon: SIGTERM to exit", stopped, "s", "< 10", stopped < 10),
    ]


def measure_ingest(news: Path | None, documents: int) -> list[Figure]:
    """Measure documents a second of ``watcher ingest`` into an empty database, start included."""
    with new_home() as (folder, environ):
        lines = folder / "news.jsonl"
        count = write_news(lines, news=news, documents=documents)
        began = time.perf_counter()
        subprocess.run(
            [*WATCHER, "ingest", "--jsonl", str(lines), "--json"],
            env=environ,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds = time.perf_counter() - began
    rate = count / seconds
    return [Figure(f"ingest of {count} documents", rate, "docs/s", ">= 100", rate >= 100)]


if __name__ == "__main__":
    main()
