"""A loopback site with a long list of notices, in a process of its own so that it costs us little.

``python -m bench.archive_site COUNT`` serves until it is killed and prints its port. Every page is
made from its number alone: the same each time, none the same as another but for some copies.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from types import TracebackType
from typing import Self

ROWS = 20
A_DAY = 10
NEWEST = date(2025, 12, 31)
PAGE_BYTES = 20_000
LINES = 14
COPY_EVERY = 25
"""One page in so many carries the text of the page before it, as reposts do."""
PHRASES = (
    "有关单位要认真组织实施",
    "现将有关事项通知如下",
    "会议指出",
    "依法依规",
    "各地要按照要求",
)


@cache
def words() -> tuple[str, ...]:
    """Return the words that texts are made of."""
    chance = random.Random(20251122)
    return tuple(
        "".join(chr(chance.randint(0x4E00, 0x7FFF)) for _ in range(2)) for _ in range(8000)
    )


def day_of(number: int) -> date:
    """Return the day on which a notice was published; number 0 is the newest."""
    return NEWEST - timedelta(days=number // A_DAY)


def title_of(number: int) -> str:
    """Return a notice's title."""
    chance = random.Random(number)
    return f"关于{''.join(chance.choices(words(), k=6))}有关事项的通知"


def detail(number: int) -> bytes:
    """Return a detail page of about ``PAGE_BYTES``, most of them furniture as on real sites."""
    source = number - 1 if number % COPY_EVERY == COPY_EVERY - 1 else number
    chance = random.Random(f"text|{source}")
    lines = "".join(
        f"<p>　　{chance.choice(PHRASES)}，{''.join(chance.choices(words(), k=20))}，"
        f"{''.join(chance.choices(words(), k=12))}{chance.randint(2, 9600)}件。</p>\n"
        for _ in range(LINES)
    )
    links = "".join(f'<li><a href="/c/{each}/">栏目{each}名称</a></li>\n' for each in range(40))
    head = (
        "<!doctype html><html><head><meta charset='utf-8'>"
        f"<meta name='ArticleTitle' content='{title_of(source)}'>"
        f"<meta name='PubDate' content='{day_of(number)}'>"
        f"<title>{title_of(source)}_某市某局</title></head><body><div class='nav'><ul>{links}</ul>"
        f"</div><h1>{title_of(source)}</h1><div class='info'>发布时间：{day_of(number)} "
        f"来源：某市某局</div><div id='zoom'>{lines}</div><div class='foot'><ul>{links}</ul>"
        "主办单位：某市某局</div><script>"
    )
    tail = "</script></body></html>"
    room = max(0, PAGE_BYTES - len(head.encode()) - len(tail))
    filler = "var settings = {depth: 3, mode: 'list', ready: true};\n"
    return (head + (filler * (room // len(filler))) + tail).encode()


def listing(page: int, count: int) -> bytes:
    """Return a page of the list, the first being 1."""
    numbers = range((page - 1) * ROWS, min(page * ROWS, count))
    rows = "".join(
        f'<li><a href="/n/{each}.html">{title_of(each)}</a><span>{day_of(each)}</span></li>\n'
        for each in numbers
    )
    following = f'<a href="/list_{page + 1}.html">下一页</a>' if page * ROWS < count else ""
    return f"<!doctype html><meta charset=utf-8><ul id='list'>{rows}</ul>{following}".encode()


def answer(path: str, count: int) -> tuple[int, bytes]:
    """Return status and body for a path."""
    name = path.rpartition("/")[2].removesuffix(".html")
    if path == "/":
        return 200, listing(1, count)
    if name.startswith("list_"):
        return 200, listing(int(name[5:]), count)
    if path.startswith("/n/"):
        return 200, detail(int(name))
    return 404, b"none"


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with connections kept, as little of it as one client needs."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(type(transport))
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            path = self._read.split(b" ", 2)[1].decode("ascii", "replace")
            self._read = self._read[end + 4 :]
            status, body = answer(path, self._count)
            head = (
                f"HTTP/1.1 {status} Here\r\nContent-Type: text/html; charset=utf-8\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            self._transport.write(head.encode() + body)


class ArchiveSite:
    """A context manager that serves ``count`` notices from a process of its own."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.port = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.archive_site", str(self.count)],
            stdout=subprocess.PIPE,
            text=True,
        )
        stream = self._process.stdout
        self.port = int(stream.readline()) if stream else 0
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def oldest(self) -> date:
        """The day of the oldest notice."""
        return day_of(self.count - 1)

    def configuration(self) -> str:
        """Return a ``sources.toml`` that watches this site."""
        return (
            '[[source]]\nid = "bench"\nname = "bench"\ntier = "official"\nallow_private = true\n'
            f'url = "http://127.0.0.1:{self.port}/"\nhost_delay = 0\n'
            'listing.rows = "#list li"\nlisting.date = "span"\n'
        )


async def serve(count: int) -> None:
    """Serve until the process is killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(count), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
