"""Every doubt is told where there is reason for it, and nowhere else; names and rhythm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.adding.list_pages import TODAY, draft, html_page
from watcher.cli.doubt_words import REASONS, SENTENCES, tell, tell_unfit
from watcher.model.listing import Entry, Listing
from watcher.model.source import Tier
from watcher.pipeline.adding import Doubt, Subject, Unfit, find_doubts
from watcher.pipeline.adding.naming import (
    propose_floor,
    propose_id,
    propose_interval,
    propose_names,
)

SOURCE = replace(draft(), min_rows=5)


def entry(number: int, **changes: object) -> Entry:
    base = Entry(
        title=f"关于第{number}号事项的通知",
        url=f"https://www.example.gov.cn/n/{number}.html",
        published_on=TODAY - timedelta(days=number),
        published_text=str(TODAY - timedelta(days=number)),
        position=number,
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # each case names real fields


def listing(*changed: Entry, count: int = 12) -> Listing:
    given = {each.position: each for each in changed}
    rows = tuple(given.get(number, entry(number)) for number in range(count))
    return Listing(entries=rows, rows_seen=count)


def subjects(found: tuple[Doubt, ...]) -> dict[Subject, tuple[int, ...]]:
    return {doubt.subject: doubt.rows for doubt in found}


def test_a_good_list_leaves_no_doubt() -> None:
    assert find_doubts(SOURCE, listing(), today=TODAY) == ()


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        (entry(3, published_on=None, published_text=""), Subject.NO_DATE),
        (entry(3, published_on=None, published_text="2027-05-01"), Subject.FUTURE_DATE),
        (entry(3, published_on=TODAY + timedelta(days=2)), Subject.FUTURE_DATE),
        (entry(3, problems=("the date was read from the address",)), Subject.ADDRESS_DATE),
        (entry(3, url="https://mp.weixin.qq.com/s?id=1"), Subject.OTHER_HOST),
        (entry(3, title="关于开展…", title_cut=True), Subject.CUT_TITLE),
        (entry(3, title="更多"), Subject.SHORT_TITLE),
    ],
)
def test_a_doubtful_row_is_named(changed: Entry, subject: Subject) -> None:
    found = subjects(find_doubts(SOURCE, listing(changed), today=TODAY))
    assert found == {subject: (4,)}


def test_two_rows_with_one_link_are_both_named() -> None:
    twin = entry(7, url=entry(3).url)
    found = subjects(find_doubts(SOURCE, listing(twin), today=TODAY))
    assert found == {Subject.DOUBLE_LINK: (4, 8)}


def test_another_host_of_the_same_body_is_no_doubt() -> None:
    sister = entry(3, url="https://wsj.example.gov.cn/n/3.html")
    assert find_doubts(SOURCE, listing(sister), today=TODAY) == ()


def test_what_concerns_the_whole_list_is_told() -> None:
    few = subjects(find_doubts(SOURCE, listing(count=2), today=TODAY))
    assert Subject.FEW_ROWS in few
    old = [entry(n, published_on=date(2024, 1, 20 - n)) for n in range(12)]
    assert Subject.OLD in subjects(find_doubts(SOURCE, listing(*old), today=TODAY))
    mixed = [entry(n, published_on=TODAY - timedelta(days=n * 7 % 12)) for n in range(12)]
    assert Subject.DISORDER in subjects(find_doubts(SOURCE, listing(*mixed), today=TODAY))


def test_a_doubt_about_most_rows_is_grave_and_stands_first() -> None:
    undated = [entry(n, published_on=None, published_text="") for n in range(8)]
    found = find_doubts(SOURCE, listing(*undated, entry(9, title="更多")), today=TODAY)
    assert [(doubt.subject, doubt.is_grave) for doubt in found] == [
        (Subject.NO_DATE, True),
        (Subject.SHORT_TITLE, False),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_doubt_and_reason_has_its_words(language: str) -> None:
    assert set(SENTENCES) == {subject.value for subject in Subject}
    for subject in Subject:
        told = tell(Doubt(subject=subject, rows=(1, 2), values=("a", "b")), language)
        assert told
        assert "{" not in told
    for reason in REASONS:
        why, mend = tell_unfit(Unfit(reason, "an error page", "https://a.example/"), language)
        assert why
        assert mend
        assert "{" not in why + mend


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.cac.gov.cn/wxzw/wxfb/A093702index_1.htm", "cac-a093702index-1"),
        ("https://www.miit.gov.cn/jgsj/waj/gzdt/index.html", "miit-gzdt"),
        ("https://wap.miit.gov.cn/", "miit"),
        ("http://127.0.0.1:8000/list/", "127-0-0-1"),
        ("https://hbca.miit.gov.cn/xwdt/tzgg/", "miit-hbca-tzgg"),
    ],
)
def test_ids_come_from_the_address(url: str, wanted: str) -> None:
    assert propose_id(url, ()) == wanted
    assert propose_id(url, (wanted, f"{wanted}-2")) == f"{wanted}-3"


def test_names_come_from_the_page() -> None:
    head = '<meta name="SiteName" content="某省通信管理局网站">'
    head += '<meta name="ColumnName" content="通知公告">'
    told = propose_names(html_page("", head=head), "https://x.miit.gov.cn/a/", ())
    assert told.name == "某省通信管理局网站 · 通知公告"
    assert told.issuer == "某省通信管理局"
    assert told.tier is Tier.OFFICIAL
    titled = propose_names(html_page("", name="公告_某市网信办"), "https://a.example/b/", ())
    assert (titled.name, titled.issuer) == ("某市网信办 · 公告", "某市网信办")
    assert not titled.is_tier_sure


def test_the_floor_and_the_interval_follow_the_rows() -> None:
    rows = listing().entries
    assert propose_floor(rows) == 6
    assert propose_interval(rows, TODAY) == 900
    slow = [entry(n, published_on=TODAY - timedelta(days=30 * n)) for n in range(10)]
    assert propose_interval(slow, TODAY) == 3600
    dead = [entry(n, published_on=date(2023, 5, 20 - n)) for n in range(10)]
    assert propose_interval(dead, TODAY) == 21600
