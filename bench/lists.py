"""Serves 500 listing pages of 19 kB on 20 loopback addresses, in a process of its own.

``python -m bench.lists PORT`` answers ``/l/N.html`` with a list of 20 rows, ``/n/N.html`` with a
notice, 304 where the validator fits. ``/~turn`` makes every list a new page with the same rows;
``/~times`` tells the instants of the first and last list asked for since the last ``/~turn`` or
``/~times``, and how many.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import cast

LISTS = 500
ADDRESSES = tuple(f"127.0.0.{last}" for last in range(2, 22))
ROWS = 20
LIST_BYTES = 19_000
TITLE = "关于开展第{0}批网络与数据安全专项检查工作有关事项的通知"
ROW = (
    '<li><a href="/n/{0}.html" target="_blank" title="{1}">{1}</a><span>2026-11-{2:02d}</span></li>'
)
SCRIPT = "<script>var menu{0}={{id:{0},open:false,path:'/zwgk/{0}/index.html'}};</script>\n"
NOTICE = (
    "<!doctype html><meta charset=utf-8><title>{0}</title><h1>{0}</h1><div id=zoom>"
    + "".join(f"<p>第{n}项　各有关单位应当按照要求完成自查并报送情况。</p>" for n in range(12))
    + "<p>{1}</p></div>"
)


def url_of(number: int, port: int) -> str:
    """Give the address of a list; 25 lists live on each address."""
    return f"http://{ADDRESSES[number % len(ADDRESSES)]}:{port}/l/{number}.html"


def list_page(number: int, turn: int) -> bytes:
    """Give a list; those of one address show the same notices, so that few are to be fetched."""
    first = number % len(ADDRESSES) * ROWS
    rows = "".join(
        ROW.format(n, TITLE.format(n), 20 - n % ROWS) for n in range(first, first + ROWS)
    )
    head = f"<!doctype html><html><head><meta charset=utf-8><title>{number}</title></head><body>"
    tail = f'</ul><div class="foot">第{turn}次访问</div></body></html>'
    page, at = head, 0
    size = len((rows + tail).encode())
    while len(page.encode()) + size < LIST_BYTES:
        page += SCRIPT.format(at)
        page += f'<a class="nav" href="/zwgk/{at}/">政务公开{at}</a>' if at < 60 else ""
        at += 1
    return f'{page}<ul class="list">{rows}{tail}'.encode()


class Site(asyncio.Protocol):
    """One connection; the lists are shared by all."""

    turn = 0
    lists: tuple[bytes, ...] = ()
    asked: list[float] = []  # noqa: RUF012 - one log for all connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request that arrived."""
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head.decode("latin-1")))

    def _answer(self, head: str) -> bytes:
        path = head.split(" ", 2)[1]
        if path.startswith("/l/"):
            return self._list(int(path[3:-5]), head)
        if path.startswith("/n/"):
            number = int(path[3:-5])
            return _response(NOTICE.format(TITLE.format(number), number * 7919).encode())
        if path == "/~turn":
            Site.turn += 1
            Site.lists = tuple(list_page(number, Site.turn) for number in range(LISTS))
            Site.asked.clear()
            return _response(b"{}")
        if path == "/~times":
            told = json.dumps([min(Site.asked), max(Site.asked), len(Site.asked)])
            Site.asked.clear()
            return _response(told.encode())
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    def _list(self, number: int, head: str) -> bytes:
        Site.asked.append(time.clock_gettime(time.CLOCK_REALTIME))
        tag = f'"{number}-{Site.turn}"'
        if f"if-none-match: {tag}" in head.lower():
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        return _response(Site.lists[number], f"ETag: {tag}\r\n")


def _response(body: bytes, more: str = "") -> bytes:
    kind = "Content-Type: text/html; charset=utf-8\r\n"
    return f"HTTP/1.1 200 OK\r\n{kind}{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def serve(port: int) -> None:
    """Serve until the process is ended."""
    loop = asyncio.get_running_loop()
    Site.lists = tuple(list_page(number, 0) for number in range(LISTS))
    servers = [await loop.create_server(Site, address, port) for address in ADDRESSES]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
