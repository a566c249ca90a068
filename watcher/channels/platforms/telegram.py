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
from watcher.channels.platforms.base import Address, Platform, Post, join_text
from watcher.errors import ConfigError
from watcher.model.delivery import Attempt, Message, Outcome

_FORM = "tgram://BOT_TOKEN/CHAT_ID or tgram://BOT_TOKEN/CHAT_ID:TOPIC_ID"
_TOKEN = re.compile(r"(?:bot)?(\d+:[A-Za-z0-9_-]+)", re.ASCII)
_CHAT = re.compile(r"(-?\d+|@?[A-Za-z0-9_]+)(?::(\d+))?", re.ASCII)


def _build(address: Address, message: Message, now: datetime) -> Post:
    del now  # nothing is signed
    token = _TOKEN.fullmatch(address.host)
    place = _CHAT.fullmatch(address.segments[0]) if len(address.segments) == 1 else None
    if token is None or place is None:
        raise ConfigError([f"the address of a Telegram channel looks like {_FORM}"])
    chat, topic = place.groups()
    is_name = not chat.lstrip("-").isdigit() and not chat.startswith("@")
    payload: dict[str, Any] = {
        "chat_id": f"@{chat}" if is_name else chat,
        "text": join_text(message),
        "link_preview_options": {"is_disabled": True},
    }
    if topic:
        payload["message_thread_id"] = int(topic)
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
    per_minute=20,
)
