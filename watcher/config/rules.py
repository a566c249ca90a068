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
    """Selectors, tried in order; none means the row itself."""
    attr: Annotated[str, Field(min_length=1)] | None = None
    """An attribute in place of the text."""
    regex: Regex | None = None
    """Keeps its first group, or the whole match."""
    path: Paths = ()
    """For rows that are JSON: keys joined by dots, tried in order."""
    template: Template | None = None
    """Builds the value: {} is what was picked, {key} a key of a JSON row."""


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


Picked = Annotated[
    PickTable, BeforeValidator(_spread, json_schema_input_type=str | list[str] | PickTable)
]


class ListingTable(Table):
    """``[source.listing]``."""

    rows: Selectors = ()
    """Selectors of the rows; the first that hits wins."""
    title: Picked | None = None
    """The title; without it the link."""
    link: Picked | None = None
    """The link; without it the first one of the row."""
    date: Picked | None = None
    """The day of publication; without it the element that is a date."""
    day: Picked | None = None
    """The day, where month and year stand elsewhere."""
    year_month: Picked | None = None
    """Year and month, where the day stands elsewhere."""
    body: Picked | None = None
    """The notice's text, where it stands in the row and has no page of its own."""
    drop: Selectors = ()
    """Rows to leave out: fillers, hidden test rows."""
    link_allow: Regex | None = None
    """A regular expression that a link must match."""
    next_page: Picked | None = None
    """The link to the next page."""
    items: Paths = ()
    """Paths to the rows in JSON; for "json_html" to the markup that holds them."""
    data: Picked | None = None
    """Where the JSON stands in an HTML page."""

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
    """Selectors of the title."""
    body: Selectors = ()
    """Selectors of the text."""
    date: Selectors = ()
    """Selectors of the day of publication."""
    issuer: Selectors = ()
    """Selectors of the issuing body."""
    drop: Selectors = ()
    """Selectors of what is no part of the text."""

    def to_model(self) -> DetailRules:
        """Return the rules."""
        return DetailRules(**self.model_dump())


class PagesTable(Table):
    """``[source.pages]``: how further pages are asked for."""

    url: Template | None = None
    """Address template: {page} begins at `start` and grows by `step`; {last} ends a range."""
    method: Literal["GET", "POST"] = "GET"
    """How further pages are asked for."""
    body: Template | None = None
    """Template of the body: JSON where it begins with { or [, else a form."""
    start: Annotated[Count, Field(ge=0, le=1000)] = 1
    """The number of the first page: 0 where index_1 is the second."""
    step: Annotated[Count, Field(ge=1, le=1000)] = 1
    """How much the number grows by a page."""
    most: Annotated[Count, Field(ge=1, le=10_000)] = 50
    """No page beyond this one is asked for."""
    kind: KindName | None = None
    """How further pages are read, where not as the first."""
    listing: ListingTable | None = None
    """The rows of further pages, where they are not as on the first."""

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
    """Address template of the second request, with {name} for each value found, and {page}."""
    find: dict[Name, Picked] = Field(default_factory=dict)
    """Values to pick out of the shell, by name."""
    method: Literal["GET", "POST"] = "GET"
    """How the second request is made."""
    body: Template | None = None
    """Template of the body of the second request."""

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
    """How TLS is spoken: "tls1.2" caps it, "legacy" allows old ciphers as well."""
    certificate: Fingerprint | None = None
    """The SHA-256 of the one certificate accepted in place of a valid one."""
    family: Literal[4, 6] | None = None
    """4 or 6: IPv4 or IPv6 only."""
    proxy: ProxyName | None = None
    """The name of a proxy; its address comes from WATCHER_PROXY_<NAME>."""

    def to_model(self) -> Way:
        """Return the way."""
        return Way(tls=self.tls, certificate=self.certificate, family=self.family, proxy=self.proxy)
