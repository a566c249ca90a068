"""Which candidates are worth an alignment, and that leaving the others out changes no chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dedup.texts import BODY, NEXT_BODY, OTHER, TITLE
from watcher.dedup import examine, fingerprint
from watcher.dedup.align import Block, _chain
from watcher.dedup.weigh import _without
from watcher.model.document import Document
from watcher.model.match import Candidate, Relation
from watcher.model.source import Tier

LONG = f"{BODY}\n{OTHER}"
PAGE = Document(title=TITLE, body=LONG)


def candidate(title: str, shared: int | None) -> Candidate:
    return Candidate(
        page_id=1,
        notice_id="N1",
        relation=Relation.ORIGINAL,
        document=Document(title=title, body=f"{NEXT_BODY}\n{OTHER}"),
        tier=Tier.REPOST,
        weight=9.0,
        first_seen_on=date(2026, 1, 1),
        shared=shared,
    )


@pytest.mark.parametrize(
    ("title", "shared", "is_aligned"),
    [
        ("多地出台秋粮收购新举措", None, True),
        ("多地出台秋粮收购新举措", 0, False),
        ("多地出台秋粮收购新举措", 1, False),
        ("多地出台秋粮收购新举措", 9, True),
        (TITLE, 0, True),
        (f"快讯：{TITLE}", 1, True),
    ],
)
def test_a_stock_phrase_is_no_reason_to_align(
    title: str, shared: int | None, is_aligned: bool
) -> None:
    found = examine(PAGE, fingerprint(PAGE), (candidate(title, shared),))
    assert bool(found) is is_aligned


def test_a_clear_copy_hides_what_is_light_but_not_what_it_leaves_unexplained() -> None:
    page = Document(title=TITLE, body=f"{BODY}\n{OTHER}")
    print_ = fingerprint(page)

    def looked_at(first: str, weight: float) -> set[str]:
        one = replace(candidate("甲", None), document=Document(title="甲", body=first), weight=20.0)
        other = replace(candidate("乙", None), notice_id="N2", page_id=2, weight=weight)
        return {each.candidate.notice_id for each in examine(page, print_, (one, other))}

    assert looked_at(page.body, 9.0) == {"N1"}
    assert looked_at(OTHER, 9.0) == {"N1", "N2"}
    assert looked_at(OTHER, 0.4) == {"N1"}


def test_a_text_of_few_shingles_is_aligned_for_one() -> None:
    short = Document(title="要闻", body=OTHER[:90])
    found = examine(short, fingerprint(short), (candidate("多地出台秋粮收购新举措", 1),))
    assert len(found) == 1


PLACES = st.lists(st.tuples(st.integers(0, 9), st.integers(6, 12)), max_size=7)


def heaviest(runs: list[Block]) -> int:
    """Return the weight of the heaviest chain, found by trying all."""
    best = 0
    for chosen in range(1 << len(runs)):
        chain = [run for place, run in enumerate(runs) if chosen >> place & 1]
        pairs = pairwise(chain)
        if all(one.left < two.left and one.right < two.right for one, two in pairs):
            best = max(best, sum(run.length for run in chain))
    return best


@settings(max_examples=150, deadline=None)
@given(PLACES)
def test_the_chain_is_the_heaviest_that_ascends(places: list[tuple[int, int]]) -> None:
    first = {left: Block(left * 20, index * 20, size) for index, (left, size) in enumerate(places)}
    runs = sorted(first.values(), key=lambda run: run.right)
    assert sum(run.length for run in _chain(runs)) == heaviest(runs)


@given(st.lists(st.integers(0, 4)), st.lists(st.integers(0, 4)))
def test_numbers_are_compared_with_their_repeats(some: list[int], others: list[int]) -> None:
    left = _without(some, others)
    for number in range(5):
        assert left.count(number) == max(0, some.count(number) - others.count(number))
