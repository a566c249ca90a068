"""Messages and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A rendered event. ``title`` is one line; ``html`` is set only for channels that show it."""

    title: str
    body: str
    html: str | None = None
    event_id: str = ""
    """The short id printed in the text, the same on a repeat."""
    key: str = ""
    """The idempotency key, for receivers that can tell a repeat by it."""


class OutboxState(StrEnum):
    """Where one (event, route, channel) row stands."""

    WAITING = "waiting"
    """To be sent when due."""
    SENDING = "sending"
    """Claimed; the lease says until when."""
    RETRY = "retry"
    """Tried without success; due again later."""
    DELIVERED = "delivered"
    """The platform accepted it."""
    DEAD = "dead"
    """Given up; the operator was told."""
    SUPPRESSED = "suppressed"
    """Stored for the record and never sent (baseline, backfill)."""


class Outcome(StrEnum):
    """How one attempt ended."""

    ACCEPTED = "accepted"
    RATE_LIMITED = "rate_limited"
    TRANSIENT = "transient"
    UNKNOWN = "unknown"
    PERMANENT = "permanent"
    POISON = "poison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt's result.

    ``detail`` is redacted. ``retry_after_seconds`` is the platform's hint.
    """

    outcome: Outcome
    detail: str = ""
    status: int | None = None
    retry_after_seconds: float | None = None
    crashed: bool = False
    """The sender process died or was killed; three times make the row poison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One claimed piece of delivery work."""

    id: int
    event_id: int
    route_id: str
    channel_id: str
    dedup_key: str
    attempts: int
    crashes: int
    maybe_sent: bool
    """An earlier attempt ended unknown: this one is marked as a possible duplicate."""
    first_try_at: datetime | None
    state: OutboxState = OutboxState.SENDING
    was_refused: bool = False
    """The try before was refused for good: this one is as short and plain as can be."""
    is_alone: bool = False
    """It may not join a summary: it began to go out, or is sent again."""
    attempt_id: int = 0
    """The number of this try: who holds the newest one holds the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """How a channel is doing: its circuit breaker, its pace and its next summary.

    ``paused_until`` is set while the breaker is open or the platform asked for a pause;
    ``spent_until`` is up to when the messages sent so far use up the channel's rate.
    """

    id: str
    failures: int = 0
    failing_since: datetime | None = None
    paused_until: datetime | None = None
    spent_until: datetime | None = None
    next_digest_at: datetime | None = None
    detail: str = ""
    """Why the last try failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a message that a platform takes in several; ``number`` counts from 1."""

    number: int
    count: int
    body: str
