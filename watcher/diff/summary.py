"""What a reader must see first: which amounts, dates, deadlines, modal words and names changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from watcher.diff.editing import Edit
from watcher.diff.terms import AMOUNT, MODAL, NAME, Term, find_terms
from watcher.diff.tokens import Tokens
from watcher.model.change import Finding, Op

KINDS = ("deadline", "date", "number", "modal", "name", "text")
"""The order of the summary."""
CONTEXT_UNITS = 16
LONGEST_QUOTE = 80
"""Characters of changed running text that a finding quotes."""
LONGEST_COUNTERPART = 24
"""Characters of running text that may stand against a term on the other side."""


@dataclass(frozen=True, slots=True)
class Change:
    """A clause with its edits; the side that is not there has no units."""

    op: Op
    old: Tokens
    new: Tokens
    edits: tuple[Edit, ...]


def summarise(changes: Sequence[Change]) -> tuple[Finding, ...]:
    """Return the findings of all changes: deadlines first, running text last, no repeats.

    Of one kind, what changed inside a clause comes before what came or went with a whole one.
    """
    findings: dict[Finding, bool] = {}
    for change in changes:
        is_whole = change.op in {Op.INSERT, Op.DELETE}
        typed = _compare_terms(change)
        if is_whole:
            typed = [each for each in typed if not _is_bare(each.old + each.new)]
        for finding in typed:
            findings.setdefault(finding, is_whole)
        if change.edits and (not typed or is_whole):
            findings.setdefault(_quote(change), is_whole)
    return tuple(sorted(findings, key=lambda each: (KINDS.index(each.kind), findings[each])))


def _is_bare(text: str) -> bool:
    """Whether a number of a new or deleted clause counts nothing: a time stamp, a list number."""
    return not any(character.isalpha() or character in "%‰" for character in text)


def _quote(change: Change) -> Finding:
    edits = [edit for edit in change.edits if not edit.is_same]
    old = " … ".join(filter(None, (change.old.cut(e.old_start, e.old_end) for e in edits)))
    new = " … ".join(filter(None, (change.new.cut(e.new_start, e.new_end) for e in edits)))
    first = edits[0]
    if change.op in {Op.INSERT, Op.DELETE}:
        context = ""
    elif new:
        context = _context(change.new, first.new_start, edits[-1].new_end)
    else:
        context = _context(change.old, first.old_start, edits[-1].old_end)
    return Finding(kind="text", old=_shorten(old), new=_shorten(new), context=context)


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def _context(tokens: Tokens, start: int, end: int) -> str:
    """Return the words around units [start, end), with an ellipsis where the clause goes on."""
    first = max(0, start - CONTEXT_UNITS)
    last = min(len(tokens), max(end, start) + CONTEXT_UNITS)
    text = " ".join(tokens.cut(first, last).split())
    if len(text) > 4 * LONGEST_QUOTE:
        text = text[: 4 * LONGEST_QUOTE] + "…"
    return f"{'…' if first else ''}{text}{'…' if last < len(tokens) else ''}"


def _compare_terms(change: Change) -> list[Finding]:
    edits = [edit for edit in change.edits if not edit.is_same]
    olds = find_terms(change.old, [(edit.old_start, edit.old_end) for edit in edits])
    news = find_terms(change.new, [(edit.new_start, edit.new_end) for edit in edits])
    if change.op in {Op.INSERT, Op.DELETE}:
        # The printed number of a clause that came or went says nothing of its own.
        olds, news = _without_numbering(change.old, olds), _without_numbering(change.new, news)
    findings: list[Finding] = []
    for family in (AMOUNT, MODAL, NAME):
        if olds[family] or news[family]:
            sides = (Row(olds[family], is_new=False), Row(news[family], is_new=True))
            for group_old, group_new in _group(change, edits, *sides):
                findings.extend(_pair_group(change, group_old, group_new))
    return findings


def _without_numbering(tokens: Tokens, terms: dict[str, list[Term]]) -> dict[str, list[Term]]:
    return {
        family: [term for term in row if term.start >= tokens.numbering]
        for family, row in terms.items()
    }


class Row:
    """The terms of one family on one side, in order and without overlap."""

    def __init__(self, terms: list[Term], *, is_new: bool) -> None:
        self.is_new = is_new
        self._terms = terms
        self._ends = [term.end for term in terms]

    def overlapping(self, start: int, end: int) -> list[Term]:
        """Return the terms that share a unit with [start, end), or hold the place of an empty."""
        found: list[Term] = []
        for at in range(bisect_right(self._ends, start), len(self._terms)):
            term = self._terms[at]
            if term.start >= end and not (start == end and term.start < start):
                break
            found.append(term)
        return found

    def touched(self, edits: Iterable[Edit]) -> list[Term]:
        """Return the terms that an edit changes, takes away, brings or cuts in two."""
        found: dict[Term, None] = {}
        for edit in edits:
            found.update(dict.fromkeys(self.overlapping(*_side(edit, is_new=self.is_new))))
        return list(found)


def _group(
    change: Change, edits: list[Edit], olds: Row, news: Row
) -> list[tuple[list[Term], list[Term]]]:
    """Return terms that an edit touched, with those they stand against; each term once."""
    spans = [
        (*_widen(change, term.start, term.end, is_new=row.is_new), term, row.is_new)
        for row in (olds, news)
        for term in row.touched(edits)
    ]
    groups: list[tuple[list[Term], list[Term]]] = []
    used: set[tuple[bool, Term]] = set()
    for old_span, new_span, term, is_new in sorted(spans, key=lambda item: (item[0], item[1])):
        if (is_new, term) in used:
            continue
        group_old = [t for t in olds.overlapping(*old_span) if (False, t) not in used]
        group_new = [t for t in news.overlapping(*new_span) if (True, t) not in used]
        used.update((False, t) for t in group_old)
        used.update((True, t) for t in group_new)
        groups.append((group_old, group_new))
    return groups


Span = tuple[int, int]


def _side(edit: Edit, *, is_new: bool) -> Span:
    return (edit.new_start, edit.new_end) if is_new else (edit.old_start, edit.old_end)


def _widen(change: Change, start: int, end: int, *, is_new: bool) -> tuple[Span, Span]:
    """Return (old span, new span) of what stands on both sides behind one side's span."""
    there: list[int] = []
    first_edit = bisect_right(change.edits, start, key=lambda edit: _side(edit, is_new=is_new)[1])
    for at in range(first_edit, len(change.edits)):
        edit = change.edits[at]
        first, last = _side(edit, is_new=is_new)
        if first >= end:
            break
        other_first, other_last = _side(edit, is_new=not is_new)
        is_inside = (last > start and first < last) or (first == last and start < first)
        if not is_inside:
            continue
        if edit.is_same and last - first == other_last - other_first:
            there.append(other_first + max(start, first) - first)
            there.append(other_first + min(end, last) - first)
        else:
            there.extend((other_first, other_last))
    span, other = (start, end), (min(there), max(there)) if there else (0, 0)
    return (other, span) if is_new else (span, other)


