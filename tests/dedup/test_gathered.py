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


def test_the_items_are_linked(store: MemoryStore) -> None:
    for name in ("harbour", "market"):
        store.add(PAGES[name])
    found = store.judge(gathered(SHAPES["headlines"]))
    assert (found.notice_id, found.relation, found.also) == (None, Relation.ROUNDUP, ())
    assert {(link.notice_id, link.relation) for link in found.links} == {
        ("n0", Relation.ROUNDUP),
        ("n1", Relation.ROUNDUP),
    }
