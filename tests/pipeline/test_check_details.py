"""Details that fail, official texts, inline bodies, gaps and stops."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.pipeline.baseline import THIRD, Build, kinds, start, told
from tests.pipeline.platform_play import URL
from tests.pipeline.website import RULES, Clock, Website, make_notice, make_source
from watcher.errors import Stopped
from watcher.model.event import Channel, EventKind, Route
from watcher.model.source import ListingRules, Pick, Source, Tier
from watcher.pipeline import listing
from watcher.pipeline.check import CheckReport, check_source
from watcher.pipeline.services import Services
from watcher.store import audit, events, notices, pages


def test_a_detail_page_that_is_gone_is_told_by_its_title(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.publish("lost", "live", "apps")
    clock.pass_(minutes=15)
    report = check_source(services, source)
    assert any("could not be read" in each for each in report.outcome.problems)
    [event] = told(services)
    assert (event.kind, event.title) == (EventKind.NEW, "lost")


def test_a_detail_page_that_fails_is_tried_again_and_not_lost(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.publish("third", "live", "apps")
    site.pages["/third.html"] = (500, {}, b"")
    clock.pass_(minutes=15)
    check_source(services, source)
    assert told(services) == []
    site.pages["/third.html"] = THIRD
    clock.pass_(minutes=15)
    check_source(services, source)
    assert kinds(services) == [EventKind.NEW]
    assert told(services)[0].excerpt != ""


def test_a_page_that_stays_unreadable_is_told_by_its_title_in_the_end(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.publish("third", "live", "apps")
    site.pages["/third.html"] = (500, {}, b"")
    for _ in range(4):
        clock.pass_(minutes=15)
        check_source(services, source)
    assert kinds(services) == [EventKind.NEW]


def test_the_issuers_own_text_after_a_copy_is_told(
    build: Build, site: Website, clock: Clock
) -> None:
    services, office = start(build, site)
    portal = make_source(site, "portal", url=f"{site.url}/portal", tier=Tier.AGGREGATOR)
    site.publish("live", path="/portal")
    check_source(services, portal)
    site.pages["/early.html"] = THIRD.replace("<p>", "<p>记者获悉，", 1)
    site.publish("early", "live", path="/portal")
    clock.pass_(minutes=15)
    check_source(services, portal)
    assert kinds(services) == [EventKind.NEW]
    with services.store.writing() as tx:  # the alert about the copy has left already
        tx.run(text("UPDATE outbox SET state='delivered', attempts=1"))
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps")
    clock.pass_(minutes=15)
    check_source(services, office)
    assert kinds(services) == [EventKind.NEW, EventKind.OFFICIAL]
    with services.store.reading() as tx:
        [summary] = notices.list_notices(tx, search="第三批")
        assert summary.is_official
        relations = {page.source_id: page.relation for page in notices.pages_of(tx, summary.id)}
    assert relations == {"office": "original", "portal": "repost"}


def _check_copy_then_original(
    services: Services, site: Website, clock: Clock, office: Source
) -> None:
    """A portal tells first; the office's own page is read while that alert still waits."""
    portal = make_source(site, "portal", url=f"{site.url}/portal", tier=Tier.AGGREGATOR)
    site.publish("live", path="/portal")
    check_source(services, portal)
    site.pages["/early.html"] = THIRD.replace("<p>", "<p>记者获悉，", 1)
    site.publish("early", "live", path="/portal")
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps")
    clock.pass_(minutes=15)
    check_source(services, portal)
    check_source(services, office)


def test_an_alert_about_a_copy_that_still_waits_is_put_right(
    build: Build, site: Website, clock: Clock
) -> None:
    services, office = start(build, site)
    _check_copy_then_original(services, site, clock, office)
    event, former = told(services)
    assert (event.kind, event.tier, event.url) == (
        EventKind.NEW, "official", f"{site.url}/third.html",
    )  # fmt: skip
    assert (former.kind, former.url) == (EventKind.COPY, f"{site.url}/early.html")
    with services.store.reading() as tx:
        assert events.channels_of(tx, former.id) == set()


def test_whoever_asks_for_official_texts_hears_of_one_though_a_waiting_alert_was_put_right(
    build: Build, site: Website, clock: Clock
) -> None:
    """One route asks for official pages only, one for official texts that follow a copy."""
    services, office = start(build, site)
    channels = {name: Channel(id=name, url=URL) for name in ("desk", "legal", "law")}
    routes = (
        Route(id="all", channels=("desk",), wait_seconds=3600),
        Route(id="tier", channels=("legal",), tiers=frozenset({"official"})),
        Route(id="event", channels=("law", "desk"), events=frozenset({EventKind.OFFICIAL})),
    )
    services = replace(services, channels=channels, routes=routes)
    _check_copy_then_original(services, site, clock, office)
    with services.store.reading() as tx:
        rows = audit.list_told(tx)
    hearers = sorted((row.event.kind.value, row.route_id, row.channel_id) for row in rows)
    assert hearers == [
        ("new", "all", "desk"), ("new", "tier", "legal"), ("official", "event", "law"),
    ]  # fmt: skip
    assert {row.event.tier for row in rows} == {"official"}


INLINE = ListingRules(
    rows=("div.item",),
    title=Pick(css=("h3",)),
    link=Pick(css=("a.none",), attr="href"),
    day=Pick(css=("b",)),
    year_month=Pick(css=("i",)),
    body=Pick(css=("div.text",)),
)


def _inline(*items: tuple[str, str]) -> str:
    rows = "".join(
        f'<div class="item"><b>{20 - at:02d}</b><i>2026-03</i><h3>{title}</h3>'
        f'<div class="text"><script>window.x={{}}</script>{text}</div></div>'
        for at, (title, text) in enumerate(items)
    )
    return f"<html><body>{rows}</body></html>"


