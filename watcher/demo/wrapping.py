"""Breaks lines of Chinese and English for the terminal.

Rich breaks at spaces only, so a run of Chinese behind a space moves to the next line as a whole.
Here a line may break between any two Chinese characters, as in print. Pure.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

NOT_FIRST = set("，。、；：？！）》】”’…%,.;:?!)]}")
"""Characters that do not begin a line."""
NOT_LAST = set("（《【“‘([{")
"""Characters that do not end a line."""


def wrap(text: Text, width: int) -> Text:
    """Return ``text`` with line breaks at ``width`` cells; its styles stay where they were."""
    lines = []
    for line in text.split("\n", allow_blank=True):
        for part in line.divide(find_breaks(line.plain, width)):
            part.rstrip()
            lines.append(part)
    return Text("\n").join(lines)


def find_breaks(line: str, width: int) -> list[int]:
    """Return where one line is to be broken so that no part is wider than ``width`` cells."""
    breaks: list[int] = []
    start = last = used = 0
    for at, character in enumerate(line):
        if at > start and _may_break(line, at):
            last = at
        cells = cell_len(character)
        if used + cells > width and not character.isspace():
            end = last if last > start else at
            breaks.append(end)
            start = last = end
            used = cell_len(line[end:at])
        used += cells
    return breaks


def _may_break(line: str, at: int) -> bool:
    """Whether a line may end before the character at ``at``."""
    before, after = line[at - 1], line[at]
    if after in NOT_FIRST or before in NOT_LAST or after.isspace():
        return False
    return before.isspace() or cell_len(before) == 2 or cell_len(after) == 2
