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
