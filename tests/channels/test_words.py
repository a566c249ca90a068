"""What is said of an answer is said in Chinese too: no English sentence in a Chinese message."""

from __future__ import annotations

import re

import pytest
from channel_sink import Sink, answer
from platform_cases import BAD, GOOD, go, good

from watcher.alerts.formats.diagnoses import translate_diagnosis
from watcher.channels.platforms import dingtalk, feishu, wecom

ENGLISH = re.compile(r"\b(?:the|is|of|a|an|to|it|no|was|not|in|for|may)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    sorted(
        {hint for platform in (dingtalk, feishu, wecom) for hint in platform._CODES.hints.values()}
    ),
)
def test_every_code_is_explained_in_chinese(text: str) -> None:
    told = translate_diagnosis(f"HTTP 200: code 12: {text}", "zh")
    assert told.startswith("HTTP 200：代码 12：")
    assert not ENGLISH.search(told), told


@pytest.mark.parametrize("url", GOOD)
@pytest.mark.parametrize("name", [*BAD, "good", "unreachable"])
def test_every_verdict_is_told_in_chinese(url: str, name: str, sink: Sink) -> None:
    reply = good(url) if name == "good" else BAD.get(name, answer(200))
    if name in {"bad request", "unauthorised", "forbidden", "not found", "too large"}:
        reply = answer(int(str(reply, "ascii").split()[1]), "")
    _, detail, _ = go(url, sink, reply)
    told = translate_diagnosis(detail, "zh")
    assert not ENGLISH.search(told), (detail, told)
