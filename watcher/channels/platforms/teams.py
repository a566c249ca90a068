"""Microsoft Teams through a Workflows webhook ("When a Teams webhook request is received").

Setting up and the form of a card: learn.microsoft.com/microsoftteams/platform/webhooks-and-
connectors/how-to/add-incoming-webhook and .../connectors-using (a card has at most 28 KB, more than
four requests a second are throttled). A larger card is taken all the same and fails in the flow,
where nobody is told: the text is kept to what fits with a block a line and every link twice. The
trigger answers 202 without a body once the flow's run is queued, and names the run in
``x-ms-workflow-run-id`` (learn.microsoft.com/azure/logic-apps, "Call, trigger, or nest workflows");
what the run does afterwards nobody is told. Refusals are JSON with ``error.code``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from watcher.channels.answers import Answer, judge_status, judge_unreadable, make_attempt
from watcher.channels.platforms.base import Address, Platform, Post, need
from watcher.channels.redact import tidy
from watcher.model.delivery import Attempt, Message, Outcome

_FORM = "workflows://HOST/WORKFLOW/SIGNATURE or the address that Teams hands out"
_HOSTS = (".logic.azure.com", ".environment.api.powerplatform.com")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:443)?", re.ASCII)
_WEB = re.compile(
    r"https://[a-z0-9.-]+(?:\.logic\.azure\.com|\.environment\.api\.powerplatform\.com)(?::443)?/",
    re.IGNORECASE,
)
_QUERY = {"api-version": "2016-06-01", "sp": "/triggers/manual/run", "sv": "1.0"}
_LINK = re.compile(r"https?://[^\s()\[\]]+")
_RUN = ("x-ms-workflow-run-id", "x-ms-trigger-history-name")


def _build(address: Address, message: Message, now: datetime) -> Post:
    del now  # nothing is signed
    host = address.host.lower()
    is_met = bool(_HOST.fullmatch(host)) and host.removesuffix(":443").endswith(_HOSTS)
    if address.scheme == "https":
        is_met = is_met and "workflows" in address.segments and bool(address.query.get("sig"))
        path = "/" + "/".join(quote(part, safe="") for part in address.segments)
        query = dict(address.query)
    else:
        is_met = is_met and len(address.segments) == 2
        workflow, signature = (*address.segments, "", "")[:2]
        path = f"/workflows/{quote(workflow, safe='')}/triggers/manual/paths/invoke"
        query = {**_QUERY, "sig": signature}
    need(is_met=is_met, platform="Teams", form=_FORM)
    return Post(
        host=host.removesuffix(":443"), path=f"{path}?{urlencode(query)}", payload=_card(message)
    )


def _card(message: Message) -> dict[str, Any]:
    """Return an adaptive card: a bold title and a text block a line, for blocks join lines."""
    blocks: list[dict[str, Any]] = []
    if message.title:
        blocks.append(_block(message.title) | {"weight": "Bolder", "size": "Medium"})
    blocks += [_block(line) for line in message.body.splitlines() if line.strip()]
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": blocks,
    }
    kind = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": kind, "contentUrl": None, "content": content}
    return {"type": "message", "attachments": [attachment]}


def _block(line: str) -> dict[str, Any]:
    """Return a line; a text block reads a part of Markdown, and a bare address is no link in it."""
    text = line.replace("](", "] (") if "](http" not in line else line
    if "](" not in text:
        text = _LINK.sub(lambda found: f"[{found[0]}]({found[0]})", text)
    return {"type": "TextBlock", "text": text, "wrap": True, "spacing": "Small"}


def _judge(answer: Answer) -> Attempt:
    refused = judge_status(answer)
    if refused is not None:
        error = (answer.read_object() or {}).get("error")
        told = error.get("code") if isinstance(error, dict) else None
        return replace(refused, detail=tidy(f"{refused.detail}: {told}")) if told else refused
    if answer.status == 202 and any(answer.headers.get(name) for name in _RUN):
        why = "the flow was started; whether it posts to the chat is not told"
        return make_attempt(Outcome.ACCEPTED, answer, why)
    return judge_unreadable(answer)


PLATFORM = Platform(
    name="Teams",
    schemes=("workflows", "workflow"),
    web=(),
    web_form=_WEB,
    form=_FORM,
    build=_build,
    judge=_judge,
    max_bytes=10_000,
    per_minute=60,
)
