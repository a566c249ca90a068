"""English copies of Chinese notices, matched without any model: by figures, years and terms.

Machine translation changes every word but keeps what it cannot change: amounts (5430万 is
54.3 million), years, and which terms of the field stand in which order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from watcher.dedup.align import prepared
from watcher.dedup.canon import Canon
from watcher.dedup.figures import batches, kept_numbers, large_figures, spelled_figures
from watcher.dedup.glossary import LEAST_TERMS, Term, find_terms
from watcher.dedup.keys import named_titles, same_key, title_key
from watcher.dedup.scripts import Dress, is_latin
from watcher.model.document import Document
from watcher.model.match import Candidate, Match, Relation
from watcher.text.fold import fold

LEAST_FIGURES = 3
LEAST_SHARE = 0.6
LEAST_NUMBERS = 2
SAME_NUMBERS = 0.5
"""A translation keeps its numbers, rounded ones aside; of a true pair nine tenths are shared."""
LONG_FIGURE = 4
MOST_NAMED = 8
COMMON_TERMS = 0.45
"""Part of both texts' terms that they name in the same order (Dice); other notices of the field
reach a fifth, those of one campaign a third."""
WITH_NUMBERS = 0.38
WITH_NAME = 0.25
"""Enough where numbers are shared, and where one prints the other's title."""
PART_TERMS = 0.75
MANY_TERMS = 40
OTHER_TERMS = 0.2
_NAME = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+[A-Z][A-Za-z]+")
"""Names such as GrayStarling, which no translation changes."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a translation keeps of a text."""

    figures: tuple[str, ...]
    terms: tuple[Term, ...]
    years: tuple[tuple[str, int], ...]
    numbers: frozenset[str]
    batches: frozenset[tuple[str, int]]
    title: str
    titles: frozenset[str]
    names: frozenset[str]

    @property
    def year(self) -> str | None:
        """The year that the text names most often."""
        return max(self.years, key=lambda each: each[1])[0] if self.years else None


def opens_translation(document: Document, dress: Dress) -> bool:
    """Whether an English page speaks about a Chinese notice."""
    return dress.is_latin and dress.is_of_mainland and document.has_text


@lru_cache(maxsize=64)
def _read(title: str, body: str) -> _Kept:
    canon = prepared(body).canon
    text, is_english = canon.folded.text, is_latin(body)
    figures = large_figures(canon)
    if is_english:
        figures += [each for each in spelled_figures(text.lower()) if len(each) >= LONG_FIGURE]
    return _Kept(
        figures=tuple(dict.fromkeys(figures)),
        terms=tuple(find_terms(text, is_english=is_english)),
        years=tuple(Counter(_YEAR.findall(text)).items()),
        numbers=kept_numbers(text),
        batches=batches(f"{fold(title).text}\n{text}"),
        title=title_key(title),
        titles=frozenset(named_titles(text)) if is_english else frozenset(),
        names=frozenset(_NAME.findall(text)),
    )


def match_translation(
    document: Document, canon: Canon, candidates: Sequence[Candidate]
) -> Match | None:
    """Find the notice in the other language that a page repeats; the answer knows no order."""
    is_mine_latin = is_latin(document.body)
    others = [
        each
        for each in candidates
        if is_latin(each.document.body) != is_mine_latin and not each.gathers
    ]
    if not others or not len(canon):
        return None
    mine = _read(document.title, document.body)
    found = []
    for candidate in others:
        theirs = _read(candidate.document.title, candidate.document.body)
        score, evidence = _compare(mine, theirs) if is_mine_latin else _compare(theirs, mine)
        if score:
            found.append((-score, candidate.page_id, candidate, evidence))
    if not found:
        return None
    score, _, candidate, evidence = min(found, key=lambda each: each[:2])
    earlier = (each[2] for each in found if not is_mine_latin and each[2].stands)
    also = dict.fromkeys(each.notice_id for each in earlier)  # translations that opened their own
    also.pop(candidate.notice_id, None)
    return Match(
        relation=Relation.TRANSLATION if is_mine_latin else Relation.REPOST,
        notice_id=candidate.notice_id,
        page_id=candidate.page_id,
        score=round(-score, 4),
        evidence=evidence.format(title=candidate.document.title),
        also=tuple(also),
    )


def _are_apart(english: _Kept, chinese: _Kept) -> bool:
    """Whether two texts name different numbers, batches, or things that have a Latin name."""
    least = min(len(english.numbers), len(chinese.numbers))
    shared = len(english.numbers & chinese.numbers)
    if least >= LEAST_NUMBERS and shared < SAME_NUMBERS * least:
        return True
    if chinese.names and english.names and not chinese.names & english.names:
        return True
    return bool(english.batches and chinese.batches and not english.batches & chinese.batches)


def _name_numbers(mine: _Kept, theirs: _Kept) -> str:
    shared = sorted(mine.numbers & theirs.numbers)[:MOST_NAMED]
    values = ", ".join(each.removeprefix("day ") for each in shared)
    return f", and its numbers {values}" if shared else ""


def _compare(mine: _Kept, theirs: _Kept) -> tuple[float, str]:
    """Return how sure it is that two texts are one in two languages (0: not), and why."""
    shared = [value for value in mine.figures if value in theirs.figures]
    fewer = min(len(mine.figures), len(theirs.figures))
    figures = len(shared) / max(1, fewer)
    if fewer >= LEAST_FIGURES - 1 and figures < LEAST_SHARE:
        return 0.0, ""
    if _are_apart(mine, theirs):
        return 0.0, ""
    years = {year for year, _ in mine.years} & {year for year, _ in theirs.years}
    if mine.year and theirs.year and not {mine.year, theirs.year} & years:
        return 0.0, ""
    in_order = LCSseq.similarity(mine.terms, theirs.terms)
    shorter, longer = sorted((len(mine.terms), len(theirs.terms)))
    whole, part = in_order / max(1, longer), in_order / max(1, shorter)
    common = 2 * in_order / max(1, shorter + longer)
    same_terms = in_order >= LEAST_TERMS and (
        common >= _least_common(mine, theirs) or (shorter >= MANY_TERMS and part >= PART_TERMS)
    )
    if len(shared) >= LEAST_FIGURES and (shorter < LEAST_TERMS or whole >= OTHER_TERMS):
        values = ", ".join(shared).replace("{", "").replace("}", "")
        evidence = f"Repeats {len(shared)} figures of “{{title}}” in another language: {values}."
        return 0.5 + 0.4 * figures, evidence
    if same_terms:
        evidence = f"Repeats {in_order} terms of “{{title}}” in the same order in another language"
        evidence += f"{_name_numbers(mine, theirs)}."
        return 0.4 + 0.4 * max(whole, part - 0.25), evidence
    return 0.0, ""


def _least_common(english: _Kept, chinese: _Kept) -> float:
    """Return how many terms two texts must share, the fewer the more else they do."""
    if _is_named(english, chinese):
        return WITH_NAME
    has_numbers = len(english.numbers & chinese.numbers) >= LEAST_NUMBERS
    return WITH_NUMBERS if has_numbers else COMMON_TERMS


def _is_named(english: _Kept, chinese: _Kept) -> bool:
    return any(same_key(chinese.title, each) for each in english.titles)
