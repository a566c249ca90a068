"""Alerts that say what a notice means: names, days, what is new; campaigns nobody knew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.pipeline.baseline import THIRD, Build, told
from tests.pipeline.website import Clock, Website, make_notice, make_source
from watcher.campaigns.watchlist import WatchList
from watcher.errors import InputError
from watcher.model.event import Event, EventKind, Route
from watcher.model.lineage import Against, FocusChange
from watcher.model.proposal import Decision
from watcher.model.source import Source, Tier
from watcher.model.watch import HitKind, WatchEntry
from watcher.pipeline.check import check_source
from watcher.pipeline.deciding import decide
from watcher.pipeline.ingest import Item, ingest
from watcher.pipeline.relabel import apply_changes, find_changes
from watcher.pipeline.services import Services
from watcher.store import events, notices
from watcher.store.labels import labelled_pages, told_events
from watcher.store.proposals import list_proposals

OWN = WatchList([WatchEntry(id="own", name="蓝鲸样例科技有限公司", aliases=("卤味张老板",))])
LATER_ON = date(2026, 4, 20)
LAUNCH_NAME = "清朗·整治网络占卜乱象"
LAUNCH = make_notice(
    f"关于开展“{LAUNCH_NAME}”专项行动的通知",
    "各省、自治区、直辖市党委网信办：",
    f"中央网信办决定自2026年3月20日起，开展为期2个月的“{LAUNCH_NAME}”专项行动。",
    "一、整治重点",
    "1.算命引流问题。以免费算命为名拉人入群，骗取钱财。",
    "2.售卖法器问题。高价售卖所谓开运物品，虚构功效。",
    "二、工作要求",
    "1.限时整改。各平台应于4月15日前完成自查。",
    "中央网信办秘书局",
    "2026年3月18日",
)
PLAIN = make_notice(
    "关于召开样例座谈会的通知",
    "为听取各方意见，定于近日召开样例座谈会，请有关单位派员参加，名单另行通知。",
    "会议讨论样例标准的修订，与会单位可以提前提交书面材料，会务事项由秘书处负责。",
)
NAMES_US = make_notice(
    "关于约谈样例平台的通报",
    "近日，某市网信办依法约谈蓝鲸样例科技有限公司负责人，责令其限期整改，并处以警告。",
    "该公司表示将全面自查，按要求完成整改，并向社会公布整改情况，接受公众监督。",
)
COPY_THAT_NAMES = NAMES_US.replace("<p>", "<p>据样例日报消息，", 1)
HIDDEN = NAMES_US.replace("蓝鲸样例科技有限公司", "“卤味*老板”账号")


def watch(services: Services, *routes: Route) -> Services:
    return replace(services, watchlist=OWN, routes=routes or services.routes)


def begin(build: Build, site: Website, *routes: Route) -> tuple[Services, Source]:
    source = make_source(site)
    services = watch(build(source), *routes)
    site.pages["/plain.html"] = PLAIN
    site.publish("plain")
    check_source(services, source)
    return services, source


def publish(services: Services, site: Website, clock: Clock, source: Source, page: str) -> None:
    site.pages["/more.html"] = page
    site.publish("more", "plain")
    clock.pass_(minutes=16)
    check_source(services, source)


def heard(services: Services) -> list[Event]:
    with services.store.reading() as tx:
        found = notices.list_notices(tx)
        return [event for each in found for event in told_events(tx, each.id)]


def of_kind(services: Services, kind: EventKind) -> list[Event]:
    with services.store.reading() as tx:
        return events.list_events(tx, kinds=[kind])


def test_a_new_notice_tells_who_is_named_and_only_once(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = begin(build, site)
    publish(services, site, clock, source, NAMES_US)
    [event] = told(services)
    assert event.kind is EventKind.NEW
    assert {hit.kind for hit in event.named} == {HitKind.NAME}
    assert {hit.span.text for hit in event.named} == {"蓝鲸样例科技有限公司"}


def test_possible_names_alone_raise_nothing(build: Build, site: Website, clock: Clock) -> None:
    own = Route(id="own", channels=("desk",), watchlist=True)
    services, source = begin(build, site, own)
    publish(services, site, clock, source, HIDDEN)
    assert heard(services) == []


def test_a_route_for_names_hears_only_of_them(build: Build, site: Website, clock: Clock) -> None:
    own = Route(id="own", channels=("desk",), watchlist=True)
    services, source = begin(build, site, own)
    publish(services, site, clock, source, THIRD)
    assert heard(services) == []
    site.pages["/names.html"] = NAMES_US
    site.publish("names", "more", "plain")
    clock.pass_(minutes=16)
    check_source(services, source)
    [event] = heard(services)
    assert event.named


@pytest.mark.parametrize(
    ("now", "is_told"),
    [
        (datetime(2026, 3, 21, 2, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 1, 2, 0, tzinfo=UTC), False),
    ],
)
def test_the_first_pass_tells_of_names_that_are_recent(
    build: Build, site: Website, clock: Clock, now: datetime, *, is_told: bool
) -> None:
    clock.now = now
    source = make_source(site)
    services = watch(build(source))
    site.pages["/names.html"], site.pages["/plain.html"] = NAMES_US, PLAIN
    site.publish("names", "plain")
    check_source(services, source)
    assert [event.kind for event in told(services)] == [EventKind.NAMED] * is_told


def test_a_copy_that_names_what_its_notice_did_not_is_told_once(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = begin(build, site)
    publish(services, site, clock, source, NAMES_US.replace("蓝鲸样例科技有限公司", "某公司"))
    portal = make_source(site, "portal", url=f"{site.url}/portal", tier=Tier.AGGREGATOR)
    services = watch(build(portal, store=services.store))
    site.pages["/old.html"] = PLAIN.replace("座谈会", "研讨班")
    site.publish("old", path="/portal")
    check_source(services, portal)
    for name in ("copy", "again"):
        site.pages[f"/{name}.html"] = COPY_THAT_NAMES.replace("样例日报", f"样例{name}报")
        site.publish(name, "old", path="/portal")
        clock.pass_(minutes=16)
        check_source(services, portal)
    [event] = of_kind(services, EventKind.NAMED)
    assert [hit.entry_id for hit in event.named] == ["own"]
    assert event.relation != "original"


def test_hits_are_stored_and_a_new_list_shows_what_would_change(
    build: Build, site: Website, clock: Clock
) -> None:
    source = make_source(site)
    services = build(source)
    site.pages["/names.html"] = NAMES_US
    site.publish("names")
    check_source(services, source)
    with_list = watch(services)
    [found] = find_changes(with_list)
    assert [(each.kind, each.old, each.new) for each in found.changes] == [("named", "", "own")]
    apply_changes(with_list, [found])
    assert list(find_changes(with_list)) == []
    assert told(with_list) == []
    with services.store.reading() as tx:
        [page] = labelled_pages(tx, named_only=True)
    label = page.labels.others[-1]
    assert (label.kind, label.value, label.score) == ("named", "own", 1.0)
    (span,) = label.spans
    assert page.document.body[span.start : span.end] == span.text == "蓝鲸样例科技有限公司"


def test_an_unknown_campaign_is_proposed_once_and_told(
    build: Build, site: Website, clock: Clock
) -> None:
    services, source = begin(build, site)
    publish(services, site, clock, source, LAUNCH)
    [event] = of_kind(services, EventKind.CAMPAIGN_PROPOSED)
    assert event.campaign == f"{LAUNCH_NAME}(2026)"
    with services.store.reading() as tx:
        [proposal] = list_proposals(tx)
    assert (proposal.state, proposal.notice_id) == (Decision.PROPOSED, event.notice_id)
    assert event.extra == {"proposal": proposal.id}
    assert proposal.campaign.focus == ("算命引流问题", "售卖法器问题")
    items = [Item(id="mirror", text=f"“{LAUNCH_NAME}”专项行动启动\n中央网信办近日启动该行动。")]
    list(ingest(services, items))
    assert len(of_kind(services, EventKind.CAMPAIGN_PROPOSED)) == 1


def test_deadlines_and_days_stand_in_the_alert(build: Build, site: Website, clock: Clock) -> None:
    services, source = begin(build, site)
    publish(services, site, clock, source, LAUNCH)
    [event] = of_kind(services, EventKind.NEW)
    assert (str(event.starts_on), str(event.ends_on)) == ("2026-03-20", "2026-05-19")
    assert [(str(each.due_on), each.text) for each in event.deadlines] == [
        ("2026-04-15", "完成自查")
    ]


@pytest.mark.parametrize(
    ("decision", "name", "campaign"),
    [
        (Decision.CONFIRMED, None, f"{LAUNCH_NAME}(2026)"),
        (Decision.CONFIRMED, "清朗·整治网络算命(2026)", "清朗·整治网络算命(2026)"),
        (Decision.CONFIRMED, "清朗·整治AI技术滥用(2026)", "清朗·整治AI技术滥用(2026)"),
        (Decision.REJECTED, None, None),
    ],
)
def test_a_decision_is_used_at_once(
    build: Build, site: Website, decision: Decision, name: str | None, campaign: str | None
) -> None:
    source = make_source(site)
    services = build(source)
    site.pages["/launch.html"] = LAUNCH
    site.publish("launch")
    check_source(services, source)
    with services.store.reading() as tx:
        [proposal] = list_proposals(tx)
    decide(services, proposal.id, decision, name=name)
    with services.store.reading() as tx:
        [notice] = notices.list_notices(tx)
    assert notice.campaign == campaign
    # A process of its own that was running all the time hears of it with its next check.
    text = f"“{LAUNCH_NAME}”专项行动公布典型案例\n近日，中央网信办通报一批典型案例，处置样例账号。"
    [answer] = ingest(services, [Item(id="later", text=text, published_on=LATER_ON)])
    assert answer.recorded is not None
    label = answer.recorded.labels.campaign
    assert (label.value if label else None) == campaign
    assert told(services) == []


def test_a_decision_needs_a_proposal_and_its_year(build: Build, site: Website) -> None:
    source = make_source(site)
    services = build(source)
    site.pages["/launch.html"] = LAUNCH
    site.publish("launch")
    check_source(services, source)
    with pytest.raises(InputError, match="no proposed campaign"):
        decide(services, "proposed-1", Decision.CONFIRMED)
    with services.store.reading() as tx:
        [proposal] = list_proposals(tx)
    with pytest.raises(InputError, match="does not say the year"):
        decide(services, proposal.id, Decision.CONFIRMED, name="清朗·整治网络算命")


SUMMER = make_notice(
    "中央网信办部署开展“清朗·2026年暑期未成年人网络环境整治”专项行动",
    "近日，中央网信办印发通知，部署开展为期2个月的“清朗·2026年暑期未成年人网络环境整治”专项行动。",
    "聚焦新情况，做好三方面问题整治。一是实施网络侵害行为。以交友为名实施网络欺凌。"
    "二是利用未成年人形象牟利。炒作摆拍儿童视频。三是智能玩具内容失管。诱导不当对话。",
)


def test_what_is_new_against_the_last_campaign(build: Build, site: Website, clock: Clock) -> None:
    services, source = begin(build, site)
    publish(services, site, clock, source, SUMMER)
    [event] = of_kind(services, EventKind.NEW)
    [news] = event.news
    assert (news.against, news.name) == (
        Against.LAST_CAMPAIGN,
        "清朗·2025年暑期未成年人网络环境整治",
    )
    assert {(note.change, note.new or note.old) for note in news.notes} >= {
        (FocusChange.NEW, "智能玩具内容失管"),
        (FocusChange.KEPT, "利用未成年人形象牟利"),
        (FocusChange.GONE, "诱导参与线下危险活动"),
    }


def test_what_is_new_against_the_last_batch(build: Build, site: Website, clock: Clock) -> None:
    def bulletin(batch: str, account: str, case: str) -> str:
        return make_notice(
            f"“清朗·整治AI技术滥用”专项行动公布第{batch}批典型案例",
            f"中央网信办现将“清朗·整治AI技术滥用”专项行动第{batch}批典型案例通报如下：",
            f"1.“{account}”等账号{case}。抖音账号“{account}”“老面孔”{case}，情节严重。"
            "相关账号已被关闭。",
            "2.“样例换脸”等小程序未作标识。小程序“样例换脸”未添加标识。相关小程序已被下架。",
        )

    services, source = begin(build, site)
    publish(services, site, clock, source, bulletin("一", "甲甲甲", "仿冒专家发布视频"))
    site.pages["/second.html"] = bulletin("二", "乙乙乙", "批量生成灾情谣言")
    site.publish("second", "more", "plain")
    clock.pass_(minutes=16)
    check_source(services, source)
    event = of_kind(services, EventKind.NEW)[-1]
    batch = next(news for news in event.news if news.against is Against.LAST_BATCH)
    assert "第一批" in batch.name
    assert set(batch.again) == {"老面孔", "样例换脸"}
    changes = {note.new or note.old: note.change for note in batch.notes}
    assert changes["批量生成灾情谣言"] is FocusChange.NEW
    assert changes["仿冒专家发布视频"] is FocusChange.GONE
    assert changes["未作标识"] is FocusChange.KEPT
