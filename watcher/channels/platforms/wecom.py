"""WeCom group robots.

Sending: developer.work.weixin.qq.com/document/path/91770 (20 messages a minute, 2,048 bytes of
text); codes: developer.work.weixin.qq.com/document/path/90313. The robot answers 200 with
``errcode`` in the body, also for refusals.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from watcher.channels.platforms.base import Address, Codes, Platform, Post, join_text, need
from watcher.model.delivery import Message

_FORM = "wecombot://KEY"
_CODES = Codes(
    keys=("errcode",),
    text_key="errmsg",
    rate_limited={45009: 60.0, 45033: 60.0},
    transient=frozenset({-1}),
    hints={
        -1: "the platform is busy",
        40008: "the message type is refused",
        40058: "the message is too long or its form is refused",
        44004: "the text is empty",
        45002: "the text is too long",
        45009: "the rate limit is reached",
        93000: "the robot does not exist: check the key",
        93008: "the robot is no longer in the group",
    },
)


def _build(address: Address, message: Message, now: datetime) -> Post:
    del now  # the platform signs nothing
    key = address.query.get("key", "") if address.scheme == "https" else address.host
    is_key = bool(key) and key.replace("-", "").replace("_", "").isalnum()
    need(is_met=is_key, platform="WeCom", form=_FORM)
    payload = {"msgtype": "text", "text": {"content": join_text(message)}}
    path = f"/cgi-bin/webhook/send?{urlencode({'key': key})}"
    return Post(host="qyapi.weixin.qq.com", path=path, payload=payload)


PLATFORM = Platform(
    name="WeCom",
    schemes=("wecombot",),
    web=("https://qyapi.weixin.qq.com/cgi-bin/webhook/send",),
    form=_FORM,
    build=_build,
    judge=_CODES.judge,
    max_bytes=2048,
    per_minute=20,
)
