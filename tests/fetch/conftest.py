"""A loopback server that answers with exact bytes, and a fetcher that can reach it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import httpcore
import pytest

from watcher.fetch import Fetcher
from watcher.model.page import PageRequest

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Answer = Callable[[socket.socket, bytes], object]


def _say(whole: bytes) -> Answer:
    return lambda conn, _request: conn.sendall(whole)


class RawServer:
    """Hands every request to ``answer``; closes the connection when ``answer`` returns."""

    def __init__(self, answer: Answer | bytes) -> None:
        self.answer: Answer = (
            (lambda conn, _: conn.sendall(answer)) if isinstance(answer, bytes) else answer
        )
        self.requests: list[bytes] = []
        self.reads_first = True
        """Whether a request is read before ``answer`` is called; not where TLS comes first."""
        self.stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def _accept(self) -> None:
        while True:
            try:
                conn, _ = self._listener.accept()
            except OSError:
                return
            if self.stopping.is_set():
                conn.close()
                return
            thread = threading.Thread(target=self._talk, args=(conn,), daemon=True)
            self._threads = [t for t in self._threads if t.is_alive()] + [thread]
            thread.start()

    def _talk(self, conn: socket.socket) -> None:
        with conn, contextlib.suppress(OSError):
            conn.settimeout(20)
            request = b""
            while self.reads_first and b"\r\n\r\n" not in request:
                data = conn.recv(65536)
                if not data:
                    return
                request += data
            self.requests.append(request)
            self.answer(conn, request)

    def stop(self) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 2):
            pass
        self._acceptor.join(5)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)


def page_of(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """One whole answer with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class Net:
    """Servers, fetchers and name tables of one test, closed at its end."""

    answer_of = staticmethod(page_of)

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._open: list[RawServer | Fetcher] = []

    def serve(self, answer: Answer | bytes) -> RawServer:
        """Start a server that answers every request so."""
        server = RawServer(answer)
        self._open.append(server)
        return server

    def fetcher(self, **settings: Any) -> Fetcher:
        """Build a fetcher with a short deadline."""
        made = Fetcher(**{"clock": lambda: NOW, "deadline_seconds": 10.0, **settings})
        self._open.append(made)
        return made

    @staticmethod
    def ask(url: str, **settings: Any) -> PageRequest:
        """Build a request that may go to loopback."""
        return PageRequest(**{"url": url, "allow_private": True, **settings})

    @staticmethod
    def lookup(names: dict[str, Sequence[str]]) -> Callable[[str], Sequence[str]]:
        """Build a name server from a table; an unknown name has no address."""

        def find(host: str) -> Sequence[str]:
            if host not in names:
                raise OSError("no such name")
            return names[host]

        return find

    def reroute(self, routes: dict[str, int]) -> list[str]:
        """Send connections to a public address to a loopback port; record others, unconnected."""
        connected: list[str] = []
        real = httpcore.SyncBackend.connect_tcp

        def connect(backend: httpcore.SyncBackend, host: str, port: int, *rest: Any) -> Any:
            if host in routes:
                return real(backend, "127.0.0.1", routes[host], *rest)
            connected.append(host)
            raise httpcore.ConnectError("no way there in tests")

        self._monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
        return connected

    def close(self) -> None:
        """Close everything, fetchers first."""
        for thing in self._open:
            if isinstance(thing, Fetcher):
                thing.close()
        for thing in self._open:
            if isinstance(thing, RawServer):
                thing.stop()


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    made = Net(monkeypatch)
    yield made
    made.close()
