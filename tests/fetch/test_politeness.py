from __future__ import annotations

import itertools
import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.errors import Unreachable
from watcher.fetch import politeness
from watcher.fetch.politeness import HostGate


class FakeTime:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self._lock = threading.Lock()

    def now(self) -> float:
        with self._lock:
            return self.seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.seconds += seconds


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([0.0, 1.0, 5.0])), max_size=30))
def test_requests_to_a_host_are_spaced_by_the_larger_delay(asked: list[tuple[str, float]]) -> None:
    clock = FakeTime()
    gate = HostGate(now=clock.now, sleep=clock.sleep)
    starts: dict[str, list[tuple[float, float]]] = {"a": [], "b": []}
    for host, delay in asked:
        with gate.turn(host, delay_seconds=delay):
            starts[host].append((clock.now(), delay))
    for times in starts.values():
        for (first, one), (second, other) in itertools.pairwise(times):
            assert second - first >= max(one, other) - 1e-9


def test_one_host_does_not_wait_for_another() -> None:
    clock = FakeTime()
    gate = HostGate(now=clock.now, sleep=clock.sleep)
    for host in "abcdef":
        with gate.turn(host, delay_seconds=60):
            pass
    assert clock.now() == 100.0


def test_no_more_than_two_are_inside_a_host_at_once() -> None:
    gate = HostGate()
    lock = threading.Lock()
    inside = highest = 0
    barrier = threading.Barrier(2, timeout=5)

    def visit(number: int) -> None:
        nonlocal inside, highest
        with gate.turn("a", delay_seconds=0):
            with lock:
                inside += 1
                highest = max(highest, inside)
            if number < 2:
                barrier.wait()  # only passes where two are inside together
            with lock:
                inside -= 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(visit, range(12)))
    assert highest == 2
    assert gate._hosts["a"].running == 0


def test_who_waits_first_goes_first() -> None:
    gate = HostGate(at_once=1)
    order: list[int] = []

    def visit(number: int) -> None:
        with gate.turn("a", delay_seconds=0):
            order.append(number)

    threads = []
    with gate.turn("a", delay_seconds=0):
        for number in range(6):
            threads.append(threading.Thread(target=visit, args=(number,)))
            threads[-1].start()
            while len(gate._hosts["a"].waiting) <= number:
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join(5)
    assert order == list(range(6))


def test_closing_wakes_everybody_and_lets_nobody_pass() -> None:
    gate = HostGate(at_once=1)
    refused: list[str] = []

    def visit(delay: float) -> None:
        try:
            with gate.turn("a", delay_seconds=delay):
                refused.append("passed")
        except Unreachable:
            refused.append("refused")

    with gate.turn("a", delay_seconds=3600):
        threads = [threading.Thread(target=visit, args=(3600.0,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        while len(gate._hosts["a"].waiting) < 4:
            threading.Event().wait(0.001)
        gate.close()
    for thread in threads:
        thread.join(5)
    assert refused == ["refused"] * 4
    assert gate._hosts["a"].running == 0


def test_a_place_is_given_back_when_a_request_fails() -> None:
    gate = HostGate(at_once=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.turn("a", delay_seconds=0):
            raise ZeroDivisionError
    with gate.turn("a", delay_seconds=0):
        assert gate._hosts["a"].running == 1


def test_idle_hosts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(politeness, "MOST_IDLE_HOSTS", 50)
    clock = FakeTime()
    gate = HostGate(now=clock.now, sleep=clock.sleep)
    gate._sweep_above = 50
    for number in random.Random(1).sample(range(10_000), 1000):
        with gate.turn(f"host{number}", delay_seconds=1):
            clock.sleep(0.1)
    assert len(gate._hosts) <= 200
