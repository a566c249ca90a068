"""Spreadsheets and CSV to rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    WorksheetNotFound,
    ZipError,
)

from watcher.extract.files.archive import open_zip, unpack
from watcher.extract.files.result import MOST_UNPACKED_BYTES, FileText, Gathered, Unreadable
from watcher.text import charset
from watcher.text.clean import clean

_MOST_SHEETS = 60
_MOST_CELLS = 4_000_000
"""Cells of the rectangle a sheet spans: the reader holds all of it, empty ones too."""
_CELL = re.compile(rb"<(?:\w{1,9}:)?c\s[^<>]{0,200}?\br=\"([A-Za-z]{1,3})(\d{1,7})\"")
_ROW = re.compile(rb"<(?:\w{1,9}:)?row\s[^<>]{0,300}?\br=\"(\d{1,7})\"")
_DELIMITERS = ",\t;"
_SAMPLE = 20_000


def read_sheets(content: bytes, kind: str) -> FileText:
    """Read an Excel workbook: a line a row, sheet after sheet.

    Raises:
        Unreadable: it is damaged, locked, or spans more cells than fit into memory.
    """
    if kind in {"xlsx", "xlsm"}:
        _refuse_vast(content)
    gathered = Gathered()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as error:
        raise Unreadable("it is locked with a password") from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise Unreadable(f"the workbook is damaged ({type(error).__name__})") from error
    sheets = book.sheets_metadata
    for sheet in sheets[:_MOST_SHEETS]:
        if sheet.visible is not SheetVisibleEnum.Visible:
            gathered.note("hidden sheets were left out")
            continue
        gathered.begin(f"sheet {clean(sheet.name)}")
        try:
            rows = book.get_sheet_by_name(sheet.name).to_python(nrows=None)
        except (CalamineError, WorksheetNotFound, ZipError, ValueError) as error:
            gathered.note(f"a sheet could not be read ({type(error).__name__})")
            continue
        gathered.add_all(_lines(rows))
    if len(sheets) > _MOST_SHEETS:
        gathered.note(f"of {len(sheets)} sheets the first {_MOST_SHEETS} were read")
    return gathered.finish(kind)


def read_csv(content: bytes) -> FileText:
    """Read comma-separated values in whatever charset they are saved in."""
    text = clean(charset.decode(content).text)
    sample = text[:_SAMPLE]
    delimiter = max(_DELIMITERS, key=sample.count)
    gathered = Gathered()
    try:
        gathered.add_all(_lines(csv.reader(StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        gathered.note(f"the table is damaged ({error}): what stands behind was not read")
    return gathered.finish("csv")


def _lines(rows: Sequence[Sequence[object]] | Iterator[list[str]]) -> Iterator[str]:
    for row in rows:
        yield "\t".join(_show(cell) for cell in row)


def _show(cell: object) -> str:
    """Print a cell as a reader sees it, as far as that is known without its format."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _refuse_vast(content: bytes) -> None:
    """Refuse a workbook with two cells at far corners: the room between them would be filled."""
    left = MOST_UNPACKED_BYTES
    with open_zip(content) as archive:
        for info in archive.infolist():
            if not info.filename.startswith("xl/"):
                continue
            xml = unpack(archive, info, left=left)
            left -= len(xml)
            if info.filename.startswith("xl/worksheets/sheet") and _span(xml) > _MOST_CELLS:
                raise Unreadable("its cells are spread over more rows and columns than can be held")


def _span(xml: bytes) -> int:
    columns = rows = 1
    for letters, number in _CELL.findall(xml):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        columns, rows = max(columns, column), max(rows, int(number))
    rows = max(rows, *(int(number) for number in _ROW.findall(xml)), 1)
    return columns * rows
