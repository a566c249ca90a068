"""One pass over one source, against a real server and a real database."""

from __future__ import annotations

import pytest

from tests.pipeline.baseline import CLEAN_UP, RULES_OF_APPS, THIRD, Build, kinds, start, told
from tests.pipeline.website import Clock, Website, make_source
from watcher.model.event import EventKind
from watcher.model.health import Health
from watcher.model.known import PageState
from watcher.model.source import Tier
from watcher.pipeline.check import ROBOTS, check_source
from watcher.store import evidence, notices, pages, sources
from watcher.text.urls import canonical


def test_the_first_pass_stores_and_stays_silent(build: Build, site: Website) -> None:
    services, _ = start(build, site)
    assert told(services) == []
    with services.store.reading() as tx:
        found = notices.list_notices(tx)
        assert {each.title for each in found} == {
            "关于规范应用程序公示的通知",
            "关于整治网络直播虚假营销的通知",
        }
        assert evidence.count_evidence(tx) == 3  # the list and both pages


def test_a_new_notice_is_told_once(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps")
    for _ in range(3):
        clock.pass_(minutes=15)
        check_source(services, source)
    [event] = told(services)
    assert (event.kind, event.title) == (EventKind.NEW, "关于发布第三批标准文本的公告")
    assert event.url == f"{site.url}/third.html"
    assert event.evidence.startswith("V-")


def test_an_unchanged_list_is_not_read_again(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    clock.pass_(minutes=1)
    report = check_source(services, source)
    assert report.outcome.unchanged
    assert site.asked.count("/apps.html") == 1


def test_a_counter_beside_the_same_rows_is_no_news_and_no_evidence(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    shown = str(site.pages["/list"])
    for visits in range(3):
        site.pages["/list"] = shown.replace("</body>", f"<p>第{visits}次访问</p></body>")
        clock.pass_(minutes=1)
        assert check_source(services, source).outcome.unchanged
    with services.store.reading() as tx:
        assert evidence.count_evidence(tx) == 3  # as after the first pass
    site.pages["/third.html"] = THIRD
    site.publish("third", "live", "apps")
    clock.pass_(minutes=1)
    assert check_source(services, source).outcome.new == 1


def test_what_ignores_robots_is_logged(build: Build, site: Website) -> None:
    site.pages["/apps.html"] = RULES_OF_APPS
    site.publish("apps")
    source = make_source(site, "bold", ignore_robots=True)
    services = build(source)
    assert check_source(services, source).outcome.problems == (ROBOTS,)
    with services.store.reading() as tx:
        assert sources.recent_checks(tx, "bold", 1)[0]["problems"] == [ROBOTS]


def test_a_list_that_cannot_be_read_is_kept_as_evidence(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    shown = site.pages["/list"]
    site.pages["/list"] = "<html><body><h1>栏目调整</h1></body></html>"
    clock.pass_(minutes=1)
    assert check_source(services, source).outcome.health is Health.ROTTEN
    with services.store.reading() as tx:
        assert evidence.count_evidence(tx) == 4
    assert list(services.archive.verify()) == []
    site.pages["/list"] = shown
    clock.pass_(minutes=1)
    report = check_source(services, source)
    assert (report.outcome.health, report.outcome.unchanged) == (Health.OK, True)


def test_a_copy_joins_silently_and_is_known_as_a_copy(
    build: Build, site: Website, clock: Clock
) -> None:
    services, _ = start(build, site)
    portal = make_source(site, "portal", url=f"{site.url}/portal", tier=Tier.AGGREGATOR)
    services = build(portal, store=services.store)
    site.pages["/old.html"] = THIRD
    site.publish("old", path="/portal")
    check_source(services, portal)
    site.pages["/repost.html"] = CLEAN_UP.replace("<p>", "<p>据网信部门消息，", 1)
    site.publish("repost", "old", path="/portal")
    clock.pass_(minutes=15)
    report = check_source(services, portal)
    assert [each.recorded.verdict.value for each in report.handled if each.recorded] == ["copy"]
    assert kinds(services) == [EventKind.COPY]
    with services.store.reading() as tx:
        assert notices.count_notices(tx) == 3


def test_an_edit_is_told_with_its_diff(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    site.pages["/apps.html"] = RULES_OF_APPS.replace("5月31日", "4月30日")
    clock.pass_(minutes=16)
    check_source(services, source)
    [event] = told(services)
    assert event.kind is EventKind.CHANGED
    assert event.diff is not None
    assert [(each.old, each.new) for each in event.diff.summary][:1] != []
    clock.pass_(minutes=16)
    check_source(services, source)
    assert len(told(services)) == 1


def test_back_and_forth_edits_are_told_each_time(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    for page in (RULES_OF_APPS.replace("季度", "半年"), RULES_OF_APPS):
        site.pages["/apps.html"] = page
        clock.pass_(minutes=16)
        check_source(services, source)
    assert kinds(services) == [EventKind.CHANGED] * 2


def test_script_and_spacing_changes_tell_nobody(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    site.pages["/apps.html"] = RULES_OF_APPS.replace("，", ", ").replace("应当", "應當")
    clock.pass_(minutes=16)
    check_source(services, source)
    assert told(services) == []
    with services.store.reading() as tx:
        page = pages.find_page(tx, canonical(f"{site.url}/apps.html"))
        assert page is not None
        assert len(pages.revisions(tx, page.id)) == 2


def test_withdrawn_only_after_two_late_confirmations(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    del site.pages["/live.html"]
    site.publish("apps")
    clock.pass_(minutes=16)
    check_source(services, source)
    assert told(services) == []
    clock.pass_(minutes=20)
    check_source(services, source)
    assert told(services) == []
    clock.pass_(minutes=15)
    check_source(services, source)
    [event] = told(services)
    assert event.kind is EventKind.WITHDRAWN
    assert event.title == "关于整治网络直播虚假营销的通知"
    site.pages["/live.html"] = CLEAN_UP
    clock.pass_(hours=2)
    check_source(services, source)
    assert kinds(services) == [EventKind.WITHDRAWN, EventKind.REAPPEARED]


def test_a_page_that_blinks_is_not_withdrawn(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    kept = site.pages.pop("/live.html")
    clock.pass_(minutes=16)
    check_source(services, source)
    site.pages["/live.html"] = kept
    clock.pass_(minutes=31)
    check_source(services, source)
    clock.pass_(minutes=61)
    check_source(services, source)
    assert told(services) == []
    with services.store.reading() as tx:
        page = pages.find_page(tx, canonical(f"{site.url}/live.html"))
        assert page is not None
        assert (page.state, page.missing_since) == (PageState.LIVE, None)


def test_a_row_that_falls_off_the_end_says_nothing(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.publish("live")
    clock.pass_(minutes=5)
    check_source(services, source)
    clock.pass_(hours=1)
    check_source(services, source)
    assert told(services) == []


FAULTS: dict[str, tuple[object, Health]] = {
    "empty": ("", Health.ROTTEN),
    "redesigned": ("<html><body><div>新版首页</div></body></html>", Health.ROTTEN),
    "json": ((200, {"Content-Type": "application/json"}, b'{"list": []}'), Health.ROTTEN),
    "pdf": ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 ..."), Health.ROTTEN),
    "error page as 200": ("<html><title>404</title><body>页面不存在</body></html>", Health.ROTTEN),
    "no dates": (
        '<ul class="list"><li><a href="/apps.html">通知甲</a></li></ul>',
        Health.ROTTEN,
    ),
    "gone": ((404, {}, b"not here"), Health.GONE),
    "server error": ((500, {}, b"oops"), Health.UNREACHABLE),
    "forbidden": ((403, {}, b"no"), Health.BLOCKED),
    "too many": ((429, {"Retry-After": "3600"}, b""), Health.BLOCKED),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_list_is_told_once_and_so_is_its_end(
    build: Build, site: Website, clock: Clock, name: str
) -> None:
    services, source = start(build, site)
    good = site.pages["/list"]
    answer, health = FAULTS[name]
    site.pages["/list"] = answer  # type: ignore[assignment]  # a test's table
    for _ in range(5):
        clock.pass_(minutes=15)
        report = check_source(services, source)
        assert report.outcome.health is health
        assert report.outcome.diagnosis
        assert report.outcome.hint
    assert kinds(services) == [EventKind.SOURCE_UNHEALTHY]
    site.pages["/list"] = good
    clock.pass_(minutes=15)
    check_source(services, source)
    clock.pass_(minutes=15)
    check_source(services, source)
    assert kinds(services) == [EventKind.SOURCE_UNHEALTHY, EventKind.SOURCE_RECOVERED]
    with services.store.reading() as tx:
        state = sources.get_state(tx, source.id)
        assert (state.health, state.failures) == (Health.OK, 0)
        assert notices.count_notices(tx) == 2


def test_a_broken_list_withdraws_nothing(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    site.pages = {"/list": (503, {}, b"maintenance")}
    for _ in range(10):
        clock.pass_(hours=1)
        check_source(services, source)
    assert kinds(services) == [EventKind.SOURCE_UNHEALTHY]
