"""What the demo site says: notices as data, pages as templates, both in ``pages/``. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

TITLE_CUT = 18
"""The official list shows this many characters of a title and an ellipsis (shape of cac.gov.cn)."""
RELATED_SHORT = 40


class Act(StrEnum):
    """What can happen on the site; before any of them it shows its baseline."""

    PUBLISH = "publish"
    """A new notice on the official site."""
    MIRROR = "mirror"
    """Its copies on the portal, the mirror and the English site."""
    EDIT = "edit"
    """An old notice is quietly changed."""
    WITHDRAW = "withdraw"
    """An old notice is taken down."""
    BREAK = "break"
    """A list is redesigned: status 200, no rows."""


class Place(StrEnum):
    """The sites of the demo, each on a host of its own."""

    BUREAU = "bureau"
    CITY = "city"
    PORTAL = "portal"
    MIRROR = "mirror"
    ENGLISH = "english"


LIST_PATHS = {
    Place.BUREAU: "/tzgg/index_1.htm",
    Place.CITY: "/gzdt/",
    Place.PORTAL: "/roll/",
    Place.MIRROR: "/a/",
    Place.ENGLISH: "/news/",
}
ACTS_BY_PLACE = {
    Place.BUREAU: (Act.PUBLISH, Act.EDIT, Act.WITHDRAW),
    Place.CITY: (Act.BREAK,),
    Place.PORTAL: (Act.MIRROR,),
    Place.MIRROR: (Act.MIRROR,),
    Place.ENGLISH: (Act.MIRROR,),
}
"""The acts that change something there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice on one site.

    ``body`` is a paragraph a line. ``address`` is the path of the detail page, empty where the text
    stands in the list. ``since`` publishes it and ``until`` withdraws it. ``lead`` is the portal's
    own first line; ``script`` puts a script block before the text.
    """

    id: str
    site: Place
    title: str
    published: date
    body: str = ""
    address: str = ""
    source: str = ""
    lead: str = ""
    script: bool = False
    since: Act | None = None
    until: Act | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A replacement that act EDIT makes in a notice's body."""

    notice: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the site can show."""

    notices: tuple[Notice, ...]
    edits: tuple[Edit, ...] = field(default=())

    def notice(self, notice_id: str) -> Notice:
        """Return a notice by its id."""
        return next(notice for notice in self.notices if notice.id == notice_id)

    def shown(self, place: Place, happened: Collection[Act]) -> tuple[Notice, ...]:
        """Return the notices of a site after some acts, newest first, edits made."""
        there = [
            self._edited(notice, happened)
            for notice in self.notices
            if notice.site is place
            and (notice.since is None or notice.since in happened)
            and (notice.until is None or notice.until not in happened)
        ]
        return tuple(sorted(there, key=lambda notice: notice.published, reverse=True))

    def _edited(self, notice: Notice, happened: Collection[Act]) -> Notice:
        if Act.EDIT not in happened:
            return notice
        body = notice.body
        for edit in self.edits:
            if edit.notice == notice.id:
                body = body.replace(edit.old, edit.new)
        return Notice(**{name: getattr(notice, name) for name in Notice.__slots__} | {"body": body})


@cache
def load() -> Content:
    """Return the content of the demo, read from the package data."""
    data = tomllib.loads(read("notices.toml"))
    bodies = {row["id"]: row.get("body", "") for row in data["notice"]}
    return Content(
        tuple(_notice(row, bodies) for row in data["notice"]),
        tuple(Edit(**row) for row in data["edit"]),
    )


def _notice(row: dict[str, object], bodies: dict[str, str]) -> Notice:
    values = dict(row)
    body = bodies[str(values.pop("copy_of", values["id"]))]
    values |= {"site": Place(str(row["site"])), "body": body.strip()}
    for name in ("since", "until"):
        if name in row:
            values[name] = Act(str(row[name]))
    return Notice(**values)  # type: ignore[arg-type]  # rows of our own file, tested


@cache
def read(name: str) -> str:
    """Return a file of ``pages/`` as text."""
    return files("watcher.demo").joinpath("pages", name).read_text(encoding="utf-8")


def render_list(
    place: Place, notices: Iterable[Notice], *, host: str, happened: Collection[Act]
) -> str:
    """Return the list page of a site as HTML."""
    if place is Place.CITY and Act.BREAK in happened:
        return read("city_redesigned.html")
    rows = [_fill(f"{place}_row.html", **_values(notice, host)) for notice in notices]
    return _fill(f"{place}_list.html", rows="\n".join(row.strip() for row in rows), count=len(rows))


def render_detail(notice: Notice, *, host: str) -> str:
    """Return the detail page of a notice as HTML."""
    related = _related()
    return _fill(f"{notice.site}_detail.html", **_values(notice, host), **related)


def _fill(template: str, **values: object) -> str:
    return Template(read(template)).substitute(values)


def _values(notice: Notice, host: str) -> dict[str, object]:
    day = notice.published
    cut = notice.title[:TITLE_CUT] + "…" if len(notice.title) > TITLE_CUT else notice.title
    return {
        "title": escape(notice.title),
        "cut_title": escape(cut),
        "address": notice.address,
        "number": "".join(filter(str.isdigit, notice.address))[-7:],
        "host": host,
        "source": notice.source,
        "published": day.isoformat(),
        "long_date": f"{day.year}年{day.month:02}月{day.day:02}日",
        "day": f"{day.day:02}",
        "year_month": f"{day.year}-{day.month:02}",
        "lead": f"<p>{escape(notice.lead)}</p>" if notice.lead else "",
        "script": read("city_script.html").strip() if notice.script else "",
        "body": "\n".join(f"<p>{escape(line)}</p>" for line in notice.body.splitlines()),
    }


@cache
def _related() -> dict[str, str]:
    """The portal's tail: the same items twice, once with their first lines and once cut."""
    items = [line.split("|", 1) for line in read("portal_related.txt").splitlines()]
    whole = [
        f'<li><a href="/x/{at}.html">{escape(title)}</a><p>{escape(text)}</p></li>'
        for at, (title, text) in enumerate(items, start=1)
    ]
    short = [
        f'<li><a href="/x/{at}.html">{escape(title)}</a> {escape(text[:RELATED_SHORT])}...</li>'
        for at, (title, text) in enumerate(items, start=1)
    ]
    return {"related": "\n".join(whole), "hot": "\n".join(short)}
