"""Moments at which a summary or a part could lose, double or hide an alert."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.pipeline import platform_play as stage
from tests.pipeline.website import Clock
from watcher.alerts.events import event_code
from watcher.model.event import Channel, DigestPlan, EventKind, QuietHours, Route, Silence
from watcher.pipeline.deliver import deliver_next, keep_promises
from watcher.pipeline.services import Services
from watcher.store import audit, silences

Build = Callable[..., Services]
DAILY = DigestPlan(at=time(9))


def test_an_alert_resent_to_a_channel_with_daily_summaries_is_sent(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    """It may not join a summary, where its mark would be lost, and must not wait for one."""
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, digest=DAILY))
    event = stage.add_event(services, "通知")
    stage.run(services, clock, minutes=24 * 60, step_seconds=600)
    assert stage.states(services)["delivered"] >= 1
    before = len(play.sent)
    stage.resend(services, event.id)
    stage.run(services, clock, minutes=2)
    (again,) = play.sent[before:]
    assert "可能重复" in again.message.title
    assert event_code(event) in again.text


def test_members_of_a_dead_daily_summary_go_alone_and_at_once(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    clock.now = datetime(2026, 3, 21, 0, 59, tzinfo=UTC)
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, digest=DAILY))
    stage.run(services, clock, minutes=0.25)
    event = stage.add_event(services, "通知")
    play.told[stage.URL] = [stage.REFUSED, stage.REFUSED, stage.REFUSED]
    stage.run(services, clock, minutes=30)
    assert event_code(event) in play.accepted(stage.URL)[-1].text


def test_when_the_hour_has_come_nothing_slips_out_before_the_summary(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    clock.now = datetime(2026, 3, 21, 0, 58, tzinfo=UTC)  # 08:58 in Shanghai
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, digest=DAILY))
    keep_promises(services)
    events = [stage.add_event(services, f"通知{number}") for number in range(3)]
    deliver_next(services)
    clock.now = datetime(2026, 3, 21, 1, 0, 3, tzinfo=UTC)
    late = stage.add_event(services, "整点的通知")
    while deliver_next(services):
        pass
    assert not play.sent
    stage.run(services, clock, minutes=3)
    (summary,) = play.sent
    assert all(event_code(event) in summary.text for event in [*events, late])


@pytest.mark.parametrize("count", [0, 1, 33, 34, 35, 68])
def test_full_summaries_are_not_followed_by_an_empty_one(
    build: Build, clock: Clock, play: stage.Play, count: int
) -> None:
    clock.now = datetime(2026, 3, 21, 0, 50, tzinfo=UTC)
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM, digest=DAILY))
    stage.run(services, clock, minutes=1)
    codes = [event_code(stage.add_event(services, f"通知{number}")) for number in range(count)]
    stage.run(services, clock, minutes=30)
    empty = [each for each in play.sent if "没有新公告" in each.text]
    assert len(empty) == (count == 0)
    texts = "\n".join(each.text for each in play.sent)
    assert all(texts.count(code) == 1 for code in codes)


@pytest.mark.parametrize("is_daily", [True, False])
def test_what_began_in_parts_is_never_ended_in_a_summary(
    build: Build, clock: Clock, play: stage.Play, *, is_daily: bool
) -> None:
    """A silence or quiet hours come between two parts: the rest goes out after them, as parts."""
    digest = DAILY if is_daily else None
    clock.now = datetime(2026, 3, 21, 13, 59, tzinfo=UTC)  # 21:59 in Shanghai
    quiet = QuietHours(start=time(22), end=time(7), urgent=frozenset())
    urgent = EventKind.WITHDRAWN if is_daily else EventKind.NEW
    services = stage.staged(
        build(),
        play,
        Channel(id="w", url=stage.WECOM, digest=digest, group_over=1),
        routes=(Route(id="all", channels=("w",), quiet=None if is_daily else quiet),),
    )
    stage.add_long_event(services, kind=urgent)
    assert deliver_next(services)
    assert play.sent[0].message.body.startswith("(1/")
    count = int(play.sent[0].message.body[3])
    if is_daily:
        until = clock() + timedelta(hours=1)
        with services.store.writing() as tx:
            silences.add_silence(tx, Silence(until=until, events=frozenset({urgent})), now=clock())
    else:
        clock.pass_(minutes=2)
    for number in range(6):
        stage.add_event(services, f"通知{number}")
    stage.run(services, clock, minutes=24 * 60, step_seconds=300)
    heads = [each.message.body[:6] for each in play.sent]
    assert [f"({number}/{count}) " for number in range(1, count + 1)] == [
        head for head in heads if f"/{count}) E" in f"{head}E" and head.startswith("(")
    ][:count]
    assert set(stage.states(services)) == {"delivered"}


def test_members_told_in_an_accepted_part_of_a_dead_summary_are_marked(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM))
    for number in range(30):
        stage.add_event(services, f"关于开展第{number}次网络环境整治工作的通知")
    play.told[stage.WECOM] = [stage.ACCEPTED, stage.REFUSED, stage.REFUSED, stage.REFUSED]
    stage.run(services, clock, minutes=60)
    singles = [each for each in play.accepted() if "【新公告】" in each.message.title]
    assert len(singles) == 30
    assert all("可能重复" in each.message.title for each in singles)


def test_a_summary_resent_in_vain_leaves_the_record_of_its_members(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    events = [stage.add_event(services, f"通知{number}") for number in range(7)]
    stage.run(services, clock, minutes=1)
    with services.store.reading() as tx:
        (before,) = audit.list_told(tx, event_id=events[0].id)
    stage.resend(services, events[-1].id + 1)
    play.told[stage.URL] = [stage.REFUSED, stage.REFUSED, stage.REFUSED]
    stage.run(services, clock, minutes=30)
    with services.store.reading() as tx:
        (after,) = audit.list_told(tx, event_id=events[0].id)
    assert after == before


def test_fresh_alerts_need_not_wait_behind_many_that_are_put_off(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    """What a summary will take is put off in one go, however much it is."""
    services = stage.staged(
        build(),
        play,
        Channel(id="a", url=stage.URL, digest=DAILY),
        Channel(id="b", url=stage.OTHER),
    )
    for number in range(150):
        stage.add_event(services, f"通知{number}", "a")
    stage.add_event(services, "急的通知", "b")
    while deliver_next(services):
        pass
    assert len(play.accepted(stage.OTHER)) == 1
