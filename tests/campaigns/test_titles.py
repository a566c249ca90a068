"""Titles alone: with a day a campaign is found where a person could find it, and not elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.campaigns import Catalogue, classify
from watcher.model.document import Document


@pytest.mark.parametrize(
    ("title", "day", "campaign"),
    [
        ("网信办：三个月整治AI技术滥用", "2025-04-30", "qinglang-2025-ai"),
        ("网信办开展3个月专项行动 整治短视频恶意营销", "2025-04-15", "qinglang-2025-shortvideo"),
        ("网信办：2个月严打涉企“黑嘴”", "2025-05-22", "qinglang-2025-business"),
        ("为期两个月！暑期未成年人网络环境整治启动", "2025-07-15", "qinglang-2025-summer"),
        ("国家网信办：整治自媒体不实信息 为期2个月", "2025-07-28", "qinglang-2025-selfmedia"),
        ("9月22日起，网信部门集中整治恶意挑动负面情绪", "2025-09-22", "qinglang-2025-emotions"),
        ("中央网信办出手！挑动对立情绪、宣扬暴戾将被严打", "2025-09-23", "qinglang-2025-emotions"),
        (
            "网信办整治网络直播打赏乱象一个月：处置直播间7.3万",
            "2025-12-05",
            "qinglang-2025-tipping",
        ),
        ("中央网信办：开展为期1个月春节网络环境整治", "2025-01-20", "qinglang-2025-spring"),
        ("网信办：打击违法信息外链引流 为期两个月", "2024-04-29", "qinglang-2024-links"),
        (
            "规范网络语言文字使用 网信办教育部出手整治黑话烂梗",
            "2024-10-11",
            "qinglang-2024-language",
        ),
        ("四部门：开展网络平台算法典型问题治理", "2024-11-24", "qinglang-2024-algorithms"),
        ("网信办整治直播虚假低俗乱象", "2024-08-01", "qinglang-2024-livestream"),
        ("网信办：两个月整治同城版块乱象", "2024-10-31", "qinglang-2024-samecity"),
        ("网信办严打网络水军", "2023-05-10", "qinglang-2023-shills"),
        ("整治“网络戾气” 网信办开展专项行动", "2023-11-17", "qinglang-2023-hostility"),
        ("自媒体乱象整治：网信办开展两个月专项行动", "2023-03-12", "qinglang-2023-selfmedia"),
        ("网信办专项行动整治“饭圈”乱象", "2021-06-15", "qinglang-2021-fandom"),
        ("人工智能换脸拟声乱象被整治，网信办公布第一阶段成果", "2025-06-20", "qinglang-2025-ai"),
        ("世运会网络环境整治专项行动启动", "2025-07-31", "qinglang-2025-worldgames"),
        ("全运会网络环境整治 网信办部署", "2025-11-05", "qinglang-2025-nationalgames"),
        ("专家：整治AI技术滥用需多方合力", "2025-05-10", None),
        ("某公司发布AI换脸检测产品", "2025-05-10", None),
        ("暑期未成年人防溺水安全提醒", "2025-07-20", None),
        ("公安部：严打涉企敲诈勒索犯罪", "2025-06-11", None),
        ("直播打赏平台财报发布", "2025-11-11", None),
        ("教育部部署暑期安全工作", "2025-07-05", None),
    ],
)
def test_a_title_and_a_day(
    catalogue: Catalogue, title: str, day: str, campaign: str | None
) -> None:
    document = Document(title=title, body="", published_on=date.fromisoformat(day))
    label = classify(document, catalogue).campaign
    expected = catalogue.by_id[campaign].name if campaign else None
    assert (label.value if label else None) == expected
