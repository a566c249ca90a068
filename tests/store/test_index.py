"""The inverted index finds what shares something rare, and stays bounded."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.store.making import add_page, document
from watcher.model.match import Fingerprint
from watcher.store import index, index_statements
from watcher.store.database import Store, Transaction


def _print(*shingles: int, keys: tuple[str, ...] = ()) -> Fingerprint:
    return Fingerprint(shingles=shingles, keys=keys, length=100)


def _add(tx: Transaction, key: str, print_: Fingerprint) -> int:
    page_id, _ = add_page(tx, key, text=document(title=key))
    index.add_page(tx, page_id, print_, index.find_neighbours(tx, print_))
    return page_id


def test_rare_shingles_weigh_more(store: Store) -> None:
    with store.writing() as tx:
        for number in range(9):
            _add(tx, f"common-{number}", _print(1, 2, 3))
        rare = _add(tx, "rare", _print(1, 900, 901))
        found = index.find_neighbours(tx, _print(1, 2, 3, 900, 901)).candidates
    assert found[0].page_id == rare
    assert found[0].weight == pytest.approx(2 + 1 / 10**0.5)
    assert found[0].shared == 3
    assert found[0].document == document(title="rare")


def test_large_hashes_survive(store: Store) -> None:
    with store.writing() as tx:
        page_id = _add(tx, "large", _print(2**63 - 1, 0))
        found = index.find_neighbours(tx, _print(2**63 - 1)).candidates
    assert [each.page_id for each in found] == [page_id]


def test_keys_find_pages_without_common_text(store: Store) -> None:
    with store.writing() as tx:
        page_id = _add(
            tx, "numbered", _print(5, keys=("number:国信办〔2026〕1号", "title:通知'\""))
        )
        found = index.find_neighbours(tx, _print(6, keys=("title:通知'\"",))).candidates
    assert [each.page_id for each in found] == [page_id]


def test_a_full_list_is_neither_counted_nor_extended(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "FULL", 3)
    with store.writing() as tx:
        for number in range(6):
            _add(tx, f"page-{number}", _print(7, 100 + number))
        assert index.find_neighbours(tx, _print(7)).candidates == ()
        assert index.find_neighbours(tx, _print(7)).full_shingles == {7}
        assert len(index.find_neighbours(tx, _print(7, 104)).candidates) == 1


def test_pages_in_the_other_language_have_places_of_their_own(store: Store) -> None:
    with store.writing() as tx:
        notice = _add(tx, "notice", _print(1, keys=("terms:z1",)))
        for number in range(3 * index.CANDIDATES):
            _add(tx, f"english-{number}", _print(*range(10, 30), keys=("terms:e1", "terms:e2")))
        for number in range(3 * index.ABROAD):
            _add(tx, f"far-{number}", _print(2, keys=("terms:z3",)))
        asked = Fingerprint(
            shingles=tuple(range(10, 30)),
            keys=("terms:e1", "terms:e3"),
            length=100,
            abroad=("terms:z1", "terms:z3"),
        )
        found = index.find_neighbours(tx, asked).candidates
    assert len(found) == index.CANDIDATES + index.ABROAD
    assert notice in [each.page_id for each in found]
    assert len({each.page_id for each in found}) == len(found)


def test_one_notice_does_not_crowd_out_the_others(store: Store) -> None:
    with store.writing() as tx:
        first, notice = add_page(tx, "first")
        index.add_page(tx, first, _print(1, 2, 3), index.find_neighbours(tx, _print()))
        for number in range(10):
            copy, _ = add_page(tx, f"copy-{number}", notice_id=notice)
            index.add_page(tx, copy, _print(1, 2, 3), index.find_neighbours(tx, _print(1, 2, 3)))
        other = _add(tx, "other", _print(3))
        found = index.find_neighbours(tx, _print(1, 2, 3)).candidates
    assert len(found) == index_statements.PER_NOTICE + 1
    assert found[-1].page_id == other


def test_a_dropped_page_is_found_no_more(store: Store) -> None:
    with store.writing() as tx:
        print_ = _print(1, 2, keys=("title:x",))
        page_id = _add(tx, "gone", print_)
        index.drop_page(tx, page_id, print_)
        assert index.find_neighbours(tx, print_).candidates == ()


@pytest.mark.parametrize("at_once", [0, 5, 12])
def test_pages_added_at_once_make_the_same_lists(
    store: Store, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(index, "FULL", 3)
    prints = [
        _print(7, number % 4, 100 + number, keys=("figures:5", f"title:{number % 5}"))
        for number in range(12)
    ]
    with store.writing() as tx:
        ids = [add_page(tx, f"page-{number}")[0] for number in range(12)]
        pages = dict(zip(ids, prints, strict=True))
        for page_id in ids[at_once:]:
            index.add_page(tx, page_id, pages[page_id], index.find_neighbours(tx, pages[page_id]))
        index.add_pages(tx, {page_id: pages[page_id] for page_id in ids[:at_once]})
        lists = [tx.run(table.select()).all() for table in (index.posting, index.page_key)]
    sizes = [Counter(row[0] for row in rows) for rows in lists]
    assert sizes[0] == Counter({7: 3, 0: 3, 1: 3, 2: 3, 3: 3} | dict.fromkeys(range(100, 112), 1))
    assert sizes[1] == Counter(
        {"figures:5": 3, "title:0": 3, "title:1": 3, "title:2": 2, "title:3": 2, "title:4": 2}
    )
    assert all(row[1] in ids for rows in lists for row in rows)
