"""Families: a source of five lines reads what hand-written rules read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from source_tables import TODAY, page_from, source_from

from watcher.model.source import DetailRules, ListingRules, Pick, Source
from watcher.sources import FAMILIES, KINDS, dress, find_family, first_request, missing_values
from watcher.sources.families import read_values
from watcher.sources.family_finding import propose_details
from watcher.sources.kinds import parse_listing
from watcher.sources.templates import SLOT
from watcher.text.dom import check_selector

EXAMPLES = Path(__file__).parent / "examples"
FAMILY_OF = {
    "html/cac.html": "cac",
    "json/cac_more.json": "cac",
    "html/trs.html": "trs",
    "html/was5.html": "was5",
    "html/shanghai.html": "static",
    "html/nfcms.html": "nfcms",
    "html/pbc.html": "easysite",
    "json_html/miit_shell.html": "jpaas",
    "json_html/miit_unit.json": "jpaas",
    "json_html/samr_unit.json": "jpaas",
    "xml_records/nrta.html": "jpage",
    "json/gkmlpt.json": "gkmlpt",
    "json/csrc.json": "searchlist",
    "json/nfra.json": "nfra",
    "json/govcn.json": "govcn",
    "json/miit_search.json": "jsearch",
    "json/nea.json": "datasource",
}


def load(name: str) -> dict[str, Any]:
    path = EXAMPLES / name
    loaded: dict[str, Any] = json.loads(
        path.with_name(f"{path.stem}.expected.json").read_text("utf-8")
    )
    return loaded


def read(name: str, source: Source) -> Any:
    url = load(name).get("fetched", source.url)
    return parse_listing(source, page_from((EXAMPLES / name).read_bytes(), url=url), today=TODAY)


@pytest.mark.parametrize("name", FAMILY_OF)
def test_a_family_reads_what_rules_by_hand_read(name: str) -> None:
    expected = load(name)
    url = expected["source"]["url"]
    listing = read(name, source_from({"url": url, "family": FAMILY_OF[name]}))
    wanted = [(e["title"], e["url"], e["published_on"]) for e in expected["entries"]]
    days = [entry.published_on for entry in listing.entries]
    found = [
        (entry.title, entry.url, None if day is None else day.isoformat())
        for entry, day in zip(listing.entries, days, strict=True)
    ]
    assert found == wanted
    assert listing.is_hop == expected.get("is_hop", False)


def test_every_family_has_an_example() -> None:
    assert set(FAMILY_OF.values()) == set(FAMILIES)


@pytest.mark.parametrize("name", FAMILY_OF)
def test_the_family_of_a_page_is_named(name: str) -> None:
    page = page_from((EXAMPLES / name).read_bytes(), url=load(name)["source"]["url"])
    found = find_family(page)
    assert found is not None
    assert (found.family, bool(found.evidence)) == (FAMILY_OF[name], True)


@pytest.mark.parametrize(
    "name", ["html/bad_rows.html", "html/tc260_portal.html", "json/epoint_jsonp.json"]
)
def test_other_pages_are_of_no_family(name: str) -> None:
    assert find_family(page_from((EXAMPLES / name).read_bytes(), url="https://x.example/")) is None


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_is_sound(name: str) -> None:
    family = FAMILIES[name]
    assert family.kind in KINDS
    for rules in (family.listing, family.pages.listing if family.pages else None):
        for css in _selectors(rules) if rules else ():
            assert check_selector(css) is None, css
    for css in (*family.detail.title, *family.detail.body, *family.detail.date):
        assert check_selector(css) is None, css


def test_what_a_source_says_itself_stays() -> None:
    own = {
        "url": "https://www.cac.example/wxzw/wxfb/A093702index_1.htm",
        "listing": {"rows": "ul.mine > li"},
        "pages": {"url": "mine_{page}.htm"},
        "headers": {"referer": "https://mine.example/"},
    }
    plain = source_from(own)
    source = dress(plain, "cac")
    assert (source.pages, source.headers) == (plain.pages, plain.headers)
    assert source.listing.rows == ("ul.mine > li",)
    assert source.listing.date == FAMILIES["cac"].listing.date
    assert source.detail == FAMILIES["cac"].detail
    assert first_request(source).url == plain.url


def test_the_values_of_a_family_come_from_the_address() -> None:
    url = "https://www.cac.example/wxzw/wxfb/A093702index_1.htm"
    source = source_from({"url": url, "family": "cac"})
    assert read_values(FAMILIES["cac"], url) == {"channel": "A093702"}
    assert source.pages is not None
    assert source.pages.body is not None
    assert "channelCode=A093702&" in source.pages.body
    assert "{page}" in source.pages.body
    assert source.headers["Referer"] == url
    assert missing_values(FAMILIES["cac"], "https://www.cac.example/") == ("channel",)


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(KeyError):
        dress(source_from({"url": "https://x.example/"}), "wordpress")


def test_the_metas_of_a_page_are_proposed() -> None:
    html = (
        '<meta name="ArticleTitle" content="通知"><meta name="PubDate" content=" ">'
        '<meta name="ColumnName" content="公告"><meta name="keywords" content="x">'
    )
    assert propose_details(html) == {"ArticleTitle": "通知", "ColumnName": "公告"}


def _selectors(rules: ListingRules) -> list[str]:
    picks = [rules.title, rules.link, rules.date, rules.next_page]
    found = [css for pick in picks if isinstance(pick, Pick) for css in pick.css]
    return [*rules.rows, *rules.drop, *found]


def test_a_plain_source_is_left_as_it_is() -> None:
    source = source_from({"url": "https://x.example/"})
    assert (source.listing, source.detail) == (ListingRules(), DetailRules())


def test_every_family_stands_in_the_document() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")
    lines = [line.split(" |") for line in text.splitlines() if line.startswith("| `")]
    rows = {cells[0].strip("| `"): [cell.strip() for cell in cells[1:]] for cells in lines}
    assert list(rows) == list(FAMILIES)
    for name, family in FAMILIES.items():
        _, address, told, _ = rows[name]
        assert address == f"`{family.example}`"
        assert re.findall(r"`(\w+)`", told) == list(family.values)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_example_of_a_family_needs_nothing_by_hand(name: str) -> None:
    family = FAMILIES[name]
    assert missing_values(family, family.example) == ()
    source = source_from({"url": family.example, "family": name})
    assert source.family == name
    asked = [source.pages.url, source.pages.body] if source.pages else []
    asked += [source.hop.url] if source.hop else []
    slots = {slot for text in asked if text for slot in SLOT.findall(text)}
    assert slots <= {"page", *(source.hop.find if source.hop else ())}


SHAPED = "".join(
    f'<p><a href="./202611/t2026110{n}_1{n}.html">关于第{n}次检查工作的通知</a>{{{n}}}</p>'
    for n in range(1, 6)
)


@pytest.mark.parametrize(
    ("days", "own", "rows"),
    [
        ("<i>2026-11-02</i>", {}, 5),
        ("", {}, 5),
        ("<i>2026-11-02</i>", {"rows": "ul.mine > li"}, 0),
    ],
)
def test_a_family_whose_templates_differ_is_read_by_shape(
    days: str, own: dict[str, Any], rows: int
) -> None:
    html = SHAPED.format(*[days] * 6)
    table = {"url": "https://s.example/tzgg/", "family": "trs", "listing": own}
    page = page_from(f"<div>{html}</div>".encode(), url="https://s.example/tzgg/")
    listing = parse_listing(source_from(table), page, today=TODAY)
    assert len(listing.entries) == rows
    assert all(entry.published_on for entry in listing.entries)  # else from the address
    assert ("read by its shape" if rows else "out of date") in listing.problems[-1]


@pytest.mark.parametrize("family", ["trs", "static", "nfcms", "was5", "cac"])
def test_navigation_is_no_list_of_any_family(family: str) -> None:
    links = "".join(f'<li><a href="/c{n}/">栏目名称比较长的第{n}个</a></li>' for n in range(9))
    source = source_from({"url": "https://s.example/A1index_1.htm", "family": family})
    page = page_from(f"<ul>{links}</ul>".encode(), url=source.url)
    assert parse_listing(source, page, today=TODAY).entries == ()
