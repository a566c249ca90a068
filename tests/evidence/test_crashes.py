from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from archive_tools import ROOT, list_tree, read_refs, start_writer
from evidence_pages import START, make_page

from watcher.errors import DiskFull, StoreError
from watcher.evidence import Archive
from watcher.evidence import archive as archive_module
from watcher.evidence.head import read_head
from watcher.model.page import EvidenceRef


@pytest.mark.parametrize(
    ("code", "error"), [(errno.ENOSPC, DiskFull), (errno.EIO, StoreError)], ids=["full", "broken"]
)
@pytest.mark.parametrize("call", ["pwrite", "fsync", "replace", "open"])
def test_a_failing_disk_leaves_the_archive_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    code: int,
    error: type[StoreError],
) -> None:
    archive = Archive(tmp_path)
    kept = [archive.keep(make_page(number)) for number in range(3)]
    for turn in range(20):
        before = read_tree(tmp_path)
        with monkeypatch.context() as patch:
            calls = fail_at(patch, call, turn, code)
            with suppress(error):
                kept.append(archive.keep(make_page(100 + turn)))
        after = read_tree(tmp_path)
        if len(calls) <= turn:
            break
        assert after == before or after["head.json"] != before["head.json"]
        assert list(archive.verify()) == []
    else:
        pytest.fail("the call was made more often than expected")
    kept.append(archive.keep(make_page(99)))
    assert list(archive.verify()) == []
    assert list(archive.verify(kept)) == []


def read_tree(root: Path) -> dict[str, bytes]:
    """What counts: not the lock, the index, or a new head that was never put in place."""
    names = (name for name in list_tree(root) if name.endswith((".gz", "head.json")))
    return {name: content for name in names if (content := (root / name).read_bytes())}


def fail_at(patch: pytest.MonkeyPatch, call: str, turn: int, code: int) -> list[str]:
    """Make the call number ``turn`` fail, a write after half of its bytes."""
    real, calls = getattr(os, call), []

    def fake(*args: Any, **kwargs: Any) -> Any:
        calls.append(call)
        if len(calls) - 1 != turn:
            return real(*args, **kwargs)
        if call == "pwrite":
            real(args[0], bytes(args[1])[: len(args[1]) // 2], args[2])
        raise OSError(code, os.strerror(code))

    patch.setattr(os, call, fake)
    return calls


FILL = """
import resource, sys
sys.path[:0] = {path!r}
from pathlib import Path
from evidence_pages import make_page
from watcher.errors import DiskFull
from watcher.evidence import Archive
archive = Archive(Path(sys.argv[1]))
archive.keep(make_page(0))
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
import os
try:
    for number in range(1, 50):
        archive.keep(make_page(number, content=os.urandom(500), fetched_at=make_page(0).fetched_at))
except DiskFull as error:
    print(number, error.retryable, bool(error.hint))
"""


def test_a_real_size_limit_is_a_full_disk(tmp_path: Path) -> None:
    path = [str(ROOT), str(Path(__file__).parent)]
    done = subprocess.run(
        [sys.executable, "-c", FILL.format(path=path), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    number, retryable, has_hint = done.stdout.split()
    assert (int(number) > 1, retryable, has_hint) == (True, "True", "True")
    head = read_head(tmp_path)
    assert head is not None
    assert head.sequence == int(number)
    assert list(Archive(tmp_path).verify()) == []


def test_several_processes_and_threads_write_one_chain(tmp_path: Path) -> None:
    writers = [start_writer(tmp_path, name, 40) for name in ("a", "b")]
    archive = Archive(tmp_path)
    with ThreadPoolExecutor(3) as threads:
        refs = list(threads.map(lambda n: archive.keep(make_page(n, fetched_at=START)), range(60)))
    for writer in writers:
        refs += read_refs(writer.communicate()[0])
    assert len({(ref.file, ref.offset) for ref in refs}) == 140
    assert list(archive.verify()) == []
    assert list(archive.verify(refs)) == []


def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    refs: list[EvidenceRef] = []
    for turn in range(8):
        writer = start_writer(tmp_path, f"w{turn}", 10_000)
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(3 + 5 * turn)]
        writer.send_signal(signal.SIGKILL)
        refs += read_refs("".join(lines) + writer.communicate()[0])
    archive = Archive(tmp_path)
    refs.append(archive.keep(make_page(0)))
    assert list(archive.verify()) == []
    assert list(archive.verify(refs)) == []
    assert len(refs) > 100


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_torn_record_behind_the_head_is_cut_off(tmp_path: Path, share: float) -> None:
    archive, twin = Archive(tmp_path / "a"), Archive(tmp_path / "b")
    for number in range(3):
        archive.keep(make_page(number, fetched_at=START))
        last = twin.keep(make_page(number, fetched_at=START))
    torn = twin.keep(make_page(3, fetched_at=START))
    whole = (tmp_path / "b" / torn.file).read_bytes()
    cut = last.offset + last.length + int(torn.length * share)
    (tmp_path / "a" / torn.file).write_bytes(whole[:cut])
    ref = Archive(tmp_path / "a").keep(make_page(4, fetched_at=START))
    assert ref.offset == last.offset + last.length
    assert list(archive.verify()) == []


def test_whole_records_behind_an_old_head_are_taken_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(make_page(0))
    head = (tmp_path / "head.json").read_bytes()
    refs = [archive.keep(make_page(number)) for number in range(1, 12)]
    (tmp_path / "head.json").write_bytes(head)
    refs.append(Archive(tmp_path).keep(make_page(50)))
    assert list(archive.verify()) == []
    assert list(archive.verify(refs)) == []


def test_a_lost_head_is_told_and_made_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    refs = [archive.keep(make_page(number)) for number in range(6)]
    (tmp_path / "head.json").write_text("{")
    assert [fault.kind for fault in archive.verify()] == ["head"]
    refs.append(archive.keep(make_page(7)))
    assert list(archive.verify()) == []
    assert list(archive.verify(refs)) == []


def test_writing_goes_on_behind_damage_in_a_new_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    refs = [archive.keep(make_page(n, fetched_at=START)) for n in range(3)]
    os.truncate(tmp_path / refs[2].file, refs[2].offset + 5)
    ref = archive.keep(make_page(9, fetched_at=START))
    assert ref.file.endswith("-01.warc.gz")
    assert archive.read(ref) == make_page(9, fetched_at=START)
    assert {fault.kind for fault in archive.verify()} == {"altered", "missing"}


def test_a_writer_that_hangs_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "LOCK_SECONDS", 0.1)
    archive = Archive(tmp_path)
    archive.keep(make_page(0))
    with (tmp_path / ".lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="keeps the archive locked"):
            archive.keep(make_page(1))
    archive.keep(make_page(1))
    assert list(archive.verify()) == []
