"""Floods, daily summaries, quiet hours and silences, on a clock of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from tests.pipeline import platform_play as stage
from tests.pipeline.website import Clock
from watcher.alerts.events import event_code
from watcher.model.event import (
    Channel,
    DigestPlan,
    EventKind,
    QuietHours,
    Route,
    Silence,
)
from watcher.pipeline.services import Services
from watcher.store import audit, silences

Build = Callable[..., Services]


def test_a_flood_goes_out_together_and_names_every_alert(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM))
    events = [stage.add_event(services, f"洪水中的通知{number}") for number in range(200)]
    stage.run(services, clock, minutes=10)
    texts = "\n".join(each.text for each in play.sent)
    assert all(texts.count(event_code(event)) == 1 for event in events)
    assert len(play.sent) < 40
    assert all(len(each.message.body.encode()) <= 2048 for each in play.sent)
    assert set(stage.states(services)) == {"delivered"}
    with services.store.reading() as tx:
        told = audit.list_told(tx, event_id=events[0].id)
    assert told[0].digest_id is not None
    assert told[0].finished_at is not None


def test_five_or_fewer_go_one_by_one(build: Build, clock: Clock, play: stage.Play) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    for number in range(5):
        stage.add_event(services, f"通知{number}")
    stage.run(services, clock, minutes=1)
    assert len(play.sent) == 5


def test_a_summary_that_is_refused_frees_its_members(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    for number in range(7):
        stage.add_event(services, f"通知{number}")
    play.told[stage.URL] = [stage.REFUSED, stage.REFUSED, stage.REFUSED]
    stage.run(services, clock, minutes=40)
    singles = [each for each in play.accepted() if "【新公告】" in each.message.title]
    assert len(singles) == 7
    assert stage.states(services)["dead"] == 1


def test_a_summary_of_unknown_fate_is_marked_on_its_repeat(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, language="en"))
    for number in range(7):
        stage.add_event(services, f"通知{number}")
    play.told[stage.URL] = [stage.UNKNOWN]
    stage.run(services, clock, minutes=5)
    assert stage.states(services) == {"delivered": 8}
    assert "possible duplicate, attempt 2" in play.sent[1].message.title


def test_a_daily_summary_comes_at_its_hour_even_when_empty(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    clock.now = datetime(2026, 3, 21, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
    plan = DigestPlan(at=time(9))
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, digest=plan))
    stage.run(services, clock, minutes=5)
    event = stage.add_event(services, "普通通知")
    urgent = stage.add_event(services, "撤下的通知", kind=EventKind.WITHDRAWN)
    stage.run(services, clock, minutes=20)
    assert [event_code(urgent) in each.text for each in play.sent] == [True]
    stage.run(services, clock, minutes=10)
    assert len(play.sent) == 2
    assert event_code(event) in play.sent[1].text
    assert "2026-03-21" in play.sent[1].message.title
    assert play.sent[1].at == datetime(2026, 3, 21, 1, 0, tzinfo=UTC)
    clock.now = datetime(2026, 3, 22, 0, 59, 50, tzinfo=UTC)
    stage.run(services, clock, minutes=1)
    assert len(play.sent) == 3
    assert "本期没有新公告或改动" in play.sent[2].text
    assert "个来源中" in play.sent[2].text


def test_a_summary_missed_while_the_program_was_down_comes_once(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(
        build(), play, Channel(id="a", url=stage.URL, digest=DigestPlan(at=time(9)))
    )
    stage.run(services, clock, minutes=1)
    clock.pass_(days=4)
    stage.run(services, clock, minutes=5)
    assert len(play.sent) == 1


def test_quiet_hours_hold_back_all_but_the_urgent(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    clock.now = datetime(2026, 3, 21, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
    quiet = QuietHours(start=time(22), end=time(7))
    services = stage.staged(
        build(),
        play,
        Channel(id="a", url=stage.URL),
        routes=(Route(id="all", channels=("a",), quiet=quiet),),
    )
    stage.add_event(services, "夜里的通知")
    stage.add_event(services, "夜里撤下的通知", kind=EventKind.WITHDRAWN)
    stage.run(services, clock, minutes=60)
    assert ["撤下" in each.text for each in play.sent] == [True]
    clock.now = datetime(2026, 3, 21, 23, 0, tzinfo=UTC)
    stage.run(services, clock, minutes=1)
    assert len(play.sent) == 2


def test_a_silence_holds_until_its_end_or_until_it_is_ended(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    for hours in (2, 8):
        value = Silence(until=clock() + timedelta(hours=hours), sources=frozenset({"s"}))
        with services.store.writing() as tx:
            number = silences.add_silence(tx, value, now=clock())
    stage.add_event(services, "静默中的通知")
    stage.add_event(services, "别处的通知", source_id="t")
    stage.run(services, clock, minutes=1)
    assert ["别处" in each.text for each in play.sent] == [True]
    stage.run(services, clock, minutes=180)
    assert len(play.sent) == 1, "the silence that ends last counts"
    with services.store.writing() as tx:
        assert silences.end_silence(tx, number, now=clock()) == 1
    stage.run(services, clock, minutes=1)
    assert len(play.sent) == 2
