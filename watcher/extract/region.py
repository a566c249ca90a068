"""Which stretch of a page's lines is the notice.

Each line gets a weight: sentences, numbered items and rows speak for the notice, links, teasers,
bare dates and page furniture against it, short lines say nothing. The notice is the stretch with
the greatest sum, so a note between two paragraphs does not cut it and a list of other pages,
however long, does not join it.
"""

from __future__ import annotations

import re

from watcher.extract import furniture
from watcher.extract.furniture import Look
from watcher.text.clauses import read_number
from watcher.text.outline import Line

_RELATED = -80.0
_LOOK_AHEAD = 5
BARRIER = -10_000.0
"""The weight of the head of a list of other pages: nothing behind it is the notice."""
FURNITURE = -8.0
"""The weight of a line that is certainly no part of a notice."""
_TEASER = -15.0
_LINKED = -10.0
_DATE = -3.0
_AGAINST = {Look.RELATED: _RELATED, Look.FURNITURE: FURNITURE, Look.TEASER: _TEASER}
_BULLET = -2.0
_COUNTS = re.compile(r"[^\W_]")
_ATTACHMENT = re.compile(r"[（(]?附\s?(?:件|表|录|：|:)")


def weigh(line: Line) -> float:
    """Give how much a line speaks for (above 0) or against (below 0) being the notice's text."""
    text = line.text
    if line.linked > 0.6 and len(text) < 120:
        return 0.0 if "附" in text and _ATTACHMENT.match(text) else _LINKED
    against = _weigh_against(text)
    if against is not None:
        return against
    if line.is_row:
        return 3.0
    if furniture.has_date_tail(text):
        return _LINKED
    return _weigh_text(line)


def _weigh_text(line: Line) -> float:
    text = line.text
    number = read_number(text)[0]
    is_bullet = line.is_bullet or bool(number and not _COUNTS.search(number))
    if (number and not is_bullet) or _ATTACHMENT.match(text):
        return 3.0 + min(len(text), 120) / 5
    if furniture.ends_sentence(text):
        return min(len(text), 160) / 4
    if is_bullet:
        return _BULLET
    return 4.0 if len(text) >= 40 else 0.0


def _weigh_against(text: str) -> float | None:
    """Weigh what looks like the page around a notice; None for any other line."""
    look = furniture.look_at(text)
    if look is Look.OWN:
        return None
    if look is Look.DATE:
        # A day in words stands at the foot of a notice, one in digits in lists.
        return 0.0 if "年" in text and ":" not in text else _DATE
    return _AGAINST[look]


def weigh_all(lines: list[Line]) -> list[float]:
    """Weigh all lines of a page; a line that opens a list of other pages ends the notice.

    It does so only where a list follows: a notice may have a heading 相关内容 of its own.
    """
    weights = [weigh(line) for line in lines]
    for index, weight in enumerate(weights):
        if weight == _RELATED:
            following = range(index + 1, min(index + 1 + _LOOK_AHEAD, len(lines)))
            listed = sum(_is_listed(lines[other], weights[other]) for other in following)
            weights[index] = BARRIER if 2 * listed >= len(following) else FURNITURE
    return weights


def _is_listed(line: Line, weight: float) -> bool:
    """Whether a line could be an entry of a list: a link, a date, a cut text, a bare headline."""
    return weight < 0 or (not line.is_row and not furniture.ends_sentence(line.text))


def find_region(weights: list[float]) -> tuple[int, int]:
    """Give the lines [start, end) with the greatest sum; (0, 0) where no line speaks for any.

    Neutral lines directly behind belong to it (a signature, the last rows of a list).
    """
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best[0]:
            best = (total, start, index + 1)
    _, first, end = best
    while first < end and weights[first] <= 0:
        first += 1
    while end < len(weights) and end > first and weights[end] == 0:
        end += 1
    return first, end


def keep(lines: list[Line], weights: list[float], *, whole: range, core: range) -> list[str]:
    """Give the texts of the notice: all of ``whole`` but its furniture.

    Inside ``core``, the region of greatest weight, only what is certain to be furniture is left
    out; around it also links, cut text and what merely looks like it.
    """
    return [
        lines[index].text
        for index in whole
        if (
            not furniture.is_certain(lines[index].text)
            if index in core
            else weights[index] > FURNITURE
        )
    ]
