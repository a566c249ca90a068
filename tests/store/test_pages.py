"""Pages, revisions, notices, events and sources come back as they went in."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest

from tests.store.making import NOW, add_page, document, event, labels, later
from watcher.alerts.events import dedup_key
from watcher.diff import compare
from watcher.errors import InputError
from watcher.model.event import CopyRef, EventKind
from watcher.model.health import CheckOutcome, Health, SourceState
from watcher.model.match import Link, Relation
from watcher.store import events, export, notices, outbox, pages, sources
from watcher.store.database import Store


def test_a_page_and_its_revisions(store: Store) -> None:
    with store.writing() as tx:
        page_id, notice = add_page(tx, "键", external_id="外号")
        edited = document(body="改过的正文" * 20)
        pages.add_revision(
            tx, page_id, edited, labels(None), content_hash="h2", seen_at=later(hours=1),
            evidence_id=None,
        )  # fmt: skip
    with store.reading() as tx:
        page = pages.find_page(tx, "键")
        assert page is not None
        assert (page.public_id, page.notice_id, page.content_hash) == ("外号", notice, "h2")
        assert (page.campaign, page.first_seen_at) == (None, NOW)
        assert [each.document for each in pages.revisions(tx, page_id)] == [document(), edited]
        assert pages.present_document(tx, page_id) == edited
        assert pages.find_page(tx, "other") is None


def test_many_keys_at_once(sqlite_store: Store) -> None:
    with sqlite_store.writing() as tx:
        add_page(tx, "key-7")
        assert list(pages.find_pages(tx, [f"key-{n}" for n in range(2000)])) == ["key-7"]


def test_due_pages_wait_longest_first(store: Store) -> None:
    with store.writing() as tx:
        for key, hours in (("a", 3), ("b", 1), ("c", 9), ("d", None)):
            add_page(tx, key, recheck_at=None if hours is None else later(hours=hours))
        due = pages.due_pages(tx, "s", later(hours=5), 10)
    assert [page.key for page in due] == ["b", "a"]


def test_merge_moves_pages_and_leaves_a_pointer(store: Store) -> None:
    with store.writing() as tx:
        _, keep = add_page(tx, "keep")
        moved, drop = add_page(tx, "drop")
        notices.merge_notice(tx, keep, drop)
        heir = notices.get_notice(tx, drop)
        assert heir is not None
        assert (heir.id, heir.pages) == (keep, 2)
        assert notices.count_notices(tx) == 1
        assert pages.get_page(tx, moved).relation == "repost"


def test_links_are_seen_from_both_ends_and_kept_once(store: Store) -> None:
    with store.writing() as tx:
        _, old = add_page(tx, "old")
        _, new = add_page(tx, "new")
        link = Link(notice_id=old, relation=Relation.SUCCESSOR, score=0.8, evidence="另一年份")
        notices.add_links(tx, new, [link])
        notices.add_links(tx, new, [link])
        assert [each.notice_id for each in notices.links_of(tx, old)] == [new]
        assert [each.notice_id for each in notices.links_of(tx, new)] == [old]


@pytest.mark.parametrize("seed", range(12))
def test_merges_move_every_link_and_double_none(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    kinds = (Relation.SUCCESSOR, Relation.REWRITE)
    links = {(*chance.sample(range(5), 2), chance.choice(kinds)) for _ in range(12)}
    heirs = list(range(5))
    with store.writing() as tx:
        ids = [add_page(tx, f"page {number}")[1] for number in range(5)]
        for one, other, kind in sorted(links):
            link = Link(notice_id=ids[other], relation=kind, score=0.5, evidence="同一事件")
            notices.add_links(tx, ids[one], [link])
        for _ in range(3):
            keep, drop = chance.sample(heirs, 2)
            notices.merge_notice(tx, ids[keep], ids[drop])
            heirs = [keep if each == drop else each for each in heirs]
        left = {(heirs[one], heirs[other], kind) for one, other, kind in links}
        for heir in set(heirs):
            from_it = [(other, kind) for one, other, kind in left if one == heir != other]
            to_it = [(one, kind) for one, other, kind in left if other == heir != one]
            found = [(each.notice_id, each.relation) for each in notices.links_of(tx, ids[heir])]
            assert Counter(found) == Counter((ids[end], kind) for end, kind in from_it + to_it)


def test_lists_search_literally(store: Store) -> None:
    with store.writing() as tx:
        add_page(tx, "a", text=document(title="100%整改"))
        add_page(tx, "b", text=document(title="1000家"))
        assert [n.title for n in notices.list_notices(tx, search="100%")] == ["100%整改"]
        assert len(notices.list_notices(tx, campaign="示例")) == 2
        assert notices.list_notices(tx, campaign="清_") == []


@pytest.mark.parametrize("wrong", ["", "N", "7", "N-12", "E-JMBX4H", "N-!!!!!!"])
def test_what_is_no_notice_id_is_told(wrong: str) -> None:
    with pytest.raises(InputError, match="not a notice id"):
        notices.notice_number(wrong)


def test_an_event_comes_back_whole(store: Store) -> None:
    told = event(
        EventKind.CHANGED,
        published_on=date(2026, 3, 1),
        diff=compare("应当在5日内\n完成", "不得在10日内\n完成"),
        copies=(CopyRef(title="副本", url=None, relation="repost", source_name="门户"),),
        extra={"health": "ok"},
        score=0.97,
    )
    with store.writing() as tx:
        stored = events.add_event(
            tx, told, subject="page:1", hearers=[("r", "c")], key_of=dedup_key
        )
        assert events.get_event(tx, stored.id) == stored
        assert (stored.seq, stored.diff, stored.copies) == (1, told.diff, told.copies)
        again = events.add_event(tx, told, subject="page:1", hearers=[], key_of=dedup_key)
        assert again.seq == 2
        assert events.list_events(tx, since_id=stored.id) == [again]


def test_only_an_event_nobody_heard_can_be_put_right(store: Store) -> None:
    with store.writing() as tx:
        _, notice = add_page(tx, "a")
        stored = events.add_event(
            tx, event(notice_id=notice), subject="n", hearers=[("r", "c")], key_of=dedup_key
        )
        assert events.unsent_event(tx, notice, EventKind.NEW) == stored
        outbox.claim_next(tx, ["c"], owner="x:1", now=NOW)
        assert events.unsent_event(tx, notice, EventKind.NEW) is None


def test_source_state_and_log(store: Store) -> None:
    state = SourceState(source_id="s", health=Health.ROTTEN, failures=3, next_check_at=NOW, rows=20)
    with store.writing() as tx:
        assert sources.get_state(tx, "s").health is Health.NEW
        sources.save_state(tx, state)
        sources.save_state(tx, state)
        outcome = CheckOutcome(health=Health.ROTTEN, diagnosis="没有行", problems=("甲",))
        sources.log_check(tx, "s", outcome, started_at=NOW, finished_at=later(seconds=2))
        assert sources.get_state(tx, "s") == state
        assert sources.recent_checks(tx, "s", 5)[0]["problems"] == ["甲"]
        assert [each.source_id for each in sources.broken_sources(tx)] == ["s"]


def test_due_sources(store: Store) -> None:
    with store.writing() as tx:
        for name, seconds in (("late", -60), ("soon", 60), ("gone", -90)):
            state = SourceState(source_id=name, next_check_at=later(seconds=seconds))
            sources.save_state(tx, state)
        assert sources.due_sources(tx, ["soon", "late", "new"], NOW) == ["new", "late"]
        sources.make_due(tx, ["soon"], NOW)
        assert sources.due_sources(tx, ["soon"], NOW) == ["soon"]


def test_exports_cover_everything(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    with store.writing() as tx:
        _, notice = add_page(tx, "p0", external_id="外号")
        for number in range(1, 5):
            add_page(tx, f"p{number}", notice_id=notice, relation=Relation.REPOST)
        rows = list(export.export_pages(tx))
        found = list(export.export_notices(tx))
    assert [row["id"] for row in rows] == ["外号", "p1", "p2", "p3", "p4"]
    assert {row["notice"] for row in rows} == {notice}
    assert rows[0]["body"] == document().body
    assert len(found) == 1
    assert [each["relation"] for each in found[0]["pages"]] == ["original"] + ["repost"] * 4
