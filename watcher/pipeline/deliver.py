"""Step 13: claim what is due, render it, send it in a process that may be killed, settle it."""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import replace
from pathlib import Path

from watcher.alerts.formats import render
from watcher.alerts.routing import DEAD_CHANNEL
from watcher.channels import deliver as send_in_worker
from watcher.errors import GaveUp
from watcher.model.delivery import Attempt, Message, OutboxRow, Outcome
from watcher.model.event import Channel, CopyRef, Event, EventKind
from watcher.model.ids import short_id
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.store import events, notices, outbox
from watcher.store.database import Transaction
from watcher.workers import Closed, NoWorker

log = logging.getLogger(__name__)

SEND_SECONDS = 60.0
"""Hard limit of one try; the lease outlives it."""
COPIES_NAMED = 8


def owner_name() -> str:
    """Return who holds the leases of this process: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"


def rescue(services: Services) -> int:
    """Return work of dead senders to the queue, and say how many rows that were.

    Leases of processes of this host that are no longer alive end at once, others when they run out.
    """
    now = services.clock()
    with services.store.writing() as tx:
        dead = [name for name in outbox.lease_owners(tx) if _is_dead(name)]
        outbox.expire_leases(tx, dead)
        return outbox.rescue_expired(tx, now)


def deliver_next(services: Services) -> bool:
    """Deliver the next due row, if any; return whether there was one."""
    now = services.clock()
    with services.store.reading() as tx:
        due = outbox.next_due_at(tx, services.channels)
    if due is None or due > now:
        return False
    with services.store.writing() as tx:
        row = outbox.claim_next(tx, services.channels, owner=owner_name(), now=now)
        if row is None:
            return False
        event = _with_copies(tx, services, events.get_event(tx, row.event_id))
    channel = services.channels[row.channel_id]
    message = render(
        event,
        format=channel.format,
        language=channel.language,
        maybe_duplicate=row.maybe_sent,
        attempt=row.attempts,
    )
    result = send(services, channel, message)
    with services.store.writing() as tx:
        if outbox.settle(tx, row, result, now=services.clock()):
            _tell_dead(tx, services, row, result)
    level = logging.INFO if result.outcome is Outcome.ACCEPTED else logging.WARNING
    log.log(
        level,
        "%s to %s: %s (attempt %d) %s",
        message.event_id,
        channel.id,
        result.outcome.value,
        row.attempts,
        result.detail,
    )
    return True


def send(services: Services, channel: Channel, message: Message) -> Attempt:
    """Send one message now, in a process that may be killed and alone holds the credentials."""
    try:
        return services.senders.call(
            send_in_worker,
            channel.url,
            message,
            services.credentials,
            now=services.clock(),
            wall_seconds=SEND_SECONDS,
        )
    except (Closed, NoWorker) as error:  # the program ends or has no process left: not its fault
        return Attempt(outcome=Outcome.UNKNOWN, detail=str(error))
    except GaveUp as error:
        return Attempt(outcome=Outcome.UNKNOWN, detail=str(error), crashed=True)


def _with_copies(tx: Transaction, services: Services, event: Event) -> Event:
    """Name the copies known by now, so that one alert shows the whole family."""
    if event.notice_id is None or event.kind.is_about_source:
        return event
    summary = notices.get_notice(tx, event.notice_id)
    if summary is None:
        return event
    copies = tuple(
        CopyRef(
            title=page.title,
            url=page.url,
            relation=page.relation or "",
            source_name=services.name_of(page.source_id),
        )
        for page in notices.pages_of(tx, summary.id)
        if page.id != summary.original_page_id
    )
    return replace(event, copies=copies[:COPIES_NAMED])


def _tell_dead(tx: Transaction, services: Services, row: OutboxRow, result: Attempt) -> None:
    """Tell the operator, over another channel, that an alert could not be delivered."""
    event = events.get_event(tx, row.event_id)
    if event.kind is EventKind.DELIVERY_DEAD:
        return  # an alert about an alert about an alert would never end
    dead = Event(
        kind=EventKind.DELIVERY_DEAD,
        source_id=event.source_id,
        source_name=event.source_name,
        tier=event.tier,
        at=services.clock(),
        title=event.title,
        url=event.url,
        notice_id=event.notice_id,
        diagnosis=f"{short_id('E', event.id)} could not be delivered to {row.channel_id}: "
        f"{result.detail or result.outcome.value}",
        hint=f"Run: watcher channels test {row.channel_id}",
        extra={DEAD_CHANNEL: row.channel_id},
    )
    teller = Teller(routes=services.routes, now=dead.at)
    teller.store(tx, dead, subject=f"outbox:{row.id}", page_id=None)


def _is_dead(name: str) -> bool:
    """Whether a lease's holder was a process of this host that is no longer there."""
    host, _, pid = name.rpartition(":")
    return host == socket.gethostname() and pid.isdigit() and not Path(f"/proc/{pid}").exists()
