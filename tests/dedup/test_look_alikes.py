"""What looks like a copy and is another paper opens a notice of its own, linked to its kin."""

from __future__ import annotations

from datetime import date

import pytest

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import (
    BODY,
    FRAME_AFTER,
    FRAME_BEFORE,
    LAW,
    LAW_AMENDED,
    LAW_TITLE,
    NEXT_BODY,
    NEXT_TITLE,
    OTHER,
    OTHER_TITLES,
    TITLE,
)
from watcher.dedup import examine, fingerprint
from watcher.model.document import Document
from watcher.model.match import Relation


def test_next_years_notice_is_a_successor(store: MemoryStore) -> None:
    store.add(Document(title=TITLE, body=BODY))
    verdict = store.judge(Document(title=NEXT_TITLE, body=NEXT_BODY))
    assert (verdict.notice_id, verdict.relation) == (None, Relation.ORIGINAL)
    assert [(link.notice_id, link.relation) for link in verdict.links] == [
        ("n0", Relation.SUCCESSOR)
    ]
    assert "differ" in verdict.links[0].evidence


@pytest.mark.parametrize("first", [LAW, LAW_AMENDED])
def test_an_amended_regulation_is_a_successor(store: MemoryStore, first: str) -> None:
    second = LAW_AMENDED if first is LAW else LAW
    store.add(Document(title=LAW_TITLE, body=first))
    verdict = store.judge(Document(title=LAW_TITLE, body=second))
    assert verdict.notice_id is None
    assert [link.relation for link in verdict.links] == [Relation.SUCCESSOR]


def test_a_copy_goes_to_its_own_version(store: MemoryStore) -> None:
    store.add(Document(title=LAW_TITLE, body=LAW))
    store.add(Document(title=LAW_TITLE, body=LAW_AMENDED))
    framed = f"{FRAME_BEFORE}\n{LAW_AMENDED}\n{FRAME_AFTER}"
    verdict = store.judge(Document(title=LAW_TITLE, body=framed))
    assert (verdict.notice_id, verdict.also) == ("n1", ())


def test_a_real_title_over_another_body_does_not_join(store: MemoryStore) -> None:
    store.add(Document(title=TITLE, body=BODY))
    assert store.judge(Document(title=TITLE, body=OTHER)).notice_id is None


def test_the_frame_of_a_site_joins_nothing(store: MemoryStore) -> None:
    store.add(Document(title=TITLE, body=f"{FRAME_BEFORE}\n{BODY}\n{FRAME_AFTER}"))
    other = f"{FRAME_BEFORE}\n{OTHER}\n{FRAME_AFTER}"
    assert store.judge(Document(title=OTHER_TITLES[0], body=other)).notice_id is None


def test_a_commentary_that_quotes_does_not_join(store: MemoryStore) -> None:
    store.add(Document(title=TITLE, body=BODY))
    quote = BODY.split("\n")[1]
    sentences = OTHER.split("\n")
    body = "\n".join([sentences[0], f"通知提出：“{quote}”对此，读者看法不一。", *sentences[1:]])
    assert store.judge(Document(title=f"评论：{TITLE}", body=body)).notice_id is None


def test_two_reports_of_one_statement_are_linked_as_rewrites(store: MemoryStore) -> None:
    statement = (
        "为保障关键信息系统安全，防范产品问题隐患造成风险，依据有关法律，审查办公室按照审查办法，"
        "对星辰公司在本地销售的产品实施安全审查，审查期间停止新用户注册。"
    )
    first = f"江城网信部门昨天在一份简短声明中宣布，将对一家知名企业采取措施。声明称，{statement}"
    second = (
        "据本报记者了解，星辰公司的多款产品将接受主管部门的一次审查，消息引发关注。"
        f"公告显示，{statement}业内人士认为影响有限，公司尚未回应。"
    )
    store.add(Document(title="江城对星辰公司启动安全审查", body=first))
    verdict = store.judge(Document(title="星辰公司在江城接受安全审查", body=second))
    assert verdict.notice_id is None
    assert [link.relation for link in verdict.links] == [Relation.REWRITE]


