"""A loopback site with a long list of old notices, which notes when it was asked for what."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.serving import Served

NEWEST = date(2025, 6, 30)
ROWS = 10
GONE = 17
"""This one is in the list, and its page answers 404."""
COPIES = {31: 12, 55: 54}
"""These carry the text of others."""
CHARACTERS = (
    "山水云石田禾竹木舟车桥路灯塔钟鼓琴棋书画茶米油盐春夏秋冬东西南北红黄蓝绿高低长短快慢新旧冷热"
)


def title_of(number: int) -> str:
    """Return a title that no other notice has."""
    drawn = random.Random(f"title|{number}")
    return f"关于{''.join(drawn.choices(CHARACTERS, k=8))}的通告"


def day_of(number: int) -> date:
    """Return the day of publication; number 0 is the newest, two a day."""
    return NEWEST - timedelta(days=number // 2)


def detail(number: int) -> str:
    """Return a notice's page."""
    source = COPIES.get(number, number)
    drawn = random.Random(f"text|{source}")
    lines = "".join(f"<p>　　{''.join(drawn.choices(CHARACTERS, k=42))}。</p>" for _ in range(7))
    title = title_of(source)
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>发布时间：{day_of(number)}</div><div id='zoom'>{lines}</div></body></html>"
    )


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Stay silent: who was killed breaks its connections off."""


class OldSite(Served):
    """Serves ``count`` notices, ten a page, newest first, one of them pinned on every page.

    ``asked`` holds (monotonic seconds, path) of every request.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[float, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((time.monotonic(), self.path))
                status, body = site.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                """Stay silent."""

        super().__init__(Handler, _Server)

    def answer(self, path: str) -> tuple[int, str]:
        """Return status and body of a path."""
        name = path.rpartition("/")[2].removesuffix(".html")
        if path.startswith("/list"):
            return 200, self._list(int(name.partition("_")[2] or 1))
        if path.startswith("/n/") and int(name) != GONE:
            return 200, detail(int(name))
        return 404, "none"

    def _list(self, page: int) -> str:
        shown = [3, *range((page - 1) * ROWS, min(page * ROWS, self.count))]
        rows = "".join(
            f'<li><a href="/n/{each}.html">{title_of(each)}</a><span>{day_of(each)}</span></li>'
            for each in dict.fromkeys(shown)
        )
        following = f'<a href="/list_{page + 1}.html">下一页</a>'
        return f"<ul id='list'>{rows}</ul>{following if page * ROWS < self.count else ''}"

    def configuration(self, delay: str) -> str:
        """Return a ``sources.toml`` that watches this site and sends alerts nowhere reachable."""
        return (
            f'[[source]]\nid = "old"\nname = "旧闻"\ntier = "official"\nallow_private = true\n'
            f'url = "{self.url}/list.html"\nhost_delay = "{delay}"\n'
            'listing.rows = "#list li"\nlisting.date = "span"\ndetail.body = "#zoom"\n'
            '[[channel]]\nid = "desk"\nurl = "json://127.0.0.1:9/none"\n'
        )
