"""Pages kept together stand in the archive as if each had been kept alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from evidence_pages import START, make_page

from watcher.errors import StoreError
from watcher.evidence import Archive
from watcher.model.page import Page


def batch() -> list[Page]:
    """Pages of two days, the second one twice."""
    pages = [make_page(number, fetched_at=START) for number in range(4)]
    later = [make_page(9, fetched_at=START + timedelta(days=1))]
    return [*pages, pages[1], *later, make_page(7, fetched_at=START)]


def contents(root: Path) -> dict[str, bytes]:
    """Every file of an archive."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_a_batch_leaves_the_same_bytes_as_its_pages_one_by_one(tmp_path: Path) -> None:
    together, alone = Archive(tmp_path / "together"), Archive(tmp_path / "alone")
    refs = together.keep_all(batch())
    assert refs == [alone.keep(page) for page in batch()]
    assert refs[4] == refs[1]
    assert len({ref.file for ref in refs}) == 2
    assert contents(tmp_path / "together") == contents(tmp_path / "alone")
    assert list(together.verify()) == list(together.verify(refs)) == []
    assert [together.read(ref).url for ref in refs] == [page.url for page in batch()]


def test_what_is_kept_already_is_not_kept_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.keep(batch()[2])
    refs = archive.keep_all(batch())
    assert refs[2] == first
    before = contents(tmp_path)
    assert archive.keep_all(batch()) == refs
    assert archive.keep_all(()) == []
    assert contents(tmp_path) == before


def test_one_wrong_page_keeps_the_whole_batch_out(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    wrong = replace(make_page(3), sha256="0" * 64)
    with pytest.raises(StoreError, match="SHA-256"):
        archive.keep_all([make_page(1), wrong])
    assert list(tmp_path.rglob("*.gz")) == []
