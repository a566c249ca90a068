"""Two texts in, one diff out."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.diff.editing import Edit, find_edits
from watcher.diff.ordering import Group
from watcher.diff.pairing import Side, pair_lines
from watcher.diff.pieces import cut_pieces
from watcher.diff.summary import Change, summarise
from watcher.diff.tokens import Tokens
from watcher.model.change import Diff, Hunk, Op


@dataclass(frozen=True, slots=True)
class _Compared:
    """One group of lines, compared."""

    hunk: Hunk
    change: Change | None
    """What the summary needs; None where nothing of substance changed."""


def compare(old: str, new: str) -> Diff:
    """Compare two texts whose clauses are joined by newlines.

    Every line of both texts is in exactly one hunk, so the diff holds both texts to the letter.
    A paragraph cut in two (or two joined) is one hunk with a newline inside. Equal pieces whose
    sides differ are differences of script, width, spacing, quote shape, or of a printed number that
    followed a clause inserted, deleted or moved elsewhere.
    """
    old_side, new_side = Side(old), Side(new)
    groups = pair_lines(old_side, new_side)
    is_renumbered = any(_is_structural(group, old_side, new_side) for group in groups)
    done = [
        _compare_group(group, old_side, new_side, is_renumbered=is_renumbered) for group in groups
    ]
    hunks = tuple(item.hunk for item in done)
    changes = [item.change for item in done if item.change is not None]
    return Diff(
        hunks=hunks,
        summary=summarise(changes),
        inserted_characters=sum(_count(hunk, is_new=True) for hunk in hunks),
        deleted_characters=sum(_count(hunk, is_new=False) for hunk in hunks),
        cosmetic=not changes and any(hunk.op is not Op.EQUAL for hunk in hunks),
        cosmetic_characters=sum(
            max(len(piece.old), len(piece.new))
            for hunk in hunks
            for piece in hunk.pieces
            if piece.is_cosmetic
        ),
    )


def _is_structural(group: Group, old: Side, new: Side) -> bool:
    """Tell whether a clause came, went or moved here, which renumbers those behind it."""
    if group.is_fixed:
        return False
    return group.is_move or any(
        len(side.tokens(start, end))
        for side, start, end in (
            (old, group.old_start, group.old_end),
            (new, group.new_start, group.new_end),
        )
        if end > start
    )


def _compare_group(group: Group, old: Side, new: Side, *, is_renumbered: bool) -> _Compared:
    old_text = "\n".join(old.lines[group.old_start : group.old_end])
    new_text = "\n".join(new.lines[group.new_start : group.new_end])
    if group.old_start == group.old_end:
        hunk = Hunk(op=Op.INSERT, old="", new=new_text, new_index=group.new_start)
        return _whole(hunk, new.tokens(group.new_start, group.new_end), is_new=True)
    if group.new_start == group.new_end:
        hunk = Hunk(op=Op.DELETE, old=old_text, new="", old_index=group.old_start)
        return _whole(hunk, old.tokens(group.old_start, group.old_end), is_new=False)
    op = Op.MOVE if group.is_move else Op.EQUAL if old_text == new_text else Op.REPLACE
    if old_text == new_text:
        return _Compared(_pair(op, group, old_text, new_text), _move_only(op, old_text))
    old_tokens = old.tokens(group.old_start, group.old_end)
    new_tokens = new.tokens(group.new_start, group.new_end)
    edits = find_edits(old_tokens, new_tokens, is_renumbered=is_renumbered)
    pieces = cut_pieces(old_tokens, new_tokens, edits)
    hunk = Hunk(
        op=op,
        old=old_text,
        new=new_text,
        pieces=pieces,
        old_index=group.old_start,
        new_index=group.new_start,
    )
    if all(edit.is_same for edit in edits):
        return _Compared(hunk, _move_only(op, new_text))
    return _Compared(hunk, Change(op, old_tokens, new_tokens, tuple(edits)))


def _pair(op: Op, group: Group, old: str, new: str) -> Hunk:
    return Hunk(op=op, old=old, new=new, old_index=group.old_start, new_index=group.new_start)


def _move_only(op: Op, text: str) -> Change | None:
    if op is not Op.MOVE:
        return None
    nothing = Tokens(text, (), (), ())
    return Change(op, nothing, nothing, ())


def _whole(hunk: Hunk, tokens: Tokens, *, is_new: bool) -> _Compared:
    if not tokens:
        return _Compared(hunk, None)
    nothing = Tokens("", (), (), ())
    count = len(tokens)
    if is_new:
        edit = Edit(is_same=False, old_start=0, old_end=0, new_start=0, new_end=count)
        return _Compared(hunk, Change(hunk.op, nothing, tokens, (edit,)))
    edit = Edit(is_same=False, old_start=0, old_end=count, new_start=0, new_end=0)
    return _Compared(hunk, Change(hunk.op, tokens, nothing, (edit,)))


def _count(hunk: Hunk, *, is_new: bool) -> int:
    """Count the characters that a reader sees marked on one side."""
    if hunk.op is (Op.INSERT if is_new else Op.DELETE):
        return len(hunk.new if is_new else hunk.old)
    return sum(
        len(piece.new if is_new else piece.old) for piece in hunk.pieces if piece.op is not Op.EQUAL
    )
