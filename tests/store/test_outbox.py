"""Delivery work: claimed once, settled honestly, rescued from the dead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from tests.store.making import NOW, event, later
from watcher.alerts.events import dedup_key
from watcher.model.delivery import Attempt, OutboxState, Outcome
from watcher.schedule.instants import DELIVERY_HORIZON
from watcher.store import digests, events, holding, outbox
from watcher.store.database import Store, Transaction


def _add(tx: Transaction, *channels: str, subject: str = "source:s") -> int:
    hearers = [("all", channel) for channel in channels]
    return events.add_event(tx, event(), subject=subject, hearers=hearers, key_of=dedup_key).id


def _claim(tx: Transaction, *channels: str, after: float = 0) -> outbox.OutboxRow | None:
    return outbox.claim_next(tx, channels, owner="host:1", now=later(seconds=after))


def test_a_channel_has_one_row_in_flight(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a", "b")
        _add(tx, "a")
        claimed = [_claim(tx, "a", "b") for _ in range(3)]
    assert [row.channel_id if row else None for row in claimed] == ["a", "b", None]


def test_rows_go_in_the_order_of_events_and_only_when_due(store: Store) -> None:
    with store.writing() as tx:
        first, second = _add(tx, "a"), _add(tx, "a")
        assert _claim(tx, "a", after=-1) is None
        row = _claim(tx, "a")
        assert row is not None
        assert row.event_id == first
        outbox.settle(tx, row, Attempt(outcome=Outcome.ACCEPTED), now=NOW)
        row = _claim(tx, "a")
        assert row is not None
        assert row.event_id == second


@pytest.mark.parametrize(
    ("outcome", "state", "attempts", "maybe_sent"),
    [
        (Outcome.ACCEPTED, OutboxState.DELIVERED, 1, False),
        (Outcome.TRANSIENT, OutboxState.RETRY, 1, False),
        (Outcome.UNKNOWN, OutboxState.RETRY, 1, True),
        (Outcome.PERMANENT, OutboxState.RETRY, 1, False),
        (Outcome.RATE_LIMITED, OutboxState.RETRY, 0, False),
        (Outcome.POISON, OutboxState.DEAD, 1, True),
    ],
)
def test_outcomes(
    store: Store, outcome: Outcome, state: OutboxState, attempts: int, *, maybe_sent: bool
) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        row = _claim(tx, "a")
        assert row is not None
        stands = outbox.settle(tx, row, Attempt(outcome=outcome, detail="说明"), now=NOW)
        assert stands is state
        assert outbox.count_states(tx)[state] == 1
        again = _claim(tx, "a", after=DELIVERY_HORIZON.total_seconds())
        if state is OutboxState.RETRY:
            assert again is not None
            assert (again.attempts, again.maybe_sent) == (attempts + 1, maybe_sent)
        else:
            assert again is None
        tries = outbox.attempts_of(tx, row.id)
        assert (tries[0]["outcome"], tries[0]["detail"]) == (outcome.value, "说明")


def test_a_dead_sender_is_rescued_when_its_lease_ends(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        _claim(tx, "a")
        assert outbox.rescue_expired(tx, NOW + outbox.LEASE - timedelta(seconds=1)) == 0
        assert outbox.count_states(tx)[OutboxState.SENDING] == 1
        assert outbox.rescue_expired(tx, NOW + outbox.LEASE) == 1
        again = _claim(tx, "a", after=outbox.LEASE.total_seconds())
        assert again is not None
        assert again.maybe_sent
        assert (again.attempts, again.crashes) == (2, 0)
        tries = outbox.attempts_of(tx, again.id)
        assert [each["outcome"] for each in tries] == ["unknown", None]


def test_a_daemon_that_dies_often_makes_no_row_poison(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        for number in range(20):
            assert _claim(tx, "a", after=number) is not None
            outbox.expire_leases(tx, {"host:1"})
            assert outbox.rescue_expired(tx, later(seconds=number)) == 1
        assert outbox.count_states(tx)[OutboxState.RETRY] == 1


def test_a_lease_of_a_process_known_dead_ends_at_once(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        _claim(tx, "a")
        assert outbox.lease_owners(tx) == {"host:1"}
        outbox.expire_leases(tx, {"host:1"})
        outbox.rescue_expired(tx, NOW)
        assert outbox.count_states(tx)[OutboxState.RETRY] == 1


def test_a_clock_set_back_does_not_hold_a_row(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        _claim(tx, "a")
        outbox.rescue_expired(tx, NOW - 2 * outbox.LEASE)
        assert outbox.count_states(tx)[OutboxState.SENDING] == 0


def test_three_crashes_make_poison(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        died = []
        crashed = Attempt(outcome=Outcome.UNKNOWN, crashed=True)
        for number in range(3):
            row = _claim(tx, "a", after=number * 7200)
            assert row is not None
            died.append(outbox.settle(tx, row, crashed, now=later(hours=2 * number)))
    assert died == [OutboxState.RETRY, OutboxState.RETRY, OutboxState.DEAD]


def test_timeouts_are_not_crashes(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        for number in range(6):
            row = _claim(tx, "a", after=number * 7200)
            assert row is not None
            unknown = Attempt(outcome=Outcome.UNKNOWN)
            stands = outbox.settle(tx, row, unknown, now=later(hours=2 * number))
            assert stands is OutboxState.RETRY


def test_a_refusal_is_tried_three_times(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        died = []
        for number in range(3):
            row = _claim(tx, "a", after=number * 600)
            assert row is not None
            refused = Attempt(outcome=Outcome.PERMANENT, status=403)
            died.append(outbox.settle(tx, row, refused, now=later(minutes=10 * number)))
    assert died == [OutboxState.RETRY, OutboxState.RETRY, OutboxState.DEAD]


def test_the_same_thing_told_again_has_another_key(store: Store) -> None:
    with store.writing() as tx:
        _add(tx, "a")
        _add(tx, "a")
        assert outbox.count_states(tx)[OutboxState.WAITING] == 2


def test_what_waits_is_found_by_an_index_however_much_was_delivered(sqlite_store: Store) -> None:
    """SQLite takes a partial index only where it finds the index's condition to the letter."""
    run: list[tuple[str, Any]] = []

    def note(_: object, __: object, text: str, values: Any, *___: object) -> None:
        run.append((text, values))

    with sqlite_store.writing() as tx:
        listen(tx.connection.engine, "before_cursor_execute", note)
        outbox.has_due(tx, ["a"], now=NOW)
        outbox.pick_next(tx, ["a"], now=NOW)
        outbox.rescue_expired(tx, NOW)
        outbox.lease_owners(tx)
        holding.recall(tx, now=NOW)
        holding.waiting_channels(tx)
        digests.count_waiting(tx, "a", now=NOW)
        plans = [
            [row[3] for row in tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
            for text, values in list(run)
            if text.startswith("SELECT")
        ]
        remove(tx.connection.engine, "before_cursor_execute", note)
    assert len(plans) == 7
    for plan in plans:
        assert "outbox_queue" in plan[0] or "outbox_due" in plan[0], plan
