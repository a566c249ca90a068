"""Which terms of the field a text names, in order: what no translation can avoid."""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

from watcher.dedup.terms import TERMS

Term = int
RUN = 3
MOST = 16
MOST_ENGLISH = 120
LEAST_TERMS = 15
LEAST_KINDS = 6


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Term]]:
    terms: dict[str, Term] = {}
    chinese: list[str] = []
    english: list[str] = []
    for number, line in enumerate(TERMS.strip().split("\n")):
        zh, en = (part.strip().split("|") for part in line.split(" : "))
        chinese += zh
        english += en
        plain = (word.rstrip("$") for word in en)
        terms |= dict.fromkeys((*(word.lower() for word in zh), *plain), number)

    def either(words: list[str]) -> str:
        ordered = sorted(words, key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\$", r"(?=s?\b)") for word in ordered)

    return (
        re.compile(either([word.lower() for word in chinese])),
        re.compile(rf"\b(?:{either(english)})"),
        terms,
    )


def find_terms(text: str, *, is_english: bool) -> list[Term]:
    """Return the numbers of the field's terms in a folded text, in order.

    A machine leaves some sentences of a translation as they were: English texts are read for both.
    """
    chinese, english, terms = _patterns()
    text = text.lower()  # a pattern that ignores case looks at every character, this one skips
    found = list(chinese.finditer(text))
    if is_english:
        found = sorted([*found, *english.finditer(text)], key=re.Match.start)
    return [terms[each[0]] for each in found]


def term_keys(sequence: list[Term], *, is_english: bool) -> list[str]:
    """Return hashes by which a translation and its notice find each other.

    They are runs of RUN terms whose order within a run does not count, since languages turn it
    round, chosen by their hash, so that both sides choose the same ones; English texts, being few,
    are given more. A text outside the field has none.
    """
    if len(sequence) < LEAST_TERMS or len(set(sequence)) < LEAST_KINDS:
        return []
    runs = {frozenset(sequence[i : i + RUN]) for i in range(len(sequence) - RUN + 1)}
    hashes = sorted(crc32(repr(sorted(run)).encode()) for run in runs if len(run) == RUN)
    return [f"{each:08x}" for each in hashes[: MOST_ENGLISH if is_english else MOST]]