def _pair_group(change: Change, olds: list[Term], news: list[Term]) -> list[Finding]:
    """Pair the terms of one group in order; those that stayed the same are no finding."""
    olds, news = _without_common(change, olds, news)
    findings: list[Finding] = []
    for old, new in zip_longest(olds, news):
        old_text = change.old.cut(old.start, old.end) if old else ""
        new_text = change.new.cut(new.start, new.end) if new else ""
        if new is None and old is not None:
            new_text = _counterpart(change, old, is_new=False)
        elif old is None and new is not None:
            old_text = _counterpart(change, new, is_new=True)
        kind = min((t.kind for t in (old, new) if t), key=KINDS.index)
        context = (
            _context(change.new, new.start, new.end)
            if new
            else _context(change.old, old.start, old.end)
            if old
            else ""
        )
        findings.append(Finding(kind=kind, old=old_text, new=new_text, context=context))
    return findings


def _counterpart(change: Change, term: Term, *, is_new: bool) -> str:
    """Return the running text that stands against a term, where it is short enough to quote."""
    old_span, new_span = _widen(change, term.start, term.end, is_new=is_new)
    text = change.old.cut(*old_span) if is_new else change.new.cut(*new_span)
    own = (change.new if is_new else change.old).cut(term.start, term.end)
    is_quotable = len(text) <= LONGEST_COUNTERPART and any(map(str.isalnum, text))
    return text if is_quotable and text not in own else ""


def _without_common(
    change: Change, olds: list[Term], news: list[Term]
) -> tuple[list[Term], list[Term]]:
    left = list(news)
    kept: list[Term] = []
    for old in olds:
        same = next((new for new in left if _is_same(change, old, new)), None)
        if same is None:
            kept.append(old)
        else:
            left.remove(same)
    return kept, left


def _is_same(change: Change, old: Term, new: Term) -> bool:
    return change.old.keys[old.start : old.end] == change.new.keys[new.start : new.end]
