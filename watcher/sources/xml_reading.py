"""A small XML reader for feeds and sitemaps: elements of interest as flat records. Pure.

expat with every entity declaration refused: no document type of a feed needs one, and "billion
laughs" and external entities live there. What was read before a fault is kept, with the fault.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

MOST_RECORDS = 50_000
DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,300}\?>")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ENTITIES = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")


@dataclass(slots=True)
class Found:
    """What a document holds.

    ``records`` map the local name of a child to its text; attributes stand as "name@attribute".
    ``root`` is the local name of the outermost element, ``fault`` says where reading ended early.
    """

    root: str = ""
    records: list[dict[str, str]] = field(default_factory=list)
    fault: str = ""


class EntityDeclared(Exception):
    """The document declares entities."""


def read_xml(text: str, *, record_names: Collection[str]) -> Found:
    """Read all elements of the given local names, each with its children's texts."""
    reader = _Reader(frozenset(record_names))
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.take
    parser.EntityDeclHandler = _refuse
    # HTML's named entities (&nbsp;) are common in feeds and undefined in XML: kept as text.
    body = ENTITIES.sub("&amp;", NOT_XML.sub("", DECLARATION.sub("", text)).lstrip())
    try:
        parser.Parse(body.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:
        reader.found.fault = (
            f"not well-formed at line {error.lineno} ({expat.ErrorString(error.code)})"
        )
    except EntityDeclared:
        reader.found.fault = "it declares entities, which no feed needs: refused"
    return reader.found


def _refuse(*_declaration: Any) -> None:
    raise EntityDeclared


class _Reader:
    """Collects the texts of a record's children, and of theirs where a child has no such name."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.found = Found()
        self._record: dict[str, str] | None = None
        self._inner: dict[str, str] = {}
        self._open: list[int] = []
        """For each open element the number of text pieces that came before it."""
        self._base = 0
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        local = name.rpartition(" ")[2]
        if not self._open:
            self.found.root = local
        self._open.append(len(self._text))
        if self._record is None:
            if local in self.names and len(self.found.records) < MOST_RECORDS:
                self._record, self._inner, self._base = {}, {}, len(self._open)
                self._text.clear()
                self._open[-1] = 0
            return
        if len(self._open) == self._base + 1:
            self._note_attributes(local, attributes)

    def end(self, name: str) -> None:
        """Close an element."""
        local = name.rpartition(" ")[2]
        depth = len(self._open) - self._base
        start = self._open.pop()
        if self._record is None:
            return
        if depth == 0:
            self.found.records.append(self._inner | self._record)
            self._record = None
            self._text.clear()
        elif depth <= 2:
            text = "".join(self._text[start:]).strip()
            if text:
                (self._record if depth == 1 else self._inner).setdefault(local, text)

    def take(self, data: str) -> None:
        """Take text; outside records there is none of interest."""
        if self._record is not None:
            self._text.append(data)

    def _note_attributes(self, local: str, attributes: dict[str, str]) -> None:
        """Note attributes; of several links the one to the page itself (Atom's alternate)."""
        if local == "link" and attributes.get("rel", "alternate") != "alternate":
            return
        for key, value in attributes.items():
            self._inner.setdefault(f"{local}@{key.rpartition(' ')[2]}", value)
