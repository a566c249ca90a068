"""The fullest message that delivery lets out fits the platform's documented size."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from watcher.channels import find_limit
from watcher.channels.checking import find_platform
from watcher.channels.platforms import read_address
from watcher.model.delivery import Message

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LINE = "· E-7F3K2Q 【新公告】关于开展“清朗”专项行动的通知 https://www.example.gov.cn/a?id=1&page=2"
SHORT = "· 期限：15个工作日内 → 10个工作日内（第七条）"


def fill(line: str, limit: int) -> Message:
    count = (limit + 1) // (len(line.encode()) + 1)
    return Message(title="", body="\n".join([line] * count))


@pytest.mark.parametrize("line", [LINE, SHORT])
@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("dingtalk://abc", 20_000),
        ("feishu://abc", 20 * 1024),
        ("workflows://prod-1.westus.logic.azure.com/w1/sig", 28 * 1024),
    ],
)
def test_the_whole_request_fits(url: str, most: int, line: str) -> None:
    platform, limit = find_platform(url), find_limit(url)
    assert platform is not None
    assert limit is not None
    post = platform.build(read_address(url), fill(line, limit), NOW)
    assert len(json.dumps(post.payload, ensure_ascii=False).encode()) <= most


def test_slack_cuts_nothing_even_where_every_character_is_escaped() -> None:
    """Over 40,000 characters it cuts without a word."""
    platform, limit = find_platform("slack://T1/B1/x"), find_limit("slack://T1/B1/x")
    assert platform is not None
    assert limit is not None
    message = Message(title="", body="&" * limit)
    post = platform.build(read_address("slack://T1/B1/x"), message, NOW)
    assert len(post.payload["text"]) <= 40_000
