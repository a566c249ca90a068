"""Something worth telling, and who hears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from watcher.model.change import Diff


class EventKind(StrEnum):
    """What happened."""

    NEW = "new"
    COPY = "copy"
    """A copy joined a known notice; tells nobody unless a route asks for it."""
    CHANGED = "changed"
    OFFICIAL = "official"
    """The issuer's own text appeared after a copy was seen first."""
    WITHDRAWN = "withdrawn"
    REAPPEARED = "reappeared"
    SOURCE_UNHEALTHY = "source_unhealthy"
    SOURCE_RECOVERED = "source_recovered"
    DELIVERY_DEAD = "delivery_dead"
    CAMPAIGN_PROPOSED = "campaign_proposed"
    BACKFILLED = "backfilled"
    """A backfill of a source came to its end; tells nobody unless a route asks for it."""
    TEST = "test"

    @property
    def is_about_source(self) -> bool:
        """Whether it speaks of a source or the program and not of a notice."""
        return self in {
            EventKind.SOURCE_UNHEALTHY,
            EventKind.SOURCE_RECOVERED,
            EventKind.DELIVERY_DEAD,
            EventKind.BACKFILLED,
            EventKind.TEST,
        }


DEFAULT_EVENTS = frozenset(EventKind) - {EventKind.COPY, EventKind.BACKFILLED}
"""What a route hears when it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRef:
    """A copy as named in an alert."""

    title: str
    url: str | None
    relation: str
    source_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing to tell, complete: rendering it needs nothing else.

    ``id`` is 0 until stored. ``seq`` counts events of one kind about one notice or source, so that
    A→B→A tells twice and a re-read of the same page does not. Texts come from pages and are
    hostile: renderers escape them.
    """

    kind: EventKind
    source_id: str
    source_name: str
    tier: str
    at: datetime
    id: int = 0
    seq: int = 0
    notice_id: str | None = None
    content_hash: str = ""
    title: str = ""
    url: str | None = None
    published_on: date | None = None
    issuer: str | None = None
    campaign: str | None = None
    stage: str | None = None
    document_type: str | None = None
    relation: str | None = None
    score: float | None = None
    excerpt: str = ""
    """The first lines of the body."""
    copies: tuple[CopyRef, ...] = ()
    diff: Diff | None = None
    diagnosis: str = ""
    hint: str = ""
    evidence: str = ""
    """Short id of the kept bytes."""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which events reach which channels; an empty set means "any". ``id`` names it in audits."""

    id: str
    channels: tuple[str, ...]
    events: frozenset[EventKind] = DEFAULT_EVENTS
    campaigns: tuple[str, ...] = ()
    """Substrings of campaign names."""
    tiers: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    """Words looked for in title and body, folded."""
    stages: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    """Document types."""
    issuers: tuple[str, ...] = ()
    """Substrings of the issuer's name, folded."""
    wait_seconds: float = 0.0
    """A new notice waits this long, so that copies found meanwhile are named in its one alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A configured way out.

    ``url`` may hold ``${NAME}`` in place of secrets, resolved by the sender only.
    """

    id: str
    url: str
    format: str = "text"
    """A key of watcher.alerts.formats.FORMATS."""
    language: str = "zh"
    """"zh" or "en"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Events that are stored and not sent until an instant; an empty set means "any"."""

    until: datetime
    events: frozenset[EventKind] = frozenset()
    sources: frozenset[str] = frozenset()
    campaigns: tuple[str, ...] = ()
    """Substrings of campaign names, folded."""
    reason: str = ""


URGENT_EVENTS = frozenset({EventKind.WITHDRAWN, EventKind.DELIVERY_DEAD, EventKind.TEST})
"""What is told in quiet hours too where a channel does not say otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local times of day between which a channel waits; over midnight where start is later."""

    start: time
    end: time
    zone: str = "Asia/Shanghai"
    urgent: frozenset[EventKind] = URGENT_EVENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """When a channel's summary goes out: daily, or weekly where ``weekday`` is 0 (Monday) to 6."""

    at: time = time(9)
    weekday: int | None = None
    zone: str = "Asia/Shanghai"
