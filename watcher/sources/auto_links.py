"""Rows of a list as the selector-free reader sees them: a link's title, a row's day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watcher.text import dom
from watcher.text.clean import squeeze
from watcher.text.dates import join_parts, parse_date

_DATE_TEXT = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}(?:\s?[-/.月]\s?\d{1,2})?|\d{2}-\d{2}-\d{2}|\d{1,2}[-/月]\d{1,2})(?!\d)"
    r"|\d{1,3}\s?(?:分钟|小时|天)前|\d{1,3} (?:minutes?|hours?|days?) ago|昨天|前天|今天"
)
_DAY = re.compile(r"\d{1,2}日?")
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}月?|(?:19|20)\d\d年?")
_CUT = re.compile(r"(?:\.{2,}|…)\s*$")
_STATUS = re.compile(
    r"^\s*[【\[](?:进行中|已结束|置顶|新|热|new)[】\]]\s*(?:[-–—]\s)?|^\s*[-–—]\s|\s*[»>]+\s*$",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"截止|截至")
_TRAILING_DATE = re.compile(
    r"[\s\[(（【]+(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）】]?\s*$"
)


@dataclass(slots=True)
class Link:
    """A link with its title; the link of a row with the greatest ``weight`` is its title."""

    node: dom.Node
    href: str
    url: str
    title: str
    cut: bool
    weight: float


def read_link(node: dom.Node, url: str) -> Link | None:
    """Read a link's title, whole where the ``title`` attribute has it; None without any text."""
    heading = node.first("h1, h2, h3, h4, h5, h6") if node.children else None
    text = (heading or node).text
    whole = node.get("title") or ""
    cut = _CUT.search(text) is not None
    # samr.gov.cn breaks its title attributes over lines; others put a hint such as a site's name.
    if "\n" not in whole and len(squeeze(whole)) > len(text):
        stem = _CUT.sub("", text)[:8]
        if squeeze(whole).startswith(stem) or not text:
            text, cut = squeeze(whole), False
    text = _TRAILING_DATE.sub("", _STATUS.sub("", text))
    if not text:
        return None
    in_heading = heading is not None or _is_in_heading(node)
    return Link(
        node,
        squeeze(node.get("href") or ""),
        url,
        text,
        cut,
        len(text) + (30.0 if in_heading else 0.0),
    )


def _is_in_heading(node: dom.Node) -> bool:
    above = node.parent
    for _ in range(2):
        if above is None:
            return False
        if above.tag in {"h1", "h2", "h3", "h4", "h5", "h6", "th"}:
            return True
        above = above.parent
    return False


def read_row_date(row: dom.Node, title: str, today: date) -> tuple[date | None, str]:
    """Read the day of a row from its text without the title; also a day split over two lines."""
    lines = [line for line in dom.text_of(row).replace("\t", "\n").split("\n") if line != title]
    days = [line for line in lines if _DAY.fullmatch(line)]
    months = [line for line in lines if _YEAR_MONTH.fullmatch(line)]
    if days and months:
        return join_parts(days[0], months[0], today=today), f"{months[0]} {days[0]}"
    text = " ".join(lines).replace(title, " ")
    for match in _DATE_TEXT.finditer(text):
        if _DEADLINE.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        day = parse_date(text[match.start() : match.start() + 40], today=today)
        if day is not None:
            return day, match[0]
    return None, ""
