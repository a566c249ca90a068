"""What really happened on the wire while apprise was sending over requests.

Apprise turns every failure into "no": a refused connection, a timeout after sending and a status
look alike, and a repeat may be unmarked only where nothing was sent. So the one place that all of
requests' traffic passes is watched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NameResolutionError, NewConnectionError, SSLError

from watcher.channels.answers import Answer
from watcher.model.delivery import Attempt, Outcome

_HEAD_BYTES = 512

_send = HTTPAdapter.send
_seen: ContextVar[list[Answer | Attempt] | None] = ContextVar("seen", default=None)


@contextmanager
def observe() -> Iterator[list[Answer | Attempt]]:
    """Collect every exchange of this context: its answer, or what its failure means."""
    exchanges: list[Answer | Attempt] = []
    token = _seen.set(exchanges)
    try:
        yield exchanges
    finally:
        _seen.reset(token)


def _observed_send(self: HTTPAdapter, *args: Any, **kwargs: Any) -> requests.Response:
    exchanges = _seen.get()
    if exchanges is None:
        return _send(self, *args, **kwargs)
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
