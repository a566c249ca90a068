"""No miss: pins, reorders, pulled rows, walks that break off, and bursts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from watcher.errors import TimedOut
from watcher.model.listing import Entry, Listing
from watcher.model.page import PageRequest
from watcher.pipeline.walking import Meeting, Walk, find_anchors, walk_back

TODAY = date(2026, 3, 20)


def entry(name: str, days_ago: int | None) -> Entry:
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return Entry(title=name, url=f"http://a.example/{name}", published_on=day)


def listing(names: str, *, dated: bool = True, following: int | None = None) -> Listing:
    """Read "p1 n1 k1": pinned and known, new, known; a letter and how many days ago."""
    rows = tuple(entry(each, int(each[1:]) if dated else None) for each in names.split())
    page = PageRequest(url=f"http://a.example/{following}") if following is not None else None
    return Listing(entries=rows, rows_seen=len(rows), next_page=page)


def is_known(name: str) -> bool:
    return name[0] in "pk"


CASES = {
    "nothing new": ("k1 k2 k3 k4", Meeting.SURELY),
    "some new on top": ("n0 n1 k1 k2 k3", Meeting.SURELY),
    "all new": ("n0 n1 n2 n3", Meeting.NOT),
    "pinned rows above a burst": ("p90 p80 p70 n1 n2 n3 n4", Meeting.NOT),
    "a bumped row within a burst": ("n1 n2 k40 n3 n4", Meeting.NOT),
    "an old row moved up from behind": ("k1 k2 k3 k4 n60", Meeting.SURELY),
    "a row put in further down": ("k1 k2 n3 k3 k4", Meeting.SURELY),
    "new and pinned, then known": ("p90 n0 n1 k2 k3 k4", Meeting.SURELY),
    "one known row at the end": ("n0 n1 n2 n3 k4", Meeting.WEAKLY),
}


@pytest.mark.parametrize("name", CASES)
def test_how_a_page_meets_what_is_known(name: str) -> None:
    rows, meeting = CASES[name]
    assert walk([listing(rows)]).meeting is meeting


def test_rows_without_dates_count_only_where_known_ones_stand_below() -> None:
    names = ("p1", "p2", "p3", "n1", "n2", "n3", "n4", "k1", "k2")
    rows = [(each, entry(each, None)) for each in names]
    known = {key for key, _ in rows if is_known(key)}
    assert set(find_anchors(rows, known)) == {"k1", "k2"}


def walk(pages: list[Listing], *, depth: int = 1, most: int = 10, fails_at: int = 99) -> Walk:
    bring_count = 0

    def bring(_request: PageRequest) -> Listing:
        nonlocal bring_count
        bring_count += 1
        if bring_count == fails_at:
            raise TimedOut("too slow")
        return pages[bring_count]

    def find_known(rows: Mapping[str, Entry]) -> set[str]:
        return {key for key in rows if is_known(key)}

    return walk_back(
        pages[0], bring=bring, find_known=find_known, key_of=lambda each: each.title,
        depth=depth, most=most,
    )  # fmt: skip


def test_a_burst_is_walked_back_to_what_is_known() -> None:
    found = walk([
        listing("p90 n0 n1 n2", following=2),
        listing("n3 n4 n5", following=3),
        listing("n6 k7 k8 k9 n99", following=4),
        listing("k100 k101 k102"),
    ])  # fmt: skip
    assert (found.meeting, found.pages_read) == (Meeting.SURELY, 3)
    assert found.list_news()[-1] == "k9"
    assert "n99" not in found.list_settled()


def test_a_weak_meeting_asks_for_one_page_more_and_is_enough_at_the_end() -> None:
    pages = [listing("n0 n1 k2", following=2), listing("k3 k4 k5")]
    assert walk(pages).pages_read == 2
    alone = walk([listing("n0 n1 k2")])
    assert not alone.is_open


def test_a_walk_that_breaks_off_or_is_too_long_stays_open() -> None:
    pages = [listing("n0 n1", following=2), listing("n2 n3", following=3), listing("n4 n5")]
    assert walk(pages, fails_at=2).is_open
    assert walk(pages, fails_at=2).error is not None
    assert walk(pages, most=1).is_open
    assert len(walk(pages, most=1).list_news()) == 4


def test_a_page_that_repeats_ends_the_walk() -> None:
    found = walk([listing("n0 n1", following=2), listing("n0 n1", following=2)])
    assert found.is_at_end
    assert found.pages_read == 2


def test_a_deep_walk_finds_rows_put_in_behind_the_first_page() -> None:
    found = walk(
        [listing("k1 k2 k3", following=2), listing("k4 n5 k6", following=3), listing("k7 n60")],
        depth=5,
    )
    assert [key for key in found.list_news() if not is_known(key)] == ["n5"]
    assert "n60" in found.list_settled()