def test_a_bulletin_of_another_month_is_linked(store: MemoryStore) -> None:
    form = (
        "2026年{}月，全市受理网络违法和不良信息举报{}件，环比增长{}%。"
        "其中，市级平台受理{}件，各区平台受理{}件，主要网站受理{}件。"
        "欢迎广大市民通过热线电话和手机客户端积极参与监督，共同维护清朗网络空间。"
    )
    first = form.format(4, "18.6万", "3.2", 2150, 8430, 175420)
    second = form.format(5, "20.1万", "8.1", 2480, 9120, 189400)
    store.add(Document(title="4月举报受理情况", body=first))
    verdict = store.judge(Document(title="5月举报受理情况", body=second))
    assert verdict.notice_id is None
    assert [link.notice_id for link in verdict.links] == ["n0"]


def test_a_page_without_text_joins_by_title_and_day_only(store: MemoryStore) -> None:
    day = date(2025, 8, 26)
    store.add(Document(title=TITLE, body=BODY, published_on=day))
    bare = Document(title=TITLE, body="", published_on=day)
    assert store.judge(bare).notice_id == "n0"
    assert store.judge(Document(title=TITLE, body="")).notice_id is None
    another_day = Document(title=TITLE, body="", published_on=date(2024, 8, 26))
    assert store.judge(another_day).notice_id is None
    other_title = Document(title=NEXT_TITLE, body="", published_on=day)
    assert store.judge(other_title).notice_id is None


@pytest.mark.parametrize(
    "body", ["", "。" * 400, "1 2 3 " * 200, "\ud800" * 50, "a" * 5000, "年" * 3000, "\n" * 300]
)
def test_odd_texts_are_judged_too(store: MemoryStore, body: str) -> None:
    store.add(Document(title=TITLE, body=BODY))
    store.add(Document(title="", body=body))
    verdict = store.judge(Document(title="", body=body + BODY))
    assert verdict.notice_id in {"n0", "n1"}


ROUNDUP = Document(
    title="今日要闻汇编",
    body=f"{TITLE}\n2025-08-27\n{BODY}\n{OTHER_TITLES[0]}\n2025-08-27\n{OTHER}\n"
    "编后：本期汇编到此结束。更多消息请留意明日同一时间。感谢各位读者长期支持。祝大家工作顺利。",
)
ITEM_PAGES = (Document(title=TITLE, body=BODY), Document(title=OTHER_TITLES[0], body=OTHER))


def test_a_roundup_joins_none_of_its_notices(store: MemoryStore) -> None:
    for page in ITEM_PAGES:
        store.add(page)
    verdict = store.judge(ROUNDUP)
    assert (verdict.notice_id, verdict.relation, verdict.also) == (None, Relation.ROUNDUP, ())
    assert {(link.notice_id, link.relation) for link in verdict.links} == {
        ("n0", Relation.ROUNDUP),
        ("n1", Relation.ROUNDUP),
    }


def test_a_notice_does_not_join_the_roundup_that_came_first(store: MemoryStore) -> None:
    store.add(ROUNDUP)
    for page in ITEM_PAGES:
        verdict = store.add(page)
        assert verdict.notice_id is None
        assert [(link.notice_id, link.relation) for link in verdict.links] == [
            ("n0", Relation.ROUNDUP)
        ]


def test_an_explanation_names_every_candidate_and_why(store: MemoryStore) -> None:
    store.add(Document(title=TITLE, body=BODY))
    store.add(Document(title=NEXT_TITLE, body=NEXT_BODY))
    page = Document(title=TITLE, body=f"{FRAME_BEFORE}\n{BODY}\n{FRAME_AFTER}")
    print_ = fingerprint(page)
    best, other = examine(page, print_, store.candidates(print_))
    assert (best.candidate.notice_id, best.kind, best.reasons) == ("n0", "copy", ())
    assert (other.candidate.notice_id, other.kind) == ("n1", "other edition")
    assert any("differ" in reason for reason in other.reasons)
    assert best.score > other.score
    assert best.shares[1] == 1
    assert all(page.body[span.start : span.end] == span.text for span in best.spans[::2])
