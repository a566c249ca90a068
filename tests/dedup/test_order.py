"""The families do not depend on which page came first."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import (
    BODY,
    ENGLISH,
    ENGLISH_TITLE,
    FRAME_AFTER,
    FRAME_BEFORE,
    LAW,
    LAW_AMENDED,
    LAW_TITLE,
    NEXT_BODY,
    NEXT_TITLE,
    OTHER,
    OTHER_TITLES,
    SOURCE_OF_ENGLISH,
    TITLE,
)
from watcher.model.document import Document

HALF = len(BODY) // 2
PAGES = {
    "whole": Document(title=TITLE, body=BODY),
    "framed": Document(title=TITLE, body=f"{FRAME_BEFORE}\n{BODY}\n{FRAME_AFTER}"),
    "traditional": Document(title=TITLE, body=str(OpenCC("s2t").convert(BODY))),
    "head": Document(title=TITLE, body=BODY[:HALF]),
    "tail": Document(title="各地将报送总结", body=BODY[HALF:]),
    "next year": Document(title=NEXT_TITLE, body=NEXT_BODY),
    "regulation": Document(title=LAW_TITLE, body=LAW),
    "amended": Document(title=LAW_TITLE, body=LAW_AMENDED),
    "unrelated": Document(title=OTHER_TITLES[0], body=OTHER),
    "report": Document(title="校园周边整治取得阶段成效", body=SOURCE_OF_ENGLISH),
    "report's tail": Document(title="整治成效", body=SOURCE_OF_ENGLISH[-90:]),
    "english": Document(title=ENGLISH_TITLE, body=ENGLISH),
}
FAMILIES = frozenset(
    {
        frozenset({"whole", "framed", "traditional", "head", "tail"}),
        frozenset({"next year"}),
        frozenset({"regulation"}),
        frozenset({"amended"}),
        frozenset({"unrelated"}),
        frozenset({"report", "report's tail", "english"}),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.permutations(sorted(PAGES)))
def test_any_order_of_arrival_gives_the_same_families(order: list[str]) -> None:
    assert MemoryStore().families((name, PAGES[name]) for name in order) == FAMILIES


def test_a_whole_text_bridges_its_parts() -> None:
    for first, second in itertools.permutations(("head", "tail")):
        store = MemoryStore()
        store.add(PAGES[first])
        assert store.add(PAGES[second]).notice_id is None
        bridge = store.add(PAGES["whole"])
        assert {bridge.notice_id, *bridge.also} == {"n0", "n1"}
        assert store.notice_of(0) == store.notice_of(1) == store.notice_of(2)


def test_an_excerpt_that_fits_two_editions_does_not_make_them_one() -> None:
    store = MemoryStore()
    store.add(PAGES["regulation"])
    store.add(PAGES["amended"])
    both = "\n".join(line for line in LAW.split("\n") if line in LAW_AMENDED)
    found = store.add(Document(title="江城市办法摘登", body=both[-260:]))
    assert found.notice_id in {"n0", "n1"}
    assert found.also == ()
    assert store.notice_of(0) != store.notice_of(1)


@settings(max_examples=30, deadline=None)
@given(st.permutations(sorted(PAGES)))
def test_the_verdict_does_not_depend_on_the_order_of_candidates(order: list[str]) -> None:
    from watcher.dedup import fingerprint, match  # noqa: PLC0415  # next to what it explains

    store = MemoryStore()
    for name in sorted(PAGES):
        store.add(PAGES[name])
    print_ = fingerprint(PAGES["framed"])
    candidates = store.candidates(print_)
    turned = sorted(candidates, key=lambda each: order.index(sorted(PAGES)[each.page_id]))
    assert match(PAGES["framed"], print_, turned) == match(PAGES["framed"], print_, candidates)
