"""Edits between units as stretches of the two texts as written."""

from __future__ import annotations

from collections.abc import Iterable

from watcher.diff.editing import Edit
from watcher.diff.tokens import Tokens
from watcher.model.change import Op, Piece


def cut_pieces(old: Tokens, new: Tokens, edits: Iterable[Edit]) -> tuple[Piece, ...]:
    """Cut both texts at the edits; joined old parts give the old text, new parts the new one.

    White space and injected readings between units belong to no unit. They come as equal pieces,
    so an equal piece whose two sides differ is a difference of form only.
    """
    cutter = _Cutter(old, new)
    for edit in edits:
        cutter.take(edit)
    return cutter.finish()


class _Cutter:
    """Walks both texts at once; ``_old_at`` and ``_new_at`` are the first characters not cut."""

    def __init__(self, old: Tokens, new: Tokens) -> None:
        self._old, self._new = old, new
        self._old_at = self._new_at = 0
        self._pieces: list[Piece] = []

    def take(self, edit: Edit) -> None:
        """Cut one edit out."""
        if edit.is_same:
            self._take_same(edit)
        elif edit.old_start == edit.old_end:
            self._take_one_sided(edit, is_insertion=True)
        elif edit.new_start == edit.new_end:
            self._take_one_sided(edit, is_insertion=False)
        else:
            self._equal(self._old.starts[edit.old_start], self._new.starts[edit.new_start])
            old_end, new_end = self._old.ends[edit.old_end - 1], self._new.ends[edit.new_end - 1]
            self._add(Op.REPLACE, old_end, new_end)

    def finish(self) -> tuple[Piece, ...]:
        """Cut what is left behind the last unit."""
        self._equal(len(self._old.text), len(self._new.text))
        return tuple(self._pieces)

    def _take_same(self, edit: Edit) -> None:
        old, new = self._old, self._new
        if edit.old_end - edit.old_start != edit.new_end - edit.new_start:
            # A printed number that followed an insertion.
            self._equal(old.starts[edit.old_start], new.starts[edit.new_start])
            self._add(Op.EQUAL, old.ends[edit.old_end - 1], new.ends[edit.new_end - 1])
            return
        old_end, new_end = old.ends[edit.old_end - 1], new.ends[edit.new_end - 1]
        if old.text[self._old_at : old_end] == new.text[self._new_at : new_end]:
            self._equal(old_end, new_end)
            return
        for step in range(edit.old_end - edit.old_start):
            i, j = edit.old_start + step, edit.new_start + step
            self._equal(old.starts[i], new.starts[j])
            self._equal(old.ends[i], new.ends[j])

    def _take_one_sided(self, edit: Edit, *, is_insertion: bool) -> None:
        """Cut an insertion or deletion with the white space that came or went with it."""
        side = self._new if is_insertion else self._old
        other = self._old if is_insertion else self._new
        first, last = _span(edit, is_insertion=is_insertion)
        at = self._new_at if is_insertion else self._old_at
        other_at = self._old_at if is_insertion else self._new_at
        start, end = side.starts[first], side.ends[last - 1]
        after = side.starts[last] if last < len(side) else len(side.text)
        opposite = edit.old_start if is_insertion else edit.new_start
        other_next = other.starts[opposite] if opposite < len(other) else len(other.text)
        between = other.text[other_at:other_next]
        if side.text[at:start] == between:
            self._equal_sides(other_next, start, is_insertion=is_insertion)
            end = after
        elif side.text[end:after] == between:
            start = at
        else:
            self._equal_sides(other_at, start, is_insertion=is_insertion)
        if is_insertion:
            self._add(Op.INSERT, self._old_at, end)
        else:
            self._add(Op.DELETE, end, self._new_at)

    def _equal_sides(self, other_end: int, side_end: int, *, is_insertion: bool) -> None:
        if is_insertion:
            self._equal(other_end, side_end)
        else:
            self._equal(side_end, other_end)

    def _equal(self, old_end: int, new_end: int) -> None:
        self._add(Op.EQUAL, old_end, new_end)

    def _add(self, op: Op, old_end: int, new_end: int) -> None:
        old = self._old.text[self._old_at : old_end]
        new = self._new.text[self._new_at : new_end]
        self._old_at, self._new_at = max(old_end, self._old_at), max(new_end, self._new_at)
        if not old and not new:
            return
        last = self._pieces[-1] if self._pieces else None
        if last and op is last.op is Op.EQUAL and (last.old == last.new) == (old == new):
            self._pieces[-1] = Piece(op=op, old=last.old + old, new=last.new + new)
        else:
            self._pieces.append(Piece(op=op, old=old, new=new))


def _span(edit: Edit, *, is_insertion: bool) -> tuple[int, int]:
    if is_insertion:
        return edit.new_start, edit.new_end
    return edit.old_start, edit.old_end
