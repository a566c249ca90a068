"""Forty hostile titles over every platform: what leaves can mention nobody and holds no markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from platform_cases import GOOD, NOW

from tests.alerts.test_hostile import TITLES, without_ours
from watcher.alerts.formats import FORMATS, render, split_bytes
from watcher.channels import find_limit
from watcher.channels.checking import find_platform
from watcher.channels.platforms import Post, read_address
from watcher.model.delivery import Message
from watcher.model.event import CopyRef, Event, EventKind

ACTS = re.compile(
    r"@(?:all|everyone|here|channel|所有人|全体|\d|[A-Za-z])|<[!@#/]|<at\b|<users/|"
    r"\]\(http|javascript:|<[a-z!]",
    re.IGNORECASE,
)
"""What any of the platforms takes for a mention, a link with other words, or markup."""


def texts(value: object) -> list[str]:
    """All texts in a payload."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return []


def build(url: str, message: Message) -> Post:
    platform = find_platform(url)
    assert platform is not None
    return platform.build(read_address(url), platform.cut(message), NOW)


def event(text: str) -> Event:
    return Event(
        kind=EventKind.NEW,
        source_id="s",
        source_name=text,
        tier="official",
        at=datetime(2026, 11, 22, tzinfo=UTC),
        id=1,
        title=text,
        issuer=text,
        campaign=text,
        excerpt=text,
        url="https://www.cac.gov.cn/2025-04/30/c_1234.htm",
        copies=(CopyRef(title=text, url=text, relation=text, source_name=text),),
    )


@pytest.mark.parametrize("url", GOOD)
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_titles_act_on_no_platform(url: str, name: str) -> None:
    for text in TITLES:
        message = render(event(text), format=name, language="zh")
        limit = find_limit(url)
        assert limit is not None
        whole = f"{message.title}\n\n{message.body}"
        parts = split_bytes(whole, limit, message.event_id)
        for part in parts:
            post = build(url, Message(title="", body=part))
            assert not [each for each in texts(post.payload) if ACTS.search(clean(each, url))], text
            assert "\r" not in post.path + "".join(post.headers.values())
            assert "\n" not in post.path + "".join(post.headers.values())


def clean(text: str, url: str) -> str:
    """Take out what is ours: the stored link, and the link a Teams card makes of it."""
    text = without_ours(text)
    return text.replace("[](", "").replace("](http", "") if url.startswith("workflows") else text


@pytest.mark.parametrize("url", GOOD)
def test_nobody_is_mentioned_by_the_payload_itself(url: str) -> None:
    payload = str(build(url, Message(title="题", body="正文")).payload)
    assert "'isAtAll': True" not in payload
    assert "mentioned_list" not in payload
    assert "'parse': [" not in payload or "'parse': []" in payload
