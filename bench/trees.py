"""How much of an SQLite file one table takes, read from the file itself.

The wheel's SQLite is built without ``dbstat``. A table is one balanced tree, whose inner pages name
the pages below them (https://sqlite.org/fileformat2.html, section 1.6).
"""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import BinaryIO

INTERIOR = (2, 5)
HEADER = 100
"""The first page begins with the header of the file."""
INTERIOR_HEADER = 12


def count_bytes(file: Path, table: str) -> int:
    """Return the bytes that a table's tree takes; what is in a journal must have been moved."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    wanted = "SELECT rootpage FROM sqlite_schema WHERE name = ? AND type = 'table'"
    root = int(connection.execute(wanted, (table,)).fetchone()[0])
    connection.close()
    with file.open("rb") as opened:
        size = int.from_bytes(opened.read(18)[16:])
        level, pages = [root], 1
        while _children(opened, level[0], size):
            level = [child for page in level for child in _children(opened, page, size)]
            pages += len(level)
    return pages * size


def _children(opened: BinaryIO, page: int, size: int) -> list[int]:
    """Return the pages below one page; none below a leaf."""
    opened.seek((page - 1) * size)
    content = opened.read(size)
    start = HEADER if page == 1 else 0
    kind, cells, last = struct.unpack_from(">BxxHxxxI", content, start)
    if kind not in INTERIOR:
        return []
    places = struct.unpack_from(f">{cells}H", content, start + INTERIOR_HEADER)
    return [*(struct.unpack_from(">I", content, place)[0] for place in places), last]
