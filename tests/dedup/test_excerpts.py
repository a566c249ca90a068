"""Parts of one paper that have little in common, and digests in the paper's own words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import LAW, LAW_AMENDED, LAW_TITLE
from watcher.dedup.keys import announced_paper
from watcher.model.document import Document

ARTICLES = LAW.split("\n")[2:]
SHARED = ARTICLES[4].removeprefix("第五条 ")
FIRST = (
    "江城市公布了《江城市公共数据开放办法》，将从八月起实行。市民最关心哪些内容？\n"
    f"《办法》第五条写道：{SHARED}\n第四条明确了由谁来牵头，第六条要求限期答复。\n"
    "有市民说，过去想查一条公交线路的数据要跑三个窗口，如今有望在网上一次办完。"
)
SECOND = f"江城市印发办法，其中规定：\n{ARTICLES[4]}\n{ARTICLES[6]}\n{ARTICLES[7]}"


def page(title: str, body: str, day: int = 3) -> Document:
    return Document(title=title, body=body, published_on=date(2019, 7, day))


@pytest.mark.parametrize(
    ("title", "paper"),
    [
        ("江城市公布《公共数据开放办法（草案）》", "公共数据开放办法草案"),
        ("关于《公共数据开放办法（草案）》公开征求意见的通知", "公共数据开放办法草案"),
        ("发布 | 江城市印发《公共数据开放办法》（附全文）", "公共数据开放办法"),
        ("重磅！《公共数据开放办法》发布", "公共数据开放办法"),
        ("《公共数据开放办法》公布，企业应当怎么办", ""),
        ("专家解读 | 《公共数据开放办法》发布", ""),
        ("一文读懂《公共数据开放办法》", ""),
        ("江城市启动数据开放", ""),
        ("我读《公共数据开放办法》", ""),
    ],
)
def test_a_title_that_only_announces_a_paper_names_it(title: str, paper: str) -> None:
    assert announced_paper(title) == paper


@pytest.mark.parametrize("turned", [False, True])
def test_two_excerpts_of_one_announced_paper_are_one_notice(
    store: MemoryStore, turned: bool
) -> None:
    pages = [
        page(f"关于《{LAW_TITLE}》的通知", FIRST),
        page(f"江城市公布《{LAW_TITLE}》", SECOND, day=4),
    ]
    first, second = reversed(pages) if turned else pages
    store.add(first)
    assert store.judge(second).notice_id == "n0"


@pytest.mark.parametrize(
    "other",
    [
        page(f"《{LAW_TITLE}》公布，企业应当怎么办", SECOND),
        page(f"评论 | 写在《{LAW_TITLE}》公布之际", SECOND),
        page(f"江城市公布《{LAW_TITLE}（草案）》", SECOND),
        page(f"江城市公布《{LAW_TITLE}》", SECOND, day=30),
        page(f"江城市公布《{LAW_TITLE}》", f"江城市印发办法，其中要求：{SHARED}说了很多遍。"),
    ],
    ids=["advice", "comment", "draft", "weeks later", "no articles"],
)
def test_what_only_speaks_of_the_paper_is_not_its_excerpt(
    store: MemoryStore, other: Document
) -> None:
    store.add(page(f"关于《{LAW_TITLE}》的通知", FIRST))
    assert store.judge(other).notice_id is None


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
