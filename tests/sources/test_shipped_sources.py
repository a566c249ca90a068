"""The sources of the shipped sources.toml read pages in the shape of their sites.

Whoever wrote the pages of this folder wrote them after descriptions of the real ones; this says
that the rules in the file fit them. Hosts differ, so of addresses path and query are compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import pytest
from source_tables import TODAY, page_from

from watcher.config import load_config
from watcher.model.listing import Listing
from watcher.model.source import Source
from watcher.sources import parse_listing

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).parent / "examples"
BY_FAMILY = {
    "cac": ["html/cac.html"],
    "jpaas": ["json_html/miit_unit.json", "json_html/ca_unit.json"],
    "jpage": ["xml_records/nrta.html", "xml_records/jiangsu_page.html"],
    "searchlist": ["json/csrc.json"],
    "nfra": ["json/nfra.json"],
    "govcn": ["json/govcn.json"],
    "trs": ["html/trs.html", "html/trs_second.html"],
}
BY_SOURCE = {
    "samr-news": ["json_html/samr_unit.json"],
    "samr-documents": ["json_html/samr_unit.json"],
    "samr-consultation": ["json_html/samr_hearing.json"],
    "pbc-news": ["html/pbc_news.html"],
    "pbc-rules": ["html/pbc_rules.html", "html/pbc.html"],
    "pbc-regulations": ["html/pbc_rules.html", "html/pbc.html"],
    "pbc-penalties": ["html/pbc_news.html"],
    "govcn-feed": ["rss/govcn.xml"],
    "nda-notices": ["html/nda.html"],
    "nda-policy": ["html/nda.html"],
    "nda-interpretation": ["html/nda.html"],
    "nda-experts": ["html/nda.html"],
    "mot-consultation": ["html/trs_status.html"],
    "moj-consultation": ["html/moj.html"],
    "tc260-consultation": ["html/tc260_2026.html", "html/tc260_2025.html"],
    "mps-notices": ["html/mps.html"],
    "nmpa-drug-notices": ["html/nmpa.html"],
    "beijing-policy": ["html/beijing.html"],
    "shanghai-policy": ["html/shanghai.html"],
    "shanghai-documents": ["html/shanghai.html"],
}


def shipped() -> tuple[Source, ...]:
    # A copy: a checkout made under a loose umask is refused, and that is another test's subject.
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "sources.toml"
        copy.write_bytes((ROOT / "sources.toml").read_bytes())
        copy.chmod(0o600)
        return load_config(copy).sources


SOURCES = shipped()


def pairs() -> Iterator[tuple[Source, str]]:
    for source in SOURCES:
        for name in BY_SOURCE.get(source.id) or BY_FAMILY.get(source.family or "", []):
            yield source, name


def paths(rows: list[tuple[str, str | None, str | None]]) -> list[tuple[str, str, str | None]]:
    parts = [(title, urlsplit(url or ""), day) for title, url, day in rows]
    return [(title, f"{url.path}?{url.query}", day) for title, url, day in parts]


def rows_of(listing: Listing) -> list[tuple[str, str | None, str | None]]:
    days = [entry.published_on for entry in listing.entries]
    return [
        (entry.title, entry.url, day.isoformat() if day else None)
        for entry, day in zip(listing.entries, days, strict=True)
    ]


def expected_of(name: str) -> dict[str, Any]:
    path = EXAMPLES / name
    text = path.with_name(f"{path.stem}.expected.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@pytest.mark.parametrize(
    ("source", "name"), list(pairs()), ids=lambda each: getattr(each, "id", each)
)
def test_a_shipped_source_reads_a_page_in_its_shape(source: Source, name: str) -> None:
    expected = expected_of(name)
    # Data behind a shell is read under the number of its page, and links stand beside the page.
    url = expected.get("fetched", expected["source"]["url"])
    if source.hop is not None and "#page=" not in url:
        url += "#page=1"
    page = page_from((EXAMPLES / name).read_bytes(), url=url)
    listing = parse_listing(source, page, today=TODAY)
    wanted = [(row["title"], row["url"], row["published_on"]) for row in expected["entries"]]
    assert paths(rows_of(listing)) == paths(wanted)


def test_only_sources_whose_rows_nobody_described_have_no_page() -> None:
    covered = {source.id for source, _ in pairs()}
    assert {source.kind for source in SOURCES if source.id not in covered} == {"auto"}


SHELLS = {
    "jpaas": "json_html/miit_shell.html",
    "searchlist": "json/csrc_shell.html",
    "nfra": "json/nfra_shell.html",
}


@pytest.mark.parametrize("family", SHELLS)
def test_a_shipped_source_passes_its_shell(family: str) -> None:
    name = SHELLS[family]
    wanted = urlsplit(expected_of(name)["next"]["url"])
    for source in SOURCES:
        if source.family == family:
            page = page_from((EXAMPLES / name).read_bytes(), url=source.url)
            listing = parse_listing(source, page, today=TODAY)
            assert listing.is_hop
            assert listing.next_page is not None
            found = urlsplit(listing.next_page.url)
            assert (found.netloc, found.path) == (urlsplit(source.url).netloc, wanted.path)
            assert (found.query, found.fragment) == (wanted.query, "page=1")


def test_the_second_page_of_a_cac_column_comes_from_its_interface() -> None:
    content = (EXAMPLES / "html/cac.html").read_bytes()
    rows = (EXAMPLES / "json/cac_more.json").read_bytes()
    for source in SOURCES:
        if source.family == "cac":
            first = parse_listing(source, page_from(content, url=source.url), today=TODAY)
            request = first.next_page
            assert request is not None
            channel = source.url.rpartition("/")[2].removesuffix("index_1.htm")
            assert (request.method, request.url.partition("#")[0]) == (
                "POST",
                "https://www.cac.gov.cn/cms/JsonList",
            )
            assert f"channelCode={channel}&perPage=20&pageno=2&".encode() in (request.body or b"")
            assert request.headers["Referer"] == source.url
            second = parse_listing(source, page_from(rows, url=request.url), today=TODAY)
            assert second.entries
            assert not second.problems
