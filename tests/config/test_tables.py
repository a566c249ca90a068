from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from watcher.config import Config, load_config
from watcher.config.rules import (
    DetailTable,
    HopTable,
    ListingTable,
    PagesTable,
    PickTable,
    Table,
    WayTable,
)
from watcher.config.tables import ChannelTable, RouteTable, SourceTable
from watcher.model.event import DEFAULT_EVENTS, Channel, EventKind, Route
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

FULL = """
[[source]]
id = "cac-law"
name = "政策法规"
kind = "html"
tier = "official"
issuer = "国家互联网信息办公室"
url = "https://www.cac.gov.cn/wxzw/zcfg/A093703index_1.htm"
interval = "1h"
encoding = "GBK"
headers = { Referer = "https://www.cac.gov.cn/" }
cookies = { lang = "zh-CN", region = "bj" }
min_rows = 10
rhythm = 15
host_delay = "8s"
allow_private = true
withdraw_after = "1h"
unhealthy_after = 5
recheck = ["15m", 3600, "1d"]
zone = "Asia/Urumqi"
enabled = false
ignore_robots = true
verified = "2026-11-22, by hand"
note = "page 1 only"
[source.listing]
rows = ["#loadingInfoPage li", "ul.list > li"]
title = { css = "h5 a", attr = "title" }
link = "h5 a"
date = ["div.times", "span.date"]
day = "b"
year_month = "i"
body = "div.text"
drop = "li.empty"
link_allow = "/c_\\\\d+\\\\.htm"
next_page = { css = "a.next", regex = "\\\\d+" }
[source.way]
tls = "legacy"
certificate = "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB"
family = 4
proxy = "office"
[source.detail]
title = "h1.title"
body = ["#BodyLabel", "div.main-content"]
drop = "script"

[[channel]]
id = "team"
url = "json://127.0.0.1:8080/in"
format = "markdown"
language = "en"
[[route]]
id = "ours"
channels = "team"
events = ["new", "copy"]
campaigns = ["清朗"]
tiers = ["official"]
sources = ["cac-law"]
names = ["示例科技"]
stages = "launched"
types = ["launch_notice", "results"]
issuers = ["网信办"]
wait = "10m"
"""


JSON = """
[[source]]
id = "json"
name = "JSON"
kind = "html"
tier = "official"
url = "https://example.gov.cn/list"
method = "POST"
body = "page=1&size=20"
listing.rows = "li"
listing.items = "data.rows"
listing.title.path = ["title", "docTitle"]
listing.link = { path = "id", template = "/detail?id={docId}" }
[source.pages]
url = "https://example.gov.cn/list?page={page}"
start = 2
most = 9
kind = "html"
listing.rows = "li"
[source.hop]
url = "https://example.gov.cn/unit?id={unit}"
find.unit = { css = "script", attr = "querydata" }
"""


SHORT = """
[[source]]
id = "cac"
name = "网信发布"
tier = "official"
url = "https://www.cac.gov.cn/list.htm"
listing.rows = "#list li"
[[channel]]
id = "team"
url = "json://127.0.0.1:8080/in"
[[route]]
id = "all"
channels = ["team"]
"""


def load(folder: Path, text: str) -> Config:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    return load_config(path)


def test_every_key_reaches_the_model(tmp_path: Path) -> None:
    config = load(tmp_path, FULL)
    (source,) = config.sources
    assert source.id == "cac-law"
    assert source.tier is Tier.OFFICIAL
    assert source.interval_seconds == 3600
    assert source.encoding == "gbk"
    assert dict(source.headers) == {
        "Referer": "https://www.cac.gov.cn/",
        "Cookie": "lang=zh-CN; region=bj",
    }
    assert source.min_rows == 10
    assert source.rhythm_days == 15
    assert source.host_delay_seconds == 8
    assert source.allow_private
    assert source.withdraw_after_seconds == 3600
    assert source.unhealthy_after == 5
    assert source.recheck_seconds == (900, 3600, 86400)
    assert source.zone == "Asia/Urumqi"
    assert not source.enabled
    assert source.ignore_robots
    assert (source.verified, source.note) == ("2026-11-22, by hand", "page 1 only")
    assert source.way == Way(tls=Tls.LEGACY, certificate="ab" * 32, family=4, proxy="office")
    rules = source.listing
    assert rules.rows == ("#loadingInfoPage li", "ul.list > li")
    assert rules.title == Pick(css=("h5 a",), attr="title")
    assert rules.link == Pick(css=("h5 a",), attr="href")
    assert rules.date == Pick(css=("div.times", "span.date"))
    assert rules.day == Pick(css=("b",))
    assert rules.year_month == Pick(css=("i",))
    assert rules.body == Pick(css=("div.text",))
    assert rules.drop == ("li.empty",)
    assert rules.link_allow == r"/c_\d+\.htm"
    assert rules.next_page == Pick(css=("a.next",), attr="href", regex=r"\d+")
    assert source.detail.body == ("#BodyLabel", "div.main-content")
    assert source.detail.drop == ("script",)
    (channel,) = config.channels
    assert (channel.format, channel.language) == ("markdown", "en")
    (route,) = config.routes
    assert route.channels == ("team",)
    assert route.events == {EventKind.NEW, EventKind.COPY}
    assert route.tiers == {"official"}
    assert route.sources == {"cac-law"}
    assert route.wait_seconds == 600
    assert (route.stages, route.types) == ({"launched"}, {"launch_notice", "results"})
    assert route.issuers == ("网信办",)
    assert (route.campaigns, route.names) == (("清朗",), ("示例科技",))


