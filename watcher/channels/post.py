"""One POST over httpx, within limits: no redirects, no proxies from the environment, no cookies."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Self

import httpx

from watcher.channels.answers import Answer
from watcher.channels.redact import quiet_libraries
from watcher.model.delivery import Attempt, Outcome

MAX_ANSWER_BYTES = 64 * 1024
TOTAL_SECONDS = 45.0
"""Limit for the whole exchange; the sender process is killed later, at 60 s."""

_TIMEOUT = httpx.Timeout(20.0, connect=5.0)

quiet_libraries()


def post_json(
    url: str, payload: Mapping[str, Any], *, headers: Mapping[str, str] | None = None
) -> Answer | Attempt:
    """POST ``payload``; returns the answer, or the attempt where there is none.

    Before the request is on the wire a failure is transient; behind that, unknown. The texts hold
    neither address nor payload.
    """
    body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    sent = {"content-type": "application/json; charset=utf-8", "accept-encoding": "identity"}
    try:
        with (
            _Watchdog(TOTAL_SECONDS) as watchdog,
            httpx.Client(
                verify=_make_context(), trust_env=False, follow_redirects=False, timeout=_TIMEOUT
            ) as client,
            client.stream(
                "POST",
                url,
                content=body,
                headers=sent | dict(headers or {}),
                extensions={"trace": watchdog.trace},
            ) as answer,
        ):
            return _read(answer)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        return Attempt(outcome=Outcome.PERMANENT, detail=_name(error, "the address is unusable"))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        return Attempt(outcome=Outcome.TRANSIENT, detail=_name(error, "no connection"))
    except httpx.HTTPError as error:
        why = "the connection broke after sending: it may have been accepted"
        return Attempt(outcome=Outcome.UNKNOWN, detail=_name(error, why))


class _Watchdog:
    """Hangs up when its time is over: httpx limits single reads, not an answer that drips."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note the socket; httpcore tells its steps to this (its "trace" extension)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._socket = info["return_value"].get_extra_info("socket")

    def _hang_up(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


@cache
def _make_context() -> ssl.SSLContext:
    """Return the TLS settings, read once: the list of authorities takes 30 ms to load."""
    return httpx.create_ssl_context(trust_env=False)


def _read(answer: httpx.Response) -> Answer:
    content = bytearray()
    is_cut = False
    for chunk in answer.iter_raw():
        content += chunk
        if len(content) > MAX_ANSWER_BYTES:
            is_cut = True
            break
    return Answer(
        status=answer.status_code,
        headers={name.lower(): value for name, value in answer.headers.items()},
        content=bytes(content[:MAX_ANSWER_BYTES]),
        is_cut=is_cut,
    )


def _name(error: Exception, why: str) -> str:
    return f"{why} ({type(error).__name__})"
