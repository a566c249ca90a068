from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import worker_jobs as jobs
from worker_processes import ROOT, children, is_gone, wait_until

from watcher.errors import GaveUp
from watcher.workers import Closed, NoWorker, Pool


def test_workers_are_recycled_after_their_tasks() -> None:
    with Pool(size=1, wall_seconds=20, tasks_per_worker=2) as pool:
        pids = [pool.call(jobs.pid) for _ in range(6)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 2]


def test_a_worker_that_grew_is_replaced() -> None:
    with Pool(size=1, wall_seconds=20, memory_bytes=1 << 29) as pool:
        before = pool.call(jobs.pid)
        pool.call(jobs.hold, 300 << 20)
        assert pool.call(jobs.pid) != before


def test_idle_workers_end_and_come_back() -> None:
    with Pool(size=2, wall_seconds=20, idle_seconds=0.1) as pool:
        first = pool.call(jobs.pid)
        assert wait_until(lambda: is_gone(first))
        assert pool.call(jobs.pid) != first


def test_an_idle_worker_that_was_killed_is_replaced_silently(pool: Pool) -> None:
    first = pool.call(jobs.pid)
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: is_gone(first))
    assert pool.call(jobs.add, 1) == 2


def test_a_call_that_is_interrupted_while_it_waits_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = Pool(size=1, wall_seconds=20)
    with monkeypatch.context() as patch:
        patch.setattr("concurrent.futures.Future.result", interrupt)
        with pytest.raises(KeyboardInterrupt):
            pool.call(jobs.add, 1)
    assert pool.call(jobs.add, 1) == 2
    pool.close()
    assert children() == []


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_leaves_no_processes_threads_or_descriptors() -> None:
    before = (len(os.listdir("/proc/self/fd")), threading.active_count())  # noqa: PTH208  # no Path
    for _ in range(3):
        with Pool(size=2, wall_seconds=20) as pool:
            pool.call(jobs.add, 1)
            with pytest.raises(GaveUp):
                pool.call(jobs.leave, 1)
            with pytest.raises(GaveUp):
                pool.call(jobs.sleep, 60, wall_seconds=0.1)
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == before  # noqa: PTH208  # same
    assert children() == []


def test_a_killed_worker_takes_its_own_children_along(pool: Pool, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(GaveUp):
        pool.call(jobs.start_grandchild_and_hang, str(note), wall_seconds=1)
    assert wait_until(lambda: is_gone(int(note.read_text())))


def test_close_waits_for_running_calls_then_refuses() -> None:
    pool = Pool(size=1, wall_seconds=20)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.call, jobs.sleep_and_return, 0.5)
        assert wait_until(lambda: bool(children()))
        pool.close()
        assert running.result() == 0.5
    with pytest.raises(RuntimeError, match="closed"):
        pool.call(jobs.add, 1)
    pool.close()


def test_close_kills_what_outlives_the_grace() -> None:
    pool = Pool(size=1, wall_seconds=60)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.call, jobs.sleep, 50)
        assert wait_until(lambda: bool(children()))
        pool.close(grace_seconds=0.2)
        error = running.exception()
        assert isinstance(error, Closed)
        assert error.retryable
    assert children() == []


def test_a_machine_that_starts_no_process_is_not_the_tasks_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Pool(size=1, wall_seconds=20) as pool:
        monkeypatch.setattr(sys, "executable", "/does/not/exist")
        with pytest.raises(NoWorker, match="no worker could be started"):
            pool.call(jobs.add, 1)
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(NoWorker, match="no worker could be started"):
            pool.call(jobs.add, 1)
        monkeypatch.undo()
        assert pool.call(jobs.add, 1) == 2


PARENT = """
import os, signal, sys, threading
sys.path[:0] = {path!r}
import worker_jobs as jobs
from watcher.workers import Pool

if __name__ == "__main__":
    pool = Pool(size=2, wall_seconds=100)
    print(pool.call(jobs.pid), flush=True)
    threads = [threading.Thread(target=pool.call, args=(job,)) for job in (jobs.backtrack,)]
    for thread in threads:
        thread.start()
    {then}
"""


@pytest.mark.parametrize("how", ["-c", "-", "file"])
def test_works_from_any_main_and_dies_with_a_killed_parent(how: str, tmp_path: Path) -> None:
    script = PARENT.format(
        path=[str(ROOT), str(ROOT / "tests" / "workers")], then="threads[0].join()"
    )
    file = tmp_path / "main.py"
    file.write_text(script)
    args = {"-c": ["-c", script], "-": ["-"], "file": [str(file)]}[how]
    with subprocess.Popen(
        [sys.executable, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        if how == "-":
            parent.stdin.write(script)
        parent.stdin.close()
        worker = int(parent.stdout.readline())
        assert wait_until(lambda: bool(psutil.Process(worker).cpu_percent(0.05)))
        parent.kill()
    assert wait_until(lambda: is_gone(worker))


def test_a_program_that_forgets_to_close_still_ends() -> None:
    script = PARENT.format(path=[str(ROOT), str(ROOT / "tests" / "workers")], then="os._exit(0)")
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert wait_until(lambda: is_gone(int(done.stdout)))
