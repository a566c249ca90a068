"""The tables of ``sources.toml`` as they stand in the file, checked one by one.

What needs the whole file (double ids, channels of routes) is checked in loading.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BeforeValidator, Field

from watcher.config.checks import (
    ChannelAddress,
    Count,
    Flag,
    FormatName,
    Id,
    Line,
    Recipients,
    Span,
    Texts,
    Zone,
    listed,
)
from watcher.config.hours import Hours, Plan
from watcher.config.rules import Table
from watcher.config.source_table import SourceTable
from watcher.model.event import (
    DEFAULT_EVENTS,
    URGENT_EVENTS,
    Channel,
    DigestPlan,
    EventKind,
    QuietHours,
    Route,
)
from watcher.model.label import DocumentType, Stage
from watcher.model.source import Tier

__all__ = ["ChannelTable", "RouteTable", "SourceTable"]


class ChannelTable(Table):
    """``[[channel]]``."""

    id: Id
    """How routes and commands name the channel."""
    url: ChannelAddress
    """An Apprise address; secrets stand in it as ${NAME}."""
    format: FormatName = "text"
    """How messages are written."""
    language: Literal["zh", "en"] = "zh"
    """The language of its messages."""
    to: Recipients = ()
    """Mail recipients, each served on its own."""
    digest: Plan | None = None
    """Gathers events into a summary: "daily 09:00" or "weekly mon 09:00"."""
    group_over: Annotated[Count, Field(ge=0, le=1000)] = 5
    """More events than this at once are sent as one message; 0 never groups."""
    fallback: Line | None = None
    """The channel that is used while this one is broken."""
    zone: Zone = "Asia/Shanghai"
    """The time zone of the summary."""

    def to_models(self) -> tuple[Channel, ...]:
        """Return the channel, or one a mail recipient: a repeat must miss nobody and reach once."""
        plan = None
        if self.digest is not None:
            plan = DigestPlan(at=self.digest[0], weekday=self.digest[1], zone=self.zone)
        channel = Channel(
            id=self.id,
            url=self.url,
            format=self.format,
            language=self.language,
            digest=plan,
            group_over=self.group_over,
            fallback=self.fallback,
        )
        if not self.to:
            return (channel,)
        mark = "&" if "?" in self.url else "?"
        return tuple(
            replace(channel, id=f"{self.id}:{each}", url=f"{self.url}{mark}to={quote(each)}")
            for each in self.to
        )


class RouteTable(Table):
    """``[[route]]``."""

    id: Id
    """How commands name the route."""
    channels: Annotated[Texts, Field(min_length=1)]
    """Where the events go."""
    events: Annotated[
        tuple[EventKind, ...],
        BeforeValidator(listed, json_schema_input_type=EventKind | list[EventKind]),
    ] = ()
    """The kinds of events; left out, the usual ones."""
    campaigns: Texts = ()
    """Words in the name of a campaign."""
    tiers: Annotated[
        tuple[Tier, ...], BeforeValidator(listed, json_schema_input_type=Tier | list[Tier])
    ] = ()
    """Tiers of the source."""
    sources: Texts = ()
    """Ids of sources."""
    names: Texts = ()
    """Words in title or text."""
    stages: Annotated[
        tuple[Stage, ...], BeforeValidator(listed, json_schema_input_type=Stage | list[Stage])
    ] = ()
    """Stages of a campaign."""
    types: Annotated[
        tuple[DocumentType, ...],
        BeforeValidator(listed, json_schema_input_type=DocumentType | list[DocumentType]),
    ] = ()
    """Types of documents."""
    issuers: Texts = ()
    """Words in the name of the issuing body."""
    watchlist: Flag = False
    """Only events that name somebody of the watch list."""
    languages: Texts = ()
    """Languages of the text."""
    quiet: Hours | None = None
    """Hours in which nothing but the urgent is sent, such as "22:00-07:00"."""
    urgent: (
        Annotated[
            tuple[EventKind, ...],
            BeforeValidator(listed, json_schema_input_type=EventKind | list[EventKind]),
        ]
        | None
    ) = None
    """The kinds of events that are sent in quiet hours too."""
    zone: Zone = "Asia/Shanghai"
    """The time zone of the quiet hours."""
    wait: Annotated[Span, Field(le=86400)] = 0
    """A new notice waits this long, so that its one alert can name the copies."""

    def to_model(self) -> Route:
        """Return the route."""
        quiet = None
        if self.quiet is not None:
            urgent = URGENT_EVENTS if self.urgent is None else frozenset(self.urgent)
            start, end = self.quiet
            quiet = QuietHours(start=start, end=end, zone=self.zone, urgent=urgent)
        return Route(
            id=self.id,
            channels=self.channels,
            events=frozenset(self.events) or DEFAULT_EVENTS,
            campaigns=self.campaigns,
            tiers=frozenset(str(tier) for tier in self.tiers),
            sources=frozenset(self.sources),
            names=self.names,
            stages=frozenset(str(stage) for stage in self.stages),
            types=frozenset(str(kind) for kind in self.types),
            issuers=self.issuers,
            watchlist=self.watchlist,
            languages=self.languages,
            quiet=quiet,
            wait_seconds=self.wait,
        )
