"""Where the headline says the text is.

The heaviest stretch of a page need not be its notice: a short or cut text stands among comments,
teasers of other pages and descriptions of the site's sections. A headline that stands on a line of
its own is followed by its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from watcher.extract import furniture
from watcher.extract.region import BARRIER, FURNITURE, find_region
from watcher.text.fold import fold, fold_key
from watcher.text.outline import Line

NEAR = 15
"""Lines of dates, sources and buttons between a headline and the first line of its text."""
LEAST_WEIGHT = 8.0
"""Weight of a short sentence: less may be a caption or a slogan."""
OUTWEIGHED = 0.3
"""A stretch behind the headline of less than this part of the heaviest does not replace it."""
_MOST_WRAPPED = 3
_SHORTEST_KEY = 6
_LIKE = 0.6
_CUT_END = 4
_SHORTEST_PROSE = 15
_NOT_WORD = re.compile(r"[\W_]+")
_INNER_STOP = re.compile("[，。；、,][^，。；、,]")


def find_headlines(lines: Sequence[Line], title: str) -> list[int]:
    """Give the index behind every place where a title is printed, on one line or wrapped.

    Labels and site names around the title, and another script, make no difference.
    """
    key = fold_key(title)
    if len(key) < _SHORTEST_KEY:
        return []
    longest = 3 * len(title) + 20
    after = []
    keys = _keys_of(lines, longest, frozenset(key))
    for index, first in enumerate(keys):
        joined = first
        for more in range(index + 1, min(index + _MOST_WRAPPED, len(lines)) + 1):
            if _is_like(joined, key):
                after.append(more)
                break
            if not joined or not key.startswith(joined) or more >= len(keys):
                break
            joined += keys[more]
    return after


def _keys_of(lines: Sequence[Line], longest: int, wanted: frozenset[str]) -> list[str]:
    """Give the folded words of every line, "" for one without a character of the title.

    All lines are folded at once: hundreds of short ones cost more by themselves than the text.
    """
    text = "\n".join("" if len(line.text) > longest else line.text for line in lines)
    folded = fold(text).text.lower().split("\n")
    if len(folded) != len(lines):  # a line holds a break of its own
        return ["" if len(line.text) > longest else fold_key(line.text) for line in lines]
    return ["" if wanted.isdisjoint(line) else _NOT_WORD.sub("", line) for line in folded]


def _is_like(one: str, key: str) -> bool:
    shorter, longer = sorted((one, key), key=len)
    return len(shorter) >= max(_SHORTEST_KEY, _LIKE * len(longer)) and shorter in longer


def find_behind(
    lines: Sequence[Line], weights: Sequence[float], headlines: Sequence[int]
) -> tuple[int, int]:
    """Give the lines [start, end) of prose that begin close behind a headline; (0, 0) for none.

    Of a headline the first such lines are taken, of several headlines the heaviest. A line with
    stops inside is prose even where its end is cut.
    """
    best = (0.0, 0, 0)
    for headline in headlines:
        window = range(headline, min(headline + NEAR, len(weights)))
        for start in window:
            prose = _weigh_prose(lines, weights, start)
            _, end = find_region(prose)
            weight = sum(prose[:end])
            if weight >= LEAST_WEIGHT:
                best = max(best, (weight, start, start + end))
                break
    return best[1], best[2]


def _weigh_prose(lines: Sequence[Line], weights: Sequence[float], start: int) -> list[float]:
    """Give the weights as prose of the lines from one on, up to where their sum is spent."""
    total, prose = 0.0, []
    for index in range(start, len(weights)):
        text, weight = lines[index].text, weights[index]
        if weight >= 0 and len(text) >= _SHORTEST_PROSE and _INNER_STOP.search(text):
            weight = max(weight, min(len(text), 160) / 4)
        total += weight
        if total <= 0:
            break
        prose.append(weight)
    return prose


def choose(
    lines: Sequence[Line],
    weights: Sequence[float],
    heaviest: tuple[int, int],
    behind: tuple[int, int],
) -> list[tuple[int, int]]:
    """Give the stretches that are the notice, in order: the heaviest, the one behind a headline.

    A lead before the body is kept if it says more than the body does. What weighs more but stands
    before the headline, or behind the head of a list of other pages, is not the notice; where that
    is not plain both are kept, as too much text is better than none.
    """
    if behind == (0, 0):
        return [heaviest]
    if _touch(heaviest, behind):
        return [(min(heaviest[0], behind[0]), max(heaviest[1], behind[1]))]
    if heaviest[0] >= behind[1]:
        if min(weights[behind[1] : heaviest[0]], default=0.0) <= BARRIER:
            return [behind]
        lead, body = _key_of(lines, weights, behind), _key_of(lines, weights, heaviest)
        return [heaviest] if lead[:-_CUT_END] in body else [behind, heaviest]
    if sum(weights[slice(*behind)]) >= OUTWEIGHED * sum(weights[slice(*heaviest)]):
        return [behind]
    return [heaviest, behind]


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _key_of(lines: Sequence[Line], weights: Sequence[float], span: tuple[int, int]) -> str:
    kept = [
        lines[index].text
        for index in range(*span)
        if weights[index] > FURNITURE and not furniture.is_certain(lines[index].text)
    ]
    return fold_key("".join(kept))
