"""Parts of one paper that have little in common, and digests in the paper's own words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import LAW, LAW_AMENDED, LAW_TITLE
from watcher.dedup.keys import announced_paper
from watcher.model.document import Document

PAPER = "江城市集市管理规定"
SHARED = (
    "集市是指在城区道路旁或者广场上划出固定区域、由开办方统一管理、供居民就近购买蔬菜水果和"
    "日用小商品的露天经营场所"
)
FIRST = f"""\
江城市的集市有了新规矩。从八月起，摆摊不必再跑三个窗口，网上填一张表就能约到位置。
新规所说的{SHARED}，不含室内菜场。
先看办摊要走哪些步骤。第四条把编号权交给了区里，第五条让开办方每周公示空位，想摆摊的人按顺序排号。
再看收费。第七条写得干脆，除水电外一概不收，押金也不再有。过去一个摊位押两千元，不少人因此却步。
最后是卫生。第九条给开办方定了收市后一小时内清场的时限，做不到的当月停办两天，第十条还要求留存照片。
有摊主说，盼这样的规矩盼了好几年，眼下只希望排号的网页不要在早上六点就挤不进去。"""
SECOND = f"""\
江城市就集市管理定下新规，本月起征集意见到月底。所称{SHARED}，夜间经营的另行约定。其中：
第十二条 开办方应当在入口处设置公平秤，每季度送检一次，检验结果贴在秤旁，供居民随时查看。
第十三条 经营熟食的摊位应当加装防尘罩，从业人员持健康证上岗，剩余食材当日处理，不得隔夜再卖。
第十五条 居民对短斤少两的投诉，开办方应当在一天内答复，答复不了的报区商务部门处理。"""


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
        page(f"关于《{PAPER}》的通知", FIRST),
        page(f"江城市公布《{PAPER}》", SECOND, day=4),
    ]
    first, second = reversed(pages) if turned else pages
    store.add(first)
    assert store.judge(second).notice_id == "n0"


@pytest.mark.parametrize(
    "other",
    [
        page(f"《{PAPER}》公布，摊主应当怎么办", SECOND),
        page(f"评论 | 写在《{PAPER}》公布之际", SECOND),
        page(f"江城市公布《{PAPER}（草案）》", SECOND),
        page(f"江城市公布《{PAPER}》", SECOND, day=30),
        page(f"江城市公布《{PAPER}》", re.sub("第十.条", "", SECOND)),
    ],
    ids=["advice", "comment", "draft", "weeks later", "no articles"],
)
def test_what_only_speaks_of_the_paper_is_not_its_excerpt(
    store: MemoryStore, other: Document
) -> None:
    store.add(page(f"关于《{PAPER}》的通知", FIRST))
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
