"""Fields of a row: picked, cleaned and doubted, the same for every kind. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watcher.model.listing import Entry
from watcher.text.clean import squeeze
from watcher.text.dates import date_in_url, parse_date

LONGEST_TITLE = 500
"""Characters; the longest real titles have about 120."""
LONGEST_SHOWN = 60
FAR_AWAY = date(2100, 12, 31)

ELLIPSIS = re.compile(r"(?:…+|⋯+|\.{2,}|。{2,}|．{2,}|·{3,}|・{3,})$")
BULLET = re.compile(r"^[·•●○■□◆◇▪▸►▶>»›→\-–—*\s]+(?=\S)")
STATUS_MARK = re.compile(
    r"[\[【（(](?:进行中|已结束|未开始|征集中|已截止|已反馈|置顶|最新|new|hot|top)[\]】）)]",
    re.IGNORECASE,
)
PRINTED_DAY = (
    r"[\[【（(]?\s?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?)?\s?[\]】）)]?"
)
DATE_LABEL = re.compile(rf"(?:[\u4e00-\u9fff]{{2,6}}[:：]?)?{PRINTED_DAY}")
"""A day as it stands beside a title, with a word for it or without."""
DEADLINE = re.compile(r"截止|截至|deadline|closes on", re.IGNORECASE)
DAY_BEFORE = re.compile(rf"^{PRINTED_DAY}\s?")
DAY_AFTER = re.compile(rf"\s?{PRINTED_DAY}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A row's title as it will be shown, and what was done to it."""

    text: str
    is_cut: bool = False
    problems: tuple[str, ...] = ()


def choose_title(text: str, attribute: str | None) -> str:
    """Choose between a link's text and its ``title`` attribute.

    The attribute wins where it is longer, on one line and begins like the text: samr.gov.cn breaks
    lines inside it, other sites write "opens in a new window" there. It also wins where the link
    wraps more than the title and the rest is a date (mohurd.gov.cn, mot.gov.cn, 2026-09).
    """
    shown = squeeze(text)
    raw = (attribute or "").strip()
    full = squeeze(raw)
    if not shown:
        return full
    if "\n" in raw:
        return shown
    if len(full) <= len(shown):
        rest = shown.replace(" ", "").removeprefix(full.replace(" ", ""))
        return full if full and DATE_LABEL.fullmatch(rest) else shown
    stem = BULLET.sub("", shown[:40]).replace(" ", "")[:6].rstrip(".…")
    return full if stem and stem in full.replace(" ", "") else shown


def finish_title(text: str, *, day: date | None, today: date) -> Title:
    """Strip a title of bullets, status marks and the row's own date, and cut it where absurd."""
    whole = squeeze(text)
    if len(whole) > LONGEST_TITLE:
        problem = f"the title has {len(whole)} characters and was cut to {LONGEST_TITLE}"
        return Title(text=whole[:LONGEST_TITLE].rstrip(), is_cut=True, problems=(problem,))
    title = BULLET.sub("", STATUS_MARK.sub("", BULLET.sub("", whole)).strip(" »›>"))
    for pattern in (DAY_BEFORE, DAY_AFTER):
        found = pattern.search(title)
        rest = pattern.sub("", title).strip()
        if found and day and rest and parse_date(found.group(), today=today) == day:
            title = rest
    return Title(text=title, is_cut=bool(ELLIPSIS.search(title)))


def read_day(text: str, url: str | None, *, today: date) -> tuple[date | None, tuple[str, ...]]:
    """Read a row's day from its printed text, else from its address, with what is doubtful.

    A day after tomorrow is refused: it is a deadline, a plan or a wrong clock. So is a day that is
    called a deadline, which may have passed (tc260.org.cn 2025, mohurd.gov.cn 2026).
    """
    shown = squeeze(text)
    called = DEADLINE.search(shown)
    day = parse_date(shown[: called.start()] if called else shown, today=today)
    if day is not None:
        return day, ()
    problems: tuple[str, ...] = ()
    if called:
        problems = (f"the printed date is a deadline ({shorten(shown)})",)
    elif shown:
        future = parse_date(shown, today=FAR_AWAY)
        problems = (
            f"the date {future.isoformat()} lies in the future and was refused"
            if future
            else f"no date can be read from {shorten(shown)!r}",
        )
    hint = date_in_url(url)
    if hint is not None and parse_date(hint.isoformat(), today=today) == hint:
        return hint, (*problems, "the date was read from the address")
    return None, problems or ("the row has no date",)


def shorten(text: str) -> str:
    """Cut a text for a message."""
    line = squeeze(text)
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


def build_entry(
    *,
    title: str,
    url: str | None,
    date_text: str,
    day: date | None = None,
    body_html: str | None = None,
    position: int,
    today: date,
    href: str = "",
) -> Entry:
    """Put a row together. ``day`` overrides the reading of ``date_text`` (split dates)."""
    problems: tuple[str, ...] = ()
    if day is None:
        day, problems = read_day(date_text, url, today=today)
    name = finish_title(title, day=day, today=today)
    if not name.text:
        problems = (*problems, "the row has no title")
    return Entry(
        title=name.text,
        url=url,
        published_on=day,
        published_text=shorten(date_text),
        title_cut=name.is_cut,
        body_html=body_html,
        position=position,
        href=href,
        problems=(*problems, *name.problems),
    )
