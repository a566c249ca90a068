from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from evidence_pages import START, make_page
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from watcher.errors import DiskFull, StoreError
from watcher.evidence import Archive, files
from watcher.evidence import archive as archive_module
from watcher.evidence.head import read_head
from watcher.model.page import EvidenceRef, Page

ROOT = Path(__file__).parent.parent.parent


def list_tree(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_keeps_and_gives_back_every_field(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    page = make_page(
        headers={"content-encoding": "gzip", "etag": '"a"', "x-odd": "é\r\nInjected: 中"},
        final_url="http://site.test/其他?q=a b",
        status=404,
        content=bytes(range(256)) * 10,
        length_verified=False,
    )
    ref = archive.keep(page)
    assert archive.read(ref) == page
    assert Archive(tmp_path).read(ref) == page
    assert ref.sha256 == page.sha256
    assert re.fullmatch(r"2026/11/watch-20261122-00\.warc\.gz", ref.file)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


@settings(max_examples=40, deadline=None)
@given(
    content=st.binary(max_size=2000),
    url=ANY_TEXT | ANY_TEXT.map("http://site.test/{}".format),
    status=st.integers(100, 599),
    headers=st.dictionaries(
        st.text("abcdefghijklmnopqrstuvwxyz-: ", min_size=1, max_size=20),
        ANY_TEXT,
        max_size=4,
    ),
    at=st.datetimes(),
)
def test_any_page_comes_back_and_stays_inside(
    content: bytes, url: str, status: int, headers: dict[str, str], at: Any
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "a" / "archive"
        archive = Archive(root)
        page = make_page(
            content=content,
            url=url,
            status=status,
            headers=headers,
            fetched_at=at.replace(tzinfo=START.tzinfo),
        )
        assert archive.read(archive.keep(page)) == page
        assert list(archive.verify()) == []
        outside = list_tree(Path(folder)) - {f"a/archive/{name}" for name in list_tree(root)}
        assert outside == set()
        ours = re.compile(
            r"\.lock|head\.json|known/[0-9a-f]{2}\.txt|\d{4}/\d{2}/watch-\d{8}-\d\d\.warc\.gz"
        )
        assert all(ours.fullmatch(name) for name in list_tree(root))


def test_other_tools_can_read_the_files(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    pages = [make_page(number) for number in range(3)]
    refs = [archive.keep(page) for page in pages]
    with (tmp_path / refs[0].file).open("rb") as stream:
        records = [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.http_headers.get_statuscode(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream, check_digests="raise")
        ]
    assert records == [("response", page.final_url, "200", page.content) for page in pages]


def test_the_same_content_is_kept_once_across_processes(tmp_path: Path) -> None:
    page = make_page()
    ref = Archive(tmp_path).keep(page)
    size = (tmp_path / ref.file).stat().st_size
    later = replace(page, fetched_at=START.replace(hour=9), headers={})
    assert Archive(tmp_path).keep(later) == ref
    assert (tmp_path / ref.file).stat().st_size == size
    assert Archive(tmp_path).keep(make_page(url="http://other.test/")) != ref
    assert Archive(tmp_path).keep(make_page(status=404)) != ref
    assert Archive(tmp_path).keep(make_page(content=b"changed")) != ref


def test_a_damaged_known_record_is_kept_anew(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = archive.keep(make_page())
    flip(tmp_path / ref.file, ref.offset + ref.length - 9)
    again = archive.keep(make_page())
    assert again != ref
    assert archive.read(again) == make_page()
    assert [fault.kind for fault in archive.verify([ref, again])] == ["altered"]


def test_a_damaged_index_only_costs_a_second_copy(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = archive.keep(make_page())
    (index,) = (tmp_path / "known").iterdir()
    index.write_bytes(b"\xff\x00" + index.read_bytes()[:-20])
    again = archive.keep(make_page())
    assert again != ref
    assert Archive(tmp_path).keep(make_page()) == again
    assert list(archive.verify()) == []


def test_days_open_files_and_older_days_do_not(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    days = [22, 23, 22, 23, 24]
    refs = [
        archive.keep(make_page(number, fetched_at=START.replace(day=day)))
        for number, day in enumerate(days)
    ]
    assert [ref.file[14:22] for ref in refs] == [
        "20261122",
        "20261123",
        "20261123",
        "20261123",
        "20261124",
    ]
    assert list(archive.verify()) == []


def test_a_full_file_is_followed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 1500)
    archive = Archive(tmp_path)
    refs = [archive.keep(make_page(n, fetched_at=START)) for n in range(6)]
    assert [ref.file[-10:-8] for ref in refs] == ["00", "00", "00", "01", "01", "01"]
    assert list(archive.verify()) == []
    assert [archive.read(ref) for ref in refs] == [make_page(n, fetched_at=START) for n in range(6)]


@pytest.mark.parametrize(
    "file",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "2026/11/../../x",
        "2026/11/watch-20261122-00.warc.gz\n",
        "",
    ],
)
def test_a_reference_cannot_point_outside(tmp_path: Path, file: str) -> None:
    ref = EvidenceRef(file=file, offset=0, length=10, sha256="", chain="")
    with pytest.raises(StoreError, match="not the name"):
        Archive(tmp_path).read(ref)
    assert [fault.kind for fault in Archive(tmp_path).verify([ref])] == ["altered"]


def test_reading_what_is_gone_or_changed_says_so(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second = (archive.keep(make_page(number)) for number in range(2))
    with pytest.raises(StoreError, match="damaged"):
        archive.read(replace(second, offset=first.offset, length=first.length))
    with pytest.raises(StoreError, match="damaged"):
        archive.read(replace(first, offset=10**9))
    (tmp_path / first.file).unlink()
    with pytest.raises(StoreError, match="missing from the archive"):
        archive.read(first)


def test_a_page_with_a_wrong_hash_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="SHA-256"):
        Archive(tmp_path).keep(replace(make_page(), sha256="0" * 64))
    assert not (tmp_path / "head.json").exists()


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


WRITE = """
import sys
sys.path[:0] = {path!r}
import dataclasses, json
from pathlib import Path
from evidence_pages import make_page
from watcher.evidence import Archive
archive, name = Archive(Path(sys.argv[1])), sys.argv[2]
for number in range(int(sys.argv[3])):
    page = make_page(number, url=f"http://{{name}}.test/{{number}}", content=name.encode() * 3000)
    print(json.dumps(dataclasses.asdict(archive.keep(page))), flush=True)
"""


def start_writer(root: Path, name: str, count: int) -> subprocess.Popen[str]:
    path = [str(ROOT), str(Path(__file__).parent)]
    script = WRITE.format(path=path)
    return subprocess.Popen(
        [sys.executable, "-c", script, str(root), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def read_refs(text: str) -> list[EvidenceRef]:
    return [EvidenceRef(**json.loads(line)) for line in text.splitlines() if line.endswith("}")]


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


def flip(path: Path, at: int, bit: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def keep_many(root: Path, count: int) -> list[tuple[EvidenceRef, Page]]:
    archive = Archive(root)
    pages = [make_page(number) for number in range(count)]
    return [(archive.keep(page), page) for page in pages]


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
