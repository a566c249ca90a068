"""How names are written in the wild, and what is a name and what a mention."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.campaigns import Catalogue, classify
from watcher.config.catalogue import load_catalogue
from watcher.model.document import Document
from watcher.model.label import Labels

AI = "清朗·整治AI技术滥用(2025)"
SUMMER_2025 = "清朗·2025年暑期未成年人网络环境整治"
SHORT_VIDEO = "清朗·整治短视频领域恶意营销乱象(2025)"
DAY = date(2025, 7, 20)


def read(catalogue: Catalogue, title: str, body: str = "", day: date | None = DAY) -> Labels:
    return classify(Document(title=title, body=body, published_on=day), catalogue)


def name_of(labels: Labels) -> str | None:
    return labels.campaign.value if labels.campaign else None


@pytest.mark.parametrize(
    "name",
    [
        "“清朗·2025年暑期未成年人网络环境整治”",
        "“清朗・2025年暑期未成年人网络环境整治”",
        "“清朗•2025年暑期未成年人网络环境整治”",
        "“清朗．2025年暑期未成年人网络环境整治”",
        "“清朗2025年暑期未成年人网络环境整治”",
        "“清朗·暑期未成年人网络环境整治”",
        "“清朗·二〇二五年暑期未成年人网络环境整治”",
        "「清朗·2025年暑期未成年人网络环境整治」",
        "『清朗·２０２５年暑期未成年人网络环境整治』",
        "“晴朗·2025年暑期未成年人网络环境整治”",
        "“清朗·2025年暑期未成年人網(wǎng)絡環(huán)境整治”",
        "清朗·2025年暑期未成年人网络环境整治",
        "2025年暑期未成年人网络环境整治",
    ],
)
def test_spellings_of_one_name(catalogue: Catalogue, name: str) -> None:
    labels = read(catalogue, f"中央网信办部署开展{name}专项行动")
    assert name_of(labels) == SUMMER_2025


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2021, 7, 22), "清朗·暑期未成年人网络环境整治(2021)"),
        (date(2022, 9, 1), "清朗·2022年暑期未成年人网络环境整治"),
        (date(2023, 6, 27), "清朗·2023年暑期未成年人网络环境整治"),
        (date(2024, 10, 9), "清朗·2024年暑期未成年人网络环境整治"),
        (date(2025, 7, 15), SUMMER_2025),
    ],
)
def test_the_day_tells_the_year(catalogue: Catalogue, day: date, year: str) -> None:
    labels = read(catalogue, "“清朗·暑期未成年人网络环境整治”专项行动进展", day=day)
    assert name_of(labels) == year


def test_the_year_beside_the_name_outranks_a_wrong_page_date(catalogue: Catalogue) -> None:
    title = "“清朗·2023年春节网络环境整治”专项行动开展"
    assert name_of(read(catalogue, title, day=date(2025, 1, 20))) == "清朗·2023年春节网络环境整治"


def test_the_plan_named_as_ground_outranks_a_wrong_page_date(catalogue: Catalogue) -> None:
    body = "按照2024年“清朗”系列专项行动安排，网信部门开展“清朗·春节网络环境整治”专项行动。"
    labels = read(catalogue, "春节网络环境整治专项行动启动", body, day=date(2025, 2, 1))
    assert name_of(labels) == "清朗·2024年春节网络环境整治"


def test_figures_tell_the_year(catalogue: Catalogue) -> None:
    body = "“清朗·暑期未成年人网络环境整治”专项行动中，累计清理信息430万余条，处置账号13万余个。"
    labels = read(catalogue, "暑期未成年人网络环境整治专项行动成效", body, day=None)
    assert name_of(labels) == "清朗·2024年暑期未成年人网络环境整治"


def test_spun_names_are_found_with_a_weak_score(catalogue: Catalogue) -> None:
    labels = read(catalogue, "明朗·2025年暑期未成年人集会情况整治专项举动")
    assert name_of(labels) == SUMMER_2025
    assert labels.campaign is not None
    assert labels.campaign.score < 0.7
    assert labels.campaign.spans[0].text == "明朗·2025年暑期未成年人集会情况整治"


def test_evidence_is_in_the_printed_text(catalogue: Catalogue) -> None:
    title = "關於“清朗·整治AI技術濫（làn）用”專項行動"
    labels = read(catalogue, title)
    assert labels.campaign is not None
    span = labels.campaign.spans[0]
    assert title[span.start : span.end] == span.text
    assert span.text.startswith("清朗")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("评论 | 整治AI技术滥用正当其时", "“清朗·整治AI技术滥用”专项行动已经开展，我们拍手称快。"),
        (
            "人民网评：守护孩子的暑期",
            "中央网信办开展“清朗·2025年暑期未成年人网络环境整治”专项行动。",
        ),
        ("共建清朗网络空间 法院送法进校园", "通过以案说法，营造清朗网络空间。"),
        ("某市公布实施方案", "要以“清朗”系列专项行动为抓手，做好各项工作，服务发展大局。"),
        (
            "新品发布会举行",
            "公司发布新品，价格下调一成，预计下月开售。\n相关阅读\n“清朗·整治AI技术滥用”专项行动启动\n天气预报",
        ),
        (
            "我国网络安全形势总体平稳",
            "报告说，近年来，有关部门先后开展“清朗·整治AI技术滥用”专项行动等工作。",
        ),
        ("《人工智能生成合成内容标识办法》公布", "办法自9月1日起施行，共14条。"),
        ("清明假期天气晴朗", "多地发布出行提示，景区客流将迎高峰。"),
    ],
)
def test_mentions_that_are_not_of_it(catalogue: Catalogue, title: str, body: str) -> None:
    assert name_of(read(catalogue, title, body)) is None


def test_several_campaigns_are_led_by_their_plan(catalogue: Catalogue) -> None:
    labels = read(
        catalogue,
        "恶意营销、AI技术滥用、涉企网络“黑嘴”……一批账号被处置",
        "今年以来，深圳市互联网信息办公室开展“清朗”系列专项行动，整治短视频领域恶意营销乱象、AI技术滥用、"
        "涉企网络“黑嘴”。",
        day=date(2025, 8, 8),
    )
    assert name_of(labels) == "2025年清朗系列专项行动"
    assert {label.value for label in labels.campaigns[1:]} == {
        SHORT_VIDEO,
        AI,
        "清朗·优化营商网络环境—整治涉企网络“黑嘴”(2025)",
    }


def test_the_ground_is_not_the_campaign(catalogue: Catalogue) -> None:
    body = "按照2025年“清朗”系列专项行动总体安排，中央网信办启动“清朗·整治AI技术滥用”专项行动。"
    assert name_of(read(catalogue, "关于开展专项行动的通知", body)) == AI


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "中央网信办开展“清朗·整治网络占卜乱象”专项行动",
            "清朗·整治网络占卜乱象(2025)",
        ),
        ("“清朗·2028年春节网络环境整治”专项行动启动", "清朗·2028年春节网络环境整治"),
        ("湖南开展“清朗潇湘·护苗”专项行动", "清朗潇湘·护苗(2025)"),
        ("2029年“清朗”系列专项行动部署", "2029年清朗系列专项行动"),
    ],
)
def test_names_that_the_catalogue_lacks(catalogue: Catalogue, title: str, name: str) -> None:
    assert name_of(read(catalogue, title)) == name


@pytest.mark.parametrize(
    ("title", "day", "name"),
    [
        ("网信办：三个月整治短视频恶意营销", date(2025, 4, 15), SHORT_VIDEO),
        ("网信办：三个月整治短视频恶意营销", date(2022, 12, 1), None),
        ("网信办整治暑期未成年人网络乱象", date(2025, 7, 16), SUMMER_2025),
        ("暑期到了，孩子的假期怎么过", date(2024, 7, 14), None),
    ],
)
def test_words_and_days_tell_a_campaign_without_its_name(
    catalogue: Catalogue, title: str, day: date, name: str | None
) -> None:
    assert name_of(read(catalogue, title, day=day)) == name


def test_a_plan_lists_its_tasks(catalogue: Catalogue) -> None:
    body = (
        "2025年“清朗”系列专项行动安排下列任务。\n1.“清朗·整治AI技术滥用”专项行动。整治换脸拟声。\n"
        "2.“清朗·2025年暑期未成年人网络环境整治”专项行动。保护未成年人。"
    )
    labels = read(catalogue, "2025年“清朗”系列专项行动部署", body, day=date(2025, 2, 21))
    assert name_of(labels) == "2025年清朗系列专项行动"
    assert {label.value for label in labels.others if label.kind == "task"} == {AI, SUMMER_2025}
    assert labels.stage is not None
    assert labels.stage.value == "planned"


@pytest.mark.parametrize(
    ("title", "stage", "others"),
    [
        ("“清朗·整治AI技术滥用”专项行动启动", "launched", {}),
        ("“清朗·整治AI技术滥用”专项行动第一阶段进展", "phase", {"phase": "1"}),
        ("“清朗·整治AI技术滥用”专项行动第二批典型案例", "reporting", {"batch": "2"}),
        ("“清朗·整治AI技术滥用”专项行动圆满结束", "closed", {}),
    ],
)
def test_stages(catalogue: Catalogue, title: str, stage: str, others: dict[str, str]) -> None:
    labels = read(catalogue, title)
    assert labels.stage is not None
    assert labels.stage.value == stage
    assert {label.kind: label.value for label in labels.others} == others


SHARED = Catalogue(load_catalogue())
"""Hypothesis takes no fixture of a narrower scope."""
PIECES = st.sampled_from(
    [
        *(
            "清朗",
            "·",
            "“",
            "”",
            "整治AI技术滥用",
            "專項行動",
            "(wǎng)",
            "2025年",
            "系列",
            "。",
            "\n",
        ),
        *(
            "网信办",
            "启动",
            "\x00",
            "\ud800",
            "İ",
            "ﬁ",
            "①",
            "《",
            "》",
            "暑期未成年人",
            "相关阅读",
        ),
        *("Clear and Rectify ", "campaign ", "二〇二五年", "，", "明朗", "㍿", "𠮷"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, body=TEXTS, day=st.none() | st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_any_text_is_read_and_spans_hold(title: str, body: str, day: date | None) -> None:
    labels = read(SHARED, title, body, day)
    texts = {"title": title, "body": body}
    for label in (*labels.campaigns, *labels.others):
        for span in label.spans:
            assert texts[span.where][span.start : span.end] == span.text
