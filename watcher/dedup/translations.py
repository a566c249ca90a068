"""English copies of Chinese notices, matched without any model: by figures, dates and terms.

Machine translation changes every word but keeps what it cannot change: amounts (5430万 is
54.3 million), dates, how many points there are and which terms of the field stand in each.
"""

from __future__ import annotations

from collections.abc import Sequence

from watcher.dedup.canon import Canon, canonical
from watcher.dedup.keys import large_figures
from watcher.dedup.scripts import Dress, is_latin
from watcher.model.document import Document
from watcher.model.match import Candidate, Match, Relation

LEAST_FIGURES = 3
LEAST_SHARE = 0.6


def opens_translation(document: Document, dress: Dress) -> bool:
    """Whether an English page speaks about a Chinese notice."""
    return dress.is_latin and dress.is_of_mainland and document.has_text


def match_translation(
    document: Document, canon: Canon, candidates: Sequence[Candidate]
) -> Match | None:
    """Find the notice in the other language whose figures a page repeats."""
    mine = is_latin(document.body)
    figures = large_figures(canon)
    if len(figures) < LEAST_FIGURES:
        return None
    best: tuple[float, Candidate, list[str]] | None = None
    for candidate in candidates:
        if is_latin(candidate.document.body) == mine:
            continue
        other = canonical(candidate.document.body)
        theirs = large_figures(other)
        shared = [value for value in figures if value in theirs]
        share = len(shared) / max(1, min(len(figures), len(theirs)))
        if len(shared) < LEAST_FIGURES or share < LEAST_SHARE:
            continue
        if best is None or share > best[0]:
            best = share, candidate, shared
    if best is None:
        return None
    share, candidate, shared = best
    return Match(
        relation=Relation.TRANSLATION if mine else Relation.REPOST,
        notice_id=candidate.notice_id,
        page_id=candidate.page_id,
        score=round(0.5 + 0.4 * share, 4),
        evidence=(
            f"Repeats {len(shared)} figures of “{candidate.document.title}” in another language: "
            f"{', '.join(shared)}."
        ),
    )
