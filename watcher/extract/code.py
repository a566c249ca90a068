"""Page script that was printed as text, and how to cut it out of a line.

Sites of one provincial CMS print the player's script in front of the notice, on the same line
(seen at szwljb.sz.gov.cn, 2025-08).
"""

from __future__ import annotations

import re

_RUN = re.compile("[^\u3400-\u9fff]{60,}")
_SIGN = re.compile(
    r"function\s?\w{0,40}\s?\(|\bvar\s\w|\blet\s\w{1,30}\s?=|\bconst\s\w|window\.|document\.|=>\s?\{|\)\s?\{|\};|"
    r"\);|\$\(|return\s|\bif\s?\(|\.push\(|\"\s?:\s?[\"{\[\d]|\{\s?[\w-]{2,30}\s?:|<!--|//<!\[CDATA\["
)
_LAST = re.compile(r".*[;{}>]", re.DOTALL)
_MIN_SIGNS = 3
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
    for match in _RUN.finditer(text):
        run = match[0]
        signs = list(_SIGN.finditer(run))
        marks = sum(run.count(mark) for mark in "{};=")
        # A few signs in a long English text are an example, not a script.
        if len(signs) < _MIN_SIGNS or marks * 60 < len(run):
            continue
        start = match.start() + _begin(run, signs[0].start())
        last = _LAST.match(run)
        end = match.start() + (last.end() if last else len(run))
        if end <= start:
            continue
        if found and start - found[-1][1] <= _MAX_GAP and "。" not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end)  # words in a string or a comment of the script
        else:
            found.append((start, end))
    return found


def _begin(run: str, sign: int) -> int:
    """Step back from the first sign to the beginning of its line or word."""
    begin = max(run.rfind("\n", 0, sign), run.rfind("  ", 0, sign), run.rfind("。", 0, sign)) + 1
    return begin if sign - begin <= 400 else sign