def test_bodies_inside_the_list(build: Build, site: Website, clock: Clock) -> None:
    first = (
        "甲区网信办开展巡查",
        "<p>本周共检查属地网站平台二十四家，督促整改问题三十一项，约谈两家企业负责人。</p>",
    )
    second = (
        "乙区发布举报渠道",
        "<p>群众可通过电话、邮箱和小程序三种方式反映线索，工作人员将在三个工作日内答复。</p>",
    )
    third = (
        "丙区通报三起案例",
        "<p>三家商户因使用他人肖像制作虚假广告，被责令停止发布并公开道歉，相关账号已关闭。</p>",
    )
    site.pages["/list"] = _inline(first, second, third)
    services, source = start(build, site, listing=INLINE)
    with services.store.reading() as tx:
        found = {each.title: each for each in notices.list_notices(tx)}
        assert set(found) == {"甲区网信办开展巡查", "乙区发布举报渠道", "丙区通报三起案例"}
        for each in found.values():
            document = pages.present_document(tx, each.original_page_id)
            assert document is not None
            assert "window" not in document.body
            assert each.published_on is not None
    site.pages["/list"] = _inline(
        first, (second[0], second[1].replace("三个工作日", "五个工作日")), third
    )
    clock.pass_(minutes=15)
    check_source(services, source)
    assert kinds(services) == [EventKind.CHANGED]
    rows = [first, third]
    site.pages["/list"] = _inline(rows[0]) + _inline(third).replace("<b>20</b>", "<b>18</b>")
    for _ in range(4):
        clock.pass_(minutes=20)
        check_source(services, source)
    assert kinds(services) == [EventKind.CHANGED, EventKind.WITHDRAWN]


def test_a_dry_run_stores_nothing(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps")
    clock.pass_(minutes=15)
    report: CheckReport = check_source(services, source, dry_run=True)
    assert [each.recorded.verdict.value for each in report.handled if each.recorded] == ["new"]
    assert told(services) == []
    with services.store.reading() as tx:
        assert notices.count_notices(tx) == 2


def test_an_address_used_again_for_another_notice(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.pages["/live.html"] = THIRD
    site.publish("live", "apps")
    clock.pass_(minutes=5)
    check_source(services, source)
    assert kinds(services) == [EventKind.NEW]
    assert told(services)[0].title == "关于发布第三批标准文本的公告"


def test_a_stop_in_the_middle_keeps_what_was_stored_and_does_the_rest_later(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    for number in range(3):
        site.pages[f"/n{number}.html"] = make_notice(
            f"第{number}号公告",
            f"本公告仅涉及编号为{number * 7919}的事项，与其他公告无关，请有关单位遵照执行。",
        )
    site.publish("n2", "n1", "n0", "live", "apps")
    clock.pass_(minutes=15)
    answers = iter([False, True])
    stopping = replace(services, should_stop=lambda: next(answers))
    with pytest.raises(Stopped):
        check_source(stopping, source)
    assert len(told(services)) == 1
    check_source(services, source)
    assert [event.title for event in told(services)] == ["第0号公告", "第1号公告", "第2号公告"]


def _numbered(site: Website, count: int) -> list[str]:
    """Publish notices on pages of five rows that point to the next one; return their titles."""
    names = [f"n{number}" for number in range(count)]
    for number, name in enumerate(names):
        site.pages[f"/{name}.html"] = make_notice(
            f"第{number}号公告",
            f"本公告仅涉及编号为{number * 7919}的事项，与其他公告无关，请遵照执行。",
        )
    newest_first = names[::-1]
    for first in range(0, count, 5):
        path = "/list" if first == 0 else f"/list_{first // 5}"
        site.publish(*newest_first[first : first + 5], path=path)
        page = site.pages[path]
        assert isinstance(page, str)
        further = f'<a class="next" href="/list_{first // 5 + 1}">下一页</a>'
        site.pages[path] = page.replace("</body>", f"{further}</body>")
    return [f"第{number}号公告" for number in range(count)]


def test_more_news_than_one_page_shows_is_walked_back_to(
    build: Build, site: Website, clock: Clock
) -> None:
    rules = replace(RULES, next_page=Pick(css=("a.next",), attr="href"))
    _numbered(site, 8)
    source = make_source(site, listing=rules)
    services = build(source)
    check_source(services, source)
    clock.pass_(minutes=6)
    check_source(services, source)  # looks through the pages behind the first, to a 404, once
    assert site.asked[-3:] == ["/list", "/list_1", "/list_2"]
    clock.pass_(minutes=15)
    check_source(services, source)
    assert site.asked.count("/list_1") == 1
    titles = _numbered(site, 23)
    clock.pass_(minutes=15)
    report = check_source(services, source)
    assert any("gap closed" in each for each in report.outcome.problems)
    assert [event.title for event in told(services)] == titles[8:]
    assert "/list_4" not in site.asked[-40:]


def test_a_gap_that_cannot_be_closed_is_said(
    build: Build, site: Website, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_PAGES_BACK", 2)
    _numbered(site, 5)
    source = make_source(site)
    services = build(source)
    check_source(services, source)
    _numbered(site, 30)
    clock.pass_(minutes=15)
    report = check_source(services, source)
    assert any("gap not closed" in each for each in report.outcome.problems)
    *news, gap = told(services)
    assert [event.kind for event in news] == [EventKind.NEW] * 15
    assert gap.kind is EventKind.SOURCE_GAP
    assert "watcher backfill office --since 2026-03-21" in gap.hint
