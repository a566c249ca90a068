"""What is proposed for a page: selectors that read what was found, families, refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.adding.list_pages import (
    ROWS,
    SHAPES,
    TODAY,
    URL,
    day,
    draft,
    html_page,
    notice,
    page_of,
    rows,
    title,
)
from watcher.config import load_config
from watcher.config.appending import render_source
from watcher.model.source import Source
from watcher.pipeline.adding.bodies import read_notice
from watcher.pipeline.adding.doubts import Subject
from watcher.pipeline.adding.proposal import NoList, Proposal, propose_source
from watcher.sources import parse_listing

EXAMPLES = Path(__file__).parents[1] / "sources" / "examples"


def propose(content: str | bytes, url: str = URL) -> Proposal:
    found = propose_source(draft(url), page_of(content, url), TODAY)
    assert isinstance(found, Proposal), found
    return found


def reload(source: Source, folder: Path) -> Source:
    """Write a source's table to a file and read it back."""
    path = folder / "sources.toml"
    path.write_text(render_source(source), encoding="utf-8")
    path.chmod(0o600)
    (read,) = load_config(path).sources
    return read


@pytest.mark.parametrize("shape", SHAPES)
def test_selectors_read_every_row_of_a_plain_list(shape: str, tmp_path: Path) -> None:
    page = page_of(html_page(SHAPES[shape](0)))
    found = propose(page.content)
    assert found.source.listing.rows
    assert Subject.BY_SHAPE not in {doubt.subject for doubt in found.doubts}
    source = reload(replace(found.source, id="x", name="x"), tmp_path)
    read = parse_listing(source, page, today=TODAY)
    assert [(each.title, each.published_on, each.url) for each in read.entries] == [
        (title(n), day(n), f"https://www.example.gov.cn/n/{n}.html") for n in range(ROWS)
    ]
    assert not read.problems


@pytest.mark.parametrize("shape", SHAPES)
def test_selectors_hold_for_the_rows_of_another_day(shape: str) -> None:
    found = propose(html_page(SHAPES[shape](0)))
    later = page_of(html_page(SHAPES[shape](ROWS)))
    read = parse_listing(found.source, later, today=TODAY)
    assert [(each.title, each.published_on) for each in read.entries] == [
        (title(n), day(n)) for n in range(ROWS, 2 * ROWS)
    ]


def test_names_of_single_rows_and_states_are_not_used() -> None:
    body = "<ul class='on w1200'>" + rows(
        "<li class='li{n} odd active'><a class='a{n}' href='/n/{n}.html'>{t}</a><i>{d}</i></li>"
    )
    found = propose(html_page(body + "</ul>"))
    assert not any(
        each in render_source(found.source) for each in ("li0", "odd", "active", ".on", "w1200")
    )


def test_a_list_without_any_hold_is_read_by_its_shape() -> None:
    body = "<ul>" + rows("<li><a href='/n/{n}.html'>{t}</a><i>{d}</i></li>") + "</ul>"
    beside = "<ul><li><a href='/x'>友情链接之一</a></li></ul>"
    found = propose(html_page(body + beside))
    assert len(found.listing.entries) == ROWS
    assert found.source.kind in {"auto", "html"}


def examples() -> list[tuple[Path, dict[str, Any]]]:
    pages = [
        (path.with_name(path.name.replace(".expected.json", "")), json.loads(path.read_text()))
        for path in sorted(EXAMPLES.glob("*/*.expected.json"))
    ]
    whole = []
    for stem, expected in pages:
        (path,) = (each for each in stem.parent.glob(f"{stem.name}.*") if each.suffix != ".json"
                   or not each.name.endswith(".expected.json"))  # fmt: skip
        family = expected["source"].get("family")
        if family and len(expected["entries"]) >= 2 and "fetched" not in expected:
            whole.append((path, expected))
    return whole


@pytest.mark.parametrize(
    ("path", "expected"), examples(), ids=lambda each: getattr(each, "stem", "")
)
def test_a_page_of_a_known_family_is_five_lines(
    path: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    table = expected["source"]
    found = propose(path.read_bytes(), table["url"])
    assert found.family == table["family"]
    assert [each.url for each in found.listing.entries] == [
        each["url"] for each in expected["entries"]
    ]
    source = replace(found.source, id="x", name="x")
    assert reload(source, tmp_path) == source
    if source.family:
        assert len(render_source(source).splitlines()) <= 7


def test_some_families_are_recognised() -> None:
    assert {expected["source"]["family"] for _, expected in examples()} >= {"was5", "nfcms"}


def test_rows_in_json_are_found_by_their_keys() -> None:
    records = [
        {"id": n, "docTitle": title(n), "pubDate": f"{day(n)} 10:00:00", "linkUrl": f"/n/{n}.html",
         "dept": "某处"} for n in range(ROWS)
    ]  # fmt: skip
    answer = {"code": 0, "data": {"total": ROWS, "records": records, "tabs": [{"a": 1}] * 4}}
    found = propose(json.dumps(answer, ensure_ascii=False), "https://www.example.gov.cn/api")
    assert [(each.title, each.published_on) for each in found.listing.entries] == [
        (title(n), day(n)) for n in range(ROWS)
    ]
    assert found.source.listing.items == ("data.records",)


@pytest.mark.parametrize(
    ("content", "url", "reason"),
    [
        (notice("关于示例的通知"), "https://www.example.gov.cn/n/t20261119_1.html", "notice"),
        (b"%PDF-1.7 ...", "https://www.example.gov.cn/a.pdf", "file"),
        (b"", URL, "empty"),
        (html_page("<p>欢迎</p>"), URL, "no_list"),
        ("<html><title>404</title><body>页面不存在</body></html>", URL, "error_page"),
        ('{"code": 1, "msg": "denied"}', URL, "json_without_list"),
        ('{"code": 1, "msg": ', URL, "broken_json"),
        ("<html><body><div id=app></div><script src=a.js></script></body></html>", URL, "shell"),
        ('<html><meta http-equiv="refresh" content="0;url=/a/"></html>', URL, "sends_on"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(
    content: str | bytes, url: str, reason: str
) -> None:
    found = propose_source(draft(url), page_of(content, url), TODAY)
    assert isinstance(found, NoList)
    assert found.reason == reason


def test_a_notice_names_the_column_it_stands_in() -> None:
    trail = "<a href='/'>首页</a><a href='/zw/'>政务</a><a href='/zw/tzgg/'>通知公告</a>"
    url = "https://www.example.gov.cn/zw/tzgg/202611/t20261119_1.html"
    page = notice("关于示例的通知").replace("<h1>", f"{trail}<h1>")
    found = propose_source(draft(url), page_of(page, url), TODAY)
    assert isinstance(found, NoList)
    assert found.values[1] == "https://www.example.gov.cn/zw/tzgg/"


@pytest.mark.parametrize(
    ("box", "wanted"),
    [
        ("<div id=zoom>", "#zoom"),
        ('<div class="article-text">', "div.article-text"),
        ('<div class="w1200 fl" id="c20261119">', ""),
    ],
)
def test_the_text_of_a_notice_gets_a_selector_that_reads_the_same(box: str, wanted: str) -> None:
    page = page_of(notice("关于示例的通知").replace("<div id=zoom>", box))
    seen = read_notice(page, draft(), None, TODAY)
    assert seen.rules.body == ((wanted,) if wanted else ())
    assert seen.start.startswith("第1条")
    assert seen.characters > 200
