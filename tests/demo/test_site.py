"""The site over HTTP: acts change what they say and nothing else; validators are honoured."""

from __future__ import annotations

import pytest

from tests.demo.conftest import Tree, fetch
from watcher.demo.content import ACTS_BY_PLACE, Act, Notice, Place, load
from watcher.demo.site import Site

CONTENT = load()


def pages(site: Site) -> dict[str, tuple[int, str]]:
    """Every list and detail page there is or will be, as status and text."""
    urls = list(site.urls.values())
    urls += [site.url(notice.site, notice.address) for notice in CONTENT.notices if notice.address]
    answers = {url: fetch(url) for url in urls}
    return {url: (answer.status, answer.html) for url, answer in answers.items()}


@pytest.mark.parametrize("act", Act)
def test_an_act_changes_its_own_sites_only(site: Site, act: Act) -> None:
    before = pages(site)
    site.stage.play(act)
    after = pages(site)
    changed = {url for url in before if before[url] != after[url]}
    hosts = {site.urls[place].split("/")[2] for place in Place if act in ACTS_BY_PLACE[place]}
    assert {url.split("/")[2] for url in changed} == hosts


def test_publishing_brings_a_row_and_its_page(site: Site) -> None:
    notice = CONTENT.notice("ai-abuse")
    url = site.url(Place.BUREAU, notice.address)
    assert fetch(url).status == 404
    site.stage.play(Act.PUBLISH)
    assert fetch(url).status == 200
    links = [href for href, _ in Tree(fetch(site.urls[Place.BUREAU]).html).links]
    assert url.removeprefix("http:") in links


def test_withdrawing_takes_the_row_and_the_page_and_leaves_the_list(site: Site) -> None:
    notice = CONTENT.notice("cloud-drive-list")
    url = site.url(Place.BUREAU, notice.address)
    assert fetch(url).status == 200
    site.stage.play(Act.WITHDRAW)
    assert fetch(url).status == 404
    listing = fetch(site.urls[Place.BUREAU])
    assert listing.status == 200
    assert notice.title not in listing.html
    assert CONTENT.notice("short-video").title in listing.html


def test_editing_changes_the_text_and_neither_title_nor_list(site: Site) -> None:
    edit = CONTENT.edits[0]
    notice = CONTENT.notice(edit.notice)
    url = site.url(notice.site, notice.address)
    listing = fetch(site.urls[Place.BUREAU]).html
    assert edit.old in fetch(url).html
    site.stage.play(Act.EDIT)
    assert edit.new in fetch(url).html
    assert edit.old not in fetch(url).html
    assert fetch(site.urls[Place.BUREAU]).html == listing


@pytest.mark.parametrize("place", Place)
def test_validators_are_honoured(site: Site, place: Place) -> None:
    first = fetch(site.urls[place])
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert fetch(site.urls[place], If_None_Match=tag).status == 304
    assert fetch(site.urls[place], If_Modified_Since=changed).status == 304
    assert fetch(site.urls[place], If_None_Match='"other"', If_Modified_Since=changed).status == 200
    assert fetch(site.urls[place], If_Modified_Since="not a date").status == 200
    for act in ACTS_BY_PLACE[place]:
        site.stage.play(act)
    if ACTS_BY_PLACE[place] != (Act.EDIT,):
        assert fetch(site.urls[place], If_None_Match=tag).status == 200
    assert fetch(site.urls[place], If_Modified_Since=changed).status == 200


def test_a_notice_can_be_added_while_it_runs(site: Site) -> None:
    extra = Notice(
        id="extra",
        site=Place.BUREAU,
        title="临时公告",
        published=CONTENT.notice("ai-abuse").published,
        body="仅供测试。",
        address="/2025-04/30/c_9.htm",
    )
    site.stage.add(extra)
    assert "临时公告" in fetch(site.urls[Place.BUREAU]).html
    assert "仅供测试。" in fetch(site.url(Place.BUREAU, extra.address)).html


def test_answers_are_counted(site: Site) -> None:
    fetch(site.urls[Place.CITY])
    fetch(site.url(Place.CITY, "/nothing"))
    assert site.stage.answers == {
        (Place.CITY, "/gzdt/", 200): 1,
        (Place.CITY, "/nothing", 404): 1,
    }
    assert site.stage.asked(Place.CITY, "/gzdt/") == 1
    assert site.stage.asked(Place.BUREAU, "/gzdt/") == 0


def test_hosts_are_five(site: Site) -> None:
    assert len({url.split("/")[2] for url in site.urls.values()}) == len(Place)
