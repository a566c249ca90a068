"""Every dress in which a copy arrives still joins its notice, and is called what it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from opencc import OpenCC

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import (
    BODY,
    ENGLISH,
    ENGLISH_TITLE,
    FRAME_AFTER,
    FRAME_BEFORE,
    LAW,
    LAW_TITLE,
    OTHER,
    OTHER_TITLES,
    SOURCE_OF_ENGLISH,
    TITLE,
)
from watcher.model.document import Document
from watcher.model.match import Relation


@pytest.fixture
def known(store: MemoryStore) -> MemoryStore:
    store.add(Document(title=OTHER_TITLES[0], body=OTHER))
    store.add(Document(title=LAW_TITLE, body=LAW))
    assert store.add(Document(title=TITLE, body=BODY)).notice_id is None
    return store


def traditional(text: str) -> str:
    return str(OpenCC("s2t").convert(text))


def annotated(text: str) -> str:
    return (
        traditional(text).replace("網", "網(wǎng)").replace("學", "學(xué)").replace("發", "發(fā)")
    )


def framed(text: str) -> str:
    return f"{FRAME_BEFORE}\n{TITLE}\n{text}\n{FRAME_AFTER}"


def with_ads(text: str) -> str:
    return "\n广告 点击下载客户端\n".join(text.split("\n"))


def hard_wrapped(text: str) -> str:
    flat = text.replace("\n", "")
    return "\n".join(flat[i : i + 31] for i in range(0, len(flat), 31))


def spelled(text: str) -> str:
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")
    text = re.sub(r"2025(?=年)", lambda found: found[0].translate(digits), text)
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９")).replace(
        "５万条", "５萬條"
    )


def shuffled(text: str) -> str:
    def turn(found: re.Match[str]) -> str:
        clauses = found[0][:-1].split("，")
        return "，".join([*clauses[2:], *clauses[:2]]) + "。"

    return re.sub(r"[^。\n]+，[^。\n]+，[^。\n]+。", turn, text)


DRESSES: dict[str, tuple[Callable[[str], str], Relation]] = {
    "as it is": (lambda text: text, Relation.REPOST),
    "in a site's frame": (framed, Relation.REPOST),
    "with ads between paragraphs": (with_ads, Relation.REPOST),
    "on one line": (lambda text: text.replace("\n", "  "), Relation.REPOST),
    "hard wrapped": (hard_wrapped, Relation.REPOST),
    "zero-width characters": ("\u200b".join, Relation.REPOST),
    "other quotes": (lambda text: text.translate(str.maketrans("“”", "「」")), Relation.REPOST),
    "spelled numbers": (spelled, Relation.REPOST),
    "printed twice": (lambda text: f"{text}\n{text}", Relation.REPOST),
    "a character lost": (lambda text: text.replace("平", ""), Relation.REPOST),
    "words filtered": (lambda text: text.replace("整治", "**"), Relation.REPOST),
    "a brand spliced in": (lambda text: text.replace("，", "，星河娱乐"), Relation.REPOST),
    "phrases shuffled": (shuffled, Relation.REPOST),
    "one figure wrong": (lambda text: text.replace("2300", "230"), Relation.REPOST),
    "traditional": (traditional, Relation.SCRIPT_VARIANT),
    "traditional with readings": (annotated, Relation.SCRIPT_VARIANT),
    "framed, traditional": (lambda text: traditional(framed(text)), Relation.SCRIPT_VARIANT),
    "the first third": (lambda text: text[: len(text) // 3], Relation.EXCERPT),
    "the last third": (lambda text: text[-len(text) // 3 :], Relation.EXCERPT),
    "the middle": (lambda text: text[len(text) // 3 : -len(text) // 3], Relation.EXCERPT),
    "read as Windows-1252": (
        lambda text: text.encode().decode("latin-1"),
        Relation.REPOST,
    ),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_copy_joins_in_every_dress(known: MemoryStore, dress: str) -> None:
    change, relation = DRESSES[dress]
    verdict = known.judge(Document(title=TITLE, body=change(BODY)))
    assert (verdict.notice_id, verdict.relation) == ("n2", relation)
    assert 0.4 < verdict.score <= 1
    assert verdict.evidence
    assert not verdict.also


@pytest.mark.parametrize("dress", DRESSES)
def test_the_original_joins_a_copy_that_came_first(store: MemoryStore, dress: str) -> None:
    change, _ = DRESSES[dress]
    store.add(Document(title=TITLE, body=change(BODY)))
    assert store.judge(Document(title=TITLE, body=BODY)).notice_id == "n0"


def test_a_forward_shows_what_it_adds(known: MemoryStore) -> None:
    own = "海州区各学校：现将上级通知转发给你们，请认真贯彻执行，并于10月8日前将进展报送区办公室。"
    verdict = known.judge(Document(title=f"转发{TITLE}", body=f"{own}\n{BODY}"))
    assert (verdict.notice_id, verdict.relation) == ("n2", Relation.FORWARD)
    assert "10月8日前将进展报送" in verdict.additions
    assert "工作目标" not in verdict.additions


def test_all_that_a_forwarding_body_asks_is_shown_and_not_the_sites_own_words(
    known: MemoryStore,
) -> None:
    asked = (
        "海州区各学校须在5月26日前把负责人的姓名和电话在区平台上登记，逾期的通报批评。",
        "家长会上要用十分钟讲解常见的骗术，并把讲稿贴在学校公告栏里供家长随时查看。",
    )
    frame = "版权声明：本站转载的文章归原作者所有，如有问题请在七日内联系我们完成删除。"
    body = "\n".join((BODY, *asked, frame, "海州区召开校园周边治理工作推进会 2025-10-01"))
    verdict = known.judge(Document(title=f"{TITLE}（海州）", body=body))
    assert (verdict.notice_id, verdict.relation) == ("n2", Relation.FORWARD)
    assert verdict.additions == "\n".join(asked).replace("，", ",")


def test_a_small_edit_of_the_same_page_is_a_revision(store: MemoryStore) -> None:
    url = "https://example.org/notice/1.html"
    store.add(Document(title=TITLE, body=BODY, url=url))
    edited = BODY.replace("24小时内办结", "当天办结")
    verdict = store.judge(Document(title=TITLE, body=edited, url=url))
    assert (verdict.notice_id, verdict.relation) == ("n0", Relation.REVISION)


def test_spans_are_the_pages_own_characters(known: MemoryStore) -> None:
    body = annotated(framed(BODY))
    verdict = known.judge(Document(title=TITLE, body=body))
    own = [span for span in verdict.spans if span.where == "body"]
    theirs = [span for span in verdict.spans if span.where == "candidate"]
    assert own
    assert theirs
    assert all(body[span.start : span.end] == span.text for span in own)
    assert all(BODY[span.start : span.end] == span.text for span in theirs)
    assert any("網(wǎng)" in span.text for span in own)


def test_a_translation_finds_its_notice_by_figures(known: MemoryStore) -> None:
    known.add(Document(title="校园周边整治取得阶段成效", body=SOURCE_OF_ENGLISH))
    verdict = known.judge(Document(title=ENGLISH_TITLE, body=ENGLISH))
    assert (verdict.notice_id, verdict.relation) == ("n3", Relation.TRANSLATION)
    assert "54300000" in verdict.evidence


def test_a_translation_can_come_first(store: MemoryStore) -> None:
    first = store.add(Document(title=ENGLISH_TITLE, body=ENGLISH))
    assert (first.notice_id, first.relation) == (None, Relation.TRANSLATION)
    assert "not been seen" in first.evidence
    later = store.judge(Document(title="校园周边整治取得阶段成效", body=SOURCE_OF_ENGLISH))
    assert later.notice_id == "n0"


@pytest.mark.parametrize("change", [traditional, annotated])
def test_a_script_variant_without_its_original_says_so(
    store: MemoryStore, change: Callable[[str], str]
) -> None:
    verdict = store.judge(Document(title=change(TITLE), body=change(BODY)))
    assert (verdict.notice_id, verdict.relation) == (None, Relation.SCRIPT_VARIANT)
    assert "not been seen" in verdict.evidence
