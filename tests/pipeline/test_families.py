"""Families of pages: the same in every order, and as a person decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dedup.texts import BODY, NEXT_BODY, NEXT_TITLE
from tests.dedup.texts import TITLE as YEAR_TITLE
from watcher.errors import InputError
from watcher.model.decision import DecisionKind
from watcher.model.source import Source, Tier
from watcher.pipeline import families
from watcher.pipeline.ingest import Item, ingest
from watcher.pipeline.services import Services
from watcher.store import decisions, export, notices, pages
from watcher.store.database import Store

Build = Callable[..., Services]
NOW = datetime(2026, 11, 22, tzinfo=UTC)

TITLE = "江城市关于清理僵尸网站的通知"
HEAD = (
    "各区网信办：近年来一些单位的网站长期无人维护，栏目多年不更新，留言无人答复，群众意见较大。\n"
    "为改变这一局面，决定用两个月时间对全市单位网站做一次清理，摸清底数，关停一批，合并一批。\n"
    "一、清理范围包括党政机关、事业单位和国有企业开办的全部网站，含子站和专题页面，不留死角。\n"
)
TAIL = (
    "二、连续三个月没有更新首页栏目、连续两周无法打开的网站，由开办单位在月底前申请关停下线。\n"
    "三、内容相近的网站应当合并，历史内容整体迁移，旧域名保留跳转一年，方便群众查找旧文件。\n"
    "四、各区每周五报送进度，市里派人抽查，弄虚作假的通报批评，并追究有关人员的责任。\n"
)
OTHER = (
    "春季招聘会将于周末在体育馆举行，共有一百二十家企业带来两千多个岗位，涵盖制造和服务两大类。\n"
    "现场设有简历诊断和法律咨询窗口，市民凭身份证入场，停车场开放到晚上九点，公交线路临时加密。\n"
)
ITEMS = {
    "official": Item(id="official", title=TITLE, text=HEAD + TAIL, source_id="office"),
    "portal": Item(id="portal", title=f"{TITLE}_门户", text=HEAD + TAIL + "责任编辑：小王"),
    "head": Item(id="head", title="江城清理网站", text=HEAD),
    "tail": Item(id="tail", title="网站清理要求每周报送", text=TAIL),
    "other": Item(id="other", title="春季招聘会周末举行", text=OTHER),
}


@pytest.fixture
def office() -> Source:
    return Source(
        id="office", name="office", kind="html", tier=Tier.OFFICIAL, url="http://office.example/"
    )


def take(services: Services, *names: str) -> None:
    assert all(each.recorded for each in ingest(services, [ITEMS[name] for name in names]))


def read(store: Store) -> dict[str, tuple[str, str]]:
    with store.reading() as tx:
        return {row["id"]: (row["notice"], row["relation"]) for row in export.export_pages(tx)}


def page_of(services: Services, name: str) -> str:
    return read(services.store)[name][0]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(sorted(ITEMS)))
def test_every_order_gives_one_family_and_one_original(
    build: Build,
    office: Source,
    migrated: Callable[..., str],
    order: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store.open(migrated("sqlite", tmp_path_factory.mktemp("order")))
    services = build(office, store=store)
    take(services, *order)
    found = read(store)
    store.close()
    family = {found[name][0] for name in ("official", "portal", "head", "tail")}
    assert len(family) == 1
    assert found["other"][0] not in family
    assert {name for name in found if found[name][1] == "original"} == {"official", "other"}


def test_parts_that_next_year_is_linked_to_become_one_when_the_whole_comes(
    build: Build, store: Store
) -> None:
    half = len(BODY) // 2
    items = [
        Item(id="head", title=YEAR_TITLE, text=BODY[:half]),
        Item(id="tail", title="各地将报送总结", text=BODY[half:]),
        Item(id="next", title=NEXT_TITLE, text=NEXT_BODY),
        Item(id="whole", title=YEAR_TITLE, text=BODY),
    ]
    services = build(store=store)
    assert [bool(each.recorded) for each in ingest(services, items)] == [True] * 4
    found = read(store)
    assert found["head"][0] == found["tail"][0] == found["whole"][0] != found["next"][0]
    with store.reading() as tx:
        links = notices.links_of(tx, found["next"][0])
    assert [each.notice_id for each in links] == [found["whole"][0]]


def test_pages_split_off_stay_apart_when_a_bridge_comes(build: Build, store: Store) -> None:
    services = build(store=store)
    take(services, "head", "portal", "tail")
    whole = page_of(services, "portal")
    with store.writing() as tx:
        moved = [p for p in notices.pages_of(tx, whole) if p.external_id == "tail"]
        fresh = families.split_by_hand(tx, whole, moved, reason="another text", now=NOW)
    assert page_of(services, "tail") == fresh != whole
    again = Item(id="again", title=TITLE, text=HEAD + TAIL + "（完）")
    assert all(each.recorded for each in ingest(services, [again]))
    found = read(store)
    assert found["tail"] == (fresh, "original")
    assert {found[name][0] for name in ("head", "portal", "again")} == {whole}
    with store.reading() as tx:
        [decision] = decisions.list_decisions(tx, fresh)
    assert (decision.kind, decision.detail, decision.undone_at) == (
        DecisionKind.SPLIT,
        "tail",
        None,
    )


def test_the_rest_gets_an_original_of_its_own(build: Build, office: Source, store: Store) -> None:
    services = build(office, store=store)
    take(services, "official", "portal", "head")
    notice = page_of(services, "official")
    with store.writing() as tx:
        moved = [p for p in notices.pages_of(tx, notice) if p.external_id == "official"]
        fresh = families.split_by_hand(tx, notice, moved, reason="", now=NOW)
        summary, apart = notices.get_notice(tx, notice), notices.get_notice(tx, fresh)
        assert summary is not None
        assert apart is not None
        assert pages.get_page(tx, summary.original_page_id).external_id == "portal"
        assert (summary.is_official, apart.is_official) == (False, True)


def test_notices_merged_by_hand_stay_one_and_undo_a_split(build: Build, store: Store) -> None:
    services = build(store=store)
    take(services, "portal", "head", "other")
    notice, other = page_of(services, "portal"), page_of(services, "other")
    with store.writing() as tx:
        moved = [p for p in notices.pages_of(tx, notice) if p.external_id == "head"]
        fresh = families.split_by_hand(tx, notice, moved, reason="", now=NOW)
        families.merge_by_hand(tx, notice, fresh, reason="one text after all", now=NOW)
        families.merge_by_hand(tx, notice, other, reason="same day", now=NOW)
    assert {each[0] for each in read(store).values()} == {notice}
    with store.reading() as tx:
        split, merge, last = decisions.list_decisions(tx)
        assert not decisions.are_apart(tx, notice, fresh)
    assert (split.kind, split.undone_at) == (DecisionKind.SPLIT, NOW)
    assert (merge.reason, merge.undone_at) == ("one text after all", None)
    assert (last.one, last.other) == (notice, other)
    late = Item(id="late", title="招聘会", text=OTHER + "（来源：晚报）")
    assert all(each.recorded for each in ingest(services, [late]))
    assert page_of(services, "late") == notice


def test_a_split_follows_its_notice_into_a_merge(build: Build, store: Store) -> None:
    services = build(store=store)
    take(services, "portal", "head", "other")
    notice, other = page_of(services, "portal"), page_of(services, "other")
    with store.writing() as tx:
        moved = [p for p in notices.pages_of(tx, notice) if p.external_id == "head"]
        fresh = families.split_by_hand(tx, notice, moved, reason="", now=NOW)
        families.merge_by_hand(tx, other, notice, reason="", now=NOW)
        assert decisions.are_apart(tx, fresh, other)
        assert families.merge_found(tx, other, (fresh,)) == (fresh,)


@pytest.mark.parametrize("names", [[], ["portal", "head"]])
def test_a_split_takes_some_pages_and_leaves_some(
    build: Build, store: Store, names: list[str]
) -> None:
    services = build(store=store)
    take(services, "portal", "head")
    notice = page_of(services, "portal")
    with store.writing() as tx:
        moved = [p for p in notices.pages_of(tx, notice) if p.external_id in names]
    with store.writing() as tx, pytest.raises(InputError):
        families.split_by_hand(tx, notice, moved, reason="", now=NOW)
