"""Parts, pace, circuit breaker, fallback and repeats, on a clock of our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.pipeline import platform_play as stage
from tests.pipeline.website import Clock
from watcher.alerts.events import event_code
from watcher.model.delivery import Attempt, Outcome
from watcher.model.event import (
    Channel,
    Route,
)
from watcher.pipeline.deliver import deliver_next
from watcher.pipeline.services import Services
from watcher.store import channel_states, parts

Build = Callable[..., Services]


def test_a_long_message_goes_out_in_numbered_parts_that_fit(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM))
    stage.add_long_event(services)
    stage.run(services, clock, minutes=3)
    assert stage.states(services) == {"delivered": 1}
    bodies = [each.message.body for each in play.sent]
    count = len(bodies)
    assert count > 1
    assert [body.split(" ")[0] for body in bodies] == [
        f"({number}/{count})" for number in range(1, count + 1)
    ]
    assert all(len(body.encode()) <= 2048 for body in bodies)
    assert len({each.message.key for each in play.sent}) == count


def test_only_the_part_that_failed_is_repeated_and_marked(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM))
    stage.add_long_event(services)
    play.told[stage.WECOM] = [stage.ACCEPTED, stage.DOWN, stage.UNKNOWN]
    stage.run(services, clock, minutes=10)
    assert stage.states(services) == {"delivered": 1}
    heads = [each.message.body.partition("\n")[0] for each in play.sent]
    assert [head.split(" ")[0][:2] for head in heads[:5]] == ["(1", "(2", "(2", "(2", "(3"]
    assert "可能重复" not in heads[2]
    assert "可能重复，第 3 次发送" in heads[3]
    assert not any("可能重复" in head for head in heads[4:])
    assert all(len(each.message.body.encode()) <= 2048 for each in play.sent)


def test_a_row_is_delivered_only_when_its_last_part_is(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM))
    stage.add_long_event(services)
    assert deliver_next(services)
    assert stage.states(services) == {"retry": 1}
    with services.store.reading() as tx:
        left = parts.next_part(tx, 1)
    assert left is not None
    assert left.number == 2


def test_no_minute_sees_more_than_the_platform_takes(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM, group_over=0))
    for number in range(60):
        stage.add_event(services, f"通知{number}")
    stage.run(services, clock, minutes=6, step_seconds=1)
    assert stage.states(services) == {"delivered": 60}
    at = [each.at for each in play.sent]
    most = max(sum(start <= other < start + timedelta(seconds=60) for other in at) for start in at)
    assert most <= 20
    assert at[4] == at[0], "a few go at once"


def test_a_failing_channel_is_probed_once_a_minute_and_nothing_is_lost(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, group_over=0))
    for number in range(20):
        stage.add_event(services, f"通知{number}")
    play.answer = lambda *_: stage.DOWN
    stage.run(services, clock, minutes=30)
    assert len(play.sent) <= 5 + 31
    with services.store.reading() as tx:
        assert channel_states.get_state(tx, "a").failures >= 5
    play.answer = lambda *_: stage.ACCEPTED
    stage.run(services, clock, minutes=90)
    assert stage.states(services) == {"delivered": 20}
    assert len(play.accepted()) == 20


def test_a_platform_that_asks_for_a_pause_gets_it_for_the_whole_channel(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, group_over=0))
    for number in range(3):
        stage.add_event(services, f"通知{number}")
    slow = Attempt(outcome=Outcome.RATE_LIMITED, status=429, retry_after_seconds=600)
    play.told[stage.URL] = [slow]
    stage.run(services, clock, minutes=9)
    assert len(play.sent) == 1
    stage.run(services, clock, minutes=3)
    assert stage.states(services) == {"delivered": 3}


def test_a_fallback_is_told_while_a_channel_is_down_and_the_rows_still_arrive(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(
        build(),
        play,
        Channel(id="a", url=stage.URL, fallback="b", group_over=0),
        Channel(id="b", url=stage.OTHER),
        routes=(Route(id="all", channels=("a",)),),
    )
    events = [stage.add_event(services, f"通知{number}", "a") for number in range(7)]
    play.answer = lambda url, _: stage.DOWN if url == stage.URL else stage.ACCEPTED
    stage.run(services, clock, minutes=14)
    assert not play.accepted(stage.OTHER)
    stage.run(services, clock, minutes=4)
    (told,) = play.accepted(stage.OTHER)
    assert all(event_code(event) in told.text for event in events)
    assert "渠道 a 自" in told.text
    play.answer = lambda *_: stage.ACCEPTED
    stage.run(services, clock, minutes=90)
    assert len(play.accepted(stage.URL)) == 7
    assert len(play.accepted(stage.OTHER)) == 1


def test_a_fallback_gets_what_a_channel_refuses_for_good(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.with_fallback(build(), play)
    stage.add_event(services, "被拒的通知", "a")
    play.answer = lambda url, _: stage.REFUSED if url == stage.URL else stage.ACCEPTED
    stage.run(services, clock, minutes=20)
    texts = [each.text for each in play.accepted(stage.OTHER)]
    assert len([text for text in texts if "【新公告】被拒的通知" in text]) == 1
    refused = [each.message.body for each in play.sent if each.url == stage.URL]
    assert len(refused) == 3
    assert "\n" not in refused[1], "what was refused is tried again short and plain"


def test_a_resent_alert_is_marked(build: Build, clock: Clock, play: stage.Play) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL))
    event = stage.add_event(services, "通知")
    stage.run(services, clock, minutes=1)
    stage.resend(services, event.id)
    stage.run(services, clock, minutes=1)
    assert len(play.sent) == 2
    assert "可能重复" in play.sent[1].message.title


def test_a_long_alert_resent_is_cut_anew(build: Build, clock: Clock, play: stage.Play) -> None:
    services = stage.staged(build(), play, Channel(id="w", url=stage.WECOM))
    stage.add_long_event(services)
    stage.run(services, clock, minutes=3)
    before = len(play.sent)
    stage.resend(services, 1)
    stage.run(services, clock, minutes=3)
    assert len(play.sent) == 2 * before
    assert stage.states(services) == {"delivered": 1}


def test_one_channel_down_does_not_hold_another(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(
        build(),
        play,
        Channel(id="a", url=stage.URL, group_over=0),
        Channel(id="b", url=stage.OTHER, group_over=0),
    )
    play.answer = lambda url, _: stage.DOWN if url == stage.URL else stage.ACCEPTED
    for number in range(10):
        stage.add_event(services, f"通知{number}")
    stage.run(services, clock, minutes=1)
    assert len(play.accepted(stage.OTHER)) == 10


def test_a_clock_set_back_does_not_hold_a_channel(
    build: Build, clock: Clock, play: stage.Play
) -> None:
    services = stage.staged(build(), play, Channel(id="a", url=stage.URL, group_over=0))
    with services.store.writing() as tx:
        state = channel_states.get_state(tx, "a")
        far = clock() + timedelta(days=30)
        channel_states.put_state(tx, replace(state, paused_until=far, spent_until=far))
    stage.add_event(services, "通知")
    stage.run(services, clock, minutes=1)
    assert stage.states(services) == {"delivered": 1}
