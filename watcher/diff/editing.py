"""The changes inside one clause, cut where a person would cut them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.diff.aligning import Block, find_blocks
from watcher.diff.tokens import NUMERALS, Tokens

_SENTENCE_ENDS = frozenset(".!?;:")
_PAUSES = frozenset(',、"()')
_DATE_JOINTS = frozenset("年月-/至到.:")


@dataclass(frozen=True, slots=True)
class Edit:
    """Units [old_start, old_end) and [new_start, new_end): the same, or one in place of the other.

    A printed number that only followed an insertion counts as the same.
    """

    is_same: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def find_edits(old: Tokens, new: Tokens, *, is_renumbered: bool) -> list[Edit]:
    """Return the edits that turn ``old`` into ``new``, equal stretches included.

    With ``is_renumbered`` another printed number at the start of a clause is not a change.
    """
    skip_old = skip_new = 0
    head: list[Edit] = []
    if is_renumbered and old.numbering and new.numbering:
        skip_old, skip_new = old.numbering, new.numbering
        head = [_same(0, skip_old, 0, skip_new)]
    blocks = [
        Block(block.old + skip_old, block.new + skip_new, block.size)
        for block in find_blocks(old.keys[skip_old:], new.keys[skip_new:])
    ]
    edits = _fill(blocks, (skip_old, len(old)), (skip_new, len(new)))
    return [*head, *_merge(_slide(edits, old.keys, new.keys), old, new)]


def _fill(blocks: list[Block], olds: tuple[int, int], news: tuple[int, int]) -> list[Edit]:
    """Return the blocks and the changes between them."""
    edits: list[Edit] = []
    i, j = olds[0], news[0]
    for block in [*blocks, Block(olds[1], news[1], 0)]:
        if block.old > i or block.new > j:
            edits.append(_change(i, block.old, j, block.new))
        i, j = block.old + block.size, block.new + block.size
        if block.size:
            edits.append(_same(block.old, i, block.new, j))
    return edits


def _same(old_start: int, old_end: int, new_start: int, new_end: int) -> Edit:
    return Edit(
        is_same=True, old_start=old_start, old_end=old_end, new_start=new_start, new_end=new_end
    )


def _change(old_start: int, old_end: int, new_start: int, new_end: int) -> Edit:
    return replace(_same(old_start, old_end, new_start, new_end), is_same=False)


def _slide(edits: list[Edit], old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Move pure insertions and deletions along equal text to where a clause begins or ends."""
    edits = list(edits)
    for at in range(1, len(edits) - 1):
        before, here, after = edits[at - 1 : at + 2]
        if here.is_same or not (before.is_same and after.is_same):
            continue
        if here.old_start == here.old_end:
            shift = _best_shift(new, here.new_start, here.new_end, before, after)
        elif here.new_start == here.new_end:
            shift = _best_shift(old, here.old_start, here.old_end, before, after)
        else:
            continue
        edits[at - 1] = replace(
            before, old_end=before.old_end + shift, new_end=before.new_end + shift
        )
        edits[at] = _change(
            here.old_start + shift,
            here.old_end + shift,
            here.new_start + shift,
            here.new_end + shift,
        )
        edits[at + 1] = replace(
            after, old_start=after.old_start + shift, new_start=after.new_start + shift
        )
    return [
        edit for edit in edits if edit.old_end > edit.old_start or edit.new_end > edit.new_start
    ]


def _best_shift(keys: Sequence[str], start: int, end: int, before: Edit, after: Edit) -> int:
    least = -(before.old_end - before.old_start)
    most = after.old_end - after.old_start
    shifts = [0]
    step = 0
    while step > least and keys[start + step - 1] == keys[end + step - 1]:
        step -= 1
        shifts.append(step)
    step = 0
    while step < most and keys[start + step] == keys[end + step]:
        step += 1
        shifts.append(step)
    return max(shifts, key=lambda s: (_edge_rank(keys, start + s, end + s), -abs(s)))


def _edge_rank(keys: Sequence[str], start: int, end: int) -> int:
    """Rate an inserted stretch: best is a whole sentence, then a whole phrase."""
    if start == 0 or keys[start - 1] in _SENTENCE_ENDS:
        first = 4
    elif keys[start - 1] in _PAUSES:
        first = 2
    else:
        first = 1 if keys[start] in _PAUSES else 0
    last = keys[end - 1]
    if end == len(keys) or last in _SENTENCE_ENDS:
        return first + 4
    return first + (2 if last in _PAUSES else 1 if keys[end] in _PAUSES else 0)


def _merge(edits: list[Edit], old: Tokens, new: Tokens) -> list[Edit]:
    """Make one change of two that only a chance likeness keeps apart."""
    merged: list[Edit] = []
    for edit in edits:
        merged.append(edit)
        while len(merged) >= 3 and _is_chance(merged[-3:], old, new):
            first, last = merged[-3], merged[-1]
            merged[-3:] = [_change(first.old_start, last.old_end, first.new_start, last.new_end)]
    return merged


def _is_chance(three: list[Edit], old: Tokens, new: Tokens) -> bool:
    """Tell whether a change, an equal stretch and a change read better as one change."""
    left, gap, right = three
    if left.is_same or not gap.is_same or right.is_same:
        return False
    kept = len(old.cut(gap.old_start, gap.old_end))
    smaller = min(_size(left, old, new), _size(right, old, new))
    if kept == 1 and smaller >= 2:
        return True
    if 2 * kept <= smaller:
        return True
    joints = set(old.keys[gap.old_start : gap.old_end])
    return kept == 1 and joints <= _DATE_JOINTS and _joins_numbers(left, right, old, new)


def _joins_numbers(left: Edit, right: Edit, old: Tokens, new: Tokens) -> bool:
    """Tell whether the two changes are parts of one date or range on both sides."""
    ends = (
        old.cut(max(left.old_start, left.old_end - 1), left.old_end),
        new.cut(max(left.new_start, left.new_end - 1), left.new_end),
        old.cut(right.old_start, min(right.old_end, right.old_start + 1)),
        new.cut(right.new_start, min(right.new_end, right.new_start + 1)),
    )
    return all(end and (end[0].isdigit() or end[0] in NUMERALS) for end in ends)


def _size(edit: Edit, old: Tokens, new: Tokens) -> int:
    return max(
        len(old.cut(edit.old_start, edit.old_end)), len(new.cut(edit.new_start, edit.new_end))
    )
