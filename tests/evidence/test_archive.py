from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive_tools import flip, list_tree
from evidence_pages import START, make_page
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from watcher.errors import StoreError
from watcher.evidence import Archive, files
from watcher.model.page import EvidenceRef


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
