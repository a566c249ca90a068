"""Pages that gather several notices under headlines of their own join none and bridge none."""

from __future__ import annotations

import itertools

import pytest

from tests.dedup.memory_store import MemoryStore
from watcher.model.document import Document
from watcher.model.match import Relation

HARBOUR = """\
近日，江城市网信办会同港口管理局对网上冒充船务公司招工的信息开展清理，共关闭账号四十余个。
这些账号以“高薪海员”“免试上船”为名收取体检费和培训费，收钱之后即把报名的人移出群组。
市网信办提醒求职者在海事部门的网站上查验公司的资质，不向个人账户转账，遇到要求先交钱的一律拒绝。"""
MARKET = """\
为规范网上农资销售，江城市网信办、农业农村局决定自3月10日起开展为期一个月的联合检查。
检查的重点是没有登记证号的农药、夸大增产效果的肥料广告，以及直播间里冒充农技人员的主播。
平台应当在3月20日前核验全部农资店铺的证照，对拒不提供的店铺停止展示商品，并报告所在地的部门。
农户可以拨打热线举报，经查实的给予奖励。"""
SCHOOL = """\
2026年春季学期开学之际，江城市网信办通报一批借校服订购名义骗取家长钱款的群组，涉及六所中学。
骗子先以家长身份进群，再把头像和名字改成班主任的样子，发出收款码催缴费用，得手后立即退群。
通报要求各学校的家长群实行实名管理，缴费一律走学校公布的渠道，班主任不在群里收取任何费用。"""
HEADLINES = ("港口招工骗局被清理", "农资直播间迎来检查", "校服订购里的收款码")
FRAMES = ("{0}", "首页 要闻 港城\n{0}\n责任编辑：小秦", "{0}\n扫一扫关注江城发布")


def gathered(shape: str) -> Document:
    items = (HARBOUR, MARKET, SCHOOL)
    parts = [
        shape.format(number=number, headline=headline, text=text)
        for number, (headline, text) in enumerate(zip(HEADLINES, items, strict=True), start=1)
    ]
    return Document(title="江城网络治理一周看", body="\n".join((*parts, "欢迎转发，下周再见。")))


