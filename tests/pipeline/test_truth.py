"""The truth about a source: moved, late, doubtful, told once; and pages that come and go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pipeline.baseline import CLEAN_UP, RULES_OF_APPS, THIRD, Build, kinds, start, told
from tests.pipeline.website import Clock, Website, make_notice, make_source
from watcher.model.event import EventKind
from watcher.model.health import Health
from watcher.model.known import PageState
from watcher.pipeline.check import check_source
from watcher.pipeline.services import Services
from watcher.store import notices, pages, sources
from watcher.text.urls import canonical

HTML = {"Content-Type": "text/html; charset=utf-8"}


def many(site: Website, count: int, *, first: int = 0, folder: str = "") -> list[str]:
    """Make notices that differ and return their names, newest first."""
    names = [f"{folder}n{number}" for number in range(first, first + count)]
    for number, name in enumerate(names, start=first):
        site.pages[f"/{name}.html"] = make_notice(
            f"第{number}号专项检查结果公告",
            f"本公告仅涉及编号为{number * 7919}的事项，与其他公告无关，请遵照执行。",
            f"检查中发现的{number * 31 + 7}项问题已责令限期整改，逾期不改的依法处理。",
        )
    return names[::-1]


def begin(build: Build, site: Website, count: int = 8) -> tuple[Services, object]:
    site.publish(*many(site, count))
    source = make_source(site)
    services = build(source)
    check_source(services, source)
    return services, source


def test_a_list_that_moved_is_read_on_and_told_once(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.pages["/new/list"] = site.pages["/list"]
    site.pages["/list"] = (301, {"Location": "/new/list"}, b"")
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps", path="/new/list")
    for _ in range(6):
        clock.pass_(minutes=15)
        outcome = check_source(services, source).outcome
        assert outcome.health is Health.MOVED
        assert "/new/list" in outcome.diagnosis
    assert kinds(services) == [EventKind.NEW, EventKind.SOURCE_UNHEALTHY]
    assert told(services)[1].extra["health"] == "moved"
    site.pages["/list"] = site.pages["/new/list"]
    for _ in range(3):
        clock.pass_(minutes=15)
        check_source(services, source)
    assert kinds(services)[2:] == [EventKind.SOURCE_RECOVERED]


def test_a_page_that_only_sends_on_is_followed_and_told(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.pages["/new/list"] = site.pages["/list"]
    site.pages["/list"] = '<meta http-equiv="refresh" content="3; url=/new/list">本栏目已迁移'
    clock.pass_(minutes=15)
    assert check_source(services, source).outcome.health is Health.MOVED


def test_a_redirect_to_where_no_list_is_says_where_it_leads(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.pages["/portal"] = "<html><body><p>欢迎访问新版门户网站</p></body></html>"
    site.pages["/list"] = (302, {"Location": "/portal"}, b"")
    clock.pass_(minutes=15)
    outcome = check_source(services, source).outcome
    assert outcome.health is Health.GONE
    assert "/portal" in outcome.diagnosis


def test_late_is_told_once_a_silence(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    source = replace(source, rhythm_days=4)
    seen = []
    for _ in range(12):
        clock.pass_(hours=24)
        seen.append(check_source(services, source).outcome.health)
    assert seen[0] is Health.OK
    assert Health.QUIET in seen
    assert seen[-1] is Health.LATE
    [event] = told(services)
    assert (event.kind, event.extra["health"]) == (EventKind.SOURCE_UNHEALTHY, "late")
    assert "2026-03-20" in event.diagnosis
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps")
    clock.pass_(minutes=15)
    assert check_source(services, source).outcome.health is Health.OK
    assert kinds(services)[1:] == [EventKind.NEW]


DOUBTS = {
    "far fewer rows": lambda site: site.publish("n7", "n6"),
    "other links": lambda site: site.publish(*many(site, 8, first=50, folder="ads/")),
    "other titles": lambda site: (
        [
            site.pages.update({f"/n{number}.html": make_notice(f"{chr(0x4E00 + 99 * number)}" * 9)})
            for number in range(8)
        ]
        and site.publish(*[f"n{number}" for number in range(7, -1, -1)])
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_list_unlike_itself_is_not_believed_silently(
    build: Build, site: Website, clock: Clock, name: str
) -> None:
    services, source = begin(build, site)
    good = dict(site.pages)
    DOUBTS[name](site)
    for _ in range(4):
        clock.pass_(minutes=15)
        assert check_source(services, source).outcome.health is Health.ROTTEN
    assert kinds(services) == [EventKind.SOURCE_UNHEALTHY]
    site.pages = good
    for _ in range(3):
        clock.pass_(minutes=15)
        check_source(services, source)
    assert kinds(services) == [EventKind.SOURCE_UNHEALTHY, EventKind.SOURCE_RECOVERED]


def test_what_stays_so_for_a_day_is_the_list_as_it_is(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = begin(build, site)
    site.publish("n7", "n6")
    for _ in range(14):
        clock.pass_(hours=2)
        check_source(services, source)
    assert kinds(services) == [EventKind.SOURCE_UNHEALTHY, EventKind.SOURCE_RECOVERED]
    with services.store.reading() as tx:
        assert sources.get_state(tx, source.id).health is Health.OK


def test_known_rows_under_new_addresses_are_no_news_and_withdraw_nothing(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = begin(build, site)
    names = [f"n{number}" for number in range(7, -1, -1)]
    for name in names:
        site.pages[f"/content/post/{name}.html"] = site.pages.pop(f"/{name}.html")
    site.publish(*[f"content/post/{name}" for name in names])
    for _ in range(10):
        clock.pass_(minutes=40)
        check_source(services, source)
    assert set(kinds(services)) <= {EventKind.COPY}
    with services.store.reading() as tx:
        assert notices.count_notices(tx) == 8


def test_a_site_that_loses_its_pages_withdraws_none(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = begin(build, site)
    lost = {f"/n{number}.html": site.pages.pop(f"/n{number}.html") for number in range(8)}
    for _ in range(6):
        clock.pass_(minutes=20)
        assert check_source(services, source).outcome.health is Health.ROTTEN
    site.pages |= lost
    for _ in range(3):
        clock.pass_(minutes=20)
        check_source(services, source)
    assert kinds(services) == [EventKind.SOURCE_UNHEALTHY, EventKind.SOURCE_RECOVERED]


def test_a_page_that_comes_and_goes_is_one_story(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    for _ in range(8):
        del site.pages["/live.html"]
        for _ in range(4):
            clock.pass_(minutes=40)
            check_source(services, source)
        site.pages["/live.html"] = CLEAN_UP
        for _ in range(4):
            clock.pass_(minutes=40)
            check_source(services, source)
    assert kinds(services) == [EventKind.WITHDRAWN, EventKind.REAPPEARED]


def test_a_text_that_flaps_is_told_a_few_times_only(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    for turn in range(12):
        edited = RULES_OF_APPS.replace("季度", "半年") if turn % 2 == 0 else RULES_OF_APPS
        site.pages["/apps.html"] = edited
        clock.pass_(hours=1, minutes=1)
        check_source(services, source)
    assert kinds(services) == [EventKind.CHANGED] * 3


def test_a_number_used_again_leaves_the_old_notice_its_own_page(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.pages["/live.html"] = THIRD
    site.publish("live", "apps")
    clock.pass_(minutes=5)
    check_source(services, source)
    with services.store.reading() as tx:
        [old] = notices.list_notices(tx, search="虚假营销")
        [page] = notices.pages_of(tx, old.id)
        document = pages.present_document(tx, page.id)
        new = pages.find_page(tx, canonical(f"{site.url}/live.html"))
    assert (page.url, page.state) == (None, PageState.WITHDRAWN)
    assert old.is_withdrawn
    assert document is not None
    assert "虚构人设" in document.body
    assert new is not None
    assert new.notice_id != old.id


IN_PLACE_OF_A_NOTICE = {
    "script challenge": (
        "<html><head><script>document.cookie='C3VK=ab12;path=/';location.reload()</script></head>"
        "<body></body></html>"
    ),
    "verification": "<html><title>访问验证</title><body>请完成安全验证后继续访问</body></html>",
    "maintenance": "<html><body><p>网站系统维护中，预计今晚恢复，请稍后访问。</p></body></html>",
    "soft 404": "<html><body><h1>抱歉，您访问的页面不存在</h1><a href='/'>首页</a></body></html>",
    "empty": "",
    "another text": make_notice(
        "友情链接", *("本站收录各地各部门网站地址，供读者查询使用。",) * 20
    ),
    "412": (412, HTML, b"<html><script>var $_ts=window['$_ts'];</script></html>"),
    "521": (521, HTML, b"<script>document.cookie='__jsl_clearance=1'</script>"),
    "202": (202, HTML, b""),
}


@pytest.mark.parametrize("name", IN_PLACE_OF_A_NOTICE)
def test_what_comes_in_place_of_a_notice_is_never_its_text(
    build: Build, site: Website, clock: Clock, name: str
) -> None:
    services, source = start(build, site)
    good = site.pages["/apps.html"]
    site.pages["/apps.html"] = IN_PLACE_OF_A_NOTICE[name]  # type: ignore[assignment]  # a table
    clock.pass_(minutes=16)
    check_source(services, source)
    site.pages["/apps.html"] = good
    clock.pass_(hours=2)
    check_source(services, source)
    assert told(services) == []
    with services.store.reading() as tx:
        page = pages.find_page(tx, canonical(f"{site.url}/apps.html"))
        assert page is not None
        assert len(pages.revisions(tx, page.id)) == 1
        assert page.state is PageState.LIVE


@pytest.mark.parametrize("name", ["verification", "maintenance", "412"])
def test_nor_the_first_text_of_a_new_one(
    build: Build, site: Website, clock: Clock, name: str
) -> None:
    services, source = start(build, site)
    site.pages["/third.html"] = IN_PLACE_OF_A_NOTICE[name]  # type: ignore[assignment]  # a table
    site.publish("third", "live", "apps")
    clock.pass_(minutes=15)
    check_source(services, source)
    assert EventKind.NEW not in kinds(services)
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps")
    clock.pass_(minutes=15)
    check_source(services, source)
    [event] = [each for each in told(services) if each.kind is EventKind.NEW]
    assert "标准文本" in event.excerpt


def test_an_unread_page_that_left_the_top_is_still_read(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = begin(build, site)
    [late] = many(site, 1, first=20)
    good = site.pages[f"/{late}.html"]
    names = [f"n{number}" for number in range(7, -1, -1)]
    site.publish(late, *names)
    site.pages[f"/{late}.html"] = (500, {}, b"")
    clock.pass_(minutes=15)
    check_source(services, source)
    site.publish(*names)
    site.pages[f"/{late}.html"] = good
    clock.pass_(minutes=15)
    check_source(services, source)
    assert [event.title for event in told(services)] == ["第20号专项检查结果公告"]
