"""A named proxy carries what its sources ask for, and nothing that may not be asked for."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from typing import Any

import pytest

from watcher.errors import Refused, Unreachable
from watcher.model.page import PageRequest
from watcher.model.source import Way

PUBLIC = "93.184.216.34"
OFFICE = Way(proxy="office")


def ask(url: str, way: Way = OFFICE) -> PageRequest:
    return PageRequest(url=url, way=way)


def test_a_page_comes_through_the_proxy_named(net: Any) -> None:
    proxy = net.serve(net.answer_of(b"by proxy"))
    address = proxy.url.replace("http://", "http://me:p%40ss@")
    fetcher = net.fetcher(
        proxies={"office": address}, resolver=net.lookup({"site.example": [PUBLIC]})
    )
    page = fetcher.fetch(ask("http://site.example/list?a=1"))
    assert (page.content, page.final_url) == (b"by proxy", "http://site.example/list?a=1")
    head = proxy.requests[0].decode()
    assert head.startswith("GET http://site.example/list?a=1 HTTP/1.1\r\n")
    sign = base64.b64encode(b"me:p@ss").decode()
    assert f"Proxy-Authorization: Basic {sign}".lower() in head.lower()


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], [PUBLIC, "::1"], ["fd00::1"]]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_proxy_never_hears_of_a_forbidden_target(
    scheme: str, answers: list[str], net: Any
) -> None:
    proxy = net.serve(net.answer_of(b"x"))
    fetcher = net.fetcher(
        proxies={"office": proxy.url}, resolver=net.lookup({"site.example": answers})
    )
    with pytest.raises(Refused, match=r"site\.example leads to"):
        fetcher.fetch(ask(f"{scheme}://site.example/"))
    assert proxy.requests == []


def test_a_redirect_behind_the_proxy_is_judged_too(net: Any) -> None:
    proxy = net.serve(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n")
    fetcher = net.fetcher(
        proxies={"office": proxy.url}, resolver=net.lookup({"site.example": [PUBLIC]})
    )
    with pytest.raises(Refused):
        fetcher.fetch(ask("http://site.example/"))
    assert len(proxy.requests) == 1


def test_a_proxy_nobody_configured_is_told_and_nothing_is_sent(net: Any) -> None:
    connected = net.reroute({})
    fetcher = net.fetcher(resolver=net.lookup({"site.example": [PUBLIC]}))
    with pytest.raises(Refused, match="proxy 'office'") as raised:
        fetcher.fetch(ask("http://site.example/"))
    assert "WATCHER_PROXY_OFFICE" in raised.value.hint
    assert connected == []


def test_a_source_without_a_proxy_goes_straight(net: Any) -> None:
    proxy = net.serve(net.answer_of(b"by proxy"))
    server = net.serve(net.answer_of(b"direct"))
    fetcher = net.fetcher(proxies={"office": proxy.url})
    assert fetcher.fetch(net.ask(server.url)).content == b"direct"
    assert proxy.requests == []


def test_a_new_address_is_taken_over(net: Any) -> None:
    old, new = net.serve(net.answer_of(b"old")), net.serve(net.answer_of(b"new"))
    fetcher = net.fetcher(
        proxies={"office": old.url}, resolver=net.lookup({"site.example": [PUBLIC]})
    )
    assert fetcher.fetch(ask("http://site.example/")).content == b"old"
    fetcher.use_proxies({"office": new.url})
    assert fetcher.fetch(ask("http://site.example/")).content == b"new"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"",
    ],
)
def test_a_proxy_that_refuses_a_tunnel_is_unreachable_and_keeps_its_secret(
    answer: bytes, net: Any
) -> None:
    proxy = net.serve(answer)
    address = proxy.url.replace("http://", "http://me:sEcReT@")
    fetcher = net.fetcher(
        proxies={"office": address}, resolver=net.lookup({"site.example": [PUBLIC]})
    )
    with pytest.raises(Unreachable) as raised:
        fetcher.fetch(ask("https://site.example/"))
    assert "sEcReT" not in str(raised.value)
    assert proxy.requests[0].startswith(b"CONNECT site.example:443 ")


def test_a_hanging_proxy_ends_at_the_deadline(net: Any) -> None:
    gone = threading.Event()

    def hang(conn: socket.socket, _request: bytes) -> None:
        with contextlib.suppress(OSError):
            conn.recv(1)
        gone.set()

    fetcher = net.fetcher(
        deadline_seconds=0.4,
        proxies={"office": net.serve(hang).url},
        resolver=net.lookup({"site.example": [PUBLIC]}),
    )
    with pytest.raises(Exception, match="deadline"):
        fetcher.fetch(ask("http://site.example/"))
    assert gone.wait(10)
