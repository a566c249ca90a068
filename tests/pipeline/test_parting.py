"""A roundup that was taken for one notice comes apart when it proves to gather several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dedup.test_gathered import FRAMES, HARBOUR, MARKET, SCHOOL
from watcher import dedup
from watcher.model.document import Document
from watcher.model.event import Event, EventKind, Route
from watcher.model.label import Labels
from watcher.model.source import Source, Tier
from watcher.pipeline import families
from watcher.pipeline.arrival import Arrival, Recorded
from watcher.pipeline.ingest import Item, ingest
from watcher.pipeline.record import preview, record
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.store import decisions, events, export, notices
from watcher.store.database import Store

Build = Callable[..., Services]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
WEEKLY = f"{HARBOUR}\n{MARKET}\n{SCHOOL}\n欢迎转发，下周再见。"
"""No headline and no number tells where an item begins."""
TEXTS = {
    "weekly": ("江城网络治理一周看", WEEKLY),
    "weekly again": ("一周网络治理", FRAMES[1].format(WEEKLY)),
    "harbour": ("江城清理冒充船务公司的招工账号", HARBOUR),
    "harbour again": ("高薪海员？小心是骗局", FRAMES[1].format(HARBOUR)),
    "market": ("江城市开展网上农资联合检查", MARKET),
    "school": ("江城通报校服订购骗局", SCHOOL),
}
FAMILIES = {
    frozenset({"weekly", "weekly again"}),
    frozenset({"harbour", "harbour again"}),
    frozenset({"market"}),
    frozenset({"school"}),
}


def take(services: Services, *names: str) -> None:
    items = [Item(id=name, title=TEXTS[name][0], text=TEXTS[name][1]) for name in names]
    assert all(each.recorded for each in ingest(services, items))


def grouped(store: Store) -> set[frozenset[str]]:
    with store.reading() as tx:
        rows = list(export.export_pages(tx))
    return {
        frozenset(row["id"] for row in rows if row["notice"] == notice)
        for notice in {row["notice"] for row in rows}
    }


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(sorted(TEXTS)))
def test_every_order_gives_the_same_families(
    build: Build,
    migrated: Callable[..., str],
    order: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store.open(migrated("sqlite", tmp_path_factory.mktemp("order")))
    take(build(store=store), *order)
    assert grouped(store) == FAMILIES
    store.close()


def test_the_second_item_takes_a_family_apart_and_the_rest_is_linked(
    build: Build, store: Store
) -> None:
    services = build(store=store)
    take(services, "weekly", "harbour", "weekly again")
    assert grouped(store) == {frozenset({"weekly", "harbour", "weekly again"})}
    take(services, "market", "harbour again", "school")
    assert grouped(store) == FAMILIES
    with store.reading() as tx:
        found = {row["id"]: row for row in export.export_pages(tx)}
        links = {link.notice_id for link in notices.links_of(tx, found["weekly"]["notice"])}
    assert links == {found[name]["notice"] for name in ("harbour", "market", "school")}
    assert found["weekly again"]["relation"] == "repost"
    assert {found[name]["relation"] for name in ("weekly", "harbour", "market")} == {"original"}


def test_what_a_person_put_together_stays_together(build: Build, store: Store) -> None:
    services = build(store=store)
    take(services, "weekly", "school", "harbour")
    with store.writing() as tx:
        rows = {row["id"]: row["notice"] for row in export.export_pages(tx)}
        for name in ("school", "harbour"):
            if rows[name] != rows["weekly"]:
                families.merge_by_hand(tx, rows["weekly"], rows[name], reason="one issue", now=NOW)
    take(services, "market")
    assert any({"weekly", "harbour", "school"} <= each for each in grouped(store))


def arrive(
    store: Store,
    name: str,
    *,
    is_trial: bool = False,
    tier: Tier = Tier.REPOST,
    teller: Teller | None = None,
) -> Recorded:
    """Record a page of a source that is told of, not one that is ingested silently."""
    title, body = TEXTS[name]
    document = Document(title=title, body=body)
    arrival = Arrival(
        key=f"id:{name}",
        source=Source(id="s", name="s", kind="html", tier=tier, url="http://s.example/"),
        url=f"http://s.example/{name.replace(' ', '-')}",
        document=document,
        print_=dedup.fingerprint(document),
        labels=Labels(),
        external_id=name,
    )
    if is_trial:
        with store.reading() as tx:
            return preview(tx, arrival)
    with store.writing() as tx:
        return record(tx, arrival, teller or Teller(routes=(), now=NOW), now=NOW)


def told(store: Store, kind: EventKind) -> list[Event]:
    with store.reading() as tx:
        return events.list_events(tx, kinds=(kind,))


def test_an_item_told_as_a_copy_is_told_as_a_notice_when_it_proves_to_be_one(store: Store) -> None:
    weekly = arrive(store, "weekly")
    assert arrive(store, "harbour").notice_id == weekly.notice_id
    assert [each.title for each in told(store, EventKind.NEW)] == [TEXTS["weekly"][0]]
    market = arrive(store, "market")
    titles = [each.title for each in told(store, EventKind.NEW)]
    assert titles == [TEXTS[name][0] for name in ("weekly", "harbour", "market")]
    first, late, last = told(store, EventKind.NEW)
    assert (first.notice_id, last.notice_id) == (weekly.notice_id, market.notice_id)
    assert late.notice_id not in {weekly.notice_id, market.notice_id}
    assert late.url == "http://s.example/harbour"
    arrive(store, "school")
    assert len(told(store, EventKind.NEW)) == 4


def test_the_number_of_a_notice_stays_with_the_page_that_opened_it(store: Store) -> None:
    harbour = arrive(store, "harbour")
    assert arrive(store, "weekly").notice_id == harbour.notice_id
    arrive(store, "market")
    with store.reading() as tx:
        rows = {row["id"]: row["notice"] for row in export.export_pages(tx)}
    assert rows["harbour"] == harbour.notice_id
    titles = [each.title for each in told(store, EventKind.NEW)]
    assert sorted(titles) == sorted(TEXTS[name][0] for name in ("harbour", "weekly", "market"))


def test_a_trial_says_what_recording_would_and_stores_nothing(store: Store) -> None:
    arrive(store, "weekly")
    arrive(store, "harbour")
    trial = arrive(store, "market", is_trial=True)
    assert (trial.notice_id, trial.verdict.value) == (None, "new")
    assert grouped(store) == {frozenset({"weekly", "harbour"})}
    assert arrive(store, "market").verdict is trial.verdict


def check_standing(store: Store) -> None:
    """Every notice has pages, one of which stands for it and gives it its title."""
    with store.reading() as tx:
        rows = list(export.export_pages(tx))
        for notice in {row["notice"] for row in rows}:
            members = notices.pages_of(tx, notice)
            summary = notices.get_notice(tx, notice)
            assert summary is not None
            [standing] = [each for each in members if each.id == summary.original_page_id]
            assert (standing.relation, standing.title) == ("original", summary.title)
            assert summary.is_official is (standing.tier == "official")


def test_a_roundup_stands_for_itself_whoever_stood_for_the_family(store: Store) -> None:
    weekly = arrive(store, "weekly")
    arrive(store, "harbour", tier=Tier.OFFICIAL)
    arrive(store, "market")
    check_standing(store)
    mirror = arrive(store, "weekly again", tier=Tier.OFFICIAL)
    assert mirror.notice_id == weekly.notice_id
    check_standing(store)
    assert grouped(store) == {
        frozenset({"weekly", "weekly again"}),
        frozenset({"harbour"}),
        frozenset({"market"}),
    }


def test_a_silent_arrival_loses_no_alert_of_a_page_that_was_told_of(store: Store) -> None:
    route = Route(id="all", channels=("desk",))
    silent = Teller(routes=(), now=NOW, is_silent=True, later_routes=(route,))
    arrive(store, "weekly")
    arrive(store, "harbour")
    arrive(store, "market", teller=silent)
    first, late = told(store, EventKind.NEW)
    assert (first.title, late.title) == (TEXTS["weekly"][0], TEXTS["harbour"][0])
    with store.reading() as tx:
        assert events.channels_of(tx, late.id) == {"desk"}


def test_pages_that_were_silent_stay_silent(store: Store) -> None:
    silent = Teller(routes=(), now=NOW, is_silent=True)
    arrive(store, "weekly", teller=silent)
    arrive(store, "harbour", teller=silent)
    arrive(store, "market")
    assert [each.title for each in told(store, EventKind.NEW)] == [TEXTS["market"][0]]


def test_an_alert_put_right_for_a_roundup_is_given_to_the_item_again(store: Store) -> None:
    loud = Teller(routes=(Route(id="all", channels=("desk",)),), now=NOW)
    arrive(store, "harbour", tier=Tier.AGGREGATOR, teller=loud)
    arrive(store, "weekly", teller=loud)
    assert [each.title for each in told(store, EventKind.NEW)] == [TEXTS["weekly"][0]]
    arrive(store, "market", teller=loud)
    titles = [each.title for each in told(store, EventKind.NEW)]
    assert sorted(titles) == sorted(TEXTS[name][0] for name in ("weekly", "harbour", "market"))
    check_standing(store)


def test_a_better_mirror_of_an_item_is_no_second_alert_of_its_notice(store: Store) -> None:
    for name, tier in (("harbour", Tier.REPOST), ("weekly", Tier.REPOST)):
        arrive(store, name, tier=tier)
    arrive(store, "harbour again", tier=Tier.OFFICIAL)
    arrive(store, "market")
    numbers = [each.notice_id for each in told(store, EventKind.NEW)]
    assert len(numbers) == len(set(numbers)) == 3
    check_standing(store)


def test_what_went_into_a_merged_notice_by_hand_stays_there(store: Store) -> None:
    school = arrive(store, "school").notice_id
    market = arrive(store, "market").notice_id
    harbour = arrive(store, "harbour").notice_id
    assert school
    assert market
    assert harbour
    with store.writing() as tx:
        families.merge_by_hand(tx, market, school, reason="one matter", now=NOW)
        families.merge_found(tx, harbour, (market,))
        assert decisions.is_decided(tx, harbour)


def test_numbers_that_went_into_a_bridge_come_back(store: Store) -> None:
    numbers = {name: arrive(store, name).notice_id for name in ("harbour", "market")}
    with store.writing() as tx:
        assert numbers["harbour"]
        assert numbers["market"]
        notices.merge_notice(tx, numbers["harbour"], numbers["market"])
        families.choose_original(tx, numbers["harbour"])
    arrive(store, "weekly")
    arrive(store, "school")
    with store.reading() as tx:
        rows = {row["id"]: row["notice"] for row in export.export_pages(tx)}
    assert {name: rows[name] for name in numbers} == numbers
    check_standing(store)
