"""Which clauses of the new text answer which of the old one, and which moved.

A clause is a line. Clauses that are the same but for printed number, script, width and spacing
are matched first; what is left between two matches is paired by the characters it shares, so that a
paragraph cut in two is one change of layout and not a deletion and an insertion.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import Indel

from watcher.diff.aligning import EXACT_CELLS, Block, find_blocks
from watcher.diff.ordering import Group, put_in_order
from watcher.diff.tokens import Tokens, tokenise

SHORT_UNITS = 12
"""A lone pair of clauses this short is one edited clause, whatever they share."""
LEAST_SHARE = 0.3
"""Share of units that makes a lone pair of longer clauses one edited clause."""
LEAST_MOVED_UNITS = 5
"""Shorter clauses repeat by chance and are never called moved."""
MOVED_AND_EDITED = 0.8
"""Similarity from which a clause gone here and new there is one that moved and was edited."""
MOST_MOVE_TRIALS = 2_500


class Side:
    """The lines of one text, cut into units only where they are needed."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self._tokens = cache(tokenise)

    def tokens(self, start: int, end: int) -> Tokens:
        """Return the units of lines [start, end)."""
        return self._tokens("\n".join(self.lines[start:end]))

    def is_blank(self, line: int) -> bool:
        """Whether a line holds white space only."""
        return not self.lines[line].strip()


def pair_lines(old: Side, new: Side) -> list[Group]:
    """Return how the lines of ``old`` became those of ``new``, in the order of ``new``."""
    old_filled = [i for i in range(len(old.lines)) if not old.is_blank(i)]
    new_filled = [j for j in range(len(new.lines)) if not new.is_blank(j)]
    shared = {old.lines[i] for i in old_filled} & {new.lines[j] for j in new_filled}
    old_keys = [_key(old, i, shared) for i in old_filled]
    new_keys = [_key(new, j, shared) for j in new_filled]
    blocks = find_blocks(old_keys, new_keys)
    moves = _find_moves(
        (old, old_filled, old_keys),
        (new, new_filled, new_keys),
        _outside(blocks, old_keys, new_keys),
    )
    moved_old, moved_new = {g.old_start for g in moves}, {g.new_start for g in moves}
    groups: list[Group] = []
    at_old = at_new = 0
    for block in [*blocks, Block(len(old_filled), len(new_filled), 0)]:
        gap_old = [i for i in old_filled[at_old : block.old] if i not in moved_old]
        gap_new = [j for j in new_filled[at_new : block.new] if j not in moved_new]
        groups.extend(_pair_gap(old, new, gap_old, gap_new, moved_old, moved_new))
        for step in range(block.size):
            i, j = old_filled[block.old + step], new_filled[block.new + step]
            groups.append(Group(i, i + 1, j, j + 1))
        at_old, at_new = block.old + block.size, block.new + block.size
    blanks_old = [i for i in range(len(old.lines)) if old.is_blank(i)]
    blanks_new = [j for j in range(len(new.lines)) if new.is_blank(j)]
    return put_in_order([*_join_edited_moves(old, new, groups), *moves], blanks_old, blanks_new)


def _outside(
    blocks: list[Block], old_keys: list[str], new_keys: list[str]
) -> tuple[list[int], list[int]]:
    """Return the places on both sides that no block covers."""
    in_old = {block.old + step for block in blocks for step in range(block.size)}
    in_new = {block.new + step for block in blocks for step in range(block.size)}
    return (
        [place for place in range(len(old_keys)) if place not in in_old],
        [place for place in range(len(new_keys)) if place not in in_new],
    )


def _key(side: Side, line: int, shared: set[str]) -> str:
    """Return what a line is known by; lines found as written on both sides need no folding."""
    text = side.lines[line]
    if text in shared:
        return text
    return "\0".join(side.tokens(line, line + 1).content)


def _pair_gap(
    old: Side,
    new: Side,
    gap_old: list[int],
    gap_new: list[int],
    *moved: set[int],
) -> list[Group]:
    """Pair the lines between two matches by the units they share, in order.

    ``moved`` are the lines of either side that are spoken for: no pair may reach across one.
    """
    links = _link_lines(old, new, gap_old, gap_new) if gap_old and gap_new else []
    links = [
        link
        for link in links
        if moved[0].isdisjoint(range(gap_old[link[0]], gap_old[link[1]] + 1))
        and moved[1].isdisjoint(range(gap_new[link[2]], gap_new[link[3]] + 1))
    ]
    groups: list[Group] = []
    at_old = at_new = 0
    for first_old, last_old, first_new, last_new in links:
        groups.extend(_loose(gap_old[at_old:first_old], gap_new[at_new:first_new]))
        groups.append(
            Group(
                gap_old[first_old],
                gap_old[last_old] + 1,
                gap_new[first_new],
                gap_new[last_new] + 1,
            )
        )
        at_old, at_new = last_old + 1, last_new + 1
    groups.extend(_loose(gap_old[at_old:], gap_new[at_new:]))
    return groups


