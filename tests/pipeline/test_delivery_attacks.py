"""Moments at which an alert could be lost, doubled or called delivered: each was shown first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from tests.pipeline import platform_play as stage
from tests.pipeline.website import Clock
from watcher.alerts.events import dedup_key, event_code
from watcher.alerts.formats import render
from watcher.channels import describe
from watcher.errors import ParseError
from watcher.model.delivery import Attempt, Message, Outcome
from watcher.model.event import Channel, DigestPlan, Route
from watcher.pipeline import composing
from watcher.pipeline.deliver import deliver_next, keep_promises
from watcher.pipeline.services import Services
from watcher.store import audit, outbox

Build = Callable[..., Services]
DAILY = DigestPlan(at=time(9))
LIMITED = Attempt(outcome=Outcome.RATE_LIMITED, status=429, retry_after_seconds=60)


@pytest.mark.parametrize("late", [stage.DOWN, stage.UNKNOWN, stage.REFUSED])
@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)])
def test_an_answer_that_comes_after_the_lease_was_lost_takes_nothing_from_its_successor(
    build: Build, clock: Clock, play: stage.Play, late: Attempt, jump: timedelta
) -> None:
    """The clock is set while a message is in flight: the row is rescued and sent by another."""
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    stage.add_event(services, "通知")

    def answer(_: str, __: Message) -> Attempt:
        if len(play.sent) > 0:
            return stage.ACCEPTED
        clock.now += jump
        play.sent.append(None)  # type: ignore[arg-type]  # the first message is on its way
        keep_promises(services)
        assert deliver_next(services), "the row was rescued and is sent again"
        return late

    play.answer = answer
    stage.run(services, clock, minutes=90)
    assert stage.states(services) == {"delivered": 1}
    assert len(play.accepted(None) if None not in play.sent else play.sent) == 3
    with services.store.reading() as tx:
        outcomes = [each["outcome"] for each in audit.tries_of(tx, 1)]
    assert outcomes == [late.outcome.value, "accepted"]


def test_an_acceptance_that_comes_late_spares_the_repeat(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    stage.add_event(services, "通知")

    def answer(_: str, __: Message) -> Attempt:
        clock.pass_(hours=1)
        keep_promises(services)
        return stage.ACCEPTED

    play.answer = answer
    stage.run(services, clock, minutes=10)
    assert stage.states(services) == {"delivered": 1}
    assert len(play.sent) == 1


def test_a_resent_alert_of_which_a_part_had_arrived_is_marked(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM))
    event = stage.add_long_event(services)
    play.told[stage.WECOM] = [stage.ACCEPTED, stage.REFUSED, stage.REFUSED, stage.REFUSED]
    stage.run(services, clock, minutes=30)
    assert stage.states(services) == {"dead": 1}
    before = len(play.sent)
    stage.resend(services, event.id)
    stage.run(services, clock, minutes=5)
    assert "可能重复" in play.sent[before].text


def test_an_alert_that_cannot_be_put_into_words_stops_no_other(
    build: Build, clock: Clock, play: stage.Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: Any, **how: Any) -> Message:
        if event.title == "坏的通知":
            raise KeyError(event.title)
        return render(event, **how)

    monkeypatch.setattr(composing, "render", fail)
    services = stage.staged(
        build(), play, Channel(id="a", url=stage.URL), Channel(id="b", url=stage.OTHER)
    )
    stage.add_event(services, "坏的通知", "a")
    stage.add_event(services, "好的通知", "a")
    stage.run(services, clock, minutes=30)
    assert stage.states(services) == {"dead": 1, "delivered": 2}
    assert ["好的通知" in each.text for each in play.accepted(stage.URL)] == [True]
    (told,) = play.accepted(stage.OTHER)
    assert "KeyError" in told.text


def test_a_sender_that_fails_in_its_own_code_is_poison_after_three_times(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(
        build(), play, Channel(id="a", url=stage.URL), Channel(id="b", url=stage.OTHER)
    )

    def answer(url: str, message: Message) -> Attempt:
        if url == stage.URL and "坏" in message.title:
            raise ParseError("deliver failed with OSError")
        return stage.ACCEPTED

    play.answer = answer
    stage.add_event(services, "坏的通知", "a")
    stage.add_event(services, "好的通知", "a")
    stage.run(services, clock, minutes=30)
    assert stage.states(services) == {"dead": 1, "delivered": 2}


def test_a_channel_that_only_ever_asks_to_wait_is_down_too(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.with_fallback(build(), play)
    event = stage.add_event(services, "通知", "a")
    play.answer = lambda url, _: LIMITED if url == stage.URL else stage.ACCEPTED
    stage.run(services, clock, minutes=20)
    (told,) = play.accepted(stage.OTHER)
    assert event_code(event) in told.text


def test_the_operator_hears_of_a_dead_alert_over_any_channel_there_is(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    """Also over one that no route names."""
    services = stage.staged(
        build(),
        play,
        Channel(id="a", url=stage.URL),
        Channel(id="b", url=stage.OTHER),
        routes=(Route(id="all", channels=("a",)),),
    )
    stage.add_event(services, "通知", "a")
    play.answer = lambda url, _: stage.REFUSED if url == stage.URL else stage.ACCEPTED
    stage.run(services, clock, minutes=20)
    assert len(play.accepted(stage.OTHER)) == 1


def test_alerts_of_a_removed_channel_are_given_up_loudly_and_can_be_sent_again(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    full = stage.staged(
        build(),
        play,
        Channel(id="a", url=stage.URL, digest=DAILY),
        Channel(id="b", url=stage.OTHER),
    )
    events = [stage.add_event(full, f"通知{number}", "a") for number in range(8)]
    kept = stage.add_event(full, "别处的通知", "b")
    stage.run(full, clock, minutes=1)
    fewer = stage.staged(full, play, full.channels["b"])
    stage.run(fewer, clock, minutes=5)
    assert stage.states(fewer) == {"dead": 8, "delivered": 2}
    (first, told) = play.accepted(stage.OTHER)
    assert event_code(kept) in first.text
    assert "渠道 a 已从配置中删除" in told.text
    assert "8" in told.text
    with fewer.store.reading() as tx:
        row = outbox.find_row(tx, events[0].id, "a")
        assert row is not None
        (why,) = audit.tries_of(tx, row.id)
    assert "not configured" in why["answer"]

    stage.resend(full, events[0].id)
    stage.run(full, clock, minutes=1)
    assert event_code(events[0]) in play.accepted(stage.URL)[-1].text
    assert "可能重复" not in play.accepted(stage.URL)[-1].text, "it was never sent"

    with full.store.writing() as tx:
        (number, *_) = audit.dead_events(tx, channel_id="a")
        again = audit.resend_elsewhere(
            tx, number, channel_id="a", to="b", key_of=dedup_key, now=clock()
        )
    assert again == 1
    stage.run(full, clock, minutes=1)
    assert event_code(events[1]) in play.accepted(stage.OTHER)[-1].text
    assert stage.states(full) == {"dead": 6, "delivered": 4, "suppressed": 1}


def test_a_clock_set_back_by_a_day_holds_no_alert(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    clock.pass_(days=1)
    stage.add_event(services, "通知")
    play.told[stage.URL] = [stage.DOWN]
    stage.add_event(services, "第二份通知")
    assert deliver_next(services)
    clock.pass_(days=-1)
    stage.run(services, clock, minutes=2)
    assert stage.states(services) == {"delivered": 2}


def test_a_channel_whose_whole_address_is_a_secret_is_cut_to_its_platform(
    build: Build, clock: Clock, play: stage.Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the sender can see the platform; a message cut too late would lose its end."""
    monkeypatch.setenv("DESK_URL", stage.WECOM)
    monkeypatch.setattr(play, "call", _see_through(play))
    services = stage.staged(build(), play, Channel(id="w", url="${DESK_URL}", group_over=0))
    stage.add_long_event(services)
    for number in range(30):
        stage.add_event(services, f"通知{number}")
    stage.run(services, clock, minutes=1, step_seconds=1)
    assert all(len(each.message.body.encode()) <= 2048 for each in play.sent)
    assert play.sent[0].message.body.startswith("(1/")
    assert len(play.sent) <= 20
    stage.run(services, clock, minutes=4)
    assert stage.states(services) == {"delivered": 31}


def _see_through(play: stage.Play) -> Callable[..., Any]:
    send = play.call

    def call(func: Callable[..., Any], url: str, *args: Any, **how: Any) -> Any:
        return describe(url) if func is describe else send(func, url, *args, **how)

    return call
