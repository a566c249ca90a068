"""The benchmark's own parts do what they say; its figures are nobody's test."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import httpx
import pytest

from bench import memory
from bench.site import CountingSite
from bench.texts import write_news
from watcher.config import load_config


def test_made_texts_are_long_distinct_and_the_same_each_time(tmp_path: Path) -> None:
    first, again = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert write_news(first, news=None, documents=30) == 30
    write_news(again, news=None, documents=30)
    assert first.read_bytes() == again.read_bytes()
    rows = [json.loads(line) for line in first.read_text(encoding="utf-8").splitlines()]
    assert len({row["text"] for row in rows}) == 30
    assert all(300 < len(row["text"]) < 1500 for row in rows)


def test_given_texts_are_taken_as_they_are(tmp_path: Path) -> None:
    given = tmp_path / "news.jsonl"
    given.write_text('{"id": "1", "date": "2025-01-02", "title": "t", "text": "x"}\n' * 3)
    written = tmp_path / "out.jsonl"
    assert write_news(written, news=given, documents=2) == 2
    row = json.loads(written.read_text(encoding="utf-8").splitlines()[0])
    assert (row["id"], row["text"], row["published"]) == ("1", "x", "2025-01-02")


def test_memory_is_read_from_the_kernel() -> None:
    own, tree = memory.measure(os.getpid())
    assert tree >= own > 5
    assert memory.measure(2**22 + 1) == (0.0, 0.0)


def test_the_site_is_configured_and_knows_its_first_visitor(tmp_path: Path) -> None:
    with CountingSite() as site:
        path = tmp_path / "sources.toml"
        path.write_text(site.configuration(), encoding="utf-8")
        path.chmod(0o600)
        (source,) = load_config(path).sources
        with pytest.raises(TimeoutError):
            site.wait_for_request(0.01)
        assert "list" in httpx.get(source.url).text
        assert site.wait_for_request(5) <= time.perf_counter()
