"""Telegram bots: core.telegram.org/bots/api#sendmessage and #making-requests.

The answer is a JSON object with ``ok``; refusals carry ``error_code``, ``description`` and, at the
rate limit, ``parameters.retry_after``. A text has at most 4,096 characters.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from watcher.channels.answers import (
    Answer,
    judge_status,
    judge_unreadable,
    make_attempt,
    read_seconds,
)
from watcher.channels.platforms.base import Address, Platform, Post, join_text, need
from watcher.model.delivery import Attempt, Message, Outcome

_FORM = "tgram://BOT_TOKEN/CHAT_ID"
_TOKEN = re.compile(r"(?:bot)?(\d+:[A-Za-z0-9_-]+)", re.ASCII)
_CHAT = re.compile(r"-?\d+|@?[A-Za-z0-9_]+", re.ASCII)


def _build(address: Address, message: Message, now: datetime) -> Post:
    del now  # nothing is signed
    # The token's colon makes it look like a user and a password before an @channel.
    token = _TOKEN.fullmatch(address.host)
    chats = address.segments
    is_met = token is not None and len(chats) == 1 and _CHAT.fullmatch(chats[0]) is not None
    need(is_met=is_met, platform="Telegram", form=_FORM)
    assert token is not None  # noqa: S101 - told to the type checker; `need` has raised
    chat = chats[0]
    is_name = not chat.lstrip("-").isdigit() and not chat.startswith("@")
    payload = {
        "chat_id": f"@{chat}" if is_name else chat,
        "text": join_text(message),
        "link_preview_options": {"is_disabled": True},
    }
    return Post(host="api.telegram.org", path=f"/bot{token[1]}/sendMessage", payload=payload)


def _judge(answer: Answer) -> Attempt:
    body = answer.read_object()
    if body is None or not isinstance(body.get("ok"), bool):
        return judge_status(answer) or judge_unreadable(answer)
    if body["ok"]:
        result = body.get("result")
        if answer.status == 200 and isinstance(result, dict) and result.get("message_id"):
            return make_attempt(Outcome.ACCEPTED, answer, "ok, accepted by the platform")
        return judge_status(answer) or judge_unreadable(answer)
    return _judge_refusal(answer, body)


def _judge_refusal(answer: Answer, body: dict[str, Any]) -> Attempt:
    code, why = body.get("error_code", answer.status), str(body.get("description"))
    if code == 429 or answer.status == 429:
        parameters = body.get("parameters")
        told = parameters.get("retry_after") if isinstance(parameters, dict) else None
        wait = read_seconds(told) or answer.retry_after or 60.0
        return make_attempt(Outcome.RATE_LIMITED, answer, why, wait=wait)
    if answer.status >= 500 or (isinstance(code, int) and code >= 500):
        return make_attempt(Outcome.TRANSIENT, answer, why)
    return make_attempt(Outcome.PERMANENT, answer, why)


PLATFORM = Platform(
    name="Telegram",
    schemes=("tgram",),
    web=(),
    form=_FORM,
    build=_build,
    judge=_judge,
    max_characters=4096,
)
