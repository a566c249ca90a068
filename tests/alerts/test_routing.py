"""Who hears what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alerts.conftest import make_event, make_hit
from watcher.alerts.events import dedup_key, event_code
from watcher.alerts.routing import find_names, refusals, route
from watcher.diff import compare
from watcher.model.event import DEFAULT_EVENTS, Event, EventKind, Route
from watcher.model.watch import HitKind

ALL = Route(id="all", channels=("mail", "chat"))


@pytest.mark.parametrize(
    ("changes", "event", "wanted"),
    [
        ({}, {}, True),
        ({}, {"kind": EventKind.COPY}, False),
        ({"events": frozenset({EventKind.COPY})}, {"kind": EventKind.COPY}, True),
        ({"events": frozenset({EventKind.CHANGED})}, {}, False),
        ({"campaigns": ("AI技术滥用",)}, {}, True),
        ({"campaigns": ("春节", "ai技術濫用")}, {}, True),
        ({"campaigns": ("清朗整治AI",)}, {}, True),
        ({"campaigns": ("春节",)}, {}, False),
        ({"campaigns": ("春节",)}, {"campaign": None}, False),
        ({"campaigns": ("",)}, {}, False),
        ({"tiers": frozenset({"official"})}, {}, True),
        ({"tiers": frozenset({"repost"})}, {}, False),
        ({"sources": frozenset({"cac", "miit"})}, {}, True),
        ({"sources": frozenset({"miit"})}, {}, False),
        ({"names": ("甲科技",)}, {"excerpt": "關閉甲 科技等賬號"}, True),
        ({"names": ("甲科技",)}, {"title": "约谈甲科技"}, True),
        ({"names": ("甲科技",)}, {}, False),
        ({"names": ("AppX",)}, {"title": "下架ａｐｐｘ"}, True),
        ({"names": ("甲科技",), "tiers": frozenset({"repost"})}, {"title": "甲科技"}, False),
        ({"stages": frozenset({"launched"})}, {}, True),
        ({"stages": frozenset({"closed"})}, {}, False),
        ({"types": frozenset({"launch_notice", "results"})}, {}, True),
        ({"types": frozenset({"results"})}, {"document_type": None}, False),
        ({"issuers": ("网信办",)}, {}, True),
        ({"issuers": ("網信辦",)}, {}, True),
        ({"issuers": ("工信部",)}, {}, False),
        # A fault of a source is never held back by conditions on notices.
        ({"campaigns": ("春节",), "names": ("甲",)}, {"kind": EventKind.SOURCE_UNHEALTHY}, True),
        ({"sources": frozenset({"miit"})}, {"kind": EventKind.SOURCE_UNHEALTHY}, False),
        ({"tiers": frozenset({"repost"})}, {"kind": EventKind.TEST}, True),
    ],
)
def test_conditions(changes: dict[str, object], event: dict[str, object], wanted: bool) -> None:
    rule = replace(ALL, **changes)
    pairs = route(make_event(**event), [rule])
    assert pairs == ((("all", "mail"), ("all", "chat")) if wanted else ())


def test_names_are_looked_for_in_the_whole_body_and_in_what_changed() -> None:
    rule = replace(ALL, names=("甲科技", "乙网络"))
    assert route(make_event(), [rule]) == ()
    assert route(make_event(), [rule], body="末段：关闭乙网络账号") != ()
    diff = compare("无关", "约谈甲科技")
    assert find_names(make_event(diff=diff), rule.names) == ("甲科技",)


def test_refusals_name_the_conditions() -> None:
    rule = replace(ALL, campaigns=("春节",), tiers=frozenset({"repost"}))
    assert refusals(make_event(), rule) == ("tiers", "campaigns")


def test_each_pair_comes_once_in_the_order_of_the_routes() -> None:
    routes = [Route(id="b", channels=("mail", "mail")), Route(id="a", channels=("mail", "chat"))]
    assert route(make_event(), routes) == (("b", "mail"), ("a", "mail"), ("a", "chat"))


def test_a_dead_delivery_is_told_over_another_channel() -> None:
    dead = make_event(EventKind.DELIVERY_DEAD, extra={"channel": "mail"})
    assert route(dead, [ALL]) == (("all", "chat"),)
    deaf = Route(id="deaf", channels=("sms",), events=frozenset({EventKind.NEW}))
    assert route(dead, [replace(ALL, channels=("mail",)), deaf]) == (("deaf", "sms"),)
    assert route(dead, [replace(ALL, channels=("mail",))]) == ()


KINDS = st.sampled_from(sorted(EventKind))
ROUTES = st.builds(
    Route,
    id=st.sampled_from("abc"),
    channels=st.lists(st.sampled_from(["x", "y", "z"]), max_size=3).map(tuple),
    events=st.frozensets(KINDS),
    tiers=st.frozensets(st.sampled_from(["official", "repost"])),
    sources=st.frozensets(st.sampled_from(["cac", "other"])),
)


@settings(deadline=None, max_examples=100)
@given(KINDS, st.lists(ROUTES, max_size=4))
def test_only_configured_pairs_come_and_none_twice(kind: EventKind, routes: list[Route]) -> None:
    pairs = route(make_event(kind, extra={"channel": "x"}), routes)
    assert len(set(pairs)) == len(pairs)
    assert set(pairs) <= {(each.id, channel) for each in routes for channel in each.channels}
    if kind is EventKind.DELIVERY_DEAD:
        assert all(channel != "x" for _, channel in pairs)


def test_a_silent_route_hears_everything_but_copies_and_backfills() -> None:
    quiet = {EventKind.COPY, EventKind.BACKFILLED, EventKind.DIGEST}  # a digest is never routed
    assert set(EventKind) - DEFAULT_EVENTS == quiet


@pytest.mark.parametrize(
    "changes",
    [
        {"source_id": "x"},
        {"notice_id": "N-000001"},
        {"notice_id": None},
        {"kind": EventKind.CHANGED},
        {"content_hash": "x"},
        {"seq": 1},
    ],
)
def test_the_key_changes_with_what_identifies_an_event(changes: dict[str, object]) -> None:
    event = make_event()
    other = replace(event, **changes)
    assert dedup_key(event, "r", "c") != dedup_key(other, "r", "c")


def test_the_key_is_one_per_route_and_channel_and_of_nothing_else() -> None:
    event = make_event()
    keys = {dedup_key(event, r, c) for r in ("a", "b", "a|c") for c in ("c", "d", "")}
    assert len(keys) == 9
    reread = replace(event, id=7, title="另一标题", excerpt="", score=0.5)
    assert dedup_key(reread, "a", "c") == dedup_key(event, "a", "c")
    assert len(dedup_key(event, "a", "c")) == 64


def test_no_shift_of_letters_between_parts_gives_the_same_key() -> None:
    def key(source: str, content: str) -> str:
        event: Event = make_event(source_id=source, notice_id=None, content_hash=content)
        return dedup_key(event, "r", "c")

    assert key("a", "bc") != key("ab", "c")
    assert key('a","', "b") != key("a", '","b')


def test_the_printed_id_is_of_the_stored_event() -> None:
    assert event_code(make_event(id=0)) == ""
    assert event_code(make_event(id=7)) != event_code(make_event(id=8))


@pytest.mark.parametrize(
    ("kinds", "is_heard"),
    [
        ((), False),
        ((HitKind.MASKED,), False),
        ((HitKind.EMBEDDED, HitKind.CODE_MISPRINT), False),
        ((HitKind.MASKED, HitKind.ALIAS), True),
        ((HitKind.CREDIT_CODE,), True),
    ],
)
def test_a_route_may_ask_for_sure_hits_of_the_watch_list(
    kinds: tuple[HitKind, ...], is_heard: bool
) -> None:
    event = make_event(named=tuple(make_hit("乙应用", kind) for kind in kinds))
    wanted = Route(id="own", channels=("desk",), watchlist=True)
    assert bool(route(event, (wanted,))) is is_heard
    assert refusals(event, replace(wanted, watchlist=False)) == ()
