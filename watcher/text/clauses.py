"""Text to clauses: paragraphs, headings, numbered items and table rows."""

from __future__ import annotations

import re

from watcher.model.document import Clause, ClauseKind
from watcher.text.clean import clean

_HAN_NUMBER = "一二三四五六七八九十百零〇两"
# (pattern of the number, level): levels follow the order laid down for official documents
# (GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）), with 章 and 节 of regulations above.
_NUMBERINGS = (
    (re.compile(rf"第[{_HAN_NUMBER}\d]{{1,6}}[编編章]"), 1),
    (re.compile(rf"第[{_HAN_NUMBER}\d]{{1,6}}[节節]"), 2),
    (re.compile(rf"第[{_HAN_NUMBER}\d]{{1,6}}[条條](?:之[{_HAN_NUMBER}])?"), 3),
    (re.compile(rf"[{_HAN_NUMBER}]{{1,4}}\s?[、．.]"), 1),
    (re.compile(rf"[（(]\s?[{_HAN_NUMBER}]{{1,4}}\s?[）)]"), 2),
    (re.compile(r"\d{1,3}\s?[.．、](?!\d)"), 3),
    (re.compile(r"[（(]\s?\d{1,3}\s?[）)]|\d{1,3}[）)]"), 4),
    (re.compile("[①-⑳⑴-⒇⒈-⒛]"), 5),
    (re.compile(r"[•●■◆·▪*－-](?=\s)"), 5),
)
_FIRST = re.compile(rf"[第{_HAN_NUMBER}（(\d①-⑳⑴-⒛•●■◆·▪*－-]")
_END = "。！？；：.!?;:”」』）)》"
# Pages that lost their markup keep two spaces, or one ideographic space, where a paragraph began.
_GAP = re.compile("[ \u00a0]{2,}|[ \u00a0]*\u3000[ \u00a0\u3000]*")
_SPACES = re.compile("[ \u00a0\u3000\r\f\v]+")
_MAX_HEADING = 40


def split(text: str) -> tuple[Clause, ...]:
    """Split a text into clauses, in order.

    A clause is a line, or what stands between wide gaps in a line where a sentence ended before
    the gap or a number stands behind it. ``text`` of a clause is the whole line, its number
    included, so that the clauses joined by newlines are the body; ``level`` is 1 (一、) to 5 (①),
    0 without a number. Lines with tabs are table rows.
    """
    clauses = []
    for line in clean(text).split("\n"):
        if "\t" in line:
            cells = [_SPACES.sub(" ", cell).strip() for cell in line.split("\t")]
            row = "\t".join(cells).strip()
            if row:
                clauses.append(_clause(row, is_row="\t" in row))
            continue
        clauses += [_clause(part) for part in _parts(line)]
    return tuple(clauses)


def join(clauses: tuple[Clause, ...]) -> str:
    """Join clauses to a body: a clause a line."""
    return "\n".join(clause.text for clause in clauses)


def read_number(line: str) -> tuple[str, int]:
    """Give the numbering at the head of a line and its level; ("", 0) where there is none."""
    if not _FIRST.match(line):
        return "", 0
    for pattern, level in _NUMBERINGS:
        match = pattern.match(line)
        if match:
            return match[0].strip(), level
    return "", 0


def _parts(line: str) -> list[str]:
    if "  " not in line and "\u3000" not in line and "\u00a0" not in line:  # most lines
        whole = line.strip()
        return [whole] if whole else []
    parts: list[str] = []
    begin = 0
    for gap in _GAP.finditer(line):
        before = line[begin : gap.start()].strip()
        if before and (before[-1] in _END or read_number(line[gap.end() : gap.end() + 12])[0]):
            parts.append(before)
            begin = gap.end()
    parts.append(line[begin:])
    return [part for part in (_SPACES.sub(" ", part).strip() for part in parts) if part]


def _clause(text: str, *, is_row: bool = False) -> Clause:
    if is_row:
        return Clause(text=text, kind=ClauseKind.ROW)
    number, level = read_number(text)
    if not number:
        return Clause(text=text)
    is_heading = level <= 2 and len(text) <= _MAX_HEADING and text[-1] not in "。；;：:，,"
    kind = ClauseKind.HEADING if is_heading else ClauseKind.ITEM
    return Clause(text=text, kind=kind, number=number, level=level)
