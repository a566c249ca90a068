"""Who signs: names on lines, beside each other, without a blank between them, above annexes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.campaigns.facts import list_bodies, read_facts
from watcher.campaigns.facts.issuers import split_bodies
from watcher.campaigns.facts.signature import find_signature
from watcher.model.document import Document

WHOLE = (
    "国家互联网信息办公室",
    "国家市场监督管理总局办公厅",
    "中央网络安全和信息化委员会办公室",
    "工业和信息化部信息通信管理局",
    "国务院未成年人保护工作领导小组办公室",
    "全国“扫黄打非”工作小组办公室",
    "国家卫生健康委办公厅",
    "国家中医药管理局综合司",
    "公安部网络安全保卫局",
    "教育部办公厅",
    "最高人民检察院",
    "中央网信办秘书局",
    "新疆维吾尔自治区党委网信办",
    "广东省委网信办",
    "共青团中央",
    "全国妇联",
)


def split(text: str) -> list[str]:
    return [text[first:last] for first, last in split_bodies(text, 0, len(text))]


@pytest.mark.parametrize("name", WHOLE)
def test_one_name_stays_whole(name: str) -> None:
    assert split(name) == [name]


@settings(max_examples=150, deadline=None)
@given(names=st.lists(st.sampled_from(WHOLE), min_size=1, max_size=8))
def test_names_without_a_blank_between_them_come_apart(names: list[str]) -> None:
    assert split("".join(names)) == names


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        ("中央网信办秘书局国家卫生健康委办公厅\n2026年9月30日", 2),
        ("中央网信办秘书局 教育部办公厅\n2026年9月30日", 2),
        ("中央网信办秘书局\n教育部办公厅\n公安部办公厅\n二〇二六年九月三十日", 3),
        ("抓好落实。中央网信办秘书局2026年9月30日", 1),
        ("公 安 部\n2026年9月30日", 1),
        ("样例平台安全中心\n2026年9月30日", 1),
        ("中央网信办秘书局\n2026年9月30日\n样例专项行动方案\n一、工作目标\n规范秩序。", 1),
        ("国家数据局综合司、国家互联网应急中心\n（2026年9月30日）", 2),
    ],
)
def test_the_foot_of_a_notice(foot: str, names: int) -> None:
    facts = read_facts(Document(title="关于样例工作的通知", body=f"现就样例工作通知如下。\n{foot}"))
    assert len(facts.issuers) == names
    assert facts.signed is not None
    assert facts.signed.day == date(2026, 9, 30)
    for issuer in facts.issuers:
        assert issuer.span is not None
        assert "".join(issuer.span.text.split()) == issuer.value


@pytest.mark.parametrize(
    "foot",
    [
        "责任编辑：样例会\n2026年9月30日",
        "本报记者张样会\n2026年9月30日",
        "他说这是大家的会\n2026年9月30日",
        "样例展览持续到\n2026年9月30日",
    ],
)
def test_lines_above_a_day_that_name_no_body(foot: str) -> None:
    found = find_signature(f"样例正文。\n{foot}")
    assert found is not None
    assert found.names == ()


def test_a_day_that_is_none_signs_nothing() -> None:
    assert find_signature("样例正文。\n教育部办公厅\n2026年2月30日") is None


def test_the_issuer_of_the_page_comes_apart_too() -> None:
    document = Document(title="样例", body="样例。", issuer="中央网信办秘书局教育部办公厅、公安部")
    assert [one.value for one in read_facts(document).issuers] == [
        "中央网信办秘书局",
        "教育部办公厅",
        "公安部",
    ]


@pytest.mark.parametrize(
    ("lead", "names"),
    [
        ("国家网信办、公安部近日联合印发通知。", ["国家网信办", "公安部"]),
        ("样例省委网信办会同公安、文旅等部门，查处一批案件。", ["样例省委网信办"]),
        ("中央网信办秘书局教育部办公厅关于样例的通知。", ["中央网信办秘书局", "教育部办公厅"]),
        ("上海网信办通报一批案例。", ["上海网信办"]),
        ("按照中央网信办部署，本校开展活动。", []),
    ],
)
def test_who_acts_in_the_lead(lead: str, names: list[str]) -> None:
    facts = read_facts(Document(title="样例", body=lead))
    assert [one.value for one in facts.issuers] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "中央网信办秘书局国家卫生健康委办公厅",
            ("中央网信办秘书局", "国家卫生健康委办公厅"),
        ),
        ("公安部 国家网信办、教育部办公厅", ("公安部", "国家网信办", "教育部办公厅")),
        ("Cyberspace Administration of China", ("Cyberspace Administration of China",)),
        ("", ()),
    ],
)
def test_a_line_of_issuers_is_told_body_by_body(line: str, names: tuple[str, ...]) -> None:
    assert list_bodies(line) == names
