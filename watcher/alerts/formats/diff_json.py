"""A diff as JSON, to the letter: joined ``old`` values are the old text, ``new`` values the new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from watcher.model.change import Diff, Hunk, Op


def render_diff_json(diff: Diff) -> str:
    """Return {"summary", "hunks", ...} as one line of ASCII.

    A hunk here is a stretch of characters with one ``op``, so what is not "equal" is exactly what
    changed. Equal stretches that differ in form only carry ``"cosmetic": true``. A clause that
    moved comes twice: with ``old`` where it was and with ``new`` where it is.
    """
    return json.dumps(
        {
            "summary": [
                {"kind": f.kind, "old": f.old, "new": f.new, "context": f.context}
                for f in diff.summary
            ],
            "hunks": _flatten(diff),
            "inserted_characters": diff.inserted_characters,
            "deleted_characters": diff.deleted_characters,
            "cosmetic": diff.cosmetic,
            "cosmetic_characters": diff.cosmetic_characters,
        },
        ensure_ascii=True,
    )


def _flatten(diff: Diff) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    started_old = started_new = False
    for op, pieces, has_old, has_new in _walk(diff):
        # A line break belongs in front of every clause but the first of its text.
        old, new = "\n" * (has_old and started_old), "\n" * (has_new and started_new)
        started_old, started_new = started_old or has_old, started_new or has_new
        if old and new:
            _add(rows, Op.EQUAL, old, new)
        elif old or new:
            # A break that came with no clause of its own is a difference of layout.
            _add(rows, Op.EQUAL if op is Op.REPLACE else op, old, new)
        for piece_op, piece_old, piece_new in pieces:
            _add(rows, piece_op, piece_old, piece_new)
    for row in rows:
        if row.get("cosmetic") and row["old"] == row["new"]:
            del row["cosmetic"]  # a break left out here and put in there is no difference
    return rows


Pieces = list[tuple[Op, str, str]]


def _walk(diff: Diff) -> Iterator[tuple[Op, Pieces, bool, bool]]:
    """Yield (op, stretches, has old side, has new side) of every clause in an order both keep."""
    moved = sorted(
        (hunk for hunk in diff.hunks if hunk.op is Op.MOVE), key=lambda hunk: hunk.old_index or 0
    )
    for hunk in diff.hunks:
        if hunk.op is Op.MOVE:
            yield Op.MOVE, [(Op.MOVE, "", hunk.new)], False, True
            continue
        while moved and hunk.old_index is not None and (moved[0].old_index or 0) < hunk.old_index:
            yield Op.MOVE, [(Op.MOVE, moved.pop(0).old, "")], True, False
        op = Op.EQUAL if hunk.is_cosmetic else hunk.op
        yield op, _stretches(hunk, op), hunk.old_index is not None, hunk.new_index is not None
    for hunk in moved:
        yield Op.MOVE, [(Op.MOVE, hunk.old, "")], True, False


def _stretches(hunk: Hunk, op: Op) -> Pieces:
    if hunk.pieces:
        return [(piece.op, piece.old, piece.new) for piece in hunk.pieces]
    return [(op, hunk.old, hunk.new)]


def _add(rows: list[dict[str, Any]], op: Op, old: str, new: str) -> None:
    """Add a stretch, joined to the one before where both say the same thing."""
    if not old and not new:
        return
    is_cosmetic = op is Op.EQUAL and old != new
    last = rows[-1] if rows else None
    if last and last["op"] == op.value and last.get("cosmetic", False) == is_cosmetic:
        last["old"] += old
        last["new"] += new
        return
    row: dict[str, Any] = {"op": op.value, "old": old, "new": new}
    if is_cosmetic:
        row["cosmetic"] = True
    rows.append(row)
