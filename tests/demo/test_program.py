"""Running the program from outside: what is handed to it, and how its end is noticed."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from tests.demo.conftest import is_running
from watcher.demo import program
from watcher.demo.program import DemoFailed, Program


def stand_in(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a few lines of Python in the place of the program."""
    monkeypatch.setattr(program, "COMMAND", (sys.executable, "-c", script))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def test_the_environment_is_clean(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WATCHER_DATABASE_URL", "WATCHER_KILLS", "NOTIFY_SOCKET", "HTTP_PROXY"):
        monkeypatch.setenv(name, "elsewhere")
    stand_in(monkeypatch, "import json, os; print(json.dumps(dict(os.environ)))")
    seen = json.loads(Program(home, language="en").call())
    assert seen["WATCHER_HOME"] == str(home)
    assert seen["WATCHER_SOURCES"] == str(home / "sources.toml")
    assert seen["WATCHER_LANGUAGE"] == "en"
    assert "elsewhere" not in seen.values()
    assert seen["PATH"] == os.environ["PATH"]


def test_a_failing_command_is_reported_with_its_last_lines(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, "import sys; sys.stderr.write('disk on fire'); sys.exit(3)")
    with pytest.raises(
        DemoFailed, match=r"`watcher export --what pages` .* status 3:\ndisk on fire"
    ):
        Program(home, language="zh").call("export", "--what", "pages")


def test_an_endless_command_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(program, "CALL_SECONDS", 0.2)
    with pytest.raises(DemoFailed, match="did not end"):
        Program(home, language="zh").call("run")


def test_a_dead_daemon_is_reported_with_its_log(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, "print('no such table'); raise SystemExit(7)")
    with Program(home, language="zh").running() as daemon:
        assert daemon._process.wait(timeout=30) == 7
        with pytest.raises(DemoFailed, match=r"status 7; its last lines:\nno such table"):
            daemon.check()


CHILD = "import os, time; os.fork(); print(os.getpid(), flush=True); time.sleep(600)"
STUBBORN = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + CHILD


def started(home: Path, count: int) -> list[int]:
    """The process ids that the stand-in printed into its log, once all have."""
    log = home / "daemon.log"
    while len(log.read_text(encoding="utf-8").split()) < count:
        time.sleep(0.01)
    return [int(pid) for pid in log.read_text(encoding="utf-8").split()]


@pytest.mark.parametrize("script", [CHILD, STUBBORN], ids=["obedient", "stubborn"])
def test_nothing_of_the_daemon_is_left(
    home: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    stand_in(monkeypatch, script)
    monkeypatch.setattr(program, "STOP_SECONDS", 0.3)
    with Program(home, language="zh").running() as daemon:
        pids = started(home, 2)
        daemon.check()
        assert all(is_running(pid) for pid in pids)
    for _ in range(1000):  # SIGKILL was sent; the kernel takes its moment
        if not any(is_running(pid) for pid in pids):
            break
        time.sleep(0.01)
    assert not any(is_running(pid) for pid in pids)


def test_pages_are_read_from_the_export(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(
        monkeypatch,
        "import sys; assert sys.argv[1:] == ['export', '--what', 'pages', '--format', 'jsonl'];"
        'print(\'{"url": "http://a/"}\\n\\n{"url": "http://b/"}\')',
    )
    pages = Program(home, language="zh").pages()
    assert [page["url"] for page in pages] == ["http://a/", "http://b/"]
