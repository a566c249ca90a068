from __future__ import annotations

import gzip
import hashlib
import logging
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import respx

from watcher.errors import FetchError, Refused, TimedOut, Unreachable
from watcher.fetch import Fetcher
from watcher.model.page import NotModified, Page, PageRequest

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
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


def test_a_page_carries_what_was_sent_and_when(site: Any, net: Any) -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Sat, 21 Nov 2026 00:00:00 GMT", "X-A": "b"}
    site.get(URL).respond(200, content=b"<p>body</p>", headers=headers)
    page = net.fetcher().fetch(PageRequest(url=URL))
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.status, page.content) == (URL, URL, 200, b"<p>body</p>")
    assert (page.etag, page.last_modified) == ('"v1"', "Sat, 21 Nov 2026 00:00:00 GMT")
    assert page.headers["x-a"] == "b"
    assert page.sha256 == hashlib.sha256(b"<p>body</p>").hexdigest()
    assert page.fetched_at == NOW


def test_a_conditional_request_may_be_answered_not_modified(site: Any, net: Any) -> None:
    route = site.get(URL).respond(304)
    asked = PageRequest(url=URL, etag='"v1"', last_modified="Sat, 21 Nov 2026 00:00:00 GMT")
    answer = net.fetcher().fetch(asked)
    assert answer == NotModified(url=URL, fetched_at=NOW)
    sent = route.calls.last.request.headers
    assert sent["if-none-match"] == '"v1"'
    assert sent["if-modified-since"] == "Sat, 21 Nov 2026 00:00:00 GMT"


def test_headers_name_the_program_and_ask_for_what_can_be_bounded(site: Any, net: Any) -> None:
    route = site.get(URL).respond(200, content=b"x")
    own = {"Referer": "https://site.example/", "Accept-Encoding": "br", "Host": "evil.example"}
    net.fetcher(user_agent="me/1").fetch(PageRequest(url=URL, headers=own))
    sent = route.calls.last.request.headers
    assert (sent["user-agent"], sent["accept-encoding"]) == ("me/1", "gzip, deflate")
    assert (sent["host"], sent["referer"]) == ("site.example", "https://site.example/")


@pytest.mark.parametrize("headers", [{"A\r\nB": "c"}, {"A": "b\r\nC: d"}, {"": "x"}, {"A": "\0"}])
def test_a_header_that_breaks_the_lines_is_refused(
    headers: dict[str, str], site: Any, net: Any
) -> None:
    with pytest.raises(Refused):
        net.fetcher().fetch(PageRequest(url=URL, headers=headers))
    assert not site.calls


def test_cookies_are_not_kept(net: Any) -> None:
    server = net.serve(net.answer_of(b"x", "Set-Cookie: a=b"))
    fetcher = net.fetcher()
    for _ in range(2):
        fetcher.fetch(net.ask(server.url))
    assert [header_of(request, "cookie") for request in server.requests] == [None, None]


