"""A webhook on loopback that keeps what apprise's json:// posts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from typing import Self

from watcher.demo.loopback import Loopback, QuietHandler

MAX_BODY_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One alert as it came in.

    ``hook`` is the last part of the address it was posted to; ``at_seconds`` counts from the start
    of the sink, on a clock that never steps.
    """

    hook: str
    title: str
    message: str
    type: str
    at_seconds: float


Predicate = Callable[[tuple[Received, ...]], bool]


class Sink:
    """Records every post. ``delay_seconds`` holds each answer back, as a slow platform does."""

    def __init__(self, *, delay_seconds: float = 0.0) -> None:
        self._changed = Condition()
        self._received: list[Received] = []
        self._delay_seconds = delay_seconds
        self._started = time.monotonic()
        self._server = Loopback(_handler(self))

    def channel_url(self, hook: str) -> str:
        """Return the apprise URL that posts to ``hook``."""
        return f"json://{self._server.host}/hook/{hook}"

    @property
    def received(self) -> tuple[Received, ...]:
        """Everything so far, in the order of arrival."""
        with self._changed:
            return tuple(self._received)

    def wait_for(self, predicate: Predicate, *, deadline_seconds: float) -> bool:
        """Wait until ``predicate`` holds for what came in; False where time ran out first."""
        with self._changed:
            return self._changed.wait_for(
                lambda: predicate(tuple(self._received)), timeout=deadline_seconds
            )

    def take(self, path: str, content: bytes) -> None:
        """Record one post.

        Raises:
            ValueError, TypeError: the body is not the JSON object that apprise sends.
        """
        fields = dict(json.loads(content))
        time.sleep(self._delay_seconds)
        with self._changed:
            self._received.append(
                Received(
                    hook=path.rstrip("/").rsplit("/", 1)[-1],
                    title=str(fields.get("title", "")),
                    message=str(fields.get("message", "")),
                    type=str(fields.get("type", "")),
                    at_seconds=time.monotonic() - self._started,
                )
            )
            self._changed.notify_all()

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()


def _handler(sink: Sink) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - the base's naming
            length = int(self.headers.get("Content-Length") or 0)
            if not 0 < length <= MAX_BODY_BYTES:
                self.reply(413, b"", {"Connection": "close"})
                return
            try:
                sink.take(self.path, self.rfile.read(length))
            except (ValueError, TypeError):
                self.reply(400, b"", {})
            else:
                self.reply(200, b'{"ok": true}', {"Content-Type": "application/json"})

    return Handler
