"""Tables written to sources.toml read back as the source they were written from."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adding.list_pages import draft
from watcher.config import load_config
from watcher.config.appending import append_table, render_source
from watcher.errors import ConfigError
from watcher.model.source import (
    DetailRules,
    HopRules,
    ListingRules,
    PageRules,
    Pick,
    Source,
    Tier,
    Tls,
    Way,
)
from watcher.sources import FAMILIES, dress

WHOLE = replace(
    draft('https://www.example.gov.cn/列表?a=1&b="2"'.replace('"', "%22")),
    id="whole",
    name='某局 "通知" \\ 公告\t\x7f',
    kind="json",
    tier=Tier.AGGREGATOR,
    issuer="某局",
    interval_seconds=5400,
    listing=ListingRules(
        items=("data.rows", "rows"),
        title=Pick(path=("t",), regex=r"^(\S+)"),
        link=Pick(path=("id",), template="/d?id={id}"),
        date=Pick(path=("d",)),
        link_allow=r"/d\?",
        drop=("li.empty",),
    ),
    detail=DetailRules(body=("#zoom", "div.x"), drop=("script",)),
    method="POST",
    body='{"page": 1}',
    pages=PageRules(
        url="/p?n={page}", start=0, step=20, kind="html", listing=ListingRules(rows=("li",))
    ),
    hop=HopRules(url="/api/{id}", find={"id": Pick(css=("meta[name=id]",), attr="content")}),
    way=Way(tls=Tls.LEGACY, certificate="ab" * 32, family=4, proxy="office"),
    ignore_robots=True,
    encoding="gb18030",
    headers={"Referer": "https://www.example.gov.cn/", "Cookie": "lang=zh; area=1.2"},
    min_rows=3,
    host_delay_seconds=2.5,
    allow_private=True,
    withdraw_after_seconds=7200,
    unhealthy_after=5,
    recheck_seconds=(60, 3600),
    zone="Asia/Urumqi",
    enabled=False,
    verified="2026-11-22, 亲测",
    note="多行\n备注",
)
PLAIN = replace(draft(), id="plain", name="x", kind="html", listing=ListingRules(rows=("ul > li",)))


def reload(source: Source, folder: Path) -> Source:
    path = folder / "s.toml"
    path.unlink(missing_ok=True)
    (read,) = append_table(path, render_source(source)).sources
    assert load_config(path).sources == (read,)
    return read


@pytest.mark.parametrize("source", [WHOLE, PLAIN], ids=["whole", "plain"])
def test_every_key_reads_back(source: Source, tmp_path: Path) -> None:
    assert reload(source, tmp_path) == source


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_source_of_every_family_reads_back(family: str, tmp_path: Path) -> None:
    source = dress(
        replace(PLAIN, kind="auto", listing=ListingRules(), url=FAMILIES[family].example), family
    )
    assert reload(source, tmp_path) == source
    assert len(render_source(source).splitlines()) <= 6
    changed = replace(source, detail=DetailRules(body=("#own",), title=source.detail.title,
                      date=source.detail.date, issuer=source.detail.issuer,
                      drop=source.detail.drop), pages=PageRules(url="/p/{page}"))  # fmt: skip
    assert reload(changed, tmp_path) == changed


def test_what_a_family_cannot_leave_out_is_written_without_it(tmp_path: Path) -> None:
    source = replace(dress(replace(PLAIN, listing=ListingRules()), "trs"), pages=None)
    read = reload(source, tmp_path)
    assert (read.family, read.pages, read.listing) == (None, None, source.listing)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_text_is_written_so_that_it_reads_back(text: str) -> None:
    source = replace(PLAIN, name=text, note=text, verified=text)
    (row,) = tomllib.loads(render_source(source))["source"]
    assert (row["name"], row["note"], row["verified"]) == (text, text, text)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_stands_in_the_file_stays_as_it_is(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "real.toml"
    old = f"# Kopf{ending}{ending}[[source]]  # eins{ending}".encode()
    old += f'id = "a"{ending}name = "a"{ending}tier = "official"{ending}url = "https://a.example"'.encode()
    path.write_bytes(old)
    path.chmod(0o644)
    link = tmp_path / "sources.toml"
    link.symlink_to(path)
    config = append_table(link, render_source(PLAIN))
    assert [source.id for source in config.sources] == ["a", "plain"]
    assert path.read_bytes().startswith(old + ending.encode())
    assert (b"\r\n" in path.read_bytes()) == (ending == "\r\n")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    "bad",
    [replace(PLAIN, id="BAD ID"), replace(PLAIN, url="https://a.example"), replace(PLAIN, id="a")],
)
def test_a_table_with_a_fault_changes_nothing(bad: Source, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    append_table(path, render_source(replace(PLAIN, id="a", url="https://a.example")))
    before = path.read_bytes()
    with pytest.raises(ConfigError) as raised:
        append_table(path, render_source(bad))
    assert all(str(path) in fault for fault in raised.value.faults)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["sources.toml"]
