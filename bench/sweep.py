"""One sweep over 500 listing pages: this program, as a process and as a daemon, and its rivals.

Spacing is off and the lists lie on 20 loopback addresses, so that nothing but work is measured.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import WATCHER, Figure, new_home
from bench.lists import ADDRESSES, LISTS, url_of
from bench.rivals import install
from watcher.app import utc_now
from watcher.store import sources as states
from watcher.store.database import Store

HTTPX_ALONE = """
import sys, time, httpx
from concurrent.futures import ThreadPoolExecutor
urls = [line.rstrip() for line in sys.stdin]
client = httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=None))
with ThreadPoolExecutor(10) as pool:
    began = time.perf_counter()
    tags = list(pool.map(lambda url: client.get(url).headers["etag"], urls))
    first = time.perf_counter() - began
    began = time.perf_counter()
    ask = lambda pair: client.get(pair[0], headers={"If-None-Match": pair[1]}).status_code
    assert set(pool.map(ask, zip(urls, tags))) == {304}
    print(first, time.perf_counter() - began)
"""
URLWATCH_SECONDS = {"changed": 2.4, "unchanged": 2.0}
"""What urlwatch 2.29 took on a quiet machine of two cores, where it is not measured alongside."""
LONGEST_SECONDS = 600.0
LEAST_GAIN = 1.5
MOST_COST = 2.0


def measure_sweep(*, rivals: bool = False) -> list[Figure]:
    """Measure changed and unchanged sweeps of all lists; a first pass goes before, told as well."""
    with _serve() as port, new_home() as (folder, environ):
        urls = [url_of(number, port) for number in range(LISTS)]
        sources = folder / "sources.toml"
        sources.write_text("".join(_table(number, port) for number in range(LISTS)), "utf-8")
        sources.chmod(0o600)
        environ["WATCHER_SOURCES"] = str(sources)
        others = install(folder, urls) if rivals else []
        alone = _httpx_alone(urls)
        first = {"check": _whole_process(environ), **{each.name: each.sweep() for each in others}}
        _ask(port, "/~turn")
        changed = {"check": _whole_process(environ), **{each.name: each.sweep() for each in others}}
        same = {"check": _whole_process(environ), **{each.name: each.sweep() for each in others}}
        in_daemon = _in_daemon(folder, environ, port)
    figures = [
        _told("httpx alone, new", alone[0]),
        _told("httpx alone, unchanged (304)", alone[1]),
        *(_told(f"{name}, first pass", seconds) for name, seconds in first.items()),
    ]
    for name, sweeps in (("changed", changed), ("unchanged", same)):
        figures += [_told(f"{each.name}, {name}", sweeps[each.name]) for each in others]
        most = sweeps.get("urlwatch", URLWATCH_SECONDS[name]) / LEAST_GAIN
        figures.append(_aimed(f"check, {name}", sweeps["check"], most))
    for name, seconds, own in zip(("changed", "unchanged"), in_daemon, alone, strict=True):
        figures.append(_aimed(f"in the daemon, {name}", seconds, MOST_COST * own))
    return figures


def _told(name: str, seconds: float) -> Figure:
    return Figure(f"sweep: {name}", seconds, "s", "(told)", is_good=True)


def _aimed(name: str, seconds: float, most: float) -> Figure:
    return Figure(f"sweep: {name}", seconds, "s", f"<= {most:.2f}", is_good=seconds <= most)


def _table(number: int, port: int) -> str:
    return (
        f'[[source]]\nid = "l{number}"\nname = "列表{number}"\ntier = "official"\n'
        f'url = "{url_of(number, port)}"\ninterval = "1d"\nhost_delay = 0\nmin_rows = 10\n'
        "allow_private = true\nignore_robots = true\n"
        'listing.rows = "ul.list li"\nlisting.date = "span"\ndetail.body = "#zoom"\n\n'
    )


@contextmanager
def _serve() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    site = subprocess.Popen(
        [sys.executable, "-m", "bench.lists", str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        if site.stdout is None or site.stdout.readline() != "ready\n":
            raise RuntimeError("the site did not start")
        yield port
    finally:
        site.terminate()
        site.wait()


def _ask(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://{ADDRESSES[0]}:{port}{path}") as answer:
        content: bytes = answer.read()
    return content


def _httpx_alone(urls: Sequence[str]) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", HTTPX_ALONE],
        input="\n".join(urls),
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = map(float, done.stdout.split())
    return first, second


def _whole_process(environ: dict[str, str]) -> float:
    """Time ``watcher check`` over all sources, start and end of the process included."""
    began = time.perf_counter()
    subprocess.run(
        [*WATCHER, "check", "--json"], env=environ, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def _in_daemon(folder: Path, environ: dict[str, str], port: int) -> tuple[float, float]:
    """Time a changed and an unchanged sweep of a daemon that has been running for a while."""
    daemon = subprocess.Popen([*WATCHER, "run"], env=environ)
    store = Store.open(f"sqlite:///{folder}/watcher.db", upgrade=False)
    try:
        _sweep_once(store, port)  # warms the worker processes, as a running daemon's are
        _ask(port, "/~turn")
        changed = _sweep_once(store, port)
        return changed, _sweep_once(store, port)
    finally:
        store.close()
        daemon.terminate()
        daemon.wait(60)


def _sweep_once(store: Store, port: int) -> float:
    """Make every source due, and return the seconds from the first request to the last check."""
    asked_at = utc_now()
    with store.writing() as tx:
        states.make_due(tx, [f"l{number}" for number in range(LISTS)], asked_at)
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        time.sleep(0.25)
        with store.reading() as tx:
            found = states.all_states(tx).values()
        ends = [each.last_check_at for each in found if each.last_check_at is not None]
        if len(ends) == LISTS and min(ends) > asked_at:
            first = float(_ask(port, "/~times").decode().strip("[]").split(",")[0])
            started_at = datetime.fromtimestamp(first, UTC)
            return (max(ends) - started_at) / timedelta(seconds=1)
    raise TimeoutError("the daemon did not check every source")
