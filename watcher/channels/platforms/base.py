"""What a platform is to the sender, and what several platforms share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from watcher.channels.answers import Answer, judge_status, judge_unreadable, make_attempt
from watcher.errors import ConfigError
from watcher.model.delivery import Attempt, Message, Outcome

_CUT_NOTE = "…（过长，已截断 / too long, cut）"
_LAST_LINE_CHARACTERS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One request: ``host`` and ``path`` are apart so that a test may send it elsewhere."""

    host: str
    path: str
    payload: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A channel's URL taken apart, everything percent-decoded; a token may stand in ``host``."""

    scheme: str
    user: str
    password: str
    host: str
    segments: tuple[str, ...]
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A chat platform whose answer body we read ourselves.

    ``schemes`` are apprise's. ``web`` is how the address that the platform hands out begins.
    ``build`` raises ConfigError (without the secret) where the address is not usable.
    """

    name: str
    schemes: tuple[str, ...]
    web: tuple[str, ...]
    form: str
    """How an address looks, for people."""
    build: Callable[[Address, Message, datetime], Post]
    judge: Callable[[Answer], Attempt]
    web_form: re.Pattern[str] | None = None
    """How such an address begins where its host differs from customer to customer."""
    max_bytes: int | None = None
    """What one text may hold, title included, in UTF-8 bytes."""
    max_characters: int | None = None
    """The same in UTF-16 units, which is how the stricter platforms count."""
    per_minute: int | None = None
    """How many messages a minute one channel takes before it refuses or blocks."""

    def fits(self, text: str) -> bool:
        """Whether the platform takes a text of this length."""
        if self.max_bytes is not None and len(text.encode("utf-8", "replace")) > self.max_bytes:
            return False
        units = len(text.encode("utf-16-le", "replace")) // 2
        return self.max_characters is None or units <= self.max_characters

    def cut(self, message: Message) -> Message:
        """Return ``message``, its body cut at a line where the platform would refuse it whole.

        A last resort: long messages are split before they come here. A cut one says so and keeps
        its last line, where a message's link and id stand.
        """
        if self.fits(join_text(message)):
            return message
        lines = message.body.splitlines()
        last = lines.pop() if lines and len(lines[-1]) <= _LAST_LINE_CHARACTERS else ""
        low, high = 0, len(lines)
        while low < high:  # the most lines that still fit
            middle = (low + high + 1) // 2
            if self.fits(join_text(_keep(message, lines[:middle], last))):
                low = middle
            else:
                high = middle - 1
        return self._trim(_keep(message, lines[:low], last))

    def _trim(self, message: Message) -> Message:
        """Cut inside a title or line that is too long by itself."""
        while not self.fits(join_text(message)):
            title, body = message.title, message.body
            if len(title) > len(body):
                title = title[: len(title) * 3 // 4]
            else:
                body = body[: len(body) * 3 // 4]
            message = replace(message, title=title, body=body)
        return message


def read_address(url: str) -> Address:
    """Take a channel's URL apart. Nothing is refused here."""
    scheme, _, rest = url.strip().partition("://")
    place, _, query = rest.partition("?")
    authority, *segments = place.partition("#")[0].split("/")
    userinfo, _, host = authority.rpartition("@")
    user, _, password = userinfo.partition(":")
    return Address(
        scheme=scheme.lower(),
        user=unquote(user),
        password=unquote(password),
        host=unquote(host),
        segments=tuple(unquote(segment) for segment in segments if segment),
        query=dict(parse_qsl(query.partition("#")[0])),
    )


def _keep(message: Message, lines: list[str], last: str) -> Message:
    kept = "\n".join([*lines, _CUT_NOTE, last]).rstrip()
    return replace(message, body=kept)


def join_text(message: Message) -> str:
    """Return title and body as one text, for platforms without titles."""
    return f"{message.title}\n\n{message.body}".strip() if message.title else message.body


def need(*, is_met: bool, platform: str, form: str) -> None:
    """Raise ConfigError that shows the right form where an address lacks something."""
    if not is_met:
        raise ConfigError([f"the address of a {platform} channel looks like {form}"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """How a platform tells its verdict by a code in the JSON body, 0 meaning accepted.

    Every one of ``keys`` that is there must be 0 and at least one must be. ``rate_limited`` maps
    codes to the wait in seconds, ``hints`` codes to what they mean.
    """

    keys: tuple[str, ...]
    text_key: str
    rate_limited: Mapping[int, float]
    transient: frozenset[int]
    hints: Mapping[int, str]

    def judge(self, answer: Answer) -> Attempt:
        """Judge an answer; the body decides over the status where it names a refusal."""
        body = answer.read_object()
        codes = [body[key] for key in self.keys if key in body] if body is not None else []
        if body is None or not codes or any(type(code) is not int for code in codes):
            return judge_status(answer) or judge_unreadable(answer)
        code = next((code for code in codes if code != 0), 0)
        if code == 0:
            return judge_status(answer) or make_attempt(
                Outcome.ACCEPTED, answer, f"{self.keys[0]} 0, accepted by the platform"
            )
        why = f"code {code}: {self.hints.get(code) or body.get(self.text_key)}"
        if code in self.rate_limited:
            wait = answer.retry_after or self.rate_limited[code]
            return make_attempt(Outcome.RATE_LIMITED, answer, why, wait=wait)
        if code in self.transient or answer.status >= 500:
            return make_attempt(Outcome.TRANSIENT, answer, why, wait=answer.retry_after)
        return make_attempt(Outcome.PERMANENT, answer, why)
