"""The ``[[source]]`` table as it stands in the file.

The text under a key is its description in the schema for editors.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from watcher.config.checks import (
    Address,
    Cookies,
    Count,
    Encoding,
    FamilyName,
    Flag,
    Headers,
    Id,
    KindName,
    Line,
    Span,
    Template,
    Values,
    Zone,
)
from watcher.config.rules import DetailTable, HopTable, ListingTable, PagesTable, Table, WayTable
from watcher.model.source import ListingRules, PageRules, Source, Tier
from watcher.sources import dress


class SourceTable(Table):
    """``[[source]]``."""

    id: Id
    """How commands, routes and the store name the source; keep it when the address changes."""
    name: Line
    """How alerts name the source."""
    kind: KindName | None = None
    """How the list is read; left out, "html" where rows are given, else "auto"."""
    tier: Tier
    """How close it stands to the issuer: its own site, one that reposts, one that collects."""
    url: Address
    """The listing page, as a browser shows it."""
    issuer: Line | None = None
    """The issuing body, for notices that do not name one."""
    family: FamilyName | None = None
    """The system behind the site; its rules fill in what this table leaves out."""
    values: Values = Field(default_factory=dict)
    """What the family needs and cannot read off the address."""
    interval: Annotated[Span, Field(ge=1)] = 900
    """The time between two checks."""
    listing: ListingTable = ListingTable()
    """How the rows of the list are read."""
    detail: DetailTable = DetailTable()
    """How a notice's own page is read; without it the text is found by its shape."""
    method: Literal["GET", "POST"] = "GET"
    """POST for a list that answers to nothing else."""
    body: Template | None = None
    """The body of the first request: JSON where it begins with { or [, else a form."""
    pages: PagesTable | None = None
    """How further pages are asked for."""
    hop: HopTable | None = None
    """What to do where the address brings a shell that only names where the rows are."""
    way: WayTable = WayTable()
    """How the hosts are reached where the ordinary way fails."""
    ignore_robots: Flag = False
    """Reads the source although its robots.txt forbids it; `note` says who decided so."""
    encoding: Encoding | None = None
    """The character encoding, for a site that declares a wrong one."""
    headers: Headers = Field(default_factory=dict)
    """Headers that the site insists on; none may carry a secret."""
    cookies: Cookies = Field(default_factory=dict)
    """Plain cookies that the site insists on, such as a language; none may be a session."""
    min_rows: Annotated[Count, Field(ge=0, le=10_000)] = 1
    """Fewer rows than this are a fault of the source, not "no news"."""
    rhythm: Annotated[Count, Field(ge=1, le=260)] | None = None
    """The longest gap expected between two new notices, in Chinese working days."""
    host_delay: Annotated[Span, Field(le=3600)] = 5
    """The least time between two requests to one host."""
    allow_private: Flag = False
    """Lets this source live on a private address."""
    withdraw_after: Span = 1800
    """The least time between the two looks that prove a withdrawal."""
    unhealthy_after: Annotated[Count, Field(ge=1, le=1000)] = 3
    """Failed checks in a row before operators are told."""
    recheck: Annotated[tuple[Annotated[Span, Field(ge=1)], ...], Field(min_length=1)] = (
        900,
        3600,
        21600,
        86400,
        604800,
    )
    """A known page is looked at again after these gaps; the last one repeats."""
    zone: Zone = "Asia/Shanghai"
    """The site's own time zone."""
    enabled: Flag = True
    """Whether the source is watched."""
    verified: str = ""
    """When and how somebody saw it work ("2026-11-22, ..."), or "unverified"."""
    note: str = ""
    """What a maintainer should know about the site."""

    def to_model(self) -> Source:
        """Return the source, dressed in the rules of its family where it names one."""
        source = self._to_bare_model()
        if self.family is None:
            return source
        dressed = dress(source, self.family, self.values)
        if not self.listing.model_fields_set and self.pages is None:
            return dressed
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
            headers=self.headers | self._cookie_header(),
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

    def _cookie_header(self) -> dict[str, str]:
        line = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": line} if line else {}


def _keep_written(rules: ListingRules, own: ListingRules, table: ListingTable) -> ListingRules:
    """Keep what the file says even where it says the same as the default."""
    return replace(rules, **{name: getattr(own, name) for name in table.model_fields_set})


def _keep_written_pages(
    rules: PageRules | None, own: PageRules | None, table: PagesTable | None
) -> PageRules | None:
    if rules is None or own is None or table is None:
        return rules
    return replace(rules, **{name: getattr(own, name) for name in table.model_fields_set})
