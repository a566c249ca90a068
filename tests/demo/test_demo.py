"""The whole demo as a user runs it: its exit status, its output and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.demo.conftest import is_running, processes

pytestmark = pytest.mark.acceptance

COMMAND = [sys.executable, "-m", "watcher", "demo"]


def environ() -> dict[str, str]:
    return {**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """One demo, its home kept, and what it printed."""
    home = tmp_path_factory.mktemp("demo") / "home"
    done = subprocess.run(
        [*COMMAND, "--keep", str(home)],
        env=environ(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return home, done.stdout


def test_everything_is_shown_in_order(shown: tuple[Path, str]) -> None:
    lines = (
        "序幕",
        "✓ 网站上的每份公告都已入库",
        "✓ 首次读取不发提醒",
        "第一幕",
        "【新公告】清朗·整治AI技术滥用(2025)",
        "POST /hook/new",
        "繁体变体",
        "译文",
        "✓ 三个副本都并入同一公告",
        "第二幕",
        "【公告改动】",
        "[-应当-]{+不得+}",
        "POST /hook/changed",
        "第三幕",
        "【公告撤下】",
        "POST /hook/withdrawn",
        "第四幕",
        "【来源异常】滨江网信",
        "诊断",
        "POST /hook/source",
        "✓ 没有多余的提醒",
        "演示完成",
        "watcher notices list",
    )
    at = 0
    for line in lines:
        assert line in shown[1][at:], f"{line} is not where it should be:\n{shown[1]}"
        at = shown[1].index(line, at)
    assert "✗" not in shown[1]


def test_its_home_can_be_looked_into_afterwards(shown: tuple[Path, str]) -> None:
    home = shown[0]
    env = environ() | {"WATCHER_HOME": str(home), "WATCHER_SOURCES": str(home / "sources.toml")}
    listed = subprocess.run(
        [sys.executable, "-m", "watcher", "notices", "list", "--json"],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    notices = [json.loads(line) for line in listed.stdout.splitlines()]
    assert sum(notice["pages"] for notice in notices) == 18
    (new,) = [notice for notice in notices if notice["pages"] == 4]
    assert new["title"] == "关于开展“清朗·整治AI技术滥用”专项行动的通知"
    assert [notice["withdrawn"] for notice in notices].count(True) == 1


def children(pid: int) -> list[int]:
    """Every living process that descends from ``pid``, sessions of their own included."""
    parents = {child: parent for child, parent, _ in processes()}
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_nothing_running(number: signal.Signals, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with subprocess.Popen(
        [*COMMAND, "--keep", str(home), "--language", "en"],
        env=environ(),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as demo:
        log = home / "daemon.log"
        for _ in range(600):
            if log.exists() and "first pass" in log.read_text(encoding="utf-8"):
                break
            time.sleep(0.1)
        started = children(demo.pid)
        assert started
        demo.send_signal(number)
        out, _ = demo.communicate(timeout=60)
    assert demo.returncode == 130
    assert "no process is left behind" in out
    assert not [pid for pid in started if is_running(pid)]
