"""Feishu and Lark custom bots.

Sending, signing and codes: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (100 messages
a minute and 5 a second for a tenant; 20 KB a request). The bot answers 200 with ``code`` in the
body, also for refusals; older answers carry ``StatusCode`` beside it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from watcher.channels.answers import Answer
from watcher.channels.platforms.base import Address, Codes, Platform, Post, join_text, need
from watcher.model.delivery import Attempt, Message, Outcome

_PATH = "/open-apis/bot/v2/hook/"
_MENTION = re.compile(r"<(?=\s*/?\s*at\b)", re.IGNORECASE)
_BAD_REQUEST = 9499
"""Also told, with "too many request", when the rate limit is reached."""
_CODES = Codes(
    keys=("code", "StatusCode"),
    text_key="msg",
    rate_limited={11232: 60.0, 11247: 60.0, 230020: 60.0, 99991400: 60.0},
    transient=frozenset({10001, 19006, 99991401}),
    hints={
        11232: "the rate limit is reached",
        230020: "the rate limit is reached",
        19001: "the bot does not exist: check the token",
        19002: "the message's form is refused",
        19021: "the signature is refused: check the secret and this machine's clock",
        19022: "this machine's address is not on the bot's list",
        19024: "none of the bot's keywords stands in the message",
    },
)


def _make(name: str, scheme: str, host: str) -> Platform:
    form = f"{scheme}://TOKEN or, with a signing secret, {scheme}://SECRET@TOKEN"

    def build(address: Address, message: Message, now: datetime) -> Post:
        if address.scheme == "https":
            token, secret = "".join(address.segments[4:5]), address.query.get("secret", "")
        else:
            token = address.host
            secret = address.query.get("secret") or address.user
        is_token = bool(token) and token.replace("-", "").replace("_", "").isalnum()
        need(is_met=is_token, platform=name, form=form)
        payload: dict[str, Any] = {"msg_type": "text", "content": {"text": _disarm(message)}}
        if secret:
            payload |= _sign(secret, now)
        return Post(host=host, path=_PATH + quote(token, safe=""), payload=payload)

    return Platform(
        name=name,
        schemes=(scheme,),
        web=(f"https://{host}{_PATH}",),
        form=form,
        build=build,
        judge=_judge,
        max_bytes=18_000,
        per_minute=100,
    )


def _disarm(message: Message) -> str:
    """Return the text with every tag that would mention somebody made plain text."""
    return _MENTION.sub("＜", join_text(message))


def _sign(secret: str, now: datetime) -> dict[str, str]:
    timestamp = str(int(now.timestamp()))
    # As documented: the text to sign is the key, and the signed message is empty.
    digest = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode("ascii")}


def _judge(answer: Answer) -> Attempt:
    attempt = _CODES.judge(answer)
    body = answer.read_object() or {}
    if body.get("code") == _BAD_REQUEST and "too many" in str(body.get("msg")).lower():
        return replace(attempt, outcome=Outcome.RATE_LIMITED, retry_after_seconds=60.0)
    return attempt


FEISHU = _make("Feishu", "feishu", "open.feishu.cn")
LARK = _make("Lark", "lark", "open.larksuite.com")
