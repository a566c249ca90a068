"""``watcher backfill`` and ``watcher coverage`` as processes: stopped, resumed, reported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.backfill.old_site import NEWEST, OldSite
from tests.cli.conftest import Call

NOTICES = 30
SINCE = ("--since", "2025-06-01")


def configure(folder: Path, site: OldSite, delay: str) -> str:
    path = folder / "sources.toml"
    path.write_text(site.configuration(delay), encoding="utf-8")
    path.chmod(0o600)
    return str(path)


@pytest.mark.acceptance
def test_a_backfill_that_is_stopped_goes_on_and_ends_in_a_map(
    watcher: Call, tmp_path: Path
) -> None:
    with OldSite(NOTICES) as site:
        sources = configure(tmp_path, site, "0.1s")
        kept = {name: value for name, value in os.environ.items() if "WATCHER_" not in name}
        home = {"WATCHER_HOME": str(tmp_path / "home"), "WATCHER_SOURCES": sources}
        started = subprocess.Popen(
            [sys.executable, "-m", "watcher", "backfill", "old", *SINCE],
            env={**kept, **home, "WATCHER_LANGUAGE": "en"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 60
        while len(site.asked) < 16 and time.monotonic() < deadline:
            time.sleep(0.01)
        started.send_signal(signal.SIGTERM)
        _, said = started.communicate(timeout=60)
        assert started.returncode == 130, said
        assert "the same command goes on from here" in said

        done = watcher("backfill", "old", *SINCE, "--json", **home)
        (report,) = done.rows
        assert (done.status, report["ended"], report["stored"]) == (0, "list_end", NOTICES)
        assert report["unread"] == 1
        june, *_ = report["months"]
        assert (june["month"], june["pages"]) == (f"{NEWEST:%Y-%m}", NOTICES)
        assert (june["state"], june["unread"]) == ("partial", 1)

        again = watcher("coverage", "old", **home)
        assert again.status == 0
        assert "2025-06" in again.out
        assert "partial" in again.out


def test_wrong_words_are_refused_with_the_way_out(watcher: Call, tmp_path: Path) -> None:
    with OldSite(1) as site:
        sources = configure(tmp_path, site, "1s")
        unknown = watcher("backfill", "odl", *SINCE, WATCHER_SOURCES=sources)
        assert unknown.status == 2
        assert "did you mean 'old'" in unknown.err or "did you mean old?" in unknown.err
        wrong = watcher("backfill", "old", "--since", "June", WATCHER_SOURCES=sources)
        assert wrong.status == 2
        assert "write it as 2025-01-31" in wrong.err
        assert site.asked == []
