"""DOCX to paragraphs and table rows: the document's own XML, read as a stream.

A document type declaration is refused before anything in it could be expanded: ECMA-376 allows none
(part 2, 8.1.4), and entities are how XML reaches for other files. Deleted and hidden text is left
out. Numbers that Word makes itself (w:numPr) are no text and are not made up here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from watcher.extract.files.archive import open_zip, unpack
from watcher.extract.files.result import MOST_UNPACKED_BYTES, FileText, Gathered, Unreadable

_DEEPEST = 400
_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
# The fallback of an alternative says the same again in an older form.
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText"})


def read_docx(content: bytes) -> FileText:
    """Read a Word document's text.

    Raises:
        Unreadable: it is damaged, locked, or holds what no Word document may.
    """
    gathered = Gathered()
    with open_zip(content) as archive:
        names = set(archive.namelist())
        if _MAIN not in names:
            raise Unreadable("it holds no document")
        left = MOST_UNPACKED_BYTES
        for name in (_MAIN, *(name for name in _NOTES if name in names)):
            xml = unpack(archive, archive.getinfo(name), left=left)
            left -= len(xml)
            _read_part(xml, gathered)
    return gathered.finish("docx")


@dataclass(slots=True)
class _Reader:
    """The state between two tags."""

    gathered: Gathered
    paragraph: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows_open: int = 0
    is_text: bool = False
    is_hidden: bool = False
    skipping: int = 0
    depth: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unreadable("its parts stand deeper inside each other than any document's")
        tag = name.rpartition(" ")[2]
        if self.skipping or tag in _SKIPPED:
            self.skipping += 1
        elif tag == "t":
            self.is_text = True
        elif tag in {"tab", "br", "cr"}:
            self.paragraph.append(" " if self.rows_open or tag == "tab" else "\n")
        elif tag == "vanish":
            self.is_hidden = attributes.get(_value(name), "1") not in {"0", "false"}
        elif tag == "tr":
            self.rows_open += 1
            if self.rows_open == 1:
                self.flush()
        elif tag == "r":
            self.is_hidden = False

    def end(self, name: str) -> None:
        self.depth -= 1
        tag = name.rpartition(" ")[2]
        if self.skipping:
            self.skipping -= 1
        elif tag == "t":
            self.is_text = False
        elif tag == "p":
            if self.rows_open:
                self.paragraph.append(" ")
            else:
                self.flush()
        elif tag == "tc" and self.rows_open == 1:
            self.cells.append(" ".join("".join(self.paragraph).split()))
            self.paragraph.clear()
        elif tag == "tr":
            self.rows_open -= 1
            if not self.rows_open:
                self.gathered.add("\t".join(self.cells))
                self.cells.clear()

    def text(self, data: str) -> None:
        if self.is_text and not self.is_hidden and not self.skipping:
            self.paragraph.append(data)

    def flush(self) -> None:
        self.gathered.add_all("".join(self.paragraph).replace("\t", " ").split("\n"))
        self.paragraph.clear()


def _value(name: str) -> str:
    """Give the name of ``w:val`` in the namespace of an element."""
    return f"{name.rpartition(' ')[0]} val"


def _read_part(xml: bytes, gathered: Gathered) -> None:
    reader = _Reader(gathered)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - positional only in the standard library
    except expat.ExpatError as error:
        reader.flush()
        gathered.note(f"the document is damaged ({error}): what stands behind was not read")
    else:
        reader.flush()


def _refuse(*_: object) -> None:
    raise Unreadable("it declares entities, which no Word document may")
