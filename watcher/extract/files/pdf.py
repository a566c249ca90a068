"""PDF to paragraphs and rows: what PDFium finds on each page, laid out by where it stands.

A PDF holds characters with places and no lines. Characters are put into lines by height, lines into
cells at wide gaps, and lines that fill the page's width are joined to the paragraph they began.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from watcher.extract.files.result import FileText, Gathered, Unreadable
from watcher.text.clauses import read_number

_MOST_PAGES = 400
_MOST_CHARACTERS = 60_000
"""Characters of one page: none that people read has more."""
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_GAP = 0.35
"""A gap of this many character heights is a blank, of _CELL_GAP the edge of a table's column."""
_CELL_GAP = 1.4
_SAME_LINE = 0.5
_INDENT = 1.2
_SHORT_OF_MARGIN = 2.5
_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}[\s—–\-－·页]*(?:(?:/|共)\s?\d{1,4}\s?页?)?")
_END = "。！？；：.!?;:"
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")


@dataclass(slots=True)
class _Row:
    """Characters on one height: (left, right, text), with the height and size of the first."""

    middle: float
    height: float
    marks: list[tuple[float, float, str]] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.marks[0][0]

    @property
    def right(self) -> float:
        return max(mark[1] for mark in self.marks)

    def text(self) -> str:
        """Join the characters from left to right, cells with tabs between them."""
        parts: list[str] = []
        end = None
        for left, right, char in self.marks:
            gap = 0.0 if end is None else (left - end) / self.height
            if gap > _CELL_GAP:
                parts.append("\t")
            elif gap > _GAP and not (_HAN.match(char) and parts and _HAN.match(parts[-1])):
                parts.append(" ")
            parts.append(char)
            end = right
        return "".join(parts).strip()


def read_pdf(content: bytes) -> FileText:
    """Read a PDF's text.

    Raises:
        Unreadable: it is locked or damaged.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise Unreadable("it is locked with a password") from error
        raise Unreadable("the PDF is damaged") from error
    gathered = Gathered()
    try:
        count = len(document)
        blank = 0
        for number in range(min(count, _MOST_PAGES)):
            gathered.begin(f"page {number + 1}")
            rows = _read_rows(document, number)
            if rows is None:
                gathered.note(f"page {number + 1} is damaged")
                continue
            blank += not rows
            gathered.add_all(_join(rows))
            if gathered.is_full:
                break
        if count > _MOST_PAGES:
            gathered.note(f"of {count} pages the first {_MOST_PAGES} were read")
    finally:
        document.close()
    if blank and not gathered.lines:
        gathered.note("not read: its pages are pictures (a scan)")
    elif blank:
        gathered.note(f"{blank} of its pages hold no text")
    return gathered.finish("pdf")


def _read_rows(document: Any, number: int) -> list[_Row] | None:
    """Give a page's rows from top to bottom; None where the page cannot be loaded."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        marks = sorted(_read_marks(text.raw), key=lambda mark: -mark[0])
    finally:
        text.close()
        page.close()
    rows: list[_Row] = []
    for middle, height, left, right, char in marks:
        row = rows[-1] if rows else None
        if row is None or row.middle - middle > _SAME_LINE * max(row.height, height):
            row = _Row(middle, height)
            rows.append(row)
        row.marks.append((left, right, char))
    for row in rows:
        row.marks.sort()
    return _drop_page_numbers(rows)


def _read_marks(textpage: Any) -> Iterator[tuple[float, float, float, float, str]]:
    """Give (middle, height, left, right, character) of what is printed on a page."""
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    high = 0
    for index in range(min(pdfium.FPDFText_CountChars(textpage), _MOST_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:  # characters beyond U+FFFF come in two halves
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
        # The loose box has the font's height, so that a dash stands on the line of its neighbours.
        if code <= 32 or not pdfium.FPDFText_GetLooseCharBox(textpage, index, place):
            continue
        height = max(1.0, box.top - box.bottom)
        yield (box.bottom + box.top) / 2, height, box.left, box.right, chr(code)


def _drop_page_numbers(rows: list[_Row]) -> list[_Row]:
    kept = [row for row in rows if row.marks]
    for end in (-1, 0):
        if kept and _PAGE_NUMBER.fullmatch(kept[end].text()):
            del kept[end]
    return kept


def _join(rows: list[_Row]) -> Iterator[str]:
    """Join the rows of a page to paragraphs; rows of cells stay as they are."""
    if not rows:
        return
    margin = max(row.right for row in rows)
    edge = min(row.left for row in rows)
    paragraph = ""
    goes_on = False
    for row in rows:
        text = row.text()
        is_indented = row.left > edge + _INDENT * row.height
        if goes_on and "\t" not in text and not is_indented and not read_number(text)[0]:
            blank = "" if _HAN.match(text) or _HAN.match(paragraph[-1]) else " "
            paragraph += blank + text
        else:
            if paragraph:
                yield paragraph
            paragraph = text
        is_full = row.right > margin - _SHORT_OF_MARGIN * row.height
        goes_on = is_full and "\t" not in text and paragraph[-1:] not in _END
    if paragraph:
        yield paragraph
