"""Which outbox row goes out next: what must wait is put off, floods are grouped."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.alerts.timing import find_silence, release_at
from watcher.model.delivery import ChannelState, OutboxRow
from watcher.model.event import URGENT_EVENTS, Channel, Event, EventKind, Route, Silence
from watcher.pipeline import breaker, summing
from watcher.pipeline.services import Services
from watcher.pipeline.ways import rate_of
from watcher.store import channel_states, digests, events, holding, outbox, silences
from watcher.store.database import Transaction

log = logging.getLogger(__name__)

LOOKED_AT = 16
"""So often rows are put off in one transaction at most; the rest wait for the next."""
SIFTED = 200
"""So many rows of a channel are put off together."""
SUMMARY_SOON = timedelta(minutes=1)
"""When the hour of a summary has come, it is made within seconds; alerts wait for it this long."""


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
            _sift(tx, services, channel, quiet, most=SIFTED, now=now)
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
    """Let a row wait where a silence, quiet hours or a summary asks for it.

    What may not join a summary waits for none: it would wait for ever.
    """
    if event.kind is EventKind.DIGEST:
        return False
    route = next((each for each in services.routes if each.id == row.route_id), None)
    channel = services.channels[row.channel_id]
    if row.is_alone or row.maybe_sent:
        channel = replace(channel, digest=None)
    state = channel_states.get_state(tx, channel.id)
    found = find_hold(event, route, channel, quiet, state=state, now=now)
    if found is None:
        return False
    until, why = found
    holding.hold(tx, [row.id], until=until, why=why)
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
    return (due if due > now else now + SUMMARY_SOON), digests.HELD_FOR_DIGEST


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
    members = _sift(tx, services, channel, quiet, most=summing.most_members(channel), now=now)
    if len(members) <= channel.group_over:
        return None
    return summing.add_summary(
        tx, channel, members, period=summing.name_instant(channel, now), now=now
    )


def _sift(
    tx: Transaction,
    services: Services,
    channel: Channel,
    quiet: list[Silence],
    *,
    most: int,
    now: datetime,
) -> list[tuple[int, int]]:
    """Return (row id, event id) of a channel's due rows that may go now; put off the others."""
    waiting = digests.list_waiting(tx, channel.id, now=now, limit=most)
    told = {event.id: event for event in events.get_events(tx, [row[1] for row in waiting])}
    state = channel_states.get_state(tx, channel.id)
    routes = {route.id: route for route in services.routes}
    free: list[tuple[int, int]] = []
    held: dict[tuple[datetime, str], list[int]] = {}
    for row_id, event_id, route_id in waiting:
        event = told[event_id]
        found = find_hold(event, routes.get(route_id), channel, quiet, state=state, now=now)
        if found is None:
            free.append((row_id, event_id))
        else:
            held.setdefault(found, []).append(row_id)
    for (until, why), row_ids in held.items():
        holding.hold(tx, row_ids, until=until, why=why)
    return free
