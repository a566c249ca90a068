"""A threaded HTTP server on a loopback address, for the demo site and its sink."""

from __future__ import annotations

import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import Any, Self

FIRST_ADDRESS = "127.0.0.1"


class QuietHandler(BaseHTTPRequestHandler):
    """A handler that keeps connections open and writes no log."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing: the terminal belongs to the demo."""

    def reply(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        """Send a whole response with its length."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without the reverse name lookup of HTTPServer: it hangs where DNS is away."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]  # the stub is narrower

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client that went away (a killed daemon) go silently; anything else is a fault."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Loopback:
    """One server on a free port; started by ``with`` or ``start``, gone after ``stop``."""

    def __init__(self, handler: type[QuietHandler], *, address: str = FIRST_ADDRESS) -> None:
        """Bind ``address``, or 127.0.0.1 where the system has no other loopback address."""
        try:
            self._server = _Server((address, 0), handler)
        except OSError:
            if address == FIRST_ADDRESS:
                raise
            self._server = _Server((FIRST_ADDRESS, 0), handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.daemon = True

    @property
    def host(self) -> str:
        """Address and port as they stand in a URL."""
        address, port = self._server.socket.getsockname()[:2]
        return f"{address}:{port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def is_free(host: str) -> bool:
    """Return whether nothing listens on ``host`` ("address:port")."""
    address, port = host.rsplit(":", 1)
    with socket.socket() as probe:
        return probe.connect_ex((address, int(port))) != 0
