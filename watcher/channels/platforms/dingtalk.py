"""DingTalk group robots.

Sending, signing and codes: open.dingtalk.com/document/orgapp/custom-robots-send-group-messages
(20 messages a minute, over it the robot is blocked for ten minutes; 20,000 bytes a message) and
.../customize-robot-security-settings. The robot answers 200 with ``errcode`` in the body, also for
refusals.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlencode

from watcher.channels.platforms.base import Address, Codes, Platform, Post, join_text, need
from watcher.model.delivery import Message

_FORM = "dingtalk://TOKEN or, with a signing secret, dingtalk://SECRET@TOKEN"
_CODES = Codes(
    keys=("errcode",),
    text_key="errmsg",
    rate_limited={130101: 600.0, 410100: 600.0, 90030: 600.0, 88: 60.0},
    transient=frozenset({-1}),
    hints={
        -1: "the platform is busy",
        310000: "the robot's security settings refuse it: keyword, signature or address list",
        300001: "the token does not exist",
        400101: "the token does not exist",
        400013: "the group was dissolved",
        400102: "the robot is disabled",
        400105: "the message type is not supported",
        400106: "the robot does not exist",
        430101: "the text is refused: unsafe link",
        430102: "the text is refused: unsuitable words",
        430104: "the text is refused: unsuitable content",
        460101: "the message is too large",
        101002: "the message is too large",
        130101: "too many messages in a minute",
        410100: "too many messages in a minute",
    },
)


def _build(address: Address, message: Message, now: datetime) -> Post:
    if address.scheme == "https":
        token, secret = address.query.get("access_token", ""), address.query.get("secret", "")
        phones: tuple[str, ...] = ()
    else:
        token = address.query.get("token") or address.host
        secret = address.query.get("secret") or address.user
        phones = address.segments
    need(is_met=bool(token) and token.isalnum(), platform="DingTalk", form=_FORM)
    query = {"access_token": token}
    if secret:
        query |= _sign(secret, now)
    payload = {
        "msgtype": "text",
        "text": {"content": join_text(message)},
        "at": {"atMobiles": list(phones), "isAtAll": False},
    }
    return Post(host="oapi.dingtalk.com", path=f"/robot/send?{urlencode(query)}", payload=payload)


def _sign(secret: str, now: datetime) -> dict[str, str]:
    timestamp = str(int(now.timestamp() * 1000))
    text = f"{timestamp}\n{secret}".encode()
    digest = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode("ascii")}


PLATFORM = Platform(
    name="DingTalk",
    schemes=("dingtalk",),
    web=("https://oapi.dingtalk.com/robot/send",),
    form=_FORM,
    build=_build,
    judge=_CODES.judge,
    max_bytes=18_000,
    per_minute=20,
)
