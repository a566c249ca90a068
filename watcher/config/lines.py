"""Where things stand in a TOML file: the standard parser keeps no line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADER = re.compile(r"""\s*\[\[\s*["']?([A-Za-z0-9_-]+)["']?\s*\]\]\s*(?:#.*)?""")
_SUBHEADER = re.compile(
    r"""\s*\[{1,2}\s*["']?([A-Za-z0-9_-]+)["']?\s*\.\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?"""
)
_OTHER_HEADER = re.compile(r"\s*\[{1,2}[^\[\]=]*\]{1,2}\s*(?:#.*)?")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)


@dataclass(frozen=True, slots=True)
class Place:
    """One ``[[table]]``: the line of its head and of the keys under it, from 1."""

    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Return the line of a dotted key or of its nearest known parent."""
        parts = key.split(".")
        for size in range(len(parts), 0, -1):
            found = self.keys.get(".".join(parts[:size]))
            if found is not None:
                return found
        return self.line


def find_tables(text: str) -> dict[str, list[Place]]:
    """Return the places of every array table by name, in the order of the file.

    Text inside multi-line strings and arrays is passed over.
    """
    tables: dict[str, list[Place]] = {}
    current: Place | None = None
    prefix = ""
    for number, line in _statement_lines(text):
        if match := _HEADER.fullmatch(line):
            current, prefix = Place(number), ""
            tables.setdefault(match[1], []).append(current)
        elif (match := _SUBHEADER.fullmatch(line)) and tables.get(match[1]):
            current, prefix = tables[match[1]][-1], _plain(match[2]) + "."
            current.keys.setdefault(prefix[:-1], number)
        elif _OTHER_HEADER.fullmatch(line):
            current = None
        elif current is not None and (match := _KEY.match(line)):
            current.keys.setdefault(prefix + _plain(match[1]), number)
    return tables


def _plain(key: str) -> str:
    """Return a dotted key without quotes and spaces."""
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _statement_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines that begin a statement."""
    closing = ""
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not closing and depth == 0:
            yield number, line.rstrip("\r")
        is_header = not closing and depth == 0 and line.lstrip().startswith("[")
        if not is_header:
            closing, depth = _scan(line, closing, depth)


def _scan(line: str, closing: str, depth: int) -> tuple[str, int]:
    """Return the open multi-line string mark and the bracket depth after a line."""
    at = 0
    while at < len(line):
        if closing:
            end = line.find(closing, at)
            if end < 0:
                return (closing if len(closing) == 3 else ""), depth
            at, closing = end + len(closing), ""
            continue
        mark = line[at]
        if mark in "\"'":
            closing = mark * 3 if line.startswith(mark * 3, at) else mark
            at += len(closing)
            if closing == '"':
                at, closing = _after_string(line, at), ""
            continue
        if mark == "#":
            break
        depth += (mark in "[{") - (mark in "]}")
        at += 1
    return (closing if len(closing) == 3 else ""), max(depth, 0)


def _after_string(line: str, at: int) -> int:
    """Return the index behind a basic string that begins at ``at``, minding backslashes."""
    while at < len(line) and line[at] != '"':
        at += 2 if line[at] == "\\" else 1
    return at + 1
