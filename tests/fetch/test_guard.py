"""Nothing is sent to an address that a source must not live on, however it is spelled."""

from __future__ import annotations

import contextlib
import socket
import threading
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from watcher.errors import FetchError, Refused
from watcher.fetch import backend
from watcher.model.page import Page, PageRequest
from watcher.model.source import Way

PUBLIC = "93.184.216.34"
LOCAL_HOSTS = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text("utf-8"))["hosts"]
BAD_TARGETS = [
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "ftp://example.com/",
    "gopher://127.0.0.1:{port}/x",
    "javascript:alert(1)",
    "data:text/html,x",
    "view-source:http://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@example.com/",
    "http://example.com\\@127.0.0.1:{port}/",
    "http://example.com@127.0.0.1:{port}/",
    "http://user:pw@example.com/",
    "//127.0.0.1:{port}/",
    "///127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "http://[::1]:{port}/",
    "http://[::1",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:{port}/\ta",
    "http://",
    "http:",
    "\\\\127.0.0.1:{port}\\share",
    "http://" + "a" * 70_000 + "/",
]


class Trap:
    """Listens on every address of this machine and counts what arrives."""

    def __init__(self) -> None:
        self.touched: list[Any] = []
        self._listener = socket.create_server(
            ("::", 0), family=socket.AF_INET6, dualstack_ipv6=True
        )
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                conn, peer = self._listener.accept()
            except OSError:
                return
            with conn, contextlib.suppress(OSError):
                conn.settimeout(1)
                first = conn.recv(10)
                if first == b"stop":
                    return
                self.touched.append((peer, first))

    def stop(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), 2) as conn:
            conn.sendall(b"stop")
        self._thread.join(5)
        self._listener.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    made = Trap()
    yield made
    made.stop()


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_a_source_on_a_forbidden_address_is_never_touched(host: str, trap: Trap, net: Any) -> None:
    with pytest.raises(FetchError):
        net.fetcher().fetch(PageRequest(url=f"http://{host}:{trap.port}/"))
    assert trap.touched == []


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_a_redirect_to_a_forbidden_address_is_never_followed(
    host: str, trap: Trap, net: Any
) -> None:
    location = f"http://{host}:{trap.port}/".encode()
    server = net.serve(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n")
    connected = net.reroute({PUBLIC: server.port})
    loopback = {"localhost": ["127.0.0.1"], "127.1": ["127.0.0.1"], "0": ["0.0.0.0"]}
    fetcher = net.fetcher(resolver=net.lookup({"site.example": [PUBLIC], **loopback}))
    with pytest.raises(FetchError):
        fetcher.fetch(PageRequest(url="http://site.example/"))
    assert (trap.touched, connected, len(server.requests)) == ([], [], 1)


@pytest.mark.parametrize("target", BAD_TARGETS)
def test_a_redirect_that_two_parsers_could_read_differently_is_refused(
    target: str, trap: Trap, net: Any
) -> None:
    location = target.replace("{port}", str(trap.port)).encode()
    server = net.serve(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n")
    connected = net.reroute({PUBLIC: server.port})
    fetcher = net.fetcher(resolver=net.lookup({"site.example": [PUBLIC], "example.com": [PUBLIC]}))
    with pytest.raises(Refused):
        fetcher.fetch(PageRequest(url="http://site.example/"))
    assert (trap.touched, connected, len(server.requests)) == ([], [], 1)


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], ["fd00::1"], [PUBLIC, "::1"]],
)
def test_every_answer_of_the_name_server_must_be_public(answers: list[str], net: Any) -> None:
    connected = net.reroute({})
    fetcher = net.fetcher(resolver=net.lookup({"site.example": answers}))
    with pytest.raises(Refused, match=r"site\.example leads to"):
        fetcher.fetch(PageRequest(url="http://site.example/"))
    assert connected == []


def test_a_name_that_turns_private_between_two_requests_is_refused(net: Any) -> None:
    answers: list[Sequence[str]] = [[PUBLIC], ["127.0.0.1"]]
    server = net.serve(net.answer_of(b"<p>list</p>", "Connection: close"))
    connected = net.reroute({PUBLIC: server.port})
    fetcher = net.fetcher(resolver=lambda _: answers.pop(0))
    assert fetcher.fetch(PageRequest(url="http://site.example/list")).content == b"<p>list</p>"
    with pytest.raises(Refused):
        fetcher.fetch(PageRequest(url="http://site.example/detail"))
    assert (connected, answers) == ([], [])


def test_the_own_host_name_and_a_name_that_rebinds_send_nothing_to_this_machine(
    trap: Trap, net: Any
) -> None:
    with pytest.raises(FetchError):
        net.fetcher().fetch(PageRequest(url=f"http://{socket.gethostname()}:{trap.port}/"))
    answers: dict[str, list[Sequence[str]]] = {
        "list.example": [[PUBLIC], ["127.0.0.1"]],
        "detail.example": [["127.0.0.1", PUBLIC]],
        "mixed.example": [[PUBLIC, "::1"]],
        "six.example": [["::ffff:127.0.0.1"]],
    }
    connected = net.reroute({})
    fetcher = net.fetcher(resolver=lambda host: answers[host].pop(0))
    for host in ("list", "list", "detail", "mixed", "six"):
        with pytest.raises(FetchError):
            fetcher.fetch(PageRequest(url=f"http://{host}.example:{trap.port}/"))
    assert (trap.touched, connected) == ([], [PUBLIC])


def test_the_checked_address_is_the_one_connected_to(net: Any) -> None:
    asked: list[str] = []

    def look_up(host: str) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC]

    server = net.serve(net.answer_of(b"x"))
    net.reroute({PUBLIC: server.port})
    net.fetcher(resolver=look_up).fetch(PageRequest(url="http://site.example/"))
    assert asked == ["site.example"]
    assert b"\r\nhost: site.example\r\n" in server.requests[0].lower()


def test_a_public_address_of_this_machine_is_refused(
    net: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = net.reroute({})
    monkeypatch.setattr(backend, "_is_own", lambda address: str(address) == PUBLIC)
    fetcher = net.fetcher(resolver=net.lookup({"me.example": [PUBLIC]}))
    with pytest.raises(Refused, match="this machine"):
        fetcher.fetch(PageRequest(url="http://me.example/"))
    assert connected == []


def test_bound_addresses_are_known_as_own() -> None:
    from ipaddress import ip_address  # noqa: PLC0415 - next to its only use

    assert backend._is_own(ip_address("127.0.0.1"))
    assert not backend._is_own(ip_address(PUBLIC))


def test_a_connection_opened_for_a_private_source_serves_no_other(net: Any) -> None:
    server = net.serve(net.answer_of(b"inside"))
    fetcher = net.fetcher()
    assert isinstance(fetcher.fetch(net.ask(server.url)), Page)
    with pytest.raises(Refused):
        fetcher.fetch(PageRequest(url=server.url))
    assert len(server.requests) == 1


def test_a_fetch_outside_a_call_opens_nothing(net: Any) -> None:
    transport = net.fetcher()._exchange._transport(allow_private=True, way=Way())
    with pytest.raises(LookupError):
        transport.handle_request(httpx.Request("GET", "http://127.0.0.1:1/"))
