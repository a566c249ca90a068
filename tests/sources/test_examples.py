"""Golden pairs: pages written in the shape of real sites, and what is read from them.

An expectation names the source (its table in sources.toml), the address the page came from where
that is not the source's own, and the listing to the letter.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from source_tables import TODAY, as_table, page_from, source_from

from watcher.sources import KINDS, first_request, parse_listing

EXAMPLES = Path(__file__).parent / "examples"
PAGES = sorted(p for p in EXAMPLES.glob("*/*") if not p.name.endswith(".expected.json"))


def load(path: Path) -> dict[str, Any]:
    expected = path.with_name(f"{path.stem}.expected.json")
    loaded: dict[str, Any] = json.loads(expected.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("path", PAGES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_page_is_read_as_expected(path: Path) -> None:
    expected = load(path)
    source = source_from(expected.pop("source"))
    url = expected.pop("fetched", source.url)
    page = page_from(path.read_bytes(), url=url)
    assert as_table(parse_listing(source, page, today=TODAY)) == expected


@pytest.mark.parametrize("path", PAGES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_example_builds_its_first_request(path: Path) -> None:
    source = source_from(load(path)["source"])
    request = first_request(source)
    assert request.url == source.url
    assert request.host_delay_seconds == source.host_delay_seconds


def test_every_kind_has_examples() -> None:
    assert {path.parent.name for path in PAGES} | {"auto"} >= set(KINDS)


def test_every_expectation_has_its_page() -> None:
    expected = {p.name.removesuffix(".expected.json") for p in EXAMPLES.glob("*/*.expected.json")}
    assert expected == {path.stem for path in PAGES}
