"""Processes of one installation keep a host's spacing together."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.fetch.ledger import MOST_AHEAD, Ledger
from watcher.fetch.politeness import HostGate

ASK = """
import sys, time
from pathlib import Path
from watcher.fetch.ledger import Ledger
from watcher.fetch.politeness import HostGate
gate = HostGate(ledger=Ledger(Path(sys.argv[1])))
for _ in range(8):
    with gate.turn("a.test", delay_seconds=0.05):
        print(time.monotonic(), flush=True)
"""


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([1.0, 4.0])), max_size=30))
def test_several_gates_space_a_host_as_one(asked: list[tuple[int, float]]) -> None:
    slept: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "spacing", now=lambda: 1000.0)
        gates = [HostGate(now=lambda: 1000.0, sleep=slept.append, ledger=ledger) for _ in range(3)]
        starts = []
        for which, delay in asked:
            slept.clear()
            with gates[which].turn("a.test", delay_seconds=delay):
                starts.append((sum(slept), delay))
    for (first, one), (second, other) in itertools.pairwise(starts):
        assert second - first >= max(one, other)


def test_two_processes_at_once_and_one_after_a_kill_keep_the_spacing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASK, str(tmp_path)]
    first, second = (subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in "ab")
    times = [float(line) for each in (first, second) for line in each.communicate()[0].split()]
    assert len(times) == 16
    times.sort()
    # A process may be held up between its turn and its line, never the other way round.
    assert times[-1] - times[0] >= 15 * 0.05 - 0.04
    third = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert float(third[0]) - times[-1] >= 0


def test_hosts_without_spacing_or_without_a_folder_are_not_held_up(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert Ledger(blocked).book("a.test", delay_seconds=60, wait_seconds=1.5) == 1.5
    gate = HostGate(ledger=Ledger(tmp_path / "spacing"))
    for _ in range(50):
        with gate.turn("a.test", delay_seconds=0):
            pass
    assert not (tmp_path / "spacing").exists()


def test_an_instant_from_before_a_reboot_holds_nothing_up(tmp_path: Path) -> None:
    before = Ledger(tmp_path, now=lambda: 1e6)
    before.book("a.test", delay_seconds=5, wait_seconds=0)
    after = Ledger(tmp_path, now=lambda: 30.0)
    assert after.book("a.test", delay_seconds=5, wait_seconds=0) == 0
    assert after.book("a.test", delay_seconds=5, wait_seconds=0) == 5
    assert 30 + MOST_AHEAD * 5 < 1e6
    assert time.monotonic() > 0
