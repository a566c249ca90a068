"""Lists of apps and accounts that notices print as tables, a row each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# 序号 应用名称 应用开发者 应用来源 …: the table of MIIT's and the provincial bureaus' bulletins.
NAME_COLUMN = re.compile(
    r"(?P<kind>app|sdk|应用(?:软件|程序)?|软件|小程序|账号|帐号|公众号|网站|直播间|产品|智能体)(?:/sdk)?(?:\(sdk\))?\s?(?:名称|名|昵称)$"
)
PLATFORM_COLUMN = re.compile(r"(?:所属|所在|开设)?平台(?:名称)?$|^应用商店$")
LINE = re.compile(r"[^\n]*\t[^\n]*")
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A name in a table: its place, what it is, and the place of its platform, if a column says."""

    name: tuple[int, int]
    kind: str
    platform: tuple[int, int] | None


def read_rows(text: str) -> Iterator[Row]:
    """Give the names of every table whose head says which column holds them."""
    names, platforms, kind, end = -1, -1, "", -1
    for line in LINE.finditer(text):
        cells = list(_cells(text, *line.span()))
        said = [text[slice(*cell)] for cell in cells]
        heads = [NAME_COLUMN.search(one) for one in said]
        column = next((at for at, found in enumerate(heads) if found), -1)
        if column >= 0:
            found = heads[column]
            kind = found.group("kind") if found else ""
            platforms = next((at for at, one in enumerate(said) if PLATFORM_COLUMN.search(one)), -1)
            names, end = column, line.end()
            continue
        if names < 0 or line.start() > end + 1:
            names = -1  # another table, or none any more
            continue
        end = line.end()
        if names < len(cells) and 0 < cells[names][1] - cells[names][0] <= LONGEST_NAME:
            has_platform = 0 <= platforms < len(cells)
            yield Row(cells[names], kind, cells[platforms] if has_platform else None)


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the borders of a row's cells without the blanks around them."""
    at = start
    while at <= end:
        stop = text.find("\t", at, end)
        stop = end if stop < 0 else stop
        first, last = at, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        yield first, last
        at = stop + 1
