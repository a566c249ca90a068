"""A diff as a reader takes it in: counts, findings, then the clauses that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from watcher.alerts.formats.safety import one_line
from watcher.alerts.formats.words import say
from watcher.model.change import Diff, Finding, Hunk, Op, Piece

KEPT_AROUND = 18
"""Characters of unchanged text shown on each side of an edit."""
CLAUSE_CHARACTERS = 1_000
MOST_FINDINGS = 40
"""Findings on top of a whole diff; the clauses below hold the rest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one clause: ``op`` is EQUAL, INSERT or DELETE; ``text`` is one line."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A changed clause: where it stands, what happened to it, and its stretches."""

    op: Op
    label: str
    marks: tuple[Mark, ...]


def count_line(diff: Diff, language: str) -> str:
    """Return one line that says how much changed."""
    if diff.is_empty:
        return say("diff.none", language)
    if diff.cosmetic:
        return say("diff.cosmetic", language, count=diff.cosmetic_characters)
    parts = []
    if diff.inserted_characters or diff.deleted_characters:
        parts.append(
            say(
                "diff.counts",
                language,
                added=diff.inserted_characters,
                removed=diff.deleted_characters,
            )
        )
    moves = sum(hunk.op is Op.MOVE for hunk in diff.hunks)
    if moves:
        parts.append(say("diff.moves", language, count=moves))
    if diff.cosmetic_characters:
        parts.append(say("diff.form", language, count=diff.cosmetic_characters))
    return ("；" if language == "zh" else "; ").join(parts)


def changed_hunks(diff: Diff) -> tuple[Hunk, ...]:
    """Return the hunks whose content changed or that moved; differences of form are left out."""
    return tuple(h for h in diff.hunks if h.op is not Op.EQUAL and not h.is_cosmetic)


def pick_findings(diff: Diff, limit: int) -> tuple[list[Finding], int]:
    """Return at most ``limit`` findings, some of each kind, and how many were left out.

    Running text is no finding here: the clauses below show it.
    """
    typed = [finding for finding in diff.summary if finding.kind != "text"]
    if len(typed) <= limit:
        return typed, 0
    share = max(2, limit // len({finding.kind for finding in typed}))
    seen: dict[str, int] = {}
    first: list[Finding] = []
    for finding in typed:
        seen[finding.kind] = seen.get(finding.kind, 0) + 1
        if seen[finding.kind] <= share and len(first) < limit:
            first.append(finding)
    others = [finding for finding in typed if finding not in first]
    chosen = {id(finding) for finding in [*first, *others[: limit - len(first)]]}
    picked = [finding for finding in typed if id(finding) in chosen]
    return picked, len(typed) - len(picked)


def view_clause(hunk: Hunk, language: str, *, is_short: bool = True) -> ClauseView:
    """Return a changed clause; ``is_short`` leaves out unchanged text away from the edits."""
    index = hunk.old_index if hunk.new_index is None else hunk.new_index
    label = say("diff.clause", language, number=(index or 0) + 1)
    what = (
        say("diff.move", language, number=(hunk.old_index or 0) + 1)
        if hunk.op is Op.MOVE
        else say(f"diff.{hunk.op.value}", language)
    )
    joint = "，" if language == "zh" else ", "
    return ClauseView(hunk.op, f"{label}{joint}{what}", tuple(_marks(hunk, is_short=is_short)))


def _marks(hunk: Hunk, *, is_short: bool) -> Iterator[Mark]:
    if not hunk.pieces:
        op = Op.EQUAL if hunk.op is Op.MOVE else hunk.op
        limit = CLAUSE_CHARACTERS if is_short else 10 * CLAUSE_CHARACTERS
        yield Mark(op, one_line(hunk.new or hunk.old, limit))
        return
    pieces = list(_join_equal(hunk.pieces))
    for at, piece in enumerate(pieces):
        if piece.op is Op.EQUAL:
            text = _flat(piece.new)
            if is_short:
                text = _elide(text, is_first=at == 0, is_last=at == len(pieces) - 1)
            yield Mark(Op.EQUAL, text)
            continue
        if piece.old:
            yield Mark(Op.DELETE, _flat(piece.old))
        if piece.new:
            yield Mark(Op.INSERT, _flat(piece.new))


def _flat(text: str) -> str:
    """Return one line that keeps a space at its ends: words of Latin script need it."""
    line = one_line(text, CLAUSE_CHARACTERS)
    if not line:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{line}{' ' if text[-1].isspace() else ''}"


def _join_equal(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbouring equal pieces: a reader of the short form does not see cosmetics."""
    waiting: Piece | None = None
    for piece in pieces:
        if piece.op is Op.EQUAL and waiting is not None:
            waiting = Piece(op=Op.EQUAL, old=waiting.old + piece.old, new=waiting.new + piece.new)
            continue
        if piece.op is Op.EQUAL:
            waiting = piece
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        yield piece
    if waiting is not None:
        yield waiting


def _elide(text: str, *, is_first: bool, is_last: bool) -> str:
    """Keep what stands next to an edit."""
    if is_first and len(text) > KEPT_AROUND:
        return "…" + text[-KEPT_AROUND:]
    if is_last and len(text) > KEPT_AROUND:
        return text[:KEPT_AROUND] + "…"
    if len(text) > 2 * KEPT_AROUND + 1 and not is_first and not is_last:
        return f"{text[:KEPT_AROUND]}…{text[-KEPT_AROUND:]}"
    return text


def finding_parts(finding: Finding, language: str) -> tuple[str, str, str, str]:
    """Return (label, old, new, context), single lines; an absent side is said to be absent."""
    nothing = say("diff.nothing", language)
    return (
        say(f"finding.{finding.kind}", language),
        one_line(finding.old) or nothing,
        one_line(finding.new) or nothing,
        one_line(finding.context),
    )
