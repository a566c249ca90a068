"""Which outbox row goes out next: what must wait is put off, floods are grouped."""

from __future__ import annotations

import logging
from datetime import datetime

from watcher.alerts.timing import find_silence, release_at
from watcher.model.delivery import ChannelState, OutboxRow
from watcher.model.event import URGENT_EVENTS, Channel, Event, EventKind, Route, Silence
from watcher.pipeline import breaker, summing
from watcher.pipeline.services import Services
from watcher.pipeline.ways import rate_of
from watcher.store import channel_states, digests, events, outbox, silences
from watcher.store.database import Transaction

log = logging.getLogger(__name__)

LOOKED_AT = 64
"""So many rows are put off in one transaction at most; the rest wait for the next."""


def ready_channels(tx: Transaction, services: Services, now: datetime) -> list[str]:
    """Return the channels that may be sent to now."""
    states = channel_states.all_states(tx)
    return [
        channel.id
        for channel in services.channels.values()
        if breaker.is_ready(
            states.get(channel.id) or ChannelState(id=channel.id), rate_of(channel), now=now
        )
    ]


def choose(tx: Transaction, services: Services, *, owner: str, now: datetime) -> OutboxRow | None:
    """Claim the row to be sent now, a summary where many wait; None where nothing may go out.

    A claim spends one message of the channel's rate.
    """
    ready = ready_channels(tx, services, now)
    quiet = silences.list_silences(tx, now=now)
    for _ in range(LOOKED_AT):
        row = outbox.pick_next(tx, ready, now=now)
        if row is None:
            return None
        channel = services.channels[row.channel_id]
        event = events.get_event(tx, row.event_id)
        if put_off(tx, services, row, event, quiet, now=now):
            continue
        flood = _group(tx, services, channel, event, quiet, now=now)
        claimed = outbox.claim(tx, flood or row, owner=owner, now=now)
        state = channel_states.get_state(tx, channel.id)
        channel_states.put_state(tx, breaker.spend(state, rate_of(channel), now=now))
        return claimed
    return None


def put_off(
    tx: Transaction,
    services: Services,
    row: OutboxRow,
    event: Event,
    quiet: list[Silence],
    *,
    now: datetime,
) -> bool:
    """Let a row wait where a silence, quiet hours or a summary asks for it."""
    if event.kind is EventKind.DIGEST:
        return False
    route = next((each for each in services.routes if each.id == row.route_id), None)
    channel = services.channels[row.channel_id]
    state = channel_states.get_state(tx, channel.id)
    found = find_hold(event, route, channel, quiet, state=state, now=now)
    if found is None:
        return False
    until, why = found
    outbox.hold(tx, row.id, until=until, why=why)
    log.debug("%s waits until %s: %s", row.channel_id, until.isoformat(), why)
    return True


def find_hold(
    event: Event,
    route: Route | None,
    channel: Channel,
    quiet: list[Silence],
    *,
    state: ChannelState,
    now: datetime,
) -> tuple[datetime, str] | None:
    """Return until when an event must wait on a channel, and why; None where it may go now."""
    silence = find_silence(event, quiet, now=now)
    if silence is not None:
        return silence.until, silences.held_by(silence.id)
    hours = route.quiet if route else None
    release = release_at(event, hours, now=now)
    if release > now:
        return release, "quiet"
    urgent = hours.urgent if hours else URGENT_EVENTS
    if channel.digest is None or event.kind in urgent:
        return None
    due = state.next_digest_at or summing.next_summary(channel.digest, now)
    return (due, digests.HELD_FOR_DIGEST) if due > now else None


def _group(
    tx: Transaction,
    services: Services,
    channel: Channel,
    first: Event,
    quiet: list[Silence],
    *,
    now: datetime,
) -> OutboxRow | None:
    """Put what waits on a channel into one summary where it is more than the channel allows."""
    if not channel.group_over or first.kind in {EventKind.DIGEST, EventKind.TEST}:
        return None
    if digests.count_waiting(tx, channel.id, now=now) <= channel.group_over:
        return None
    room = summing.most_members(channel)
    waiting = digests.list_waiting(tx, channel.id, now=now, limit=room)
    told = {event.id: event for event in events.get_events(tx, [row[1] for row in waiting])}
    state = channel_states.get_state(tx, channel.id)
    routes = {route.id: route for route in services.routes}
    members = []
    for row_id, event_id, route_id in waiting:
        event = told[event_id]
        found = find_hold(event, routes.get(route_id), channel, quiet, state=state, now=now)
        if found is None:
            members.append((row_id, event_id))
        else:
            outbox.hold(tx, row_id, until=found[0], why=found[1])
    if len(members) <= channel.group_over:
        return None
    return summing.add_summary(
        tx, channel, members, period=summing.name_instant(channel, now), now=now
    )
