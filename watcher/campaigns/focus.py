"""Focus points of a notice, and what is new, gone and kept against an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from watcher.campaigns.facts.bodies import SPELLED, read_requirements
from watcher.campaigns.view import Part, make_part
from watcher.model.document import Document
from watcher.model.lineage import FocusChange, FocusNote, FocusPoint
from watcher.text.fold import fold, fold_key

FOCUS_HEADING = re.compile(r"整治重点|重点整治|整治内容|突出问题|重点任务|工作重点|重点问题")
INTRODUCED = re.compile(
    r"(?:以下|下列|如下|突出)?\s?(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?(?:类|个?方面|项|种)[^。:：;；\n]{0,12}(?:问题|乱象|整治)"
)
TITLE_END = re.compile(r"[。:：,，;；\n]")
GENERIC = re.compile(
    r"发布|编造|散布|传播|炮制|制作|恶意|违规|打击|规范|加强|环境|平台|问题|行为|整治|乱象|网络|网上|违法|不良|信息|内容|利用|实施|相关|有关|突出|方面|以及|等|涉|的|和|与|及|、|[\W_]+|未成年人|新"
)
SUFFIX = re.compile(r"(?:等?问题|行为|乱象)$")
QUOTED = re.compile(r"[“「]([^”」\n]{2,8})[”」]")
LATIN = re.compile(r"[A-Z]{2,6}")
LEAST_CHUNK = 2
DETAIL = 4
MOST_SHARED = 4
LONGEST_COMPARED = 400
KEPT = 2048
"""Texts whose folded forms are kept: every old point is held against every new one."""
CLAUSE_ENDS = "。；;，,：:\n"
LONGEST_PASSAGE = 60
LIKE = 0.22
"""Share of common character pairs at which two points speak of the same thing."""


@dataclass(frozen=True, slots=True)
class Later:
    """A later notice: its text, and the telling words under its points."""

    whole: Part
    details: frozenset[str]


def read_focus(document: Document) -> tuple[FocusPoint, ...]:
    """Give the focus points: numbered items under their heading, else 一是 … 二是 …."""
    part = make_part("body", document.body)
    return tuple(_numbered(part)) or tuple(_spelled(part))


def _numbered(part: Part) -> Iterator[FocusPoint]:
    items = list(read_requirements(part))
    chosen = [item for item in items if FOCUS_HEADING.search(item.heading)]
    if not chosen and INTRODUCED.search(part.text[: part.text.find("\n(") + 1 or 600]):
        chosen = [item for item in items if not item.heading]
    for item in chosen:
        yield _point(item.text, item.span.text)


def _point(text: str, printed: str) -> FocusPoint:
    said = fold(text).text
    cut = TITLE_END.search(said)
    title = said[: cut.start()] if cut else said
    return FocusPoint(title=title.strip(), text=printed.strip())


def _spelled(part: Part) -> Iterator[FocusPoint]:
    """Give 一是 … 二是 … of the paragraph that announces its points; the longest such run."""
    runs: list[list[re.Match[str]]] = []
    for found in SPELLED.finditer(part.text):
        if found.group("mark") == "一" or not runs:
            runs.append([])
        runs[-1].append(found)
    for found in max(runs, key=len, default=[]):
        span = part.span(found.start("text"), found.end("text"))
        said = part.said(found.start("text"), found.end("text"))
        cut = TITLE_END.search(said)
        yield FocusPoint(title=said[: cut.start()] if cut else said, text=said, span=span)


def compare_focus(
    old: Iterable[FocusPoint], new: Iterable[FocusPoint], *, new_text: str = ""
) -> tuple[FocusNote, ...]:
    """Say of every point whether it is new, gone, kept or only mentioned.

    New points come first, then kept, mentioned and gone ones, each in the order of its notice.
    ``new_text`` is the whole later notice, searched for points that lost their place.
    """
    olds, news = tuple(old), tuple(new)
    later = Later(make_part("body", new_text), frozenset(_details(news)))
    notes: list[FocusNote] = []
    matched: set[int] = set()
    for point in olds:
        note, index = _follow(point, news, later)
        notes.append(note)
        matched |= {index} if index is not None else set()
    fresh = [
        FocusNote(change=FocusChange.NEW, old="", new=point.title, evidence="", score=1.0)
        for index, point in enumerate(news)
        if index not in matched
    ]
    order = list(FocusChange)
    return (*fresh, *sorted(notes, key=lambda note: order.index(note.change)))


def _follow(
    point: FocusPoint, news: tuple[FocusPoint, ...], later: Later
) -> tuple[FocusNote, int | None]:
    """Find what became of an old point."""
    best, score = None, 0.0
    for index, candidate in enumerate(news):
        value = _alike(point, candidate)
        if value > score:
            best, score = index, value
    if best is not None and score >= LIKE:
        kept = FocusNote(
            change=FocusChange.KEPT,
            old=point.title,
            new=news[best].title,
            evidence=_find_evidence(point, news[best]),
            score=round(score, 3),
        )
        return kept, best
    passage = _find_passage(point, later)
    note = FocusNote(
        change=FocusChange.MENTIONED if passage else FocusChange.GONE,
        old=point.title,
        new="",
        evidence=passage,
        score=round(1 - score, 3),
    )
    return note, None


def _find_passage(point: FocusPoint, later: Later) -> str:
    """Give the clause in which a later notice still speaks of a point that lost its place.

    Its own words count anywhere; of what stands under it only words that a later point repeats.
    """
    whole = later.whole
    words = [term for term in _terms(point) if len(term) > 1]
    words += [word for word in _details([point]) if word in later.details]
    place = next((at for word in words if (at := whole.key.find(word)) >= 0), -1)
    if place < 0:
        return ""
    at = whole.to_text(place)
    start = max(whole.text.rfind(mark, 0, at) + 1 for mark in CLAUSE_ENDS)
    ends = [end for mark in CLAUSE_ENDS if (end := whole.text.find(mark, at)) >= 0]
    return whole.show(start, min(ends, default=len(whole.text))).strip()[:LONGEST_PASSAGE]


def _details(points: Iterable[FocusPoint]) -> Iterator[str]:
    """Give the telling words under headings, four characters at a time."""
    for point in points:
        for piece in GENERIC.split(fold(point.text).text):
            chunk = fold_key(piece)
            yield from (chunk[at : at + DETAIL] for at in range(len(chunk) - DETAIL + 1))


def _alike(one: FocusPoint, other: FocusPoint) -> float:
    """Say how alike two points are."""
    title = _share(one.title, other.title)
    if _find_named(one, other):
        return 0.6 + 0.4 * title
    return max(title, _share(one.text, other.text))


def _find_named(one: FocusPoint, other: FocusPoint) -> list[str]:
    """Give the telling words of a heading that another point says too."""
    text = _key(other.text)
    return [chunk for chunk in _chunks(one.title) if chunk in text]


def _find_evidence(one: FocusPoint, other: FocusPoint) -> str:
    """Give the words that show that two points are alike."""
    shared = (
        _find_named(one, other)
        or _find_common(one.title, other.title)
        or _find_common(one.text, other.text)
    )
    return "、".join(shared[:MOST_SHARED])


def _find_common(one: str, other: str) -> list[str]:
    """Give the words that two texts share, in the order of the first."""
    first, second = fold_key(one)[:LONGEST_COMPARED], fold_key(other)[:LONGEST_COMPARED]
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return [first[block.a : block.a + block.size] for block in blocks if block.size > 1]


_key = lru_cache(maxsize=KEPT)(fold_key)


@lru_cache(maxsize=KEPT)
def _chunks(title: str) -> tuple[str, ...]:
    """Give the telling words of a heading: what is left without the words all headings use."""
    keys = map(fold_key, GENERIC.split(title))
    return tuple(key for key in keys if len(key) >= LEAST_CHUNK)


def _terms(point: FocusPoint) -> list[str]:
    """Give what a later text would still say of a point: its words, quoted terms, Latin words."""
    terms = [*QUOTED.findall(point.text), *LATIN.findall(point.text)]
    own = _chunks(point.title) or (fold_key(SUFFIX.sub("", point.title)),)
    return [*own, *(fold_key(term) for term in terms)]


@lru_cache(maxsize=KEPT)
def _pairs(text: str) -> frozenset[str]:
    """Give the pairs of neighbouring characters of what is telling in a text."""
    whole = fold_key(text)
    telling = fold_key(GENERIC.sub(" ", text))
    key = telling if len(telling) >= LEAST_CHUNK else whole
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def _share(one: str, other: str) -> float:
    """Give the Dice share of common character pairs."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
