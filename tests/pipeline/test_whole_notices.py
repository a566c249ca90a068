"""Live checks see a notice whole: its files, and without what its host prints everywhere."""

from __future__ import annotations

from tests.extract import made_files as made
from tests.pipeline.baseline import Build, kinds, start, told
from tests.pipeline.website import Clock, Website, make_notice
from watcher.model.event import EventKind
from watcher.pipeline.check import check_source
from watcher.store import evidence, hosts, pages
from watcher.text.urls import host_of

SHEET = "application/vnd.ms-excel"
SENTENCES = (
    "经检测，下列应用程序存在违规收集使用个人信息的问题，现予以通报，具体名单见附件。",
    "相关运营者应当于15个工作日内完成整改，逾期未完成的，将依法采取进一步处置措施。",
)


def with_file(title: str) -> str:
    page = make_notice(title, *SENTENCES)
    link = "<p><a href='/list.xlsx'>附件：问题应用名单.xlsx</a></p>"
    return page.replace("</div></body>", f"{link}</div></body>")


def serve_names(site: Website, *names: str) -> None:
    rows = [["序号", "名称"], *([str(number), name] for number, name in enumerate(names, 1))]
    site.pages["/list.xlsx"] = (200, {"Content-Type": SHEET}, made.make_xlsx(rows))


def test_a_replaced_annex_is_a_change_of_its_notice(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.pages["/annex.html"] = with_file("关于问题应用程序的通报")
    serve_names(site, "示例地图", "示例商城")
    site.publish("annex", "live", "apps")
    clock.pass_(minutes=15)
    check_source(services, source)
    assert kinds(services) == [EventKind.NEW]
    with services.store.reading() as tx:
        page = next(iter(pages.find_pages(tx, [f"https://{site.url[7:]}/annex.html"]).values()))
        document = pages.present_document(tx, page.id)
        kept = evidence.count_evidence(tx)
    assert document is not None
    assert document.attachments[0].text == "序号\t名称\n1\t示例地图\n2\t示例商城"
    assert document.attachments[0].parts == ((0, "sheet 名单"),)
    clock.pass_(minutes=30)
    check_source(services, source)
    assert kinds(services) == [EventKind.NEW]
    serve_names(site, "示例地图", "示例商城", "示例音乐")
    clock.pass_(hours=2)
    check_source(services, source)
    changed = [event for event in told(services) if event.kind is EventKind.CHANGED]
    assert len(changed) == 1
    assert changed[0].diff is not None
    assert any("示例音乐" in hunk.new for hunk in changed[0].diff.hunks)
    with services.store.reading() as tx:
        assert evidence.count_evidence(tx) > kept


def test_an_annex_that_fails_later_is_no_change(build: Build, site: Website, clock: Clock) -> None:
    services, source = start(build, site)
    site.pages["/annex.html"] = with_file("关于问题应用程序的通报")
    serve_names(site, "示例地图")
    site.publish("annex", "live", "apps")
    clock.pass_(minutes=15)
    check_source(services, source)
    site.pages["/list.xlsx"] = (503, {}, b"")
    for _ in range(3):
        clock.pass_(hours=2)
        check_source(services, source)
    assert kinds(services) == [EventKind.NEW]


def test_a_page_that_kills_its_worker_is_kept_told_once_and_the_rest_goes_on(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = start(build, site)
    site.pages["/bomb.html"] = "<h1>关于压缩炸弹的通知</h1>" + "<b>" * 40_000 + "<div>" * 400_000
    site.pages["/annex.html"] = make_notice("关于问题应用程序的通报", *SENTENCES)
    site.publish("bomb", "annex", "live", "apps")
    services.parsers.wall_seconds, usual = 1.5, services.parsers.wall_seconds
    try:
        for _ in range(5):
            clock.pass_(minutes=15)
            check_source(services, source)
    finally:
        services.parsers.wall_seconds = usual
    titles = [event.title for event in told(services) if event.kind is EventKind.NEW]
    assert len(titles) == 2
    assert "关于问题应用程序的通报" in titles
    with services.store.reading() as tx:
        [page] = pages.find_pages(tx, [f"https://{site.url[7:]}/bomb.html"]).values()
    assert "too slow: killed after 1.5 s" in page.problem


def test_lines_of_a_host_are_learnt_from_its_pages(
    build: Build, site: Website, clock: Clock
) -> None:
    services, _ = start(build, site)
    with services.store.reading() as tx:
        assert hosts.find_lines(tx, host_of(site.url)).pages == 2
