"""Something worth telling, and who hears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from watcher.model.change import Diff
from watcher.model.facts import Deadline
from watcher.model.lineage import News
from watcher.model.watch import Hit


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
    SOURCE_GAP = "source_gap"
    """More was published between two checks than could be read back to."""
    DELIVERY_DEAD = "delivery_dead"
    CAMPAIGN_PROPOSED = "campaign_proposed"
    NAMED = "named"
    """A page that tells nobody otherwise (a copy, the first pass) names the user's own."""
    BACKFILLED = "backfilled"
    """A backfill of a source came to its end; tells nobody unless a route asks for it."""
    DIGEST = "digest"
    """Several events in one message; made by the delivery itself, never routed."""
    TEST = "test"

    @property
    def is_about_source(self) -> bool:
        """Whether it speaks of a source or the program and not of a notice."""
        return self in {
            EventKind.SOURCE_UNHEALTHY,
            EventKind.SOURCE_RECOVERED,
            EventKind.SOURCE_GAP,
            EventKind.DELIVERY_DEAD,
            EventKind.BACKFILLED,
            EventKind.DIGEST,
            EventKind.TEST,
        }


DEFAULT_EVENTS = frozenset(EventKind) - {
    EventKind.COPY,
    EventKind.BACKFILLED,
    EventKind.DIGEST,
}
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
    subject: str = ""
    """What ``seq`` counts, set with it: "notice:7", "page:9", "source:cac"."""
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
    starts_on: date | None = None
    ends_on: date | None = None
    """First and last day of the campaign, as the notice says or as they were worked out."""
    deadlines: tuple[Deadline, ...] = ()
    named: tuple[Hit, ...] = ()
    """Where the text names the user's own; possible hits come last."""
    news: tuple[News, ...] = ()
    """What is new against the last campaign on the matter and against the last batch."""
    language: str = ""
    """The text's own: "zh-Hans", "zh-Hant", "en" or ""."""
    extra: Mapping[str, str] = field(default_factory=dict)


URGENT_EVENTS = frozenset({EventKind.WITHDRAWN, EventKind.DELIVERY_DEAD, EventKind.TEST})
"""What is told at once, also in quiet hours and where a digest is due later, unless a route says
otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local times of day between which a route waits; over midnight where start is later."""

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
    watchlist: bool = False
    """Only what surely names somebody on the user's watch-list."""
    languages: tuple[str, ...] = ()
    """How the language of the text begins: "zh" takes "zh-Hans" and "zh-Hant"."""
    quiet: QuietHours | None = None
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
    digest: DigestPlan | None = None
    """Set, everything that is not urgent waits for the next summary."""
    group_over: int = 5
    """Where more alerts than this wait, they go out together; 0 means never."""
    fallback: str | None = None
    """The channel that is told in this one's place while this one is down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Events that are stored and not sent until an instant; an empty set means "any"."""

    until: datetime
    events: frozenset[EventKind] = frozenset()
    sources: frozenset[str] = frozenset()
    campaigns: tuple[str, ...] = ()
    """Substrings of campaign names, folded."""
    reason: str = ""
    id: int = 0
