from __future__ import annotations

import errno
import os
import random
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import worker_jobs as jobs
from worker_processes import children

from watcher.errors import BadStatus, ConfigError, GaveUp, ListingEmpty, ParseError
from watcher.model.health import Health
from watcher.workers import NoWorker, Pool, limits, wire


def test_returns_results_and_keeps_its_worker(pool: Pool) -> None:
    assert pool.call(jobs.add, 1, right=2) == 3
    assert pool.call(jobs.pid) == pool.call(jobs.pid) != os.getpid()


@pytest.mark.parametrize(
    ("func", "args", "wall", "why"),
    [
        (jobs.sleep, (60,), 0.2, "sleep was too slow: killed after 0.2 s"),
        (jobs.backtrack, (), 0.3, "backtrack was too slow"),
        (jobs.stop_self, (), 0.3, "stop_self was too slow"),
        (jobs.allocate, (1 << 33,), 10, "allocate ran out of memory"),
        (jobs.die, (signal.SIGKILL,), 10, "most likely for memory"),
        (jobs.die, (signal.SIGTERM,), 10, "crashed with SIGTERM"),
        (jobs.segfault, (), 10, "crashed with SIGSEGV"),
        (jobs.leave, (3,), 10, "exited with code 3"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_worker_that_must_die_dies_alone(
    pool: Pool, func: Callable[..., Any], args: tuple[Any, ...], wall: float, why: str
) -> None:
    with pytest.raises(GaveUp) as caught:
        pool.call(func, *args, wall_seconds=wall)
    assert why in str(caught.value)
    assert caught.value.hint
    assert pool.call(jobs.add, 1) == 2


def test_a_page_that_is_quadratic_to_parse_is_given_up(pool: Pool) -> None:
    with pytest.raises(GaveUp, match="too slow"):
        pool.call(jobs.read_page, "<div>" * 100_000, wall_seconds=0.5)
    assert pool.call(jobs.read_page, "<p>正文</p>") == "正文"


def test_expected_errors_come_back_as_they_were(pool: Pool) -> None:
    with pytest.raises(ListingEmpty, match="no rows") as empty:
        pool.call(jobs.raise_expected)
    assert empty.value.hint == "look at the page"
    with pytest.raises(BadStatus) as status:
        pool.call(jobs.raise_status)
    assert (status.value.status, status.value.retryable) == (418, True)
    with pytest.raises(ConfigError) as config:
        pool.call(jobs.raise_config)
    assert (config.value.faults, config.value.hint) == (["first", "second"], "mend both")


def test_other_errors_are_named_and_logged(pool: Pool, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ParseError, match="raise_other failed with KeyError: 'title'"):
        pool.call(jobs.raise_other)
    assert "in raise_other" in caplog.text
    with pytest.raises(ParseError, match="RecursionError"):
        pool.call(jobs.recurse)
    with pytest.raises(ParseError, match="make_unpicklable failed with AttributeError"):
        pool.call(jobs.make_unpicklable)


def test_model_values_travel_both_ways(pool: Pool) -> None:
    source = pool.call(jobs.make_source)
    assert source == jobs.make_source()
    assert pool.call(jobs.echo, source) == source


def test_an_answer_cannot_make_the_parent_run_anything(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(GaveUp, match=r"may not hold posix\.system"):
        pool.call(jobs.make_bomb, str(tmp_path / "made"))
    assert not (tmp_path / "made").exists()
    assert pool.call(jobs.add, 1) == 2


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("builtins", "eval"),
        ("os", "system"),
        ("watcher.workers.pool", "Pool"),
        ("watcher.workers.wire", "pickle.loads"),
        ("watcher.workers.wire", "dump"),
        ("watcherx", "Pool"),
    ],
)
def test_answers_are_read_by_an_allow_list(module: str, name: str) -> None:
    content = b"c" + module.encode() + b"\n" + name.encode() + b"\n."
    with pytest.raises(wire.pickle.UnpicklingError, match="may not hold"):
        wire.load_answer(content)


def test_too_large_an_answer_is_refused(pool: Pool) -> None:
    with pytest.raises(GaveUp, match="more than is taken"):
        pool.call(jobs.make_text, wire.MAX_FRAME_BYTES + 1)


def test_many_threads_share_few_workers() -> None:
    with Pool(size=2, wall_seconds=20) as pool:
        with ThreadPoolExecutor(8) as threads:
            pids = list(threads.map(lambda _: pool.call(jobs.pid), range(200)))
        assert 1 <= len(set(pids)) <= 2


def test_a_slow_task_does_not_hold_up_the_others() -> None:
    with Pool(size=2, wall_seconds=20) as pool, ThreadPoolExecutor(2) as threads:
        slow = threads.submit(pool.call, jobs.sleep, 60, wall_seconds=1.5)
        assert [pool.call(jobs.add, number) for number in range(50)] == list(range(1, 51))
        assert not slow.done()
        assert isinstance(slow.exception(), GaveUp)


def test_every_call_gets_its_own_end_whatever_the_others_do() -> None:
    chance = random.Random(5)
    kinds: list[tuple[Callable[..., Any], tuple[Any, ...], Any]] = [
        (jobs.leave, (1,), GaveUp),
        (jobs.die, (signal.SIGKILL,), GaveUp),
        (jobs.raise_expected, (), ListingEmpty),
        (jobs.raise_other, (), ParseError),
        (jobs.stop_self, (), GaveUp),
    ]
    plan = [chance.choice(kinds) if chance.random() < 0.2 else None for _ in range(120)]

    def go(number: int) -> Any:
        if (todo := plan[number]) is None:
            return pool.call(jobs.echo, number)
        try:
            pool.call(todo[0], *todo[1], wall_seconds=0.2 if todo[0] is jobs.stop_self else 20)
        except ParseError as error:
            return GaveUp if isinstance(error, GaveUp) else type(error)

    with (
        Pool(size=3, wall_seconds=20, tasks_per_worker=7) as pool,
        ThreadPoolExecutor(6) as threads,
    ):
        ends = list(threads.map(go, range(len(plan))))
    assert ends == [number if todo is None else todo[2] for number, todo in enumerate(plan)]
    assert children() == []


def test_signals_and_environment_of_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY_SECRET", "s3cret")
    old = signal.signal(signal.SIGTERM, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    try:
        with Pool(size=1, wall_seconds=20, environ={"GIVEN": "yes"}) as pool:
            assert pool.call(jobs.read_signal_state) == (True, True, set())
            environ = pool.call(jobs.read_environ)
            descriptors = pool.call(jobs.list_descriptors)
    finally:
        signal.signal(signal.SIGTERM, old)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
    assert environ["GIVEN"] == "yes"
    assert "CANARY_SECRET" not in environ
    assert len([name for name in descriptors if name.startswith("socket:")]) == 1
    assert all(name.startswith(("socket:", "/dev/null")) for name in descriptors)


def test_a_pool_without_network_opens_no_socket() -> None:
    with Pool(size=1, wall_seconds=20, has_network=False) as pool:
        with pytest.raises(ParseError, match="PermissionError"):
            pool.call(jobs.open_socket)
        assert pool.call(jobs.open_socket_natively) == errno.EACCES
        assert "PermissionError" in pool.call(jobs.open_socket_in_a_child)
        assert pool.call(jobs.add, 1) == 2
    with Pool(size=1, wall_seconds=20) as pool:
        assert pool.call(jobs.open_socket)
        assert pool.call(jobs.open_socket_natively) == 0
        with pytest.raises(ParseError, match="PermissionError"):
            pool.call(jobs.open_socket_behind_the_hook)


def test_a_limit_given_to_the_parent_is_kept() -> None:
    assert limits.clamp(100, resource.RLIM_INFINITY) == 100
    assert limits.clamp(100, 50) == 50
    assert limits.clamp(100, 200) == 100


def test_refuses_functions_of_the_main_script(pool: Pool) -> None:
    def local() -> None: ...

    local.__module__ = "__main__"
    with pytest.raises(TypeError, match="importable module"):
        pool.call(local)


def test_a_warm_pool_has_its_worker_before_the_first_call() -> None:
    with Pool(size=2, preload=["worker_jobs"]) as pool:
        pool.warm(5)
        ready = {each.pid for each in children()}
        assert len(ready) == 2
        assert pool.call(jobs.pid) in ready
        assert {each.pid for each in children()} == ready


def test_a_worker_that_cannot_get_ready_is_told() -> None:
    with Pool(size=1, preload=["there_is_no_such_module"]) as pool, pytest.raises(NoWorker):
        pool.call(jobs.pid)


def test_members_of_enumerations_come_back_from_every_python() -> None:
    packed = wire.dump((Health.OK, {Health.LATE: [Health.MOVED]}))
    assert b"getattr" not in packed  # up to 3.11.3 they were written as a call of it
    assert wire.load_answer(packed) == (Health.OK, {Health.LATE: [Health.MOVED]})
