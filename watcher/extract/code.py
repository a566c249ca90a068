"""Page script that was printed as text, and how to cut it out of a line.

Sites of one provincial CMS print the player's script in front of the notice, on the same line
(seen at szwljb.sz.gov.cn, 2025-08).
"""

from __future__ import annotations

import re

_RUN = re.compile("[^\u3400-\u9fff]{4,}")
_SIGN = re.compile(
    r"function\s?\w{0,40}\s?\(|\bvar\s\w|\blet\s\w{1,30}\s?=|\bconst\s\w|window\.|document\.|=>\s?\{|\)\s?\{|\};|"
    r"\);|\"\};|\$\(|return\s|\bif\s?\(|\.push\(|\"\s?:\s?[\"{\[\d]|\{\s?[\w-]{2,30}\s?:|<!--|//<!\[CDATA\["
)
_LAST = re.compile(r".*[;{}>]", re.DOTALL)
_MIN_SIGNS = 3
_MIN_RUN = 60
_MAX_GAP = 80


def strip_code(text: str) -> str:
    """Take stretches of script or style rules out of a text; other text stays as it is."""
    if "{" not in text and ";" not in text:
        return text
    stretches = _find(text)
    if not stretches:
        return text
    pieces: list[str] = []
    position = 0
    for start, end in stretches:
        pieces += (text[position:start], "\n")
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _find(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    seen = 0  # the end of the last run of a stretch, code or not
    for match in _RUN.finditer(text):
        run, gap = match[0], text[seen : match.start()][: _MAX_GAP + 1]
        # Chinese words in a string or a comment of a script do not end it.
        goes_on = bool(found) and len(gap) <= _MAX_GAP and "。" not in gap
        signs = list(_SIGN.finditer(run)) if goes_on or len(run) >= _MIN_RUN else []
        if not signs or not (goes_on or _is_code(run, len(signs))):
            continue
        last = _LAST.match(run)
        end = match.start() + (last.end() if last else len(run))
        if goes_on:
            found[-1] = (found[-1][0], end)
        else:
            found.append((match.start() + _begin(run, signs[0].start()), end))
        seen = match.end()
    return [(start, end) for start, end in found if end > start]


def _is_code(run: str, signs: int) -> bool:
    # A few signs in a long English text are an example, not a script.
    return signs >= _MIN_SIGNS and sum(map(run.count, "{};=")) * 60 >= len(run)


def _begin(run: str, sign: int) -> int:
    """Step back from the first sign to the beginning of its line or word."""
    begin = max(run.rfind("\n", 0, sign), run.rfind("  ", 0, sign), run.rfind("。", 0, sign)) + 1
    return begin if sign - begin <= 400 else sign