def _loose(old_lines: list[int], new_lines: list[int]) -> list[Group]:
    at_new = new_lines[0] if new_lines else 0
    at_old = old_lines[0] if old_lines else 0
    return [
        *(Group(i, i + 1, at_new, at_new) for i in old_lines),
        *(Group(at_old, at_old, j, j + 1) for j in new_lines),
    ]


Link = tuple[int, int, int, int]


def _link_lines(old: Side, new: Side, gap_old: list[int], gap_new: list[int]) -> list[Link]:
    """Return (first old, last old, first new, last new) positions in the gap that belong together.

    Two lines belong together where the common order of all units of the gap runs through both for
    a good part of the shorter one. A link that spans lines in between takes them along.
    """
    olds = [old.tokens(i, i + 1) for i in gap_old]
    news = [new.tokens(j, j + 1) for j in gap_new]
    if len(olds) == len(news) == 1:
        return [(0, 0, 0, 0)] if _is_edit(olds[0], news[0]) else []
    shared = _count_shared(olds, news)
    links: list[Link] = []
    for (i, j), count in sorted(shared.items()):
        if not _is_enough(count, len(olds[i]), len(news[j])):
            continue
        if links and (i <= links[-1][1] or j <= links[-1][3]):
            last = links[-1]
            links[-1] = (last[0], max(i, last[1]), last[2], max(j, last[3]))
        else:
            links.append((i, i, j, j))
    return links


def _is_edit(old: Tokens, new: Tokens) -> bool:
    if max(len(old), len(new)) <= SHORT_UNITS:
        return True
    shared = sum(block.size for block in find_blocks(old.keys, new.keys))
    return shared >= LEAST_SHARE * min(len(old), len(new))


def _count_shared(olds: list[Tokens], news: list[Tokens]) -> dict[tuple[int, int], int]:
    """Count the units in runs of two or more that each pair of lines shares, in order."""
    old_keys, old_owner = _flatten(olds)
    new_keys, new_owner = _flatten(news)
    shared: dict[tuple[int, int], int] = {}
    for block in find_blocks(old_keys, new_keys):
        if block.size < 2:
            continue
        for step in range(block.size):
            pair = (old_owner[block.old + step], new_owner[block.new + step])
            shared[pair] = shared.get(pair, 0) + 1
    return shared


def _flatten(lines: list[Tokens]) -> tuple[list[str], list[int]]:
    keys = [key for tokens in lines for key in tokens.keys]
    owner = [index for index, tokens in enumerate(lines) for _ in range(len(tokens))]
    return keys, owner


def _is_enough(shared: int, old_size: int, new_size: int) -> bool:
    small, large = sorted((old_size, new_size))
    return shared >= small * (0.5 if large <= 3 * small else 0.8)


Lines = tuple[Side, list[int], list[str]]
"""A side, the numbers of its filled lines, and their keys."""


def _find_moves(old: Lines, new: Lines, left: tuple[list[int], list[int]]) -> list[Group]:
    """Pair clauses that are the same and stand in another order."""
    waiting: dict[str, list[int]] = {}
    for place in left[0]:
        waiting.setdefault(old[2][place], []).append(old[1][place])
    moves: list[Group] = []
    for place in left[1]:
        i = next(iter(waiting.get(new[2][place], ())), None)
        j = new[1][place]
        if i is not None and len(new[0].tokens(j, j + 1).content) >= LEAST_MOVED_UNITS:
            waiting[new[2][place]].remove(i)
            moves.append(Group(i, i + 1, j, j + 1, is_move=True))
    return moves


def _join_edited_moves(old: Side, new: Side, groups: list[Group]) -> list[Group]:
    """Join a clause gone in one place and nearly the same come in another into one that moved."""
    gone = [g for g in groups if g.is_deletion]
    come = [g for g in groups if g.old_start == g.old_end]
    if len(gone) * len(come) > MOST_MOVE_TRIALS:
        return groups
    moves: dict[Group, Group] = {}
    for group in come:
        keys = new.tokens(group.new_start, group.new_end).content
        if len(keys) < 2 * LEAST_MOVED_UNITS:
            continue
        best = max(gone, key=lambda other: _likeness(old, other, keys), default=None)
        if best is not None and _likeness(old, best, keys) >= MOVED_AND_EDITED:
            moves[group] = best
            gone.remove(best)
    taken = set(moves.values())
    return [
        _move(moves[group], group) if group in moves else group
        for group in groups
        if group not in taken
    ]


def _likeness(old: Side, group: Group, keys: tuple[str, ...]) -> float:
    others = old.tokens(group.old_start, group.old_end).content
    if len(others) * len(keys) > EXACT_CELLS:
        return 0.0
    return Indel.normalized_similarity(others, keys, score_cutoff=MOVED_AND_EDITED)


def _move(old: Group, new: Group) -> Group:
    return Group(old.old_start, old.old_end, new.new_start, new.new_end, is_move=True)
