"""What identifies an event, for people and for the outbox."""

from __future__ import annotations

import hashlib
import json

from watcher.model.event import Event
from watcher.model.ids import short_id


def event_code(event: Event) -> str:
    """Return the id that is printed in every message, the same on a repeat.

    The empty string for an event that is not stored (a dry run has nothing to be looked up by).
    """
    return short_id("E", event.id) if event.id > 0 else ""


def dedup_key(event: Event, route_id: str, channel_id: str) -> str:
    """Return the key under which an event goes to a channel once, as 64 hex digits.

    SHA-256 over source, notice, kind, subject, content hash, sequence, route and channel. The
    sequence counts a subject's events and lets A→B→A tell twice; reading the same page again gives
    the same key. The parts are encoded as a
    JSON list: no choice of names can make two lists look alike.
    """
    parts = [
        event.source_id,
        event.notice_id,
        event.kind.value,
        event.subject,
        event.content_hash,
        event.seq,
        route_id,
        channel_id,
    ]
    encoded = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(encoded.encode()).hexdigest()