PAGES = {
    "harbour": Document(title="江城清理冒充船务公司的招工账号", body=HARBOUR),
    "harbour again": Document(title="高薪海员？小心是骗局", body=FRAMES[1].format(HARBOUR)),
    "market": Document(title="江城市开展网上农资联合检查", body=MARKET),
    "market again": Document(title="买农资认准登记证号", body=FRAMES[2].format(MARKET)),
    "school": Document(title="江城通报校服订购骗局", body=SCHOOL),
}
SHAPES = {
    "headlines": "{headline}\n{text}",
    "numbered": "{number}、{headline}\n{text}",
    "dated": "{headline}\n来源：江城日报  2026-03-02\n{text}",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("order", list(itertools.permutations(("weekly", "harbour", "market"))))
def test_what_it_gathers_stays_apart_whichever_comes_first(
    store: MemoryStore, shape: str, order: tuple[str, ...]
) -> None:
    pages = {**PAGES, "weekly": gathered(shape)}
    names = [*order, "harbour again", "market again", "school"]
    assert store.families((name, pages[name]) for name in names) == {
        frozenset({"weekly"}),
        frozenset({"harbour", "harbour again"}),
        frozenset({"market", "market again"}),
        frozenset({"school"}),
    }


def test_below_plain_headlines_no_opening_is_asked_for(store: MemoryStore) -> None:
    items = [text.split("\n", 1)[1] for text in (HARBOUR, MARKET, SCHOOL)]
    body = "\n".join(f"{head}\n{text}" for head, text in zip(HEADLINES, items, strict=True))
    store.add(Document(title="江城网络治理一周看", body=body))
    for title, text in zip(("招工先交钱是骗局", "农资店铺要验证照"), items, strict=False):
        assert store.add(Document(title=title, body=text)).notice_id is None


def test_a_mirror_of_the_whole_page_is_its_copy(store: MemoryStore) -> None:
    page = gathered(SHAPES["numbered"])
    store.add(PAGES["harbour"])
    store.add(page)
    mirror = Document(title="一周网络治理", body=FRAMES[1].format(page.body))
    found = store.judge(mirror)
    assert (found.notice_id, found.also) == ("n1", ())


@pytest.mark.parametrize("order", list(itertools.permutations(("front", "end", "whole"))))
def test_parts_of_one_notice_become_one_though_each_has_a_page(
    store: MemoryStore, order: tuple[str, ...]
) -> None:
    lines = [
        "江城市网信办关于整治虚假招聘的通知",
        "各区网信办：",
        "为保护求职者的权益，决定在全市整治网上的虚假招聘信息，现将有关事项通知如下。",
        "一、工作目标",
        "用三个月的时间清除冒名招聘的账号，督促平台核验招聘单位的证照，让求职者找得到真的岗位。",
        "二、整治的重点和做法",
        "重点清查以船务、航空公司的名义收取培训费的账号，对被投诉三次以上的一律停止展示并核查。",
        "对组织刷单、倒卖简历的群组依法处置，把线索移交公安机关，并在每周五公布处置的情况。",
    ]
    pages = {
        "front": Document(title="江城整治虚假招聘", body="\n".join(lines[1:5])),
        "end": Document(title="招聘平台要核验证照", body="\n".join(lines[6:])),
        "whole": Document(title=lines[0], body="\n".join(lines[1:])),
    }
    assert store.families((name, pages[name]) for name in order) == {frozenset(pages)}


SECTIONS = (
    (
        "一、核验证照",
        (
            "平台要逐家核验招聘单位的营业执照，对证照不符的店铺停止展示，并在当天告知已经投递的求职者。\n"
            "劳务中介另须出示许可证，没有许可证的不得代发岗位，已经代发的一律撤下并登记在册。"
        ),
    ),
    (
        "二、整治收费",
        (
            "不得以培训、体检、置装等名义收取费用，查实的当场退还，拒不退还的移交市场监管部门处理。\n"
            "对贷款培训、以薪还款的合同逐份清理，签订时未满十八岁的求职者可以无条件解除。"
        ),
    ),
    (
        "三、公布结果",
        (
            "每周五在首页公布处置的数量和典型的做法，附上被停止展示的单位名称，方便群众查询和监督。\n"
            "月底由市网信办抽查三成的岗位信息，抽查不合格的平台暂停推广，整改合格后方可恢复。"
        ),
    ),
)


@pytest.mark.parametrize("order", list(itertools.permutations(("first", "last", "whole"))))
def test_a_plan_with_its_numbered_parts_and_what_is_taken_from_them_is_one(
    store: MemoryStore, order: tuple[str, ...]
) -> None:
    """The notice that sends a plan out, and the plan, have a headline and an opening each."""
    parts = ["\n".join(section) for section in SECTIONS]
    whole = (
        "江网办发〔2026〕8号\n各区网信办，各有关平台：\n现将《招聘信息整治方案》印发给你们，"
        "请结合实际认真抓好落实。\n江城市网信办\n2026年3月8日\n招聘信息整治方案\n"
        "为保护求职者的权益，规范网上招聘信息的发布，根据有关规定制定本方案。\n" + "\n".join(parts)
    )
    pages = {
        "first": Document(title="平台怎样核验招聘单位", body=parts[0]),
        "last": Document(title="每周五看整治结果", body=parts[2]),
        "whole": Document(title="关于印发《招聘信息整治方案》的通知", body=whole),
    }
    assert store.families((name, pages[name]) for name in order) == {frozenset(pages)}


@pytest.mark.parametrize("name", ["harbour", "market"])
def test_a_page_called_by_its_first_sentence_is_no_item_for_that(
    store: MemoryStore, name: str
) -> None:
    """Its title stands in the whole text as well, where it is a sentence and no headline."""
    text = {"harbour": HARBOUR, "market": MARKET}[name]
    lines = text.split("\n")
    store.add(Document(title="江城网上清理的三件事", body=f"{SCHOOL}\n{text}"))
    excerpt = Document(title=lines[1].split("，")[0], body="\n".join(lines[1:]))
    assert store.judge(excerpt).notice_id == "n0"


def test_one_case_of_a_bulletin_is_an_excerpt_of_it(store: MemoryStore) -> None:
    cases = [
        (
            "一、港区顺风船务公司虚假招工案\n2026年1月，港区网信办检查发现该公司冒用他人证照发布岗位四百余个，"
            "收取体检费二十万元。港区责令退还全部费用，并关闭其账号。"
        ),
        (
            "二、河口区丰收农资店夸大宣传案\n2026年2月，河口区农业农村局接到举报，该店在直播间称肥料可增产三倍。"
            "经查没有试验的依据，罚款一万元，停止展示三十天。"
        ),
        (
            "三、梅园区明德校服公司代收费用案\n2026年3月，梅园区教育局查明该公司冒充班主任建群收款，涉及家长九十人。"
            "已责令退款，并把线索移交公安机关。"
        ),
    ]
    lead = "江城市通报一季度查处的典型案例，提醒各经营单位引以为戒，依法诚信经营。\n"
    store.add(Document(title="江城通报一季度典型案例", body=lead + "\n".join(cases)))
    local = Document(
        title="我区一起案件被通报", body=f"本报讯 江城通报典型案例。\n{cases[1]}\n（本报记者）"
    )
    found = store.judge(local)
    assert (found.notice_id, found.relation) == ("n0", Relation.EXCERPT)


def test_abridged_items_make_a_roundup_too(store: MemoryStore) -> None:
    for name in ("harbour", "market", "school"):
        store.add(PAGES[name])
    pieces = [text.split("\n", 1)[0] + "\n" + text.split("\n")[1] for text in (HARBOUR, MARKET)]
    own = "\n编者按：这一周的三件事都和钱有关，读者可以对照自己的经历，遇到催着付款的先停一停。" * 2
    found = store.judge(
        Document(
            title="一周速览", body=f"{HEADLINES[0]}\n{pieces[0]}\n{HEADLINES[1]}\n{pieces[1]}{own}"
        )
    )
    assert (found.notice_id, found.relation) == (None, Relation.ROUNDUP)
    assert {link.notice_id for link in found.links} == {"n0", "n1"}


REPORT = (
    "江城市网信办、市人社局近日联合公布《网上招聘信息管理规定》，自5月1日起施行。\n"
    "两部门负责人说，规定回应求职者的关切，明确了平台核验证照、退还费用、公布结果的责任，"
    "对冒名招聘的账号设定了处置的时限，对拒不改正的平台可以暂停推广。\n"
)
ARTICLES = (
    "网上招聘信息管理规定\n第一章 总则\n"
    "第一条 为了规范网上的岗位信息，维护求职者和用人单位的权益，制定本规定。\n"
    "第二条 在本市发布岗位信息、提供求职服务的网站和应用程序，适用本规定。\n"
    "第三条 发布岗位应当写明工资、地点和工时，不得以面议代替工资，不得限定性别。\n"
    "第四条 收取保证金、服装费、体检费的，由人社部门责令退还，每人处五百元以上两千元以下罚款。\n"
    "第五条 网站应当保存岗位信息三年，供人社部门查询，不得删改。\n"
)


@pytest.mark.parametrize("order", list(itertools.permutations(("report", "articles", "both"))))
def test_an_announcement_and_what_it_announces_are_one(
    store: MemoryStore, order: tuple[str, ...]
) -> None:
    pages = {
        "report": Document(title="两部门公布《网上招聘信息管理规定》", body=REPORT),
        "articles": Document(title="网上招聘信息管理规定", body=ARTICLES),
        "both": Document(title="《网上招聘信息管理规定》公布（附全文）", body=REPORT + ARTICLES),
    }
    assert store.families((name, pages[name]) for name in order) == {frozenset(pages)}


def test_a_piece_with_a_notice_of_its_own_joins_when_the_whole_comes(store: MemoryStore) -> None:
    """The whole has a clear copy already, beside which the piece weighs little."""
    cases = [
        f"案例{number}：{name}虚假招工。该公司冒用{name}的证照发布岗位，收取体检费{number}万元，"
        f"涉及求职者{number * 7}人。市人社局责令退还费用，并把{name}列入重点核查的单位。"
        for number, name in enumerate(
            ("顺风船务", "河口农资", "梅园校服", "石桥快递", "北巷租赁"), 3
        )
    ]
    whole = "\n".join(cases)
    store.add(Document(title="江城公布五起典型案例", body="\n".join(cases[:4])))
    piece = (
        "本报记者走访了当事的仓库。\n"
        + cases[4]
        + "\n记者看到，大门已经贴上封条，院子里堆着没有拆的货架。"
    )
    assert store.add(Document(title="北巷一仓库被查", body=piece)).notice_id is None
    found = store.add(Document(title="江城公布典型案例", body=whole))
    assert {found.notice_id, *found.also} == {"n0", "n1"}


def test_the_items_are_linked(store: MemoryStore) -> None:
    for name in ("harbour", "market"):
        store.add(PAGES[name])
    found = store.judge(gathered(SHAPES["headlines"]))
    assert (found.notice_id, found.relation, found.also) == (None, Relation.ROUNDUP, ())
    assert {(link.notice_id, link.relation) for link in found.links} == {
        ("n0", Relation.ROUNDUP),
        ("n1", Relation.ROUNDUP),
    }
