"""Slack: incoming webhooks, and bot tokens with one channel.

Webhooks: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (200 and the text "ok";
errors by status and a word). Bots: docs.slack.dev/reference/methods/chat.postMessage (200 with
``ok`` and ``error``). Both: one message a second, 429 with Retry-After; what is longer than 40,000
characters is cut without a word, counted after ``&`` has become ``&amp;``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from watcher.channels.answers import Answer, judge_status, judge_unreadable, make_attempt
from watcher.channels.platforms.base import Address, Platform, Post, join_text, need
from watcher.channels.redact import tidy
from watcher.model.delivery import Attempt, Message, Outcome

_FORM = "slack://T.../B.../SECRET or slack://xoxb-TOKEN/CHANNEL"
_TRANSIENT = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})


def _build(address: Address, message: Message, now: datetime) -> Post:
    del now  # nothing is signed
    is_web = address.scheme == "https"
    tokens = address.segments[1:] if is_web else (address.host, *address.segments)
    payload = {
        # Slack reads &, < and > as its markup's signs: docs.slack.dev, "Escaping text".
        "text": _escape(join_text(message)),
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if not is_web and tokens[0].startswith("xox"):
        need(is_met=len(tokens) == 2, platform="Slack", form=_FORM)
        return Post(
            host="slack.com",
            path="/api/chat.postMessage",
            payload=payload | {"channel": tokens[1], "link_names": False},
            headers={"authorization": f"Bearer {tokens[0]}"},
        )
    need(
        is_met=len(tokens) == 3 and all(token.isalnum() for token in tokens),
        platform="Slack",
        form=_FORM,
    )
    path = "/services/" + "/".join(quote(token, safe="") for token in tokens)
    return Post(host="hooks.slack.com", path=path, payload=payload)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _judge(answer: Answer) -> Attempt:
    if answer.status == 200 and answer.content.strip() == b"ok" and not answer.is_cut:
        return make_attempt(Outcome.ACCEPTED, answer, '"ok", accepted by the platform')
    refused = judge_status(answer)
    body = answer.read_object()
    if refused is not None:
        told = (body or {}).get("error") or answer.content[:64].decode("utf-8", "replace")
        return replace(refused, detail=tidy(f"{refused.detail}: {told}")) if told else refused
    if body is None or not isinstance(body.get("ok"), bool):
        return judge_unreadable(answer)
    if not body["ok"]:
        return _judge_error(answer, str(body.get("error")))
    if answer.status == 200 and body.get("ts"):
        return make_attempt(Outcome.ACCEPTED, answer, "ok, accepted by the platform")
    return judge_unreadable(answer)


def _judge_error(answer: Answer, error: str) -> Attempt:
    if error in _RATE_LIMITED:
        wait = answer.retry_after or 60.0
        return make_attempt(Outcome.RATE_LIMITED, answer, error, wait=wait)
    outcome = Outcome.TRANSIENT if error in _TRANSIENT else Outcome.PERMANENT
    return make_attempt(outcome, answer, error)


PLATFORM = Platform(
    name="Slack",
    schemes=("slack",),
    web=("https://hooks.slack.com/services/",),
    form=_FORM,
    build=_build,
    judge=_judge,
    max_characters=8_000,
    per_minute=60,
)
