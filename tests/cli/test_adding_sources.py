"""``sources add`` and ``sources test`` as an engineer uses them, on sites on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adding.list_pages import ROWS, SHAPES, html_page, notice, rows, title
from tests.cli.conftest import Call
from tests.pipeline.website import Website
from watcher.config import load_config

HEAD = "# 本文件由合规组维护。\n\n[[channel]]   # where alerts go\nid = 'desk'\nurl = 'json://127.0.0.1:9/x'\n"


@pytest.fixture
def site() -> Iterator[Website]:
    """Serve two pages of a list, its notices, and what is no list."""
    website = Website()
    website.pages["/a/index.html"] = html_page(
        SHAPES["list"](0) + "<a href='/a/index_1.html'>下一页</a>"
    )
    website.pages["/a/index_1.html"] = html_page(SHAPES["list"](ROWS))
    website.pages |= {f"/n/{n}.html": notice(title(n)) for n in range(2 * ROWS)}
    website.pages["/moved"] = (301, {"Location": "/a/index.html"}, b"")
    website.pages["/f.pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
    yield website
    website.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a sources.toml with comments and no final newline."""
    path = tmp_path / "sources.toml"
    path.write_text(HEAD + "# the end", encoding="utf-8")
    path.chmod(0o640)
    return path


def test_a_list_is_added_and_watched_once(watcher: Call, site: Website, file: Path) -> None:
    where = {"WATCHER_SOURCES": str(file)}
    url = f"{site.url}/moved"
    ran = watcher("sources", "add", url, "--allow-private", "--id", "city", "--yes", **where)
    assert ran.status == 0, ran.err
    assert "leads to" in ran.out
    text = file.read_text(encoding="utf-8")
    assert text.startswith(HEAD + "# the end\n\n[[source]]\n")
    assert file.stat().st_mode & 0o777 == 0o640
    (source,) = load_config(file).sources
    assert (source.id, source.url, source.min_rows) == ("city", f"{site.url}/a/index.html", 7)
    assert source.detail.body == ("#zoom",)
    assert "second page read, one notice read" in source.verified
    assert list(file.parent.glob(".sources-*")) == []

    again = watcher("sources", "add", source.url, "--allow-private", "--yes", **where)
    assert again.status == 2
    assert "already watched by city" in again.err
    assert file.read_text(encoding="utf-8") == text

    shown = watcher("sources", "test", "city", "--json", **where)
    assert shown.status == 0
    assert [row["title"] for row in shown.rows] == [title(n) for n in range(ROWS)]
    assert {tuple(row["doubts"]) for row in shown.rows} == {()}
    site.pages["/a/index.html"] = html_page(
        '<ul class="news">' + rows('<li><a href="/n/{n}.html">{t}</a><span>soon</span></li>')
    )
    broken = watcher("sources", "test", "city", **where)
    assert broken.status == 1
    assert "no date" in broken.out
    assert "Only 0 of 14 rows have a readable date" in broken.err


def test_nothing_is_written_unless_asked_for(watcher: Call, site: Website, file: Path) -> None:
    before = file.read_bytes()
    where = {"WATCHER_SOURCES": str(file)}
    url = f"{site.url}/a/index.html"
    dry = watcher("sources", "add", url, "--allow-private", "--dry-run", "--json", **where)
    assert dry.status == 0
    (row,) = dry.rows
    assert (row["added"], len(row["rows"]), row["second_page"]["new"]) == (False, ROWS, ROWS)
    silent = watcher("sources", "add", url, "--allow-private", **where)
    assert silent.status == 1
    assert "add --yes" in silent.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "case",
    [
        ("/n/3.html", ["--allow-private"], "a single notice, not a list"),
        ("/gone", ["--allow-private"], "answers 404"),
        ("/a/index.html", [], "loopback"),
        ("/a/index.html", ["--allow-private", "--id", "Bad Id"], "cannot be an id"),
    ],
)
def test_what_cannot_be_added_is_told_in_a_sentence(
    watcher: Call, site: Website, file: Path, case: tuple[str, list[str], str]
) -> None:
    before = file.read_bytes()
    path, words, said = case
    ran = watcher("sources", "add", site.url + path, "--yes", *words, WATCHER_SOURCES=str(file))
    assert ran.status in {1, 2}
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert file.read_bytes() == before
