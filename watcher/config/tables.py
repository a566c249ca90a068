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
    url: ChannelAddress
    format: FormatName = "text"
    language: Literal["zh", "en"] = "zh"
    to: Recipients = ()
    digest: Plan | None = None
    group_over: Annotated[Count, Field(ge=0, le=1000)] = 5
    fallback: Line | None = None
    zone: Zone = "Asia/Shanghai"

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
    channels: Annotated[tuple[Line, ...], BeforeValidator(listed), Field(min_length=1)]
    events: Annotated[tuple[EventKind, ...], BeforeValidator(listed)] = ()
    campaigns: Texts = ()
    tiers: Annotated[tuple[Tier, ...], BeforeValidator(listed)] = ()
    sources: Texts = ()
    names: Texts = ()
    stages: Annotated[tuple[Stage, ...], BeforeValidator(listed)] = ()
    types: Annotated[tuple[DocumentType, ...], BeforeValidator(listed)] = ()
    issuers: Texts = ()
    watchlist: Flag = False
    languages: Texts = ()
    quiet: Hours | None = None
    urgent: Annotated[tuple[EventKind, ...], BeforeValidator(listed)] | None = None
    zone: Zone = "Asia/Shanghai"
    wait: Annotated[Span, Field(le=86400)] = 0

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
