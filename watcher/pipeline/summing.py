"""Summaries: floods in one message, daily and weekly ones, and what a fallback channel is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from watcher.alerts.events import dedup_key
from watcher.alerts.timing import find_silence, next_digest_at
from watcher.model.delivery import OutboxRow
from watcher.model.event import Channel, DigestPlan, Event, EventKind
from watcher.pipeline import breaker
from watcher.pipeline.services import Services
from watcher.pipeline.ways import limit_of
from watcher.store import channel_states, digests, events, holding, outbox, silences
from watcher.store.database import Transaction

MOST_MEMBERS = 200
BYTES_A_MEMBER = 60
"""A summary of a platform's limit divided by this many events goes out in a handful of parts."""
NUMBERS = "events"
NOTE_FOR = "stands_in_for"
DOWN_SINCE = "down_since"
"""Keys of ``Event.extra``: the numbers of the events in a summary, the channel that is down."""
ROUTE = "summary"


def most_members(channel: Channel) -> int:
    """Return how many events one summary takes on a channel."""
    limit = limit_of(channel)
    return MOST_MEMBERS if limit is None else max(8, min(MOST_MEMBERS, limit // BYTES_A_MEMBER))


def add_summary(
    tx: Transaction,
    channel: Channel,
    members: Sequence[tuple[int, int]],
    *,
    period: str,
    now: datetime,
) -> OutboxRow:
    """Store a summary of (row id, event id) as an event with one row; return the row.

    From now on the members go out with it and not by themselves.
    """
    row = _add(tx, channel.id, [event_id for _, event_id in members], period=period, now=now)
    digests.pack(tx, row.id, [row_id for row_id, _ in members])
    return row


def _add(
    tx: Transaction,
    channel_id: str,
    numbers: Sequence[int],
    *,
    period: str,
    now: datetime,
    **extra: str,
) -> OutboxRow:
    summary = Event(
        kind=EventKind.DIGEST,
        source_id="watcher",
        source_name="watcher",
        tier="official",
        at=now,
        title=period,
        extra={NUMBERS: ",".join(map(str, numbers)), **extra},
    )
    stored = events.add_event(
        tx, summary, subject=f"digest:{channel_id}", hearers=[(ROUTE, channel_id)], key_of=dedup_key
    )
    row = outbox.find_row(tx, stored.id, channel_id)
    assert row is not None  # noqa: S101  # it was stored a line above
    return row


def read_numbers(summary: Event) -> list[int]:
    """Return the row numbers of the events in a summary."""
    return [int(number) for number in summary.extra.get(NUMBERS, "").split(",") if number]


def send_due_summaries(services: Services) -> int:
    """Make the daily and weekly summaries whose hour has come; return how many.

    One that is late (the program was down) is made once. It is made even where nothing happened.
    """
    made = 0
    now = services.clock()
    for channel in services.channels.values():
        if channel.digest is None:
            continue
        with services.store.writing() as tx:
            state = channel_states.get_state(tx, channel.id)
            due = state.next_digest_at
            following = next_summary(channel.digest, now)
            if due is not None and due > following:
                due = following  # the hour was moved forward in the configuration
            if due is None or due > now:
                due_at = following if due is None else due
                if due_at != state.next_digest_at:
                    channel_states.put_state(tx, replace(state, next_digest_at=due_at))
                continue
            _make_planned(tx, channel, now=now)
            channel_states.put_state(tx, replace(state, next_digest_at=following))
            made += 1
    return made


def _make_planned(tx: Transaction, channel: Channel, *, now: datetime) -> None:
    """Make one summary, or several where more waits than one takes; an empty one otherwise."""
    room = most_members(channel)
    period = name_day(channel, now)
    quiet = silences.list_silences(tx, now=now)
    is_first = True
    while True:
        waiting = digests.list_waiting(tx, channel.id, now=now, limit=room, planned=True)
        told = {event.id: event for event in events.get_events(tx, [row[1] for row in waiting])}
        members = []
        for row_id, event_id, _ in waiting:
            silence = find_silence(told[event_id], quiet, now=now)
            if silence is None:
                members.append((row_id, event_id))
            else:
                held_by = silences.held_by(silence.id)
                holding.hold(tx, [row_id], until=silence.until, why=held_by)
        is_last = len(waiting) < room
        if members or (is_first and is_last):
            add_summary(tx, channel, members, period=period, now=now)
            is_first = False
        if is_last:
            return


def tell_fallbacks(services: Services) -> int:
    """Tell the fallback of every channel that is down what waits there; return how many alerts.

    The rows of the channel itself stay and go out when it is back.
    """
    now = services.clock()
    told = 0
    with services.store.reading() as tx:
        states = channel_states.all_states(tx)
    for channel in services.channels.values():
        stand_in = services.channels.get(channel.fallback or "")
        state = states.get(channel.id)
        if stand_in is None or state is None or not breaker.is_down(state, now=now):
            continue
        with services.store.writing() as tx:
            waiting = digests.list_untold(tx, channel.id, before=now, limit=most_members(stand_in))
            if not waiting:
                continue
            _add(
                tx,
                stand_in.id,
                [event_id for _, event_id in waiting],
                period=name_instant(stand_in, now),
                now=now,
                **{NOTE_FOR: channel.id, DOWN_SINCE: _name_since(stand_in, state.failing_since)},
            )
            digests.note_told_elsewhere(tx, [row_id for row_id, _ in waiting])
            told += len(waiting)
    return told


def next_summary(plan: DigestPlan, now: datetime) -> datetime:
    """Return when a plan's next summary is due."""
    return next_digest_at(plan, after=now)


def name_instant(channel: Channel, now: datetime) -> str:
    """Return a summary's label: the minute, in the channel's zone."""
    return now.astimezone(_zone(channel)).strftime("%Y-%m-%d %H:%M")


def name_day(channel: Channel, now: datetime) -> str:
    """Return the label of a daily or weekly summary: the day, in the channel's zone."""
    return now.astimezone(_zone(channel)).strftime("%Y-%m-%d")


def _name_since(channel: Channel, since: datetime | None) -> str:
    return name_instant(channel, since) if since else ""


def _zone(channel: Channel) -> ZoneInfo:
    return _zone_named(channel.digest.zone if channel.digest else DigestPlan().zone)


@lru_cache(maxsize=64)
def _zone_named(name: str) -> ZoneInfo:
    return ZoneInfo(name)
