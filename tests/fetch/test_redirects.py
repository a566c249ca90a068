"""Redirects: where they may lead, and what goes along."""

from __future__ import annotations

import socket
from typing import Any

import pytest
import respx

from watcher.errors import Blocked, Refused
from watcher.model.page import PageRequest

URL = "https://site.example/list"


@pytest.fixture
def site() -> Any:
    with respx.mock(assert_all_called=False) as router:
        yield router


def header_of(request: bytes, name: str) -> str | None:
    for line in request.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name.encode():
            return value.strip().decode()
    return None


def test_own_headers_stay_on_their_host(net: Any) -> None:
    other = net.serve(net.answer_of(b"other"))
    first = net.serve(b"HTTP/1.1 302 Found\r\nLocation: %b/\r\n\r\n" % other.url.encode())
    secrets = {"X-Api-Key": "k", "Authorization": "a", "Cookie": "c", "Referer": "r"}
    net.fetcher().fetch(net.ask(first.url, headers=secrets))
    for name, value in secrets.items():
        assert header_of(first.requests[0], name.lower()) == value
        assert header_of(other.requests[0], name.lower()) is None


def test_own_headers_follow_a_redirect_on_their_host(net: Any) -> None:
    def answer(conn: socket.socket, request: bytes) -> None:
        moved = b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n"
        conn.sendall(net.answer_of(b"x") if b"/there" in request else moved)

    server = net.serve(answer)
    net.fetcher().fetch(net.ask(server.url, headers={"X-Api-Key": "k"}))
    assert header_of(server.requests[1], "x-api-key") == "k"


def test_a_redirect_from_https_to_http_is_refused(site: Any, net: Any) -> None:
    site.get(URL).respond(301, headers={"Location": "http://site.example/list"})
    with pytest.raises(Refused, match="https down to http"):
        net.fetcher().fetch(PageRequest(url=URL))


def test_a_redirect_in_a_circle_is_a_challenge(site: Any, net: Any) -> None:
    site.get(URL).respond(302, headers={"Location": URL, "Set-Cookie": "T=1"})
    with pytest.raises(Blocked, match="circle"):
        net.fetcher().fetch(PageRequest(url=URL))


def test_the_body_of_a_hop_is_not_read(net: Any) -> None:
    sent: list[int] = []

    def answer(conn: socket.socket, request: bytes) -> None:
        if b"/there" in request:
            conn.sendall(net.answer_of(b"arrived"))
            return
        conn.sendall(b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 99999999\r\n\r\n")
        try:
            for _ in range(1000):
                conn.sendall(bytes(65536))
                sent.append(65536)
        except OSError:
            return

    server = net.serve(answer)
    assert net.fetcher().fetch(net.ask(server.url)).content == b"arrived"
    server.stop()
    assert sum(sent) < 20_000_000  # what fits into the buffers of two sockets


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [
        (301, "GET", b""),
        (302, "GET", b""),
        (303, "GET", b""),
        (307, "POST", b"a=b"),
        (308, "POST", b"a=b"),
    ],
)
def test_a_form_is_sent_again_only_where_the_status_says_so(
    status: int, method: str, body: bytes, site: Any, net: Any
) -> None:
    site.post(URL).respond(status, headers={"Location": "/there"})
    there = site.route(url="https://site.example/there").respond(200, content=b"x")
    net.fetcher().fetch(PageRequest(url=URL, method="POST", body=b"a=b"))
    sent = there.calls.last.request
    assert (sent.method, sent.content) == (method, body)


def test_a_form_is_never_sent_to_another_host(site: Any, net: Any) -> None:
    site.post(URL).respond(307, headers={"Location": "https://other.example/"})
    with pytest.raises(Refused, match="form"):
        net.fetcher().fetch(PageRequest(url=URL, method="POST", body=b"a=b"))


def test_a_gbk_location_is_followed_byte_by_byte(net: Any) -> None:
    path = "/通知".encode("gbk")

    def answer(conn: socket.socket, request: bytes) -> None:
        moved = b"HTTP/1.1 302 Found\r\nLocation: " + path + b" a\r\n\r\n"
        conn.sendall(net.answer_of(b"x") if b"%" in request.split(b"\r\n")[0] else moved)

    server = net.serve(answer)
    net.fetcher().fetch(net.ask(server.url))
    assert server.requests[1].startswith(b"GET /%CD%A8%D6%AA%20a HTTP/1.1")
