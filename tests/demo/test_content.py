"""The notices and pages of the demo are what the demo needs them to be."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from tests.demo.conftest import Tree
from watcher.demo.content import Act, Notice, Place, load, read, render_detail, render_list

CONTENT = load()
ALL_ACTS = tuple(Act)
HOST = "127.0.0.11:8000"


def shingles(text: str) -> set[str]:
    plain = re.sub(r"\W", "", text)
    return {plain[at : at + 8] for at in range(len(plain) - 7)}


@pytest.mark.parametrize("notice", CONTENT.notices, ids=lambda notice: notice.id)
def test_every_page_is_balanced_html_with_its_text(notice: Notice) -> None:
    if notice.address:
        html = render_detail(notice, host=HOST)
    else:
        html = render_list(notice.site, [notice], host=HOST, happened=())
    tree = Tree(html)
    assert not tree.faults
    assert not tree.open
    assert "$" not in tree.text
    assert notice.title in tree.text
    for line in notice.body.splitlines():
        assert line in tree.text


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("happened", [(), ALL_ACTS], ids=["baseline", "after"])
def test_every_list_is_balanced_and_newest_first(place: Place, happened: tuple[Act, ...]) -> None:
    shown = CONTENT.shown(place, happened)
    tree = Tree(render_list(place, shown, host=HOST, happened=happened))
    assert not tree.faults
    assert not tree.open
    assert [notice.published for notice in shown] == sorted(
        (notice.published for notice in shown), reverse=True
    )
    assert len(shown) >= 2


def test_the_new_notice_is_a_plausible_one() -> None:
    body = CONTENT.notice("ai-abuse").body
    assert 600 <= len(body) <= 1200
    assert len(re.findall(r"^\d\.", body, re.MULTILINE)) >= 6
    assert "2025年5月20日前" in body


def test_unlike_notices_share_no_text() -> None:
    """Else a dedup that joins them would be right and the demo's claim wrong."""
    families: dict[str, Notice] = {}
    for notice in CONTENT.notices:
        if notice.body and notice.since is None:
            families.setdefault(notice.body, notice)
    for one, other in combinations(families.values(), 2):
        shared = shingles(one.body) & shingles(other.body)
        assert len(shared) <= 0.15 * min(len(shingles(one.body)), len(shingles(other.body)))


def test_the_portal_tail_is_longer_than_the_body() -> None:
    notice = CONTENT.notice("portal-ai-abuse")
    text = Tree(render_detail(notice, host=HOST)).text
    tail = text.split("免责声明", 1)[1]
    assert len(re.sub(r"\s", "", tail)) > len(notice.body)
    assert "网信中国" in text.split("各省、自治区", 1)[0]


def test_the_official_list_cuts_titles_and_keeps_them_whole_in_the_attribute() -> None:
    shown = CONTENT.shown(Place.BUREAU, ())
    tree = Tree(render_list(Place.BUREAU, shown, host=HOST, happened=()))
    titles = {title for _, title in tree.links if title}
    assert titles == {notice.title for notice in shown}
    assert "…" in tree.text
    assert not any(notice.title in tree.text for notice in shown if len(notice.title) > 18)


def test_the_city_list_has_script_noise_split_dates_and_a_row_without_text() -> None:
    shown = CONTENT.shown(Place.CITY, ())
    html = render_list(Place.CITY, shown, host=HOST, happened=())
    assert '<span class="day">28</span><span class="ym">2025-04</span>' in html
    assert "__playerStyle__" in html
    assert "__playerStyle__" not in Tree(html).text
    assert [notice.id for notice in shown if not notice.body] == ["city-quarter"]
    assert not any(notice.address for notice in shown)


def test_the_mirror_is_traditional_with_injected_pinyin_and_an_advertisement() -> None:
    body = CONTENT.notice("mirror-ai-abuse").body
    assert "網(wǎng)信辦" in body
    assert len(re.findall(r"[一-鿿]\([a-zǎáàāǐíìīǒóòōǔúùūěéèēǚǘǜ]+\)", body)) >= 10
    assert "僅供參考" in body


def test_every_edit_hits_its_notice_once() -> None:
    for edit in CONTENT.edits:
        assert CONTENT.notice(edit.notice).body.count(edit.old) == 1
        assert edit.new not in CONTENT.notice(edit.notice).body


def test_the_broken_list_still_looks_like_a_page() -> None:
    html = render_list(Place.CITY, CONTENT.shown(Place.CITY, ()), host=HOST, happened=[Act.BREAK])
    assert html == read("city_redesigned.html")
    assert "news_item" not in html
    assert not Tree(html).faults
