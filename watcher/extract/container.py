"""The element that holds the notice, and which of its lines are the notice's own.

A region of lines (watcher.extract.region) says where on the page the text is; the structure says
where it begins and ends: the lowest element that holds nearly all of the region's weight is the
container, and everything in it belongs to the notice but what is furniture for certain.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import accumulate

from watcher.extract import furniture, recurring, region
from watcher.text.dom import Node
from watcher.text.outline import Line, Outline

# Names (id or class) of the containers that the CMS families behind Chinese government sites use,
# and of WeChat articles.
KNOWN = frozenset(
    {"zoom", "zoomcon", "ucap-content", "trs_ueditor", "trs_editor", "bodylabel", "con_con"}
    | {"js_content", "pages_content", "view-content", "news_cont_d_wrap", "custom_unionstyle"}
    | {"article_con", "xl_cont", "trs_editor_view", "wp_articlecontent"}
)
# Asked of names in lower case: a pattern that ignores case by itself takes ten times as long.
_AWAY = re.compile(
    r"comment|footer|foot(?:er)?\b|nav(?<!\wnav)|header|sidebar|side-|aside|related|recommend|hotnews|hot-|rank|share|"
    r"copyright|pinglun|xgyd|xgwz|tuijian|breadcrumb|crumb|login|popup|dialog|modal|toolbar|disclaimer|shengming|"
    r"friendlink|statement"
)
_AWAY_TAGS = frozenset({"nav", "footer", "aside", "header", "form", "button", "menu"})
_NAMED = frozenset({"div", "ul", "section", "table", "dl"})
_AWAY_SHARE = 0.4
_SHARE = 0.8
_LEAST_TITLE = 8
_NEAR_TITLE = 20
_BELOW_TITLE = 60
_LEAST_NEAR = 8.0
_NEAR_SHARE = 0.1
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Content:
    """The lines of a page with the notice's own marked.

    ``kept`` are the notice's lines, [start, end) its stretch of ``lines``; ``how`` says how it was
    found and ``element`` is the block it stands in (-1 for none), ``selected`` the element that a
    selector chose. ``weights`` are those of the lines, ``core`` the stretch of greatest weight, and
    ``share`` (0..1) its part of all that speaks for being the notice.
    """

    lines: list[Line] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    start: int = 0
    end: int = 0
    element: int = -1
    how: str = ""
    selected: Node | None = None
    weights: list[float] = field(default_factory=list)
    core: tuple[int, int] = (0, 0)
    share: float = 1.0


def find_content(
    outline: Outline, *, page_title: str = "", repeated: Collection[int] = ()
) -> Content:
    """Find the notice among the lines of a page.

    ``page_title`` helps where the text is short; ``repeated`` are keys of lines that the site
    prints on many pages (see watcher.extract.recurring).
    """
    lines = outline.lines
    weights = region.weigh_all(lines)
    away = _find_away(outline, weights)
    for index, line in enumerate(lines):
        if weights[index] > 0 and line.element in away:
            weights[index] = 0.0
    core = _prefer_below_title(lines, weights, region.find_region(weights), page_title)
    found = _place(outline, weights, core)
    marks = recurring.mark(lines, repeated) if repeated else []
    if True in marks and found.how:
        found = _look_again(outline, found, marks, page_title)
    return found


def _place(outline: Outline, weights: list[float], core: tuple[int, int]) -> Content:
    """Find the block around the stretch of greatest weight, and take its lines."""
    lines = outline.lines
    start, end = core
    if end <= start:
        return Content(lines=lines, weights=weights)
    sums = _add_up(weights)
    element, how = _choose(outline, sums, start, end)
    first, last = outline.first[element], outline.last[element]
    first, last = _trim(lines, weights, whole=(first, last), core=core)
    kept = region.keep(lines, weights, whole=range(first, last), core=range(start, end))
    share = (sums[last] - sums[first]) / sums[-1]
    return Content(lines, kept, first, last, element, how, weights=weights, core=core, share=share)


def _look_again(outline: Outline, found: Content, marks: list[bool], page_title: str) -> Content:
    """Look at a page with what its host repeats in mind.

    A block that says nothing new gives way to one that does; of any other, what is repeated before
    and behind the new text is cut off.
    """
    lines = outline.lines
    fresh_weights = [
        min(0.0, weight) if mark else weight
        for weight, mark in zip(found.weights, marks, strict=True)
    ]
    fresh = _prefer_below_title(lines, fresh_weights, region.find_region(fresh_weights), page_title)
    if sum(fresh_weights[fresh[0] : fresh[1]]) < _LEAST_NEAR:
        return found  # too little is new to tell by it
    new_inside = sum(max(0.0, weight) for weight in fresh_weights[found.start : found.end])
    if new_inside < _LEAST_NEAR:
        found = _place(outline, fresh_weights, fresh)
    else:
        fresh = (max(fresh[0], found.start), min(fresh[1], found.end))
    if fresh[1] <= fresh[0]:
        return found
    whole = recurring.shed(
        outline, found.weights, marks, whole=(found.start, found.end), fresh=fresh
    )
    kept = region.keep(lines, found.weights, whole=range(*whole), core=range(*found.core))
    return replace(found, kept=kept, start=whole[0], end=whole[1])


def _prefer_below_title(
    lines: list[Line], weights: list[float], found: tuple[int, int], page_title: str
) -> tuple[int, int]:
    """Take the text below the title where a greater one stands far from it.

    A short notice may weigh less than a site's description of itself or a page's comments.
    """
    whole = key_of(page_title)
    title = next(
        (index for index in range(found[0] - 1, -1, -1) if _is_title(lines[index], whole)), None
    )
    if title is None or found[0] - title <= _NEAR_TITLE:
        return found
    first = title + 1
    start, end = region.find_region(weights[first : min(found[0], first + _BELOW_TITLE)])
    near = sum(weights[first + start : first + end])
    is_near = end > start and start <= _NEAR_TITLE and near >= _LEAST_NEAR
    if is_near and near >= _NEAR_SHARE * sum(weights[found[0] : found[1]]):
        return first + start, first + end
    return found


def _is_title(line: Line, whole: str) -> bool:
    """Whether a line stands in the page's title element; ``whole`` is that element's key."""
    return len(line.text) >= _LEAST_TITLE and line.linked < 0.5 and key_of(line.text) in whole


def _find_away(outline: Outline, weights: list[float]) -> set[int]:
    """Find blocks that by their name are no content: navigation, comments, footers.

    A block with much of the page's text is content whatever it is called: templates put the whole
    page into a form or forget to close the navigation.
    """
    sums = _add_up(weights)
    most = _AWAY_SHARE * sums[-1]
    away: set[int] = set()
    spans = zip(outline.tags, outline.parents, outline.first, outline.last, strict=True)
    for index, (tag, parent, first, last) in enumerate(spans):
        if parent in away or (
            0.0 < sums[last] - sums[first] <= most
            and (tag in _AWAY_TAGS or (tag in _NAMED and _AWAY.search(_names(outline, index))))
        ):
            away.add(index)
    return away


def _add_up(weights: list[float]) -> list[float]:
    """Give the sum of what speaks for a notice in the lines before each line, and in all."""
    return [0.0, *accumulate([weight if weight > 0 else 0.0 for weight in weights])]


def _names(outline: Outline, index: int) -> str:
    """Give class and id of a block in lower case."""
    attributes = outline.raws[index].attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()


def _choose(outline: Outline, sums: list[float], start: int, end: int) -> tuple[int, str]:
    """Choose the block that holds the notice: by its name where it has a known one."""
    lowest = _descend(outline, sums, start, end)
    least = 0.5 * (sums[end] - sums[start])
    named, above = -1, lowest
    while above >= 0:
        if not KNOWN.isdisjoint(_names(outline, above).split()):
            named = above  # the outermost: editors' blocks stand inside each other
        above = outline.parents[above]
    if named >= 0:
        return named, "container"
    for index in range(lowest + 1, len(outline.tags)):
        if outline.first[index] >= outline.last[lowest]:
            break
        weight = sums[outline.last[index]] - sums[outline.first[index]]
        if weight > least and not KNOWN.isdisjoint(_names(outline, index).split()):
            return index, "container"
    return lowest, "density"


def _descend(outline: Outline, sums: list[float], start: int, end: int) -> int:
    """Go down to the lowest block that holds nearly all of the region's weight."""
    total = sums[end] - sums[start]
    best = 0
    for index in range(len(outline.tags)):
        if outline.parents[index] != best and index != 0:
            continue
        first, last = max(start, outline.first[index]), min(end, outline.last[index])
        if last > first and sums[last] - sums[first] >= _SHARE * total:
            best = index
    return best


def _trim(
    lines: list[Line], weights: list[float], *, whole: tuple[int, int], core: tuple[int, int]
) -> tuple[int, int]:
    """Cut furniture off both ends of a container, outside the region."""
    (first, last), (start, end) = whole, core
    while first < start and (weights[first] < 0 or lines[first].heading == 1):
        first += 1
    for index in range(max(first, end), last):
        if furniture.is_related(lines[index].text):
            last = index
            break
    while last > end and weights[last - 1] < 0:
        last -= 1
    return first, last


def key_of(text: str) -> str:
    """Give word characters only: enough to compare texts of one page."""
    return _NOT_WORD.sub("", text).lower()
