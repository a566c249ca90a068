"""The tables of ``sources.toml`` as they stand in the file, checked one by one.

What needs the whole file (double ids, channels of routes) is checked in loading.py.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict

from watcher.alerts.formats import FORMATS
from watcher.config.faults import near, one_of
from watcher.config.secrecy import clear_secret
from watcher.config.spans import parse_span
from watcher.model.event import DEFAULT_EVENTS, Channel, EventKind, Route
from watcher.model.source import DetailRules, ListingRules, Pick, Source, Tier
from watcher.sources import KINDS
from watcher.text.dom import check_selector

ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
HEADER = re.compile(r"[A-Za-z0-9-]+")
PRIVATE_HEADERS = {"authorization", "cookie", "proxy-authorization"}


def _check_id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError(
            f'"{value}" cannot be an id; use 1 to 64 of a-z, 0-9, "-", "_" and ".", '
            "beginning with a letter or digit"
        )
    return value


def _listed(value: object) -> object:
    """Take one text for a list of one."""
    return [value] if isinstance(value, str) else value


def _check_css(value: str) -> str:
    if fault := check_selector(value):
        raise ValueError(f'"{value}" is not a CSS selector: {fault}')
    return value


def _check_regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f'"{value}" is not a regular expression: {error}') from None
    return value


def _check_address(value: str) -> str:
    if re.search(r"[\s\x00-\x1f\\]", value) or not _has_host(value):
        raise ValueError(f'"{value}" is not a web address; write https://host/path')
    if "@" in urlsplit(value).netloc:
        raise ValueError("holds a user name or password; a source must be readable without one")
    return value


def _has_host(address: str) -> bool:
    """Whether it is http(s) with a host name and, if any, a port that can exist."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        mend = near(value, available_timezones()) or '; write one like "Asia/Shanghai"'
        raise ValueError(f'"{value}" is not a time zone{mend}') from None
    return value


def _check_encoding(value: str) -> str:
    try:
        "".encode(value)
    except (LookupError, UnicodeError, ValueError):
        mend = 'write one like "gb18030", or leave the key out'
        raise ValueError(f'"{value}" is not a character encoding; {mend}') from None
    return codecs.lookup(value).name


def _check_headers(value: dict[str, str]) -> dict[str, str]:
    for name, text in value.items():
        if not HEADER.fullmatch(name) or not text.isascii() or not text.isprintable():
            raise ValueError(f'"{name}" or its value cannot be an HTTP header')
        if name.lower() in PRIVATE_HEADERS:
            raise ValueError(f'"{name}" carries a secret; a source must be readable without one')
    return value


def _check_kind(value: str) -> str:
    if value not in KINDS:
        raise ValueError(f'"{value}" is not one of {one_of(KINDS)}{near(value, KINDS)}')
    return value


def _check_format(value: str) -> str:
    if value not in FORMATS:
        raise ValueError(f'"{value}" is not one of {one_of(FORMATS)}{near(value, FORMATS)}')
    return value


def _check_secrecy(value: str) -> str:
    if fault := clear_secret(value):
        raise ValueError(fault)
    return value


Id = Annotated[str, AfterValidator(_check_id)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Texts = Annotated[tuple[Line, ...], BeforeValidator(_listed)]
Css = Annotated[str, AfterValidator(_check_css)]
Selectors = Annotated[tuple[Css, ...], BeforeValidator(_listed)]
Regex = Annotated[str, AfterValidator(_check_regex)]
Span = Annotated[float, BeforeValidator(parse_span)]
Count = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
Address = Annotated[str, AfterValidator(_check_address)]


class Table(BaseModel):
    """A table of the file: unknown keys are faults, numbers in quotes too."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _spread(value: object) -> object:
    """Take a selector or a list of selectors for a table with ``css`` only."""
    return {"css": value} if isinstance(value, str | list) else value


class PickTable(Table):
    """Where one field of a row stands: a selector, a list of them, or ``{css, attr, regex}``."""

    css: Selectors = ()
    attr: Annotated[str, Field(min_length=1)] | None = None
    regex: Regex | None = None


def _pick(table: PickTable | None, *, attr: str | None = None) -> Pick | None:
    """Return the pick; ``attr`` stands in where the file names none."""
    if table is None:
        return None
    return Pick(css=table.css, attr=table.attr or attr, regex=table.regex)


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


class SourceTable(Table):
    """``[[source]]``."""

    id: Id
    name: Line
    kind: Annotated[str, AfterValidator(_check_kind)] | None = None
    """Left out, it is "html" where rows are given and "auto" where they are not."""
    tier: Tier
    url: Address
    issuer: Line | None = None
    interval: Annotated[Span, Field(ge=1)] = 900
    listing: ListingTable = ListingTable()
    detail: DetailTable = DetailTable()
    encoding: Annotated[str, AfterValidator(_check_encoding)] | None = None
    headers: Annotated[dict[str, str], AfterValidator(_check_headers)] = Field(default_factory=dict)
    min_rows: Annotated[Count, Field(ge=0, le=10_000)] = 1
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
    zone: Annotated[str, AfterValidator(_check_zone)] = "Asia/Shanghai"
    enabled: Flag = True
    verified: str = ""
    note: str = ""

    def to_model(self) -> Source:
        """Return the source."""
        return Source(
            id=self.id,
            name=self.name,
            kind=self.kind or ("html" if self.listing.rows else "auto"),
            tier=self.tier,
            url=self.url,
            issuer=self.issuer,
            interval_seconds=round(self.interval),
            listing=self.listing.to_model(),
            detail=self.detail.to_model(),
            encoding=self.encoding,
            headers=_frozen(self.headers),
            min_rows=self.min_rows,
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


class ChannelTable(Table):
    """``[[channel]]``."""

    id: Id
    url: Annotated[str, AfterValidator(_check_secrecy)]
    format: Annotated[str, AfterValidator(_check_format)] = "text"
    language: Literal["zh", "en"] = "zh"

    def to_model(self) -> Channel:
        """Return the channel."""
        return Channel(id=self.id, url=self.url, format=self.format, language=self.language)


class RouteTable(Table):
    """``[[route]]``."""

    id: Id
    channels: Annotated[tuple[Line, ...], BeforeValidator(_listed), Field(min_length=1)]
    events: Annotated[tuple[EventKind, ...], BeforeValidator(_listed)] = ()
    campaigns: Texts = ()
    tiers: Annotated[tuple[Tier, ...], BeforeValidator(_listed)] = ()
    sources: Texts = ()
    names: Texts = ()
    wait: Annotated[Span, Field(le=86400)] = 0

    def to_model(self) -> Route:
        """Return the route."""
        return Route(
            id=self.id,
            channels=self.channels,
            events=frozenset(self.events) or DEFAULT_EVENTS,
            campaigns=self.campaigns,
            tiers=frozenset(str(tier) for tier in self.tiers),
            sources=frozenset(self.sources),
            names=self.names,
            wait_seconds=self.wait,
        )


def _frozen(headers: Mapping[str, str]) -> Mapping[str, str]:
    return dict(headers)  # a plain dict: sources cross process boundaries
