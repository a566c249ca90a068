"""What was read from one file, and the limits that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from watcher.text.clean import squeeze

MOST_CHARACTERS = 1_000_000
"""Longer texts are cut, and said to be."""
MOST_ROWS = 20_000
MOST_UNPACKED_BYTES = 96 * 1024 * 1024
"""All that is unpacked of one file together: a worker has 512 MB."""


class Unreadable(Exception):
    """A file cannot be read; the message says why, in words for a reader of notices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """A file as text: a line a paragraph, a tab between the cells of a row.

    ``kind`` is "pdf", "docx", "doc" ...; "" where it cannot be told. ``note`` says why nothing or
    not all was read. ``parts`` says where the lines come from: (index of the first line, place),
    such as (0, "page 1") or (12, "sheet 名单").
    """

    kind: str
    text: str = ""
    note: str = ""
    parts: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Gathered:
    """Lines on their way into a FileText; takes no more than the limits allow."""

    lines: list[str] = field(default_factory=list)
    parts: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    characters: int = 0

    @property
    def is_full(self) -> bool:
        """Whether a limit was reached."""
        return self.characters >= MOST_CHARACTERS or len(self.lines) >= MOST_ROWS

    def begin(self, place: str) -> None:
        """Note that the lines to come stand in another place of the file."""
        if self.parts and self.parts[-1][0] == len(self.lines):
            self.parts.pop()
        self.parts.append((len(self.lines), place))

    def add(self, line: str) -> None:
        """Take a paragraph or a row; empty ones and those beyond the limits are left out."""
        if self.is_full:
            self.note("the file is longer than what is read of it: the rest was left out")
            return
        cells = [squeeze(cell) for cell in line.split("\t")]
        text = "\t".join(cells).rstrip("\t") if any(cells) else ""
        if text:
            text = text[: MOST_CHARACTERS - self.characters]
            self.lines.append(text)
            self.characters += len(text) + 1

    def add_all(self, lines: Iterable[str]) -> None:
        """Take lines until a limit is reached."""
        for line in lines:
            self.add(line)
            if self.notes and self.is_full:
                break

    def note(self, why: str) -> None:
        """Say once what is missing."""
        if why not in self.notes:
            self.notes.append(why)

    def finish(self, kind: str) -> FileText:
        """Give the text; one without any says so."""
        if not self.lines and not self.notes:
            self.note("the file holds no text")
        parts = [part for part in self.parts if part[0] < len(self.lines)]
        return FileText(
            kind=kind, text="\n".join(self.lines), note="; ".join(self.notes), parts=tuple(parts)
        )
