"""An answer cut at any byte is never taken for the whole page."""

from __future__ import annotations

import gzip
import socket
import zlib
from typing import Any

import pytest

from watcher.errors import FetchError
from watcher.model.page import Page

BODY = ("<html><body><p>关于开展专项行动的通知</p>" + "<p>正文</p>" * 6 + "</body></html>").encode()


def chunked(body: bytes, size: int) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


START = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
GZIP = b"Content-Encoding: gzip\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n"
CHUNKS = b"Transfer-Encoding: chunked\r\n\r\n"
PACKED = gzip.compress(BODY, mtime=0)
WHOLE = {
    "length": START + LENGTH % len(BODY) + BODY,
    "chunks": START + CHUNKS + chunked(BODY, 50),
    "gzip, length": START + GZIP + LENGTH % len(PACKED) + PACKED,
    "gzip, chunks": START + GZIP + CHUNKS + chunked(PACKED, 40),
    "gzip, neither": START + GZIP + b"\r\n" + PACKED,
    "zlib, neither": START + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(BODY),
    "deflate, neither": START + b"Content-Encoding: deflate\r\n\r\n" + _raw_deflate(BODY),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_cut_answer_is_refused_and_the_whole_one_taken(name: str, net: Any) -> None:
    whole = WHOLE[name]
    fetcher = net.fetcher()
    server = net.serve(lambda conn, request: conn.sendall(whole[: _cut_asked(request)]))
    taken = [cut for cut in range(len(whole)) if _fetch(fetcher, net, server, cut) is not None]
    assert taken == []
    page = _fetch(fetcher, net, server, len(whole))
    assert page is not None
    assert page.content == BODY


def test_a_body_without_length_is_marked_unverified(net: Any) -> None:
    whole = START + b"\r\n" + BODY
    fetcher = net.fetcher()
    server = net.serve(lambda conn, request: conn.sendall(whole[: _cut_asked(request)]))
    pages = [_fetch(fetcher, net, server, cut) for cut in range(len(START) + 2, len(whole) + 1)]
    assert {page.length_verified for page in pages if page is not None} == {False}
    assert pages[-1] is not None
    assert pages[-1].content == BODY


@pytest.mark.parametrize("name", ["length", "chunks", "gzip, length", "gzip, chunks"])
def test_a_whole_answer_with_length_or_chunks_is_verified(name: str, net: Any) -> None:
    server = net.serve(WHOLE[name])
    assert net.fetcher().fetch(net.ask(server.url)).length_verified


def test_a_connection_reset_in_the_body_is_no_page(net: Any) -> None:
    def answer(conn: socket.socket, _request: bytes) -> None:
        conn.sendall(START + b"\r\n" + BODY)
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    server = net.serve(answer)
    assert _fetch(net.fetcher(), net, server, 0) is None


def _cut_asked(request: bytes) -> int:
    return int(request.split(b" ")[1].lstrip(b"/"))


def _fetch(fetcher: Any, net: Any, server: Any, cut: int) -> Page | None:
    try:
        page = fetcher.fetch(net.ask(f"{server.url}/{cut}"))
    except FetchError:
        return None
    assert isinstance(page, Page)
    return page
