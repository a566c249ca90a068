"""Discord webhooks: discord.com/developers/docs/resources/webhook#execute-webhook.

With ``wait=true`` the answer is the message with its ``id``; without, 204 before anything is
certain. At the rate limit: 429 with ``retry_after`` in seconds. A text has at most 2,000
characters.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from watcher.channels.answers import (
    Answer,
    judge_status,
    judge_unreadable,
    make_attempt,
    read_seconds,
)
from watcher.channels.platforms.base import Address, Platform, Post, join_text, need
from watcher.channels.redact import tidy
from watcher.model.delivery import Attempt, Message, Outcome

_FORM = "discord://WEBHOOK_ID/WEBHOOK_TOKEN"
_SUPPRESS_EMBEDS = 1 << 2


def _build(address: Address, message: Message, now: datetime) -> Post:
    del now  # nothing is signed
    tokens = (address.host, *address.segments)
    if address.scheme == "https":
        tokens = address.segments[2:]
    is_met = len(tokens) == 2 and tokens[0].isdigit() and tokens[0].isascii() and bool(tokens[1])
    need(is_met=is_met, platform="Discord", form=_FORM)
    payload = {
        "content": join_text(message),
        "allowed_mentions": {"parse": []},
        "flags": _SUPPRESS_EMBEDS,
    }
    path = f"/api/webhooks/{tokens[0]}/{quote(tokens[1], safe='')}?wait=true"
    thread = address.query.get("thread", "")
    if thread.isdigit() and thread.isascii():
        path += f"&thread_id={thread}"
    return Post(host="discord.com", path=path, payload=payload)


def _judge(answer: Answer) -> Attempt:
    body = answer.read_object()
    if answer.status == 429:
        told = read_seconds((body or {}).get("retry_after"))
        wait = told or answer.retry_after or 60.0
        return make_attempt(Outcome.RATE_LIMITED, answer, "the rate limit is reached", wait=wait)
    refused = judge_status(answer)
    if refused is not None:
        told = (body or {}).get("message")
        return replace(refused, detail=tidy(f"{refused.detail}: {told}")) if told else refused
    if answer.status == 200 and body is not None and isinstance(body.get("id"), str) and body["id"]:
        return make_attempt(Outcome.ACCEPTED, answer, f"message {body['id']}")
    return judge_unreadable(answer)


PLATFORM = Platform(
    name="Discord",
    schemes=("discord",),
    web=(
        "https://discord.com/api/webhooks/",
        "https://discordapp.com/api/webhooks/",
    ),
    form=_FORM,
    build=_build,
    judge=_judge,
    max_characters=2000,
    per_minute=30,
)
