from __future__ import annotations

from datetime import date

import pytest

from watcher.campaigns import Catalogue, classify
from watcher.campaigns.discovery import propose, read_plan
from watcher.model.document import Document
from watcher.model.label import Campaign

LAUNCH = Document(
    title="中央网信办部署开展“清朗·整治网络占卜乱象”专项行动",
    body=(
        "中央网信办近日印发通知，自9月10日起开展为期2个月的“清朗·整治网络占卜乱象”专项行动，集中整治以下2类问题：\n"
        "（一）算命引流问题。以免费算命为名拉群。\n（二）售卖法器问题。高价售卖所谓开运物品。"
    ),
    url="http://office.example/1.html",
    published_on=date(2026, 9, 9),
)


def suggest(document: Document, catalogue: Catalogue) -> Campaign | None:
    return propose(document, classify(document, catalogue), catalogue)


def test_a_launch_of_an_unknown_campaign_is_proposed(catalogue: Catalogue) -> None:
    found = suggest(LAUNCH, catalogue)
    assert found is not None
    assert found.name == "清朗·整治网络占卜乱象(2026)"
    assert (found.year, found.core, found.plan) == (2026, "整治网络占卜乱象", "qinglang-2026")
    assert found.issuers == ("中央网信办",)
    assert (found.starts_on, found.ends_on) == (date(2026, 9, 10), date(2026, 11, 9))
    assert found.focus == ("算命引流问题", "售卖法器问题")
    assert found.source == LAUNCH.url


def test_copies_propose_the_same_and_a_confirmed_one_is_known(catalogue: Catalogue) -> None:
    copy = Document(
        title="即日起！「清朗・整治網絡占卜亂象」專項行動啓動",
        body="記者從中央網信辦獲悉，「清朗・整治網絡占卜亂象」專項行動近日啓動。",
        published_on=date(2026, 9, 12),
    )
    first, second = suggest(LAUNCH, catalogue), suggest(copy, catalogue)
    assert first is not None
    assert second is not None
    assert first.id == second.id
    later = Catalogue((*catalogue.campaigns, first))
    assert suggest(LAUNCH, later) is None
    labels = classify(LAUNCH, later)
    assert labels.campaign is not None
    assert labels.campaign.value == first.name
    assert labels.campaign.rule.startswith("name in title")


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("“清朗·整治AI技术滥用”专项行动启动", date(2025, 4, 30)),
        ("评论 | “清朗·整治网络占卜乱象”专项行动来得及时", date(2026, 9, 10)),
        ("“清朗·整治网络占卜乱象”专项行动公布典型案例", date(2026, 10, 10)),
        ("中央网信办召开会议", date(2026, 9, 10)),
    ],
)
def test_what_proposes_nothing(catalogue: Catalogue, title: str, day: date) -> None:
    assert suggest(Document(title=title, body="", published_on=day), catalogue) is None


def test_a_plan_with_named_tasks(catalogue: Catalogue) -> None:
    lines = [
        "2024年“清朗”系列专项行动重点开展3项整治任务。",
        "1.“清朗·2024年春节网络环境整治”专项行动。整治春节期间的乱象。",
        "2.“清朗·打击违法信息外链”专项行动。打击引流。",
        "3.“清朗·整治网络占卜乱象”专项行动。整治占卜。",
        "相关阅读",
        "“清朗·整治AI技术滥用”专项行动启动",
    ]
    body = "\n".join(lines)
    tasks = read_plan(Document(title="2024年“清朗”系列专项行动部署", body=body), catalogue)
    assert [task.campaign_id for task in tasks] == [
        "qinglang-2024-spring",
        "qinglang-2024-links",
        None,
    ]
    assert tasks[2].name == "清朗·整治网络占卜乱象"
    assert [task.number for task in tasks] == [1, 2, 3]


def test_a_plan_that_only_counts_its_tasks(catalogue: Catalogue) -> None:
    body = (
        "重点任务包括：一是整治春节网络环境，打击挑起对立。二是整治“自媒体”发布不实信息，规范传播。"
        "三是整治网络占卜，清理引流。"
    )
    document = Document(title="2025年“清朗”系列专项行动", body=body, published_on=date(2025, 2, 21))
    tasks = read_plan(document, catalogue)
    assert [task.campaign_id for task in tasks] == [
        "qinglang-2025-spring",
        "qinglang-2025-selfmedia",
        None,
    ]


def test_an_english_plan(catalogue: Catalogue) -> None:
    body = (
        'First, the "Clear · rectify we media chaos" special action will deal with rumours.\n'
        'The second is the special action of "Clear · poor orientation of short video".\n'
        "Third comes a word of thanks."
    )
    document = Document(title="The 2023 plan", body=body, published_on=date(2023, 3, 29))
    assert [task.campaign_id for task in read_plan(document, catalogue)] == [
        "qinglang-2023-selfmedia",
        "qinglang-2023-shortvideo",
    ]
