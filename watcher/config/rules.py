"""The tables inside a ``[[source]]``: how its listing and its detail pages are read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from watcher.config.checks import (
    Count,
    Fingerprint,
    KindName,
    Name,
    Paths,
    ProxyName,
    Regex,
    Selectors,
    Template,
)
from watcher.model.source import DetailRules, HopRules, ListingRules, PageRules, Pick, Tls, Way


class Table(BaseModel):
    """A table of the file: unknown keys are faults, numbers in quotes too."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _spread(value: object) -> object:
    """Take a selector or a list of selectors for a table with ``css`` only."""
    return {"css": value} if isinstance(value, str | list) else value


class PickTable(Table):
    """Where one field of a row stands: a selector, a list of them, or a table."""

    css: Selectors = ()
    attr: Annotated[str, Field(min_length=1)] | None = None
    regex: Regex | None = None
    path: Paths = ()
    template: Template | None = None


def _pick(table: PickTable | None, *, attr: str | None = None) -> Pick | None:
    """Return the pick; ``attr`` stands in where the file names none."""
    if table is None:
        return None
    return Pick(
        css=table.css,
        attr=table.attr or (None if table.path else attr),
        regex=table.regex,
        path=table.path,
        template=table.template,
    )


Picked = Annotated[PickTable, BeforeValidator(_spread)]


class ListingTable(Table):
    """``[source.listing]``."""

    rows: Selectors = ()
    title: Picked | None = None
    link: Picked | None = None
    date: Picked | None = None
    day: Picked | None = None
    year_month: Picked | None = None
    body: Picked | None = None
    drop: Selectors = ()
    link_allow: Regex | None = None
    next_page: Picked | None = None
    items: Paths = ()
    data: Picked | None = None

    def to_model(self) -> ListingRules:
        """Return the rules; what the file leaves out keeps the model's default."""
        plain = ListingRules()
        return ListingRules(
            rows=self.rows,
            title=_pick(self.title) or plain.title,
            link=_pick(self.link, attr="href") or plain.link,
            date=_pick(self.date),
            day=_pick(self.day),
            year_month=_pick(self.year_month),
            body=_pick(self.body),
            drop=self.drop,
            link_allow=self.link_allow,
            next_page=_pick(self.next_page, attr="href"),
            items=self.items,
            data=_pick(self.data),
        )


class DetailTable(Table):
    """``[source.detail]``."""

    title: Selectors = ()
    body: Selectors = ()
    date: Selectors = ()
    issuer: Selectors = ()
    drop: Selectors = ()

    def to_model(self) -> DetailRules:
        """Return the rules."""
        return DetailRules(**self.model_dump())


class PagesTable(Table):
    """``[source.pages]``: how further pages are asked for."""

    url: Template | None = None
    method: Literal["GET", "POST"] = "GET"
    body: Template | None = None
    start: Annotated[Count, Field(ge=0, le=1000)] = 1
    step: Annotated[Count, Field(ge=1, le=1000)] = 1
    most: Annotated[Count, Field(ge=1, le=10_000)] = 50
    kind: KindName | None = None
    listing: ListingTable | None = None

    def to_model(self) -> PageRules:
        """Return the rules."""
        return PageRules(
            url=self.url,
            method=self.method,
            body=self.body,
            start=self.start,
            step=self.step,
            most=self.most,
            kind=self.kind,
            listing=self.listing.to_model() if self.listing else None,
        )


class HopTable(Table):
    """``[source.hop]``: the shell that only names where the rows are."""

    url: Template
    find: dict[Name, Picked] = Field(default_factory=dict)
    method: Literal["GET", "POST"] = "GET"
    body: Template | None = None

    def to_model(self) -> HopRules:
        """Return the rules."""
        found = {name: _pick(table) for name, table in self.find.items()}
        return HopRules(
            url=self.url,
            find={name: pick for name, pick in found.items() if pick},
            method=self.method,
            body=self.body,
        )


class WayTable(Table):
    """``[source.way]``: how the hosts are reached where the ordinary way fails."""

    tls: Tls = Tls.MODERN
    certificate: Fingerprint | None = None
    family: Literal[4, 6] | None = None
    proxy: ProxyName | None = None

    def to_model(self) -> Way:
        """Return the way."""
        return Way(tls=self.tls, certificate=self.certificate, family=self.family, proxy=self.proxy)
