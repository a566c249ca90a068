"""A web server on loopback that answers exactly what a test tells it, byte for byte."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Got:
    """A request as received."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def answer(status: int, body: bytes | str = b"", **headers: str) -> bytes:
    """The bytes of a whole answer with its length."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass
class Sink:
    """Answers every request with ``reply`` and then hangs up; ``got`` keeps the requests.

    A ``reply`` of None closes the connection without a word once the request is read.
    """

    reply: bytes | None = b""
    got: list[Got] = field(default_factory=list)

    def __enter__(self) -> Self:
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                sink._serve(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._go_on = threading.Event()
        self._go_on.set()
        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Read requests and say nothing until the block ends."""
        self._go_on.clear()
        try:
            yield
        finally:
            self._go_on.set()

    def _serve(self, handler: socketserver.StreamRequestHandler) -> None:
        line = handler.rfile.readline().decode().strip()
        headers: dict[str, str] = {}
        while text := handler.rfile.readline().decode().strip():
            name, _, value = text.partition(":")
            headers[name.lower()] = value.strip()
        body = handler.rfile.read(int(headers.get("content-length", 0)))
        self.got.append(Got(line, headers, body))
        self._go_on.wait()
        with suppress(OSError):
            if self.reply is not None:
                handler.wfile.write(self.reply)
            handler.connection.shutdown(socket.SHUT_RDWR)
