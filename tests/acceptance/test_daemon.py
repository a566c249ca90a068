"""The daemon as a subprocess: readiness, watchdog, reload and stop over the real interfaces."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.website import Website, make_notice

pytestmark = pytest.mark.acceptance

SOURCE = """
[[source]]
id = "office"
name = "某网信办"
kind = "html"
tier = "official"
url = "{url}/list"
interval = "1s"
host_delay = 0
allow_private = true
listing = {{ rows = "ul.list li", date = "span" }}
detail = {{ body = "#zoom" }}
"""


class Daemon:
    """``watcher run`` with a notify socket that the test reads."""

    def __init__(self, home: Path) -> None:
        address = str(home / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.settimeout(30)
        self.log = home / "log"
        environ = {key: value for key, value in os.environ.items() if "WATCHER" not in key}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "watcher", "run"],
                env=environ
                | {
                    "WATCHER_HOME": str(home),
                    "WATCHER_SOURCES": str(home / "sources.toml"),
                    "WATCHER_TICK_SECONDS": "0.2",
                    "NOTIFY_SOCKET": address,
                    "WATCHDOG_USEC": "900000",
                },
                stdout=log,
                stderr=log,
            )

    def hear(self, wanted: str) -> str:
        """Return the next message to the service manager that holds ``wanted``."""
        while True:
            message = self._socket.recv(4096).decode()
            if wanted in message:
                return message

    def stop(self) -> int:
        """Ask it to end, as systemd does, and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def close(self) -> None:
        """Leave nothing behind."""
        self.process.kill()
        self.process.wait()
        self._socket.close()


@pytest.fixture
def site() -> Iterator[Website]:
    """Serve a list with one notice."""
    website = Website()
    website.pages["/one.html"] = make_notice(
        "关于公示举报渠道的公告",
        "本市网信部门设立举报电话和邮箱各一个，受理时间为工作日九时至十七时。",
    )
    website.publish("one")
    yield website
    website.close()


@pytest.fixture
def home(tmp_path: Path, site: Website) -> Path:
    """Make a home with a configuration."""
    (tmp_path / "sources.toml").write_text(SOURCE.format(url=site.url), encoding="utf-8")
    return tmp_path


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    """Start the daemon."""
    started = Daemon(home)
    yield started
    started.close()


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    environ = os.environ | {
        "WATCHER_HOME": str(home),
        "WATCHER_SOURCES": str(home / "sources.toml"),
    }
    return subprocess.run(
        [sys.executable, "-m", "watcher", *arguments],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_ready_alive_reload_stop(daemon: Daemon, home: Path, site: Website) -> None:
    assert "STATUS=watching 1 sources" in daemon.hear("READY=1")
    daemon.hear("WATCHDOG=1")

    (home / "sources.toml").write_text('[[source]]\nid = "x"\ncolour = 1\n', encoding="utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    assert "MONOTONIC_USEC=" in daemon.hear("RELOADING=1")
    assert "the old one is kept" in daemon.hear("READY=1")
    log = daemon.log.read_text(encoding="utf-8")
    assert "configuration kept" in log
    assert "colour" in log
    daemon.hear("WATCHDOG=1")

    two = SOURCE.format(url=site.url) + SOURCE.format(url=f"{site.url}/other").replace(
        '"office"', '"second"'
    )
    (home / "sources.toml").write_text(two, encoding="utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    daemon.hear("RELOADING=1")
    assert "watching 2 sources" in daemon.hear("READY=1")

    assert daemon.stop() == 0
    daemon.hear("STOPPING=1")
    assert "stopped" in daemon.log.read_text(encoding="utf-8")


def test_what_it_found_is_there_for_other_commands(daemon: Daemon, home: Path) -> None:
    daemon.hear("READY=1")
    for _ in range(100):
        daemon.hear("WATCHDOG=1")
        if "first pass" in daemon.log.read_text(encoding="utf-8"):
            break
    listed = run(home, "notices", "list", "--json")
    assert "关于公示举报渠道的公告" in listed.stdout, listed.stderr
    assert run(home, "status").returncode == 0
    verified = run(home, "evidence", "verify")
    assert verified.returncode == 0, verified.stdout
    assert daemon.stop() == 0


def test_a_broken_configuration_ends_the_start_with_all_faults(home: Path) -> None:
    (home / "sources.toml").write_text(
        '[[source]]\nid = "a"\nkind = "htlm"\n[[channel]]\nid = "c"\nurl = "jsno://x"\n',
        encoding="utf-8",
    )
    done = run(home, "run")
    assert done.returncode == 2
    for part in ("htlm", "jsno", "sources.toml"):
        assert part in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_none_is_told_in_a_line(home: Path) -> None:
    (home / "watcher.db").write_bytes(b"notes, not a database" * 200)
    done = run(home, "status")
    assert done.returncode == 1
    assert "not a database" in done.stderr
    assert "Traceback" not in done.stderr
