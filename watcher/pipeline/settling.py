"""What follows from an attempt: the row, its parts, its members, the channel, the operator."""

from __future__ import annotations

from watcher.alerts.events import dedup_key
from watcher.alerts.routing import DEAD_CHANNEL, route
from watcher.model.delivery import Attempt, OutboxRow, OutboxState, Outcome
from watcher.model.event import Event, EventKind
from watcher.model.ids import short_id
from watcher.pipeline import breaker
from watcher.pipeline.composing import Outgoing
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.store import channel_states, digests, events, outbox, parts
from watcher.store.database import Transaction

OPERATOR = "operator"
"""The route of alerts about deliveries where no configured one leads anywhere else."""


def settle(
    tx: Transaction, services: Services, row: OutboxRow, sent: Outgoing, result: Attempt
) -> None:
    """Record an attempt and everything that follows from it, in the caller's one transaction."""
    now = services.clock()
    if not sent.is_unsendable:
        state = channel_states.get_state(tx, row.channel_id)
        channel_states.put_state(tx, breaker.note(state, result, now=now))
    if not outbox.is_held(tx, row) and not outbox.note_late(tx, row, result, now=now):
        return
    if result.outcome is Outcome.ACCEPTED and _is_more_left(tx, services, row, sent):
        outbox.settle_part(tx, row, result, now=now, part=sent.part.number if sent.part else 1)
        return
    number = sent.part.number if sent.part else None
    stands = outbox.settle(tx, row, result, now=now, part=number)
    if stands is OutboxState.DELIVERED:
        digests.settle_members(tx, row, now=now)
    if stands is OutboxState.DEAD:
        _bury(tx, services, row, sent, result)


def _is_more_left(tx: Transaction, services: Services, row: OutboxRow, sent: Outgoing) -> bool:
    """Note an accepted part; whether others are still to be sent.

    The parts are stored together with the first acceptance: before it nothing binds us to them.
    """
    if sent.part is None:
        return False
    if sent.bodies:
        parts.add_parts(tx, row.id, sent.bodies)
    return parts.accept_part(tx, row.id, sent.part.number, now=services.clock())


def _bury(
    tx: Transaction, services: Services, row: OutboxRow, sent: Outgoing, result: Attempt
) -> None:
    """See to what a dead row leaves: its members, its readers, the operator.

    The fallback channel gets the alert in full; the operator hears of it over other channels than
    the one that failed.
    """
    now = services.clock()
    maybe_sent = (
        row.maybe_sent or result.outcome is Outcome.UNKNOWN or parts.has_accepted(tx, row.id)
    )
    digests.free_members(tx, row, now=now, maybe_sent=maybe_sent)
    event = events.get_event(tx, row.event_id)
    if event.kind is EventKind.DELIVERY_DEAD:
        return  # an alert about an alert about an alert would never end
    channel = services.channels.get(row.channel_id)
    if channel is not None and channel.fallback and event.kind is not EventKind.DIGEST:
        hearers = [(row.route_id, channel.fallback)]
        events.add_hearers(tx, event, hearers, key_of=dedup_key, due_at=now)
    dead = Event(
        kind=EventKind.DELIVERY_DEAD,
        source_id=event.source_id,
        source_name=event.source_name,
        tier=event.tier,
        at=now,
        title=short_id("E", event.id) if sent.is_unsendable else event.title,
        url=event.url,
        notice_id=event.notice_id,
        diagnosis=f"{short_id('E', event.id)} could not be delivered to {row.channel_id}: "
        f"{result.detail or result.outcome.value}",
        hint=f"Run: watcher channels test {row.channel_id}",
        extra={DEAD_CHANNEL: row.channel_id},
    )
    tell_operator(tx, services, dead, subject=f"outbox:{row.id}")


def tell_operator(tx: Transaction, services: Services, dead: Event, *, subject: str) -> None:
    """Store an alert about alerts that could not be delivered, over whatever else there is.

    Where no route leads to another channel than the one concerned, every other channel hears.
    """
    concerned = dead.extra[DEAD_CHANNEL]
    hearers = [pair for pair in route(dead, services.routes) if pair[1] in services.channels]
    if not hearers:
        hearers = [(OPERATOR, each) for each in services.channels if each != concerned]
    teller = Teller(routes=services.routes, now=services.clock())
    teller.store(tx, dead, subject=subject, page_id=None, hearers=hearers)
