"""Tables as CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""A cell that begins so is a formula to some program, or becomes one when it is pasted (OWASP,
"CSV Injection"); the wide forms are formulas to Japanese and Chinese Excel."""


def write_csv(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Yield a header line and a line a row; the columns are those of the first row."""
    columns: list[str] = []
    for row in rows:
        if not columns:
            columns = list(row)
            yield _line(columns)
        yield _line([safe_cell(row.get(column)) for column in columns])


def safe_cell(value: object) -> str:
    """Return a value as one cell's text: a text that would act gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return str(value)
    text = " ".join(str(value).split())
    return f"'{text}" if text.lstrip("'\"\u200b\ufeff ").startswith(_ACTS) else text


def _line(cells: list[str]) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerow(cells)
    return target.getvalue()
