"""Facts on written notices with expected values; floors on precision and recall."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.campaigns.facts import read_facts
from watcher.model.document import Document
from watcher.model.facts import Facts

NOTICES = [
    json.loads(line)
    for line in (Path(__file__).parent / "facts.jsonl").read_text("utf-8").splitlines()
]
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.95


def read(notice: dict[str, Any]) -> Facts:
    return read_facts(
        Document(title=notice["title"], body=notice["body"]),
        published_on=date.fromisoformat(notice["published"]),
    )


def flatten_facts(facts: Facts) -> set[str]:
    found = {f"issuer {one.value}" for one in facts.issuers}
    found |= {f"addressee {one.value}" for one in facts.addressees}
    if facts.document_number:
        found.add(f"number {facts.document_number.value}")
    for kind in ("signed", "in_force", "starts", "ends"):
        day = getattr(facts, kind)
        if day is not None:
            found.add(f"{kind} {day.day}")
    if facts.length:
        found.add(f"length {facts.length.months} {facts.length.days}")
    found |= {f"deadline {one.due_on} {one.text}" for one in facts.deadlines}
    found |= {f"figure {one.amount:g} {one.unit}" for one in facts.figures}
    found |= {
        f"account {one.platform} {one.name} {'/'.join(one.sanctions)}" for one in facts.accounts
    }
    return found


def flatten_expected(expected: dict[str, Any]) -> set[str]:
    found = {f"issuer {one}" for one in expected.get("issuers", [])}
    found |= {f"addressee {one}" for one in expected.get("addressees", [])}
    if "document_number" in expected:
        found.add(f"number {expected['document_number']}")
    found |= {
        f"{kind} {expected[kind]}"
        for kind in ("signed", "in_force", "starts", "ends")
        if kind in expected
    }
    if "length" in expected:
        found.add("length {} {}".format(*expected["length"]))
    found |= {f"deadline {due} {text}" for due, text in expected.get("deadlines", [])}
    found |= {f"figure {amount:g} {unit}" for amount, unit in expected.get("figures", [])}
    found |= {
        f"account {platform} {name} {'/'.join(sanctions)}"
        for platform, name, sanctions in expected.get("accounts", [])
    }
    return found


def test_facts_reach_the_floor() -> None:
    right = said = wanted = 0
    wrong: list[tuple[str, set[str], set[str]]] = []
    for notice in NOTICES:
        have, want = flatten_facts(read(notice)), flatten_expected(notice["expected"])
        right, said, wanted = right + len(have & want), said + len(have), wanted + len(want)
        if have != want:
            wrong.append((notice["id"], have - want, want - have))
    assert len(NOTICES) >= 93
    assert right / said >= LEAST_PRECISION, wrong
    assert right / wanted >= LEAST_RECALL, wrong


@pytest.mark.parametrize(
    "notice",
    [one for one in NOTICES if "requirements" in one["expected"]],
    ids=lambda one: one["id"],
)
def test_requirements_stand_under_their_headings(notice: dict[str, Any]) -> None:
    found = [[one.number, one.heading] for one in read(notice).requirements]
    assert found == notice["expected"]["requirements"]


@pytest.mark.parametrize("notice", NOTICES, ids=lambda one: one["id"])
def test_every_span_is_in_the_text(notice: dict[str, Any]) -> None:
    facts = read(notice)
    texts = {"title": notice["title"], "body": notice["body"]}
    days = (facts.signed, facts.in_force, facts.starts, facts.ends, facts.length)
    for fact in (
        *facts.issuers,
        *facts.addressees,
        *facts.deadlines,
        *facts.requirements,
        *facts.accounts,
        *facts.figures,
        *(day for day in days if day),
    ):
        span = fact.span
        if span is not None:
            assert texts[span.where][span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("清理违法违规信息96万余条。", "违法违规信息"),
        ("处置违规小程序、应用程序、智能体等AI产品3500余款。", "AI产品"),
        ("组织4场法规宣贯活动。", "法规宣贯活动"),
        ("封堵和取消接入域名18个。", "接入域名"),
    ],
)
def test_what_a_figure_counts(body: str, counts: str) -> None:
    (figure,) = read_facts(Document(title="", body=body)).figures
    assert figure.counts == counts


@pytest.mark.parametrize(
    "body", ["集中整治以下6类问题。", "第3批名单。", "2025年7月1日。", "3个月内。", "第18条规定"]
)
def test_what_is_no_figure(body: str) -> None:
    assert read_facts(Document(title="", body=body)).figures == ()


def test_class_words_are_no_accounts() -> None:
    body = "规范“自媒体”账号管理，整治“水军”账号，打着“助农”“扶贫”名义引流。"
    assert read_facts(Document(title="", body=body)).accounts == ()


@settings(max_examples=100, deadline=None)
@given(
    body=st.lists(
        st.sampled_from(
            [
                "2025年",
                "13月",
                "45日",
                "前",
                "至",
                "即日起",
                "为期",
                "99个月",
                "内完成",
                "抖音账号“",
                "”",
                "9" * 30,
                "万余条",
                "一、",
                "(一)",
                "1.",
                "\n",
                "：",
                "各省",
            ]
        )
        | st.text(max_size=3),
        max_size=30,
    ).map("".join),
    day=st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_any_text_can_be_read(body: str, day: date | None) -> None:
    facts = read_facts(Document(title="", body=body), published_on=day)
    for one in (*facts.figures, *facts.accounts, *facts.requirements):
        assert body[one.span.start : one.span.end] == one.span.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("抖音账号“甲乙丙”“丁戊己”已被关闭，快手账号“庚辛壬”被禁言。", ["关闭", "关闭", "禁言"]),
        ("依法关闭“甲乙网”等网站3家，下架小程序“丙丁通”。", ["关闭", "下架"]),
        (
            "抖音账号“甲乙丙”发布谣言；微博账号“丁戊己”蹭炒热点。相关账号已被禁言。",
            ["禁言", "禁言"],
        ),
        ("抖音账号“甲乙丙”发布谣言，逾期不改将依法予以关闭。", [""]),
        ("抖音账号“甲乙丙”发布侵权内容，侵权信息已被清理。", [""]),
    ],
)
def test_each_account_has_its_own_measures(body: str, expected: list[str]) -> None:
    accounts = read_facts(Document(title="", body=body)).accounts
    assert ["/".join(one.sanctions) for one in accounts] == expected


def test_what_a_text_counts_off_is_a_list_of_demands() -> None:
    body = "做好三方面整治。一是清理样例信息。二是规范样例账号；三是畅通举报渠道。"
    facts = read_facts(Document(title="", body=body))
    assert [(one.number, one.text) for one in facts.requirements] == [
        ("一", "清理样例信息"),
        ("二", "规范样例账号"),
        ("三", "畅通举报渠道"),
    ]


def test_a_year_is_no_length() -> None:
    body = "中央网信办部署开展2024年样例系列专项行动。"
    assert read_facts(Document(title="", body=body)).length is None