def test_the_environment_sets_no_proxy(net: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = net.serve(net.answer_of(b"from the proxy"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    server = net.serve(net.answer_of(b"direct"))
    assert net.fetcher().fetch(net.ask(server.url)).content == b"direct"
    assert proxy.requests == []


def test_secrets_stay_out_of_messages_and_logs(net: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = net.serve(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")
    host = server.url.removeprefix("http://")
    urls = [
        f"http://{host}/x?token=sekret1#sekret2",
        f"http://user:sekret3@{host}/",
        "http://no-such.invalid/?token=sekret1",
        "http://127.0.0.1:1/?token=sekret1",
        "ftp://user:sekret3@x/",
        "http://[::1?token=sekret1",
        "https://" + host + "/?token=sekret1",
    ]
    fetcher = net.fetcher(resolver=net.lookup({}), deadline_seconds=0.5)
    for url in urls:
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(net.ask(url))
        assert "sekret" not in f"{caught.value} {caught.value.hint}"
    assert "sekret" not in caplog.text


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("x"),
        httpx.ReadError("x"),
        httpx.RemoteProtocolError("x"),
        httpx.ProxyError("x"),
        httpx.InvalidURL("x"),
        ValueError("x"),
        OSError("x"),
        ssl.SSLError("x"),
    ],
)
def test_every_fault_of_the_library_is_unreachable(error: Exception, site: Any, net: Any) -> None:
    site.get(URL).mock(side_effect=error)
    with pytest.raises(Unreachable):
        net.fetcher().fetch(PageRequest(url=URL))


@pytest.mark.parametrize("error", [httpx.ReadTimeout("x"), httpx.PoolTimeout("x"), TimeoutError()])
def test_every_timeout_of_the_library_is_a_timeout(error: Exception, site: Any, net: Any) -> None:
    site.get(URL).mock(side_effect=error)
    with pytest.raises(TimedOut):
        net.fetcher().fetch(PageRequest(url=URL))


def test_a_kept_connection_that_closed_meanwhile_is_replaced(net: Any) -> None:
    closed = threading.Event()

    def answer(conn: socket.socket, _request: bytes) -> None:
        conn.sendall(net.answer_of(b"page"))
        conn.recv(65536)  # the second request arrives here and is met by a close
        closed.set()

    server = net.serve(answer)
    fetcher = net.fetcher()
    assert fetcher.fetch(net.ask(server.url)).content == b"page"
    assert fetcher.fetch(net.ask(server.url)).content == b"page"
    assert closed.is_set()
    assert len(server.requests) == 2


def test_connections_are_kept_for_pages_and_not_modified(net: Any) -> None:
    def answer(conn: socket.socket, request: bytes) -> None:
        while request:
            is_known = header_of(request, "if-none-match") is not None
            whole = net.answer_of(gzip.compress(b"page"), "Content-Encoding: gzip")
            conn.sendall(b"HTTP/1.1 304 Same\r\n\r\n" if is_known else whole)
            request = conn.recv(65536)

    server = net.serve(answer)
    fetcher = net.fetcher()
    for etag in (None, '"v"', None, '"v"'):
        fetcher.fetch(net.ask(server.url, etag=etag))
    assert len(server.requests) == 1  # one connection: the server notes only its first request


def test_many_threads_share_a_fetcher(net: Any) -> None:
    def answer(conn: socket.socket, request: bytes) -> None:
        path = request.split(b" ")[1]
        conn.sendall(net.answer_of(path))

    server = net.serve(answer)
    fetcher = net.fetcher()
    urls = [f"{server.url}/{number}" for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda url: fetcher.fetch(net.ask(url)), urls))
    assert [page.content.decode() for page in pages] == [f"/{number}" for number in range(60)]


def test_kept_connections_that_all_died_do_not_fail_a_request(net: Any) -> None:
    together = threading.Barrier(2, timeout=10)
    died: list[bytes] = []

    def answer(conn: socket.socket, request: bytes) -> None:
        if b" /first" in request:
            together.wait()  # so that two connections are kept
        conn.sendall(net.answer_of(b"here"))
        died.append(conn.recv(65536))  # the next request on it gets no answer

    server = net.serve(answer)
    fetcher = net.fetcher()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: fetcher.fetch(net.ask(f"{server.url}/first")), range(2)))
    assert fetcher.fetch(net.ask(f"{server.url}/later")).content == b"here"
    assert [b" /later" in request for request in died] == [True, True]
    assert len(server.requests) == 3


def test_the_wait_for_a_turn_is_not_taken_from_the_deadline(net: Any) -> None:
    moved: list[float] = []
    server = net.serve(net.answer_of(b"x"))
    fetcher = net.fetcher(deadline_seconds=5, monotonic=lambda: 0.0, sleep=moved.append)
    for _ in range(3):
        fetcher.fetch(net.ask(server.url, host_delay_seconds=600))
    assert moved == [600.0, 1200.0]


def test_closing_ends_a_fetch_that_hangs(net: Any) -> None:
    asked = threading.Event()
    release = threading.Event()

    def answer(conn: socket.socket, _request: bytes) -> None:
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")
        asked.set()
        release.wait(30)

    server = net.serve(answer)
    fetcher = net.fetcher(deadline_seconds=20)
    try:
        with ThreadPoolExecutor(1) as pool:
            hanging = pool.submit(fetcher.fetch, net.ask(server.url))
            assert asked.wait(5)
            fetcher.close()
            # Not TimedOut, which is what the deadline would have made of it.
            with pytest.raises(Unreachable):
                hanging.result()
    finally:
        release.set()


def test_a_closed_fetcher_fetches_no_more(net: Any) -> None:
    fetcher = Fetcher(clock=lambda: NOW)
    fetcher.close()
    with pytest.raises(Unreachable, match="stopping"):
        fetcher.fetch(net.ask("http://127.0.0.1:1/"))
