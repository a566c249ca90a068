"""A backfill is killed at random moments, and the database is that of an uninterrupted one.

WATCHER_KILLS sets how often (`make kills-backfill`: 100), WATCHER_SEED which moments.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.backfill.dump import dump
from tests.backfill.old_site import ROWS, OldSite

pytestmark = pytest.mark.acceptance

KILLS = int(os.environ.get("WATCHER_KILLS") or 6)
SEED = os.environ.get("WATCHER_SEED") or "20251122"
NOTICES = 12 * ROWS
DELAY_SECONDS = 0.03
WINDOW = 40
"""Requests over which the rate is taken: a server's thread may be late by some of them."""
SLACK_SECONDS = 0.25
STARTING_SHARE = 0.15
"""This share of lives ends while the program still starts."""
MOST_REQUESTS = 32
LONGEST_LIFE_SECONDS = 60.0
WORDS = ["backfill", "old", "--since", "2025-01-01", "--json"]


class Lives:
    """Starts and kills the command in one home after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self) -> int:
        """Start the command; return its process number."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(WORDS) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def lives(environ: dict[str, str]) -> Iterator[Lives]:
    command = [sys.executable, "-m", "tests.backfill.lives"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=root, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Lives(process)


def environ_of(home: Path, site: OldSite) -> dict[str, str]:
    """Make a home that watches the site, and return its environment."""
    home.mkdir()
    sources = home / "sources.toml"
    sources.write_text(site.configuration(f"{DELAY_SECONDS}s"), encoding="utf-8")
    sources.chmod(0o600)
    kept = {name: value for name, value in os.environ.items() if "WATCHER_" not in name}
    return {
        **kept,
        "WATCHER_HOME": str(home),
        "WATCHER_SOURCES": str(sources),
        "WATCHER_LANGUAGE": "en",
    }


def run_to_the_end(environ: dict[str, str]) -> dict[str, object]:
    """Run the command as a user does and return what it reports."""
    done = subprocess.run(
        [sys.executable, "-m", "watcher", *WORDS],
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, object] = json.loads(done.stdout)
    return report


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def live_and_die(started: Lives, site: OldSite, moments: random.Random) -> bool:
    """Let the command live for a while and kill it; return whether it still lived."""
    before = len(site.asked)
    process = started.start()
    wanted = 0 if moments.random() < STARTING_SHARE else moments.randint(1, MOST_REQUESTS)
    deadline = time.monotonic() + LONGEST_LIFE_SECONDS
    while len(site.asked) - before < wanted and time.monotonic() < deadline:
        if not is_alive(process):
            return False
        time.sleep(0.005)
    time.sleep(moments.uniform(0, 0.4))
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        while is_alive(process):
            time.sleep(0.005)
        return True
    return False


def quickest(site: OldSite) -> float:
    """Return the least seconds in which the site was asked ``WINDOW`` times after the first."""
    times = [at for at, _ in site.asked]
    spans = [late - early for early, late in zip(times[:-WINDOW], times[WINDOW:], strict=True)]
    return min(spans)


def test_a_killed_backfill_ends_like_one_that_was_not(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    with OldSite(NOTICES) as site:
        environ = environ_of(tmp_path / "whole", site)
        report = run_to_the_end(environ)
        whole = dump(tmp_path / "whole" / "watcher.db")
        assert (report["stored"], report["unread"], report["ended"]) == (NOTICES, 1, "list_end")
        kills = rounds = 0
        while kills < KILLS:
            rounds += 1
            home = tmp_path / f"killed-{rounds}"
            environ = environ_of(home, site)
            with lives(environ) as started:
                while kills < KILLS and live_and_die(started, site, moments):
                    kills += 1
            if not is_finished(home):
                report = run_to_the_end(environ)
                assert report["stored"] == NOTICES
            killed = dump(home / "watcher.db")
            assert [name for name in whole if killed[name] != whole[name]] == []
        fastest = quickest(site)

    assert whole["outbox"] == []
    assert [json.loads(each)["kind"] for each in whole["event"]] == ["backfilled"]
    assert len(whole["page"]) == NOTICES
    assert fastest >= WINDOW * DELAY_SECONDS - SLACK_SECONDS
    sys.stdout.write(
        f"{kills} kills in {rounds} backfills of {NOTICES} notices, {len(site.asked)} requests; "
        f"{WINDOW} requests took {fastest:.2f} s at the quickest, allowed "
        f"{WINDOW * DELAY_SECONDS:.2f} s; every database equal to the uninterrupted one's\n"
    )


def is_finished(home: Path) -> bool:
    """Whether a backfill in this home came to its end."""
    database = home / "watcher.db"
    if not database.exists():
        return False
    return any(json.loads(each)["state"] == "finished" for each in dump(database)["backfill"])
