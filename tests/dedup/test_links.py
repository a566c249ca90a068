"""Notices that are no copies of each other are linked; the link says how they belong together."""

from __future__ import annotations

from datetime import date

import pytest

from tests.dedup.memory_store import MemoryStore
from watcher.dedup.findings import Findings
from watcher.dedup.series import neighbour_of
from watcher.model.document import Document
from watcher.model.match import Relation

SHARED = Findings(matched=400, left=(0, 400), right=(0, 400), left_length=500, right_length=500)


def titled(title: str, year: int | None = None) -> Document:
    return Document(title=title, body="", published_on=date(year, 5, 1) if year else None)


@pytest.mark.parametrize(
    ("one", "two", "relation"),
    [
        ("江城通报典型案例（第一批）", "江城通报典型案例（第二批）", Relation.SIBLING),
        (
            "程序通报（2025年第9批，总第30批）",
            "程序通报（2026年第1批，总第31批）",
            Relation.SIBLING,
        ),
        ("江城药监局公告（2026年第7号）", "江城药监局公告（2026年第9号）", Relation.SIBLING),
        ("2026年3月江城受理举报情况", "2026年4月江城受理举报情况", Relation.SIBLING),
        ("2026年3月江城受理举报情况", "2027年3月江城受理举报情况", Relation.SUCCESSOR),
        ("江城第一季度执法通报", "江城第二季度执法通报", Relation.SIBLING),
        ("2026年上半年江城执法", "2026年下半年江城执法", Relation.SIBLING),
        ("关于2026年高考期间工作的通知", "关于2027年高考期间工作的通知", Relation.SUCCESSOR),
        ("关于“清朗·校园周边”的通知", "关于“清朗·网上租房”的通知", Relation.SIBLING),
        ("关于开展专项检查的通知", "关于开展专项检查的通知", Relation.SIBLING),
    ],
)
def test_the_title_counts_the_papers_of_a_series(one: str, two: str, relation: Relation) -> None:
    assert neighbour_of(titled(one), titled(two), SHARED) is relation
    assert neighbour_of(titled(two), titled(one), SHARED) is relation


def test_where_the_title_says_no_year_the_day_does() -> None:
    title = "关于开展“清朗·校园周边”行动的通知"
    assert neighbour_of(titled(title, 2025), titled(title, 2026), SHARED) is Relation.SUCCESSOR
    assert neighbour_of(titled(title, 2026), titled(title, 2026), SHARED) is Relation.SIBLING


def test_an_amended_paper_follows_the_old_one() -> None:
    amended = Findings(matched=400, left=(0, 1), right=(0, 1), left_length=5, right_length=5)
    amended.edits = 5
    assert neighbour_of(titled("粮食管理办法"), titled("粮食管理办法"), amended) is (
        Relation.SUCCESSOR
    )


RULES = Document(
    title="江城市网上农资销售管理规定",
    body="第一条 为了规范网上农资的销售，保护农户的权益，制定本规定。\n"
    "第二条 平台应当核验店铺的登记证号，每季度复核一次，发现失效的立即停止展示。\n"
    "第三条 店铺应当在首页写明产品的用途、用量和禁用范围，不得夸大增产的效果。\n",
    published_on=date(2026, 3, 1),
)
LAUNCH = Document(
    title="江城启动“清朗·整治网上农资乱象”专项行动",
    body="江城市网信办今天召开会议，部署“清朗·整治网上农资乱象”专项行动，为期三个月。\n"
    "会议要求各平台在月底前完成自查，把结果报送所在地的网信部门，逾期不报的予以通报。\n",
    published_on=date(2026, 3, 10),
)
COMMENT = Document(
    title="律所观察：卖农资的平台要做哪些事",
    body="3月1日公布的《江城市网上农资销售管理规定》给平台加了三项义务，我们逐项说说怎么落实。\n"
    "先说登记证号：建议把核验做进入驻的流程，留下截图，由法务和运营一起签字确认。\n",
    published_on=date(2026, 3, 20),
)
PROGRESS = Document(
    title="“清朗·整治网上农资乱象”专项行动取得阶段性成效",
    body="行动开展一个月来，全市下架假冒农药链接两千余条，关闭店铺三十六家，约谈平台五家。\n"
    "下一步将聚焦直播间里冒充农技人员的主播，公布一批典型案例，欢迎农户提供线索。\n",
    published_on=date(2026, 4, 12),
)
REPORT = Document(
    title="卖假农药的网店要当心了",
    body="记者从江城市网信办获悉，名为“清朗·整治网上农资乱象”的行动已经开始，春耕的农户拍手叫好。\n"
    "种了三十年地的老周说，去年买的肥料撒下去没有动静，打电话过去店家已经换了名字。\n",
    published_on=date(2026, 3, 11),
)
OTHER = Document(
    title="江城春季招聘会周末举行",
    body="根据《江城市网上农资销售管理规定》，招聘会设农资专区，一百二十家企业带来岗位两千个。\n"
    * 2,
)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("notice", "page", "relation"),
    [
        (RULES, COMMENT, Relation.COMMENTARY),
        (LAUNCH, PROGRESS, Relation.SIBLING),
        (LAUNCH, REPORT, Relation.REWRITE),
    ],
)
def test_what_a_page_is_about_is_linked_though_no_text_is_shared(
    store: MemoryStore, notice: Document, page: Document, relation: Relation, *, turned: bool
) -> None:
    first, second = (page, notice) if turned and notice is LAUNCH else (notice, page)
    store.add(first)
    found = store.judge(second)
    assert found.notice_id is None
    assert [(link.notice_id, link.relation) for link in found.links] == [("n0", relation)]
    assert "share hardly a sentence" in found.links[0].evidence


def test_two_pages_whose_titles_name_one_paper_are_reports_of_it(store: MemoryStore) -> None:
    share = "农资店铺是指通过网络出售种子、农药、肥料和饲料的经营者，以及为其代发货物的仓库。\n"
    store.add(
        Document(
            title="江城市关于《农资店铺管理办法（征求意见稿）》公开征求意见的通知",
            body=share + "为了听取各方的看法，现将办法草案公布，市民可在月底以前来信。\n",
        )
    )
    page = Document(
        title="江城市公布《农资店铺管理办法（征求意见稿）》",
        body=share + "记者看到，草案把登记、抽检和退货三件事写在了一起，菜农老周说盼了很多年。\n",
    )
    found = store.judge(page)
    assert found.notice_id is None
    assert [link.relation for link in found.links] == [Relation.REWRITE]


def test_what_a_text_rests_on_is_not_what_it_is_about(store: MemoryStore) -> None:
    store.add(RULES)
    notice = Document(
        title="关于开展农资检查的通知",
        body="各区农业农村局：\n" + "春耕在即，为了保障农户用上放心的农资，决定开展一次检查。" * 6
        + "\n依据《江城市网上农资销售管理规定》第三条，对夸大效果的店铺予以处罚。",
    )  # fmt: skip
    assert store.judge(notice).links == ()
