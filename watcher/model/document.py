"""What was read from one page or file.

The text of a copy, before anyone knows whose copy it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ClauseKind(StrEnum):
    """What a clause is in the layout of a notice."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A numbered or bulleted item: 一、 （一） 1. ①."""
    ROW = "row"
    """One row of a table; cells are joined by a tab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One paragraph, heading, item or table row.

    ``number`` is the numbering as printed, without the text.
    """

    text: str
    kind: ClauseKind = ClauseKind.PARAGRAPH
    number: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A linked file or picture of a notice.

    ``kind`` is what it is ("pdf", "docx", "image" ...). ``text`` is empty until it was read, a line
    a paragraph or a row with tabs between its cells; ``note`` says why it was not, or not whole.
    ``parts`` says where lines come from: (index of the first line, "page 2" or "sheet 名单").
    """

    name: str
    url: str
    sha256: str | None = None
    size: int | None = None
    text: str = ""
    note: str = ""
    kind: str = ""
    parts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The content of one page.

    ``body`` is the notice's own text, a clause a line (joined by a newline), without title, date
    line, site furniture or script; the empty string where the page has a title only.
    ``published_on`` is the day the page gives for its publication, ``signed_on`` the day at the
    foot of the notice. ``provenance`` maps a field name to where it was read from ("selector",
    "meta:PubDate", "density", "listing", ...). ``problems`` says in plain words what is doubtful.
    ``language`` is "zh-Hans", "zh-Hant", "en" or "". ``confidence`` says for some fields how
    sure the reading is (0..1); it is shown, never stored.
    """

    title: str
    body: str
    url: str | None = None
    published_on: date | None = None
    signed_on: date | None = None
    issuer: str | None = None
    document_number: str | None = None
    source_line: str | None = None
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)

    @property
    def whole_text(self) -> str:
        """Title, body and the texts of the attachments, each file under its name."""
        files = [f"{each.name}\n{each.text}" for each in self.attachments if each.text]
        return "\n".join(part for part in (self.title, self.body, *files) if part)

    @property
    def has_text(self) -> bool:
        """Whether there is a body to compare; a title and a date alone are not."""
        return len(self.body.strip()) >= MIN_BODY_CHARACTERS


MIN_BODY_CHARACTERS = 30
"""Shorter bodies are stored but never compared by text: any two would look alike."""
