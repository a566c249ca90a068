"""A configured place to watch and the rules to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Tier(StrEnum):
    """How close a source stands to the issuing body."""

    OFFICIAL = "official"
    """The issuing body's own site."""
    REPOST = "repost"
    """A body or medium that republishes notices under its own name."""
    AGGREGATOR = "aggregator"
    """A portal, mirror or scraper."""

    @property
    def rank(self) -> int:
        """0 for official; lower is closer to the issuer."""
        return list(Tier).index(self)


class Tls(StrEnum):
    """How TLS is spoken with a host."""

    MODERN = "modern"
    CAP_1_2 = "tls1.2"
    """At most TLS 1.2: some gateways break off at a 1.3 hello."""
    LEGACY = "legacy"
    """Old renegotiation and ciphers as well; some hosts hang under it, so it is never a default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a source's hosts are reached where the ordinary way fails.

    ``certificate`` is the SHA-256 (hex) of the one certificate accepted in place of a valid one.
    ``family`` is 4 or 6 for IPv4 or IPv6 only. ``proxy`` is the name of a proxy, never its address:
    that may hold a password and comes from ``WATCHER_PROXY_<NAME>``, the name in capitals.
    """

    tls: Tls = Tls.MODERN
    certificate: str | None = None
    family: int | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Where one field of a listing row stands.

    ``css`` is tried in order, relative to the row; an empty tuple means the row itself. ``attr``
    takes an attribute in place of the text. ``regex`` keeps its first group (or the whole match).
    ``path`` is for rows that are JSON: keys joined by dots, tried in order; ``css`` then looks into
    the markup found there. ``template`` builds the value: ``{}`` stands for what was picked,
    ``{key}`` for a key of a JSON row ("/detail?id={docId}").
    """

    css: tuple[str, ...] = ()
    attr: str | None = None
    regex: str | None = None
    path: tuple[str, ...] = ()
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """How rows of a listing are found.

    CSS selectors are tried in order; the first that hits wins.
    """

    rows: tuple[str, ...] = ()
    title: Pick = Pick(css=("a",))
    link: Pick = Pick(css=("a",), attr="href")
    date: Pick | None = None
    day: Pick | None = None
    """With ``year_month``: the date is split over two elements ("08" and "2025-08")."""
    year_month: Pick | None = None
    body: Pick | None = None
    """Set where the notice's body stands in the row itself and no detail page is fetched."""
    drop: tuple[str, ...] = ()
    """Rows that match any of these selectors are left out (fillers, hidden test rows)."""
    link_allow: str | None = None
    """Regex a resolved link must match; rows with another link are left out."""
    next_page: Pick | None = None
    items: tuple[str, ...] = ()
    """Paths to the rows in JSON ("data.results", "*" for every element), tried in order; for kind
    "json_html" to the markup that holds them."""
    data: Pick | None = None
    """Where the JSON stands in an HTML page (a script): ``css`` and ``regex``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """How further pages are asked for.

    ``url`` and ``body`` are templates: ``{page}`` is ``start`` on the first page and grows by
    ``step``; ``{last}`` is ``{page}`` + ``step`` - 1 (record ranges). Without ``url`` the source's
    own address is asked again (POST). ``kind`` and ``listing`` are set where further pages are read
    in another way than the first. A body that begins with ``{`` or ``[`` is sent as JSON, any other
    as a form.
    """

    url: str | None = None
    method: str = "GET"
    body: str | None = None
    start: int = 1
    step: int = 1
    most: int = 50
    """No page beyond this one is asked for."""
    kind: str | None = None
    listing: ListingRules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HopRules:
    """Where the listing's address brings a shell that only names where the rows are.

    ``find`` picks values out of the shell (ids that change when the site is rebuilt); ``url`` and
    ``body`` are templates of the second request with ``{name}`` for each of them and ``{page}``.
    """

    url: str
    find: Mapping[str, Pick] = field(default_factory=dict)
    method: str = "GET"
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailRules:
    """How a detail page is read.

    Every selector is optional and falls back to the cascade of extract/.
    """

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One configured place to watch. Instants are UTC; ``zone`` is the site's own time zone."""

    id: str
    name: str
    kind: str
    """A key of watcher.sources.KINDS."""
    tier: Tier
    url: str
    issuer: str | None = None
    family: str | None = None
    """A key of watcher.sources.FAMILIES whose rules fill in what the source itself leaves out."""
    interval_seconds: int = 900
    listing: ListingRules = ListingRules()
    detail: DetailRules = DetailRules()
    method: str = "GET"
    body: str | None = None
    """Body of the first request: JSON where it begins with ``{`` or ``[``, else a form."""
    pages: PageRules | None = None
    hop: HopRules | None = None
    way: Way = Way()
    ignore_robots: bool = False
    """Reads the source although robots.txt forbids it; `verified` or `note` says who decided so."""
    encoding: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    min_rows: int = 1
    """Fewer rows than this is a fault of the source, not "no news"."""
    rhythm_days: int | None = None
    """The longest gap expected between two new notices, in Chinese working days; None: unknown."""
    host_delay_seconds: float = 5.0
    """Least time between two requests to one host."""
    allow_private: bool = False
    """Lets this source live on a private or loopback address (intranet mirrors, tests)."""
    withdraw_after_seconds: int = 1800
    """Least time between the two confirmations that a page is withdrawn."""
    unhealthy_after: int = 3
    """Failed checks in a row before the source is told to be unhealthy."""
    recheck_seconds: tuple[int, ...] = (900, 3600, 21600, 86400, 604800)
    """A known page is looked at again after these gaps; the last one repeats."""
    zone: str = "Asia/Shanghai"
    enabled: bool = True
    verified: str = ""
    """When and how somebody saw this source work, in plain words; "unverified" where nobody did."""
    note: str = ""
    """What a maintainer should know about the site."""
