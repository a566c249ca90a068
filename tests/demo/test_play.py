"""The play ends with the right status when things go wrong, and says what."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from watcher.demo import acts, program
from watcher.demo.play import INTERRUPTED, play


def stand_in(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(program, "COMMAND", (sys.executable, "-c", script))


def test_a_daemon_that_dies_fails_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, "raise SystemExit('the database is locked')")
    assert play(keep=tmp_path / "home", language="zh") == 1
    shown = capsys.readouterr().out
    assert "the daemon ended with status 1" in shown
    assert "the database is locked" in shown


def test_a_daemon_that_does_nothing_fails_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(acts, "DEADLINE_SECONDS", 0.2)
    assert play(language="en", as_json=True) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False
    assert "did not read all lists" in report["error"]


def test_a_folder_in_use_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "watcher.db").write_text("precious", encoding="utf-8")
    assert play(keep=tmp_path) == 1
    assert "not empty" in capsys.readouterr().out.replace("\n", " ")
    assert [path.name for path in tmp_path.iterdir()] == ["watcher.db"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_while_the_daemon_starts_it_stops_it_all_the_same(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
        begun.append(subprocess.Popen(*words, **options))
        signal.raise_signal(number)  # before anybody has the process in hand
        return begun[0]

    stand_in(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(
        program, "subprocess", SimpleNamespace(**vars(subprocess) | {"Popen": begin})
    )
    assert play(keep=tmp_path / "home") == INTERRUPTED
    assert begun[0].returncode is not None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_stops_the_daemon_and_says_so(
    number: signal.Signals,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The stand-in interrupts its parent, as a user would, and goes on until it is stopped."""
    stand_in(
        monkeypatch,
        f"import os, signal, time; print(os.getpid(), flush=True);"
        f"os.kill(os.getppid(), {number.value}); signal.pause()",
    )
    before = signal.getsignal(signal.SIGTERM)
    assert play(keep=tmp_path / "home") == INTERRUPTED
    assert signal.getsignal(signal.SIGTERM) is before
    assert "Interrupted" in capsys.readouterr().out
    pid = int((tmp_path / "home" / "daemon.log").read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
