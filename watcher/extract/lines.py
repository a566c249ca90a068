"""A line as a reader sees it, whatever it was read from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    """One block of text.

    ``linked`` is the share (0..1) of its characters inside links, ``heading`` 1..6 for a heading
    and 0 otherwise, ``is_bullet`` a list item, ``is_row`` a table row with tabs between its cells.
    """

    text: str
    linked: float = 0.0
    heading: int = 0
    is_bullet: bool = False
    is_row: bool = False
