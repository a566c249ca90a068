"""Text given by hand takes the same steps, silently, and is answered line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.pipeline.website import Clock, Website, make_notice, make_source
from watcher import dedup
from watcher.pipeline.check import check_source
from watcher.pipeline.ingest import BATCH, Answer, Item, ingest
from watcher.pipeline.reading import read_text
from watcher.pipeline.services import Services
from watcher.store import events, export, notices, pages

Build = Callable[..., Services]

TEXT = (
    "关于整治网络直播虚假营销的通知\n"
    "近期部分直播间以虚构身世、摆拍剧情等方式博取同情，借机销售商品，群众反映强烈。\n"
    "现决定自即日起开展为期两个月的集中整治，重点查处虚构人设、夸大功效、诱导打赏三类问题。\n"
    "各直播平台应当于4月10日前完成自查，将自查报告报送所在地网信部门。\n"
)


def take(services: Services, *items: Item | Answer, dry_run: bool = False) -> list[Answer]:
    return list(ingest(services, items, dry_run=dry_run))


def verdicts(answers: list[Answer]) -> list[str]:
    return [each.recorded.verdict.value if each.recorded else each.error for each in answers]


@pytest.mark.parametrize("times", [1, 1500])
def test_the_comparable_form_comes_with_what_was_read_unless_it_is_very_long(
    build: Build, times: int
) -> None:
    services = build()
    text = TEXT + "".join(
        f"第{number}项措施由所在地的部门负责落实。\n" for number in range(times * 5)
    )
    read = services.parse(read_text, text, None, None, None, date(2026, 11, 22))
    assert read == read_text(text, None, None, None, date(2026, 11, 22))
    whole = dedup.comparable(read.document)
    assert len(whole) > len(TEXT) / 2
    if times == 1:
        assert read.canon is not None
        assert read.canon.text() == whole.text()
    else:
        assert read.canon is None


def test_new_copy_unchanged_and_changed(build: Build) -> None:
    services = build()
    copy = "某网讯 " + TEXT + "责任编辑：小王"
    edited = TEXT.replace("4月10日", "4月20日")
    answers = take(
        services,
        Item(id="a", text=TEXT),
        Item(id="b", text=copy),
        Item(id="a", text=TEXT),
        Item(id="a", text=edited),
    )
    assert verdicts(answers) == ["new", "copy", "unchanged", "changed"]
    assert len({each.recorded.notice_id for each in answers if each.recorded}) == 1
    with services.store.reading() as tx:
        assert [row["id"] for row in export.export_pages(tx)] == ["a", "b"]
        assert events.last_event_id(tx) == 0


def test_a_dry_run_judges_and_stores_nothing(build: Build) -> None:
    services = build()
    take(services, Item(id="a", text=TEXT))
    [known, fresh] = take(
        services,
        Item(id="b", text=TEXT),
        Item(id="c", text="与前文毫不相干的一段话，讲的是天气和交通，足够长，可以比较。" * 2),
        dry_run=True,
    )
    assert known.recorded is not None
    assert fresh.recorded is not None
    assert known.recorded.notice_id is not None
    assert fresh.recorded.notice_id is None
    with services.store.reading() as tx:
        assert len(list(export.export_pages(tx))) == 1


def test_one_bad_row_does_not_stop_the_rest(build: Build) -> None:
    services = build()
    answers = take(
        services,
        Answer(id="line 1", error="line 1 is not JSON"),
        Item(id="x", text=TEXT, source_id="nobody"),
        Item(id="ok", text=TEXT),
    )
    assert verdicts(answers)[0] == "line 1 is not JSON"
    assert "nobody" in verdicts(answers)[1]
    assert verdicts(answers)[2] == "new"


def test_a_title_and_a_date_alone_are_stored_as_without_text(build: Build) -> None:
    services = build()
    [answer] = take(
        services, Item(id="t", text="某省2025年第二季度举报处置情况通报\n\n24\n2025-07")
    )
    assert answer.recorded is not None
    assert not answer.recorded.has_text
    with services.store.reading() as tx:
        [row] = export.export_pages(tx)
    assert (row["has_text"], row["body"], row["published"]) == (False, "", "2025-07-24")


def test_an_interruption_keeps_every_answer_that_was_given(build: Build) -> None:
    services = build()

    def endless() -> Iterator[Item]:
        number = 0
        while True:
            number += 1
            if number == 3 * BATCH + 5:
                raise KeyboardInterrupt
            yield Item(
                id=f"n{number}", text=f"编号{number * 7919}的事项，仅此一件，别无其他内容可述。" * 2
            )

    answered: list[Answer] = []
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012  # a loop
        for each in ingest(services, endless()):
            answered.append(each)  # noqa: PERF402  # what came before the interruption counts
    with services.store.reading() as tx:
        stored = {row["id"] for row in export.export_pages(tx)}
    assert len(answered) == 2 * BATCH  # the third batch was read but not yet stored
    assert stored == {each.id for each in answered}


def test_html_is_read_in_a_worker_and_joins_what_was_met_live(
    build: Build, site: Website, clock: Clock
) -> None:
    lines = TEXT.strip().split("\n")
    page = make_notice(lines[0], *lines[1:])
    site.pages["/live.html"] = page
    site.publish("live")
    source = make_source(site)
    services = build(source)
    check_source(services, source)
    [answer] = take(services, Item(id="saved.html", html=page))
    assert answer.recorded is not None
    assert answer.recorded.verdict.value == "copy"
    with services.store.reading() as tx:
        assert notices.count_notices(tx) == 1
        page_met_live = pages.pages_of_source(tx, source.id, listed=True)[0]
        live = pages.present_document(tx, page_met_live.id)
        by_hand_page = pages.find_page(tx, "id:saved.html")
        assert by_hand_page is not None
        by_hand = pages.present_document(tx, by_hand_page.id)
    assert live is not None
    assert by_hand is not None
    assert (live.title, live.body) == (by_hand.title, by_hand.body)
