"""What an HTTP answer means for delivery, as far as it is the same everywhere.

Nothing here ever says "accepted": only a platform that has read the body may.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from watcher.channels.redact import tidy
from watcher.model.delivery import Attempt, Outcome

MAX_WAIT_SECONDS = 86_400.0
"""A platform's hint is not followed further than a day."""

_BEHIND_THE_DOOR = frozenset({408, 502, 504, 520, 524})
"""What a proxy says that passed the message on and got no proper answer (RFC 9110, 15.6.3; 520 and
524 are Cloudflare's): something behind it may have accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A platform's answer: ``headers`` have lower-case names, ``is_cut`` means over our limit."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    is_cut: bool = False

    def read_object(self) -> dict[str, Any] | None:
        """Return the body as a JSON object, None where it is anything else."""
        if self.is_cut:
            return None
        try:
            value = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    @property
    def retry_after(self) -> float | None:
        """The Retry-After header in seconds; dates and nonsense count as absent."""
        return read_seconds(self.headers.get("retry-after"))


def read_seconds(value: object) -> float | None:
    """Return a wait told by a platform in seconds, at most a day; None where it is unusable."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(seconds) or seconds < 0:
        return None
    return min(seconds, MAX_WAIT_SECONDS)


def judge_status(answer: Answer) -> Attempt | None:
    """Return what a status says by itself; None for a 2xx, where the body decides."""
    status = answer.status
    if 200 <= status < 300:
        return None
    if status == 429:
        return make_attempt(
            Outcome.RATE_LIMITED, answer, "the rate limit is reached", wait=answer.retry_after
        )
    if 300 <= status < 400:
        return make_attempt(Outcome.PERMANENT, answer, "a redirect, which is not followed")
    if status in _BEHIND_THE_DOOR:
        why = "no answer from behind the platform's door: it may have been accepted"
        return make_attempt(Outcome.UNKNOWN, answer, why)
    if status >= 500:
        wait = answer.retry_after
        return make_attempt(Outcome.TRANSIENT, answer, "the platform is in trouble", wait=wait)
    return make_attempt(Outcome.PERMANENT, answer, _explain(status))


def judge_unreadable(answer: Answer) -> Attempt:
    """Return the attempt for a 2xx whose body does not say what became of the message."""
    body = answer.content.lstrip()[:64].lower()
    if not body:
        why = "an empty answer"
    elif body.startswith(b"<"):
        why = "a web page in place of the platform's answer"
    elif answer.is_cut:
        why = "an answer far longer than the platform's"
    else:
        why = "an answer that is not the platform's or is cut"
    return make_attempt(Outcome.UNKNOWN, answer, f"{why}: it may have been accepted")


def make_attempt(
    outcome: Outcome, answer: Answer, why: str, *, wait: float | None = None
) -> Attempt:
    """Return an attempt that names the status and says why."""
    return Attempt(
        outcome=outcome,
        detail=tidy(f"HTTP {answer.status}: {why}"),
        status=answer.status,
        retry_after_seconds=wait,
    )


def _explain(status: int) -> str:
    match status:
        case 401 | 403:
            return "the credentials are refused"
        case 404 | 410:
            return "there is no such webhook or bot"
        case 413:
            return "the message is too large"
        case _:
            return "the request is refused"
