"""Digests in a paper's own words, first paragraphs alone, lost notes of older versions."""

from __future__ import annotations

import pytest

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import LAW, LAW_AMENDED, LAW_TITLE
from watcher.model.document import Document

NEWS = """\
江城市政府昨天公布《江城市集市管理规定》，自2024年5月1日起施行。市商务局负责人说，制定规定是为了\
方便居民就近买菜，规范摊位秩序，保护经营者的合法权益。
规定对旧有的摊位证制度作了调整，由区里统一编号，不再收取押金，并取消了早市的时段限制。
规定规范了集市的日常管理流程。一是明确开市、闭市、清洁、巡查等环节的要求，并规定以照片和台账留存。
规定还对投诉处理作了要求，明确由集市开办方在一天内答复，答复不了的报区商务部门，最终接受居民监督。"""
DIGEST = """\
江城市政府昨天公布《江城市集市管理规定》，自2024年5月1日起施行。市商务局负责人说，制定规定是为了\
方便居民就近买菜，规范摊位秩序，保护经营者的合法权益。规定规范了集市的日常管理流程，明确由集市开办方在\
一天内答复，最终接受居民监督。"""


def test_a_digest_that_condenses_sentences_stays_apart(store: MemoryStore) -> None:
    store.add(Document(title="江城市公布集市管理规定", body=NEWS))
    assert store.judge(Document(title="集市管理规定5月起施行", body=DIGEST)).notice_id is None


def test_its_first_paragraph_alone_is_an_excerpt(store: MemoryStore) -> None:
    store.add(Document(title="江城市公布集市管理规定", body=NEWS))
    excerpt = Document(title="集市管理规定5月起施行", body=NEWS.split("\n", 1)[0])
    assert store.judge(excerpt).notice_id == "n0"


OLDER = "2021年4月2日 江城市人民政府第九次常务会议《关于修改三件规章的决定》第一次修正\n"


@pytest.mark.parametrize("wrap", [False, True])
def test_a_lost_note_of_an_older_version_makes_no_other_version(
    store: MemoryStore, wrap: bool
) -> None:
    notes = LAW_AMENDED.replace("2023年3月9日", f"{OLDER}2023年3月9日")
    copy = LAW_AMENDED.replace("《关于修改部分", "《关于修\n改部分") if wrap else LAW_AMENDED
    store.add(Document(title=LAW_TITLE, body=notes))
    assert store.judge(Document(title=LAW_TITLE, body=copy)).notice_id == "n0"
    assert store.judge(Document(title=LAW_TITLE, body=LAW)).notice_id is None
