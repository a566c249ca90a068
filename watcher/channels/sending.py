"""Which sender takes a URL, and the calls that the rest of the program makes."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from watcher.channels import secrets
from watcher.channels.checking import find_limit, find_platform, find_rate, is_known, name_scheme
from watcher.channels.platforms import Platform, read_address
from watcher.channels.redact import redact, tidy
from watcher.errors import ConfigError
from watcher.model.delivery import Attempt, Message, Outcome

_HERE: Mapping[str, str] = {}


def send(
    url: str, message: Message, *, now: datetime | None = None, hosts: Mapping[str, str] = _HERE
) -> Attempt:
    """Send ``message`` to one resolved channel URL and say what became of it.

    ``now`` is an aware instant for platforms that sign with the time, by default the machine's.
    ``hosts`` sends the platforms' requests elsewhere ("oapi.dingtalk.com" to
    "http://127.0.0.1:8080"), for tests only. Never raises for what a platform or the network does;
    no secret stands in the attempt.
    """
    platform = find_platform(url)
    try:
        if platform is not None:
            return _send_own(platform, url, message, now or _read_clock(), hosts)
        if not is_known(url):
            return Attempt(outcome=Outcome.PERMANENT, detail=name_scheme(url))
        from watcher.channels import long_tail  # noqa: PLC0415 - loads apprise: a second, 50 MB

        return long_tail.send(url, message)
    except ConfigError as error:
        return Attempt(outcome=Outcome.PERMANENT, detail=tidy(redact(str(error), [url])))
    except Exception as error:  # noqa: BLE001 - libraries quote addresses and payloads in theirs
        detail = f"the sender failed with {type(error).__name__}: it may have been accepted"
        return Attempt(outcome=Outcome.UNKNOWN, detail=detail)


def deliver(
    url: str,
    message: Message,
    credentials: Path | None = None,
    *,
    now: datetime | None = None,
    hosts: Mapping[str, str] = _HERE,
) -> Attempt:
    """Fill in a channel's secrets and send: the function that runs in the sender process.

    ``url`` is as configured, with ``${NAME}`` in it. The values come from this process's
    environment and the files in ``credentials`` (default ``$CREDENTIALS_DIRECTORY``), so that only
    this process holds them. A missing secret is transient: the message waits until it is set.
    """
    try:
        resolved = secrets.resolve(url, os.environ, _find_directory(credentials))
    except ConfigError as error:
        return Attempt(outcome=Outcome.TRANSIENT, detail=tidy(str(error)))
    return send(resolved, message, now=now, hosts=hosts)


def describe(url: str, credentials: Path | None = None) -> tuple[int | None, int | None] | None:
    """Return what a channel takes, as (bytes a message, messages a minute); None where unknown.

    For an address that is a secret as a whole: it runs in the sender process, which alone can see
    what platform that is.
    """
    try:
        resolved = secrets.resolve(url, os.environ, _find_directory(credentials))
    except ConfigError:
        return None
    return find_limit(resolved), find_rate(resolved)


def _find_directory(credentials: Path | None) -> Path | None:
    told = os.environ.get("CREDENTIALS_DIRECTORY")
    return credentials or (Path(told) if told else None)


def _read_clock() -> datetime:
    """Return the true time: a platform compares a signature's with its own, within the hour.

    The clock of the program is in another process and may be a test's.
    """
    return datetime.fromtimestamp(time.time_ns() / 1e9, UTC)


def _send_own(
    platform: Platform, url: str, message: Message, now: datetime, hosts: Mapping[str, str]
) -> Attempt:
    from watcher.channels.post import post_json  # noqa: PLC0415 - loads httpx, needed here only

    post = platform.build(read_address(url), platform.cut(message), now)
    base = hosts.get(post.host, f"https://{post.host}")
    answer = post_json(f"{base}{post.path}", post.payload, headers=post.headers)
    attempt = answer if isinstance(answer, Attempt) else platform.judge(answer)
    detail = tidy(redact(attempt.detail, [url]))
    return Attempt(
        outcome=attempt.outcome,
        detail=detail,
        status=attempt.status,
        retry_after_seconds=attempt.retry_after_seconds,
    )
