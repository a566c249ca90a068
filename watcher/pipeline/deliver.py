"""Step 13: claim what is due, render it, send it in a process that may be killed, settle it."""

from __future__ import annotations

import logging
import os
import socket
from pathlib import Path

from watcher.alerts.events import event_code
from watcher.channels import deliver as send_in_worker
from watcher.errors import ParseError
from watcher.model.delivery import Attempt, Message, Outcome
from watcher.model.event import Channel
from watcher.pipeline import choosing, orphans, settling, summing, ways
from watcher.pipeline.composing import Draft, Outgoing, compose, read_draft
from watcher.pipeline.services import Services
from watcher.store import holding, outbox
from watcher.workers import Closed, NoWorker, TooSlow

log = logging.getLogger(__name__)

SEND_SECONDS = 60.0
"""Hard limit of one try; the lease outlives it."""


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
        holding.recall(tx, now=now)
        return outbox.rescue_expired(tx, now)


def keep_promises(services: Services) -> None:
    """See to what no single alert sets off: dead senders, channels that are gone, summaries."""
    rescue(services)
    orphans.bury_orphans(services)
    summing.send_due_summaries(services)
    summing.tell_fallbacks(services)


def deliver_next(services: Services) -> bool:
    """Deliver the next due row, if any; return whether there was one."""
    ways.learn(services)
    now = services.clock()
    with services.store.reading() as tx:
        ready = choosing.ready_channels(tx, services, now)
        if not outbox.has_due(tx, ready, now=now):
            return False
    with services.store.writing() as tx:
        row = choosing.choose(tx, services, owner=owner_name(), now=now)
        if row is None:
            return False
        draft = read_draft(tx, services, row)
    sent, result = _try(services, draft)
    with services.store.writing() as tx:
        settling.settle(tx, services, row, sent, result)
    level = logging.INFO if result.outcome is Outcome.ACCEPTED else logging.WARNING
    part = f" part {sent.part.number}/{sent.part.count}" if sent.part else ""
    log.log(
        level,
        "%s%s to %s: %s (attempt %d) %s",
        sent.message.event_id,
        part,
        draft.channel.id,
        result.outcome.value,
        row.attempts,
        result.detail,
    )
    return True


def _try(services: Services, draft: Draft) -> tuple[Outgoing, Attempt]:
    """Compose and send; an alert that cannot be put into words is refused, not left in flight."""
    try:
        sent = compose(draft)
    except Exception as error:
        log.exception("an alert could not be put into words")
        code = event_code(draft.event)
        empty = Message(title="", body="", event_id=code)
        why = f"the message could not be made ({type(error).__name__}): report this as a fault"
        refused = Attempt(outcome=Outcome.PERMANENT, detail=why)
        return Outgoing(message=empty, is_unsendable=True), refused
    return sent, send(services, draft.channel, sent.message)


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
    except (Closed, NoWorker, TooSlow) as error:
        # The program ends, has no process left, or the platform hangs: no crash of the row's own.
        return Attempt(outcome=Outcome.UNKNOWN, detail=str(error))
    except ParseError as error:  # it crashed, or failed in our own code
        return Attempt(outcome=Outcome.UNKNOWN, detail=str(error), crashed=True)


def _is_dead(name: str) -> bool:
    """Whether a lease's holder was a process of this host that is no longer there."""
    host, _, pid = name.rpartition(":")
    return host == socket.gethostname() and pid.isdigit() and not Path(f"/proc/{pid}").exists()
