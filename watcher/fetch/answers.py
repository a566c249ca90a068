"""What an HTTP status means to us, and the server's hint when to come back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from watcher.errors import BadStatus, Blocked, FetchError, Gone, RateLimited
from watcher.fetch.challenge import find_challenge

LONGEST_RETRY_AFTER_SECONDS = 86400.0
PAGE_STATUSES = frozenset({200, 203})
"""203 is a page that a proxy on the way has changed (RFC 9110, 15.3.4); it is still the page."""
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


def judge_answer(
    status: int, headers: Mapping[str, str], content: bytes, *, shown: str, now: datetime
) -> FetchError | None:
    """Return the error an answer stands for, or None where it is the page.

    ``content`` may be the beginning of the body; ``shown`` is the address as it may be printed.
    """
    hint = parse_retry_after(headers.get("retry-after"), now=now)
    if status == 429 or (status == 503 and hint is not None):
        return RateLimited(f"{shown} asks for fewer requests ({status})", retry_after=hint)
    if status in {404, 410}:
        return Gone(f"{shown} answers {status}", status=status)
    reason = find_challenge(status, headers, content)
    if reason is not None:
        return Blocked(f"{shown}: {reason}")
    if status not in PAGE_STATUSES:
        return BadStatus(f"{shown} answers {status}", status=status)
    return None


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or a date, as seconds from now, 0 to 24 h.

    Garbage and negative numbers give None, a date that has passed gives 0.
    """
    text = (value or "").strip()
    if not text or len(text) > 64:
        return None
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return min(float(text), LONGEST_RETRY_AFTER_SECONDS)
    try:
        at = parsedate_to_datetime(text)
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        seconds = (aware - now).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)
