"""The tables of ``sources.toml`` as they stand in the file, checked one by one.

What needs the whole file (double ids, channels of routes) is checked in loading.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BeforeValidator, Field

from watcher.config.checks import (
    Address,
    ChannelAddress,
    Count,
    Encoding,
    FamilyName,
    Flag,
    FormatName,
    Headers,
    Id,
    KindName,
    Line,
    Recipients,
    Span,
    Template,
    Texts,
    Values,
    Zone,
    listed,
)
from watcher.config.hours import Hours, Plan
from watcher.config.rules import DetailTable, HopTable, ListingTable, PagesTable, Table, WayTable
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
from watcher.model.source import ListingRules, PageRules, Source, Tier
from watcher.sources import dress


class SourceTable(Table):
    """``[[source]]``."""

    id: Id
    name: Line
    kind: KindName | None = None
    """Left out, it is "html" where rows are given and "auto" where they are not."""
    tier: Tier
    url: Address
    issuer: Line | None = None
    family: FamilyName | None = None
    values: Values = Field(default_factory=dict)
    interval: Annotated[Span, Field(ge=1)] = 900
    listing: ListingTable = ListingTable()
    detail: DetailTable = DetailTable()
    method: Literal["GET", "POST"] = "GET"
    body: Template | None = None
    pages: PagesTable | None = None
    hop: HopTable | None = None
    way: WayTable = WayTable()
    ignore_robots: Flag = False
    encoding: Encoding | None = None
    headers: Headers = Field(default_factory=dict)
    min_rows: Annotated[Count, Field(ge=0, le=10_000)] = 1
    rhythm: Annotated[Count, Field(ge=1, le=260)] | None = None
    host_delay: Annotated[Span, Field(le=3600)] = 5
    allow_private: Flag = False
    withdraw_after: Span = 1800
    unhealthy_after: Annotated[Count, Field(ge=1, le=1000)] = 3
    recheck: Annotated[tuple[Annotated[Span, Field(ge=1)], ...], Field(min_length=1)] = (
        900,
        3600,
        21600,
        86400,
        604800,
    )
    zone: Zone = "Asia/Shanghai"
    enabled: Flag = True
    verified: str = ""
    note: str = ""

    def to_model(self) -> Source:
        """Return the source, dressed in the rules of its family where it names one."""
        source = self._to_bare_model()
        if self.family is None:
            return source
        dressed = dress(source, self.family, self.values)
        return replace(
            dressed,
            listing=_keep_written(dressed.listing, source.listing, self.listing),
            pages=_keep_written_pages(dressed.pages, source.pages, self.pages),
        )

    def _to_bare_model(self) -> Source:
        return Source(
            id=self.id,
            name=self.name,
            kind=self.kind or ("html" if self.listing.rows else "auto"),
            tier=self.tier,
            url=self.url,
            issuer=self.issuer,
            family=self.family,
            interval_seconds=round(self.interval),
            listing=self.listing.to_model(),
            detail=self.detail.to_model(),
            method=self.method,
            body=self.body,
            pages=self.pages.to_model() if self.pages else None,
            hop=self.hop.to_model() if self.hop else None,
            way=self.way.to_model(),
            ignore_robots=self.ignore_robots,
            encoding=self.encoding,
            headers=dict(self.headers),
            min_rows=self.min_rows,
            rhythm_days=self.rhythm,
            host_delay_seconds=self.host_delay,
            allow_private=self.allow_private,
            withdraw_after_seconds=round(self.withdraw_after),
            unhealthy_after=self.unhealthy_after,
            recheck_seconds=tuple(round(gap) for gap in self.recheck),
            zone=self.zone,
            enabled=self.enabled,
            verified=self.verified,
            note=self.note,
        )


def _keep_written(rules: ListingRules, own: ListingRules, table: ListingTable) -> ListingRules:
    """Keep what the file says even where it says the same as the default."""
    return replace(rules, **{name: getattr(own, name) for name in table.model_fields_set})


def _keep_written_pages(
    rules: PageRules | None, own: PageRules | None, table: PagesTable | None
) -> PageRules | None:
    if rules is None or own is None or table is None:
        return rules
    return replace(rules, **{name: getattr(own, name) for name in table.model_fields_set})


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
