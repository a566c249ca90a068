"""What really happened while apprise was sending: on the wire and in its own words.

Apprise turns every failure into "no": a refused connection, a timeout after sending and a status
look alike, and a repeat may be unmarked only where nothing was sent. So the one place that all of
requests' traffic passes is watched.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NameResolutionError, NewConnectionError, SSLError

from watcher.channels.answers import Answer
from watcher.model.delivery import Attempt, Outcome

_HEAD_BYTES = 512

_send = HTTPAdapter.send
_seen: ContextVar[Observation | None] = ContextVar("seen", default=None)


@dataclass(slots=True)
class Observation:
    """``exchanges`` are answers, or what a failure means; ``lines`` is what apprise logged."""

    exchanges: list[Answer | Attempt] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@contextmanager
def observe() -> Iterator[Observation]:
    """Collect what happens in this context, also in the threads that apprise starts for it."""
    observation = Observation()
    _apprise.setLevel(logging.DEBUG)  # here and not once: logging may be configured after import
    token = _seen.set(observation)
    try:
        yield observation
    finally:
        _seen.reset(token)


class _Keep(logging.Filter):
    """Keeps apprise's log lines for the observation and from everybody else.

    Apprise masks passwords, but neither custom headers nor addresses that it cannot parse.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the record; no handler sees it."""
        observation = _seen.get()
        if observation is not None:
            observation.lines.append(record.getMessage())
        return False


_apprise = logging.getLogger("apprise")
_apprise.addFilter(_Keep())


def _observed_send(self: HTTPAdapter, *args: Any, **kwargs: Any) -> requests.Response:
    observation = _seen.get()
    if observation is None:
        return _send(self, *args, **kwargs)
    exchanges = observation.exchanges
    try:
        response = _send(self, *args, **kwargs)
        head = response.content[:_HEAD_BYTES]
    except requests.RequestException as error:
        exchanges.append(_judge(error))
        raise
    headers = {name.lower(): value for name, value in response.headers.items()}
    exchanges.append(Answer(status=response.status_code, headers=headers, content=head))
    return response


HTTPAdapter.send = _observed_send  # type: ignore[method-assign]  # the only seam requests has


def _judge(error: requests.RequestException) -> Attempt:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    name = type(error).__name__
    if isinstance(error, requests.ConnectTimeout) or isinstance(
        reason, (NewConnectionError, NameResolutionError, SSLError)
    ):
        return Attempt(outcome=Outcome.TRANSIENT, detail=f"no connection ({name})")
    why = "the connection broke after sending: it may have been accepted"
    return Attempt(outcome=Outcome.UNKNOWN, detail=f"{why} ({name})")