@pytest.mark.parametrize(
    ("table", "model"),
    [
        (SourceTable, Source),
        (ListingTable, ListingRules),
        (DetailTable, DetailRules),
        (PickTable, Pick),
        (PagesTable, PageRules),
        (HopTable, HopRules),
        (WayTable, Way),
        (ChannelTable, Channel),
        (RouteTable, Route),
    ],
)
def test_every_field_of_the_model_can_be_written(table: type[Table], model: type) -> None:
    written = set(table.model_fields)
    for field in dataclasses.fields(model):
        assert field.name.removesuffix("_seconds").removesuffix("_days") in written


def test_rules_for_json_and_further_pages_reach_the_model(tmp_path: Path) -> None:
    (source,) = load(tmp_path, JSON).sources
    assert (source.method, source.body) == ("POST", "page=1&size=20")
    assert source.listing.items == ("data.rows",)
    assert source.listing.title == Pick(path=("title", "docTitle"))
    assert source.listing.link == Pick(path=("id",), template="/detail?id={docId}")
    assert source.pages is not None
    assert source.pages.url == "https://example.gov.cn/list?page={page}"
    assert (source.pages.start, source.pages.most) == (2, 9)
    assert source.pages.listing == ListingRules(rows=("li",))
    assert source.hop is not None
    assert source.hop.find == {"unit": Pick(css=("script",), attr="querydata")}


def test_what_is_left_out_keeps_the_defaults_of_the_model(tmp_path: Path) -> None:
    config = load(tmp_path, SHORT)
    (source,) = config.sources
    assert source.kind == "html"
    assert source.interval_seconds == 900
    assert source.recheck_seconds == (900, 3600, 21600, 86400, 604800)
    assert source.listing.title == Pick(css=("a",))
    assert source.listing.link == Pick(css=("a",), attr="href")
    assert config.routes[0].events == DEFAULT_EVENTS


FAMILY = """
[[source]]
id = "cac"
name = "网信发布"
tier = "official"
family = "cac"
url = "https://www.cac.gov.cn/wxzw/wxfb/A093702index_1.htm"
"""


def test_a_source_of_a_known_family_is_five_lines(tmp_path: Path) -> None:
    (source,) = load(tmp_path, FAMILY).sources
    assert (source.family, source.kind) == ("cac", "html")
    assert source.listing.rows == ("#loadingInfoPage li",)
    assert source.detail.body == ("#BodyLabel", "div.main-content")
    assert source.pages is not None
    assert "channelCode=A093702&" in (source.pages.body or "")


def test_what_the_file_says_wins_over_the_family(tmp_path: Path) -> None:
    own = """
listing.title = "a"
listing.date = "span.rq"
detail.body = "#zoom"
pages.most = 9
"""
    (source,) = load(tmp_path, FAMILY + own).sources
    assert source.listing.rows == ("#loadingInfoPage li",)
    assert (source.listing.title, source.listing.date) == (Pick(css=("a",)), Pick(css=("span.rq",)))
    assert (source.detail.title, source.detail.body) == (("h1.title",), ("#zoom",))
    assert source.pages is not None
    assert (source.pages.method, source.pages.most) == ("POST", 9)


def test_page_rules_of_the_file_take_the_place_of_the_familys(tmp_path: Path) -> None:
    text = FAMILY.replace('"cac"\nurl', '"trs"\nurl')
    for own, start, url in (
        ("", 0, "A093702index_1_{page}.htm"),
        ("pages.start = 1", 1, "A093702index_1_{page}.htm"),
        ('pages.url = "p{page}.html"', 1, "p{page}.html"),
    ):
        (source,) = load(tmp_path, f"{text}{own}\n").sources
        assert source.pages is not None
        assert (source.pages.start, source.pages.url) == (start, url)


def test_values_by_hand_stand_in_for_those_of_the_address(tmp_path: Path) -> None:
    text = FAMILY.replace("wxzw/wxfb/A093702index_1.htm", "wxfb/")
    (source,) = load(tmp_path, text + 'values = { channel = "A0937" }\n').sources
    assert source.pages is not None
    assert "channelCode=A0937&" in (source.pages.body or "")
