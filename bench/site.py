"""A loopback site with one empty-handed list, which knows when it was first asked."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler

from bench.serving import Served

ROW = '<li><a href="/n/{0}.html">关于第{0}号事项的通知</a><span>2025-01-{0:02d}</span></li>'
DETAIL = "<h1>通知</h1><div class='text'>{}</div>".format("各有关单位：现将有关事项通知如下。" * 20)


class CountingSite(Served):
    """A context manager; ``wait_for_request`` gives the instant of the first request."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._first = 0.0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site._mark()
                rows = "".join(ROW.format(number) for number in range(1, 4))
                page = DETAIL if self.path.startswith("/n/") else f"<ul id='list'>{rows}</ul>"
                content = f"<!doctype html><meta charset=utf-8>{page}".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        super().__init__(Handler)

    def _mark(self) -> None:
        if not self._asked.is_set():
            self._first = time.perf_counter()
            self._asked.set()

    def wait_for_request(self, seconds: float) -> float:
        """Return when (on the performance counter) the first request came.

        Raises:
            TimeoutError: none came in time.
        """
        if not self._asked.wait(seconds):
            raise TimeoutError(f"the daemon asked for nothing within {seconds:.0f} s")
        return self._first

    def configuration(self) -> str:
        """Return a ``sources.toml`` that watches this site."""
        return (
            '[[source]]\nid = "bench"\nname = "bench"\ntier = "official"\nallow_private = true\n'
            f'url = "{self.url}/"\nhost_delay = 0\n'
            'listing.rows = "#list li"\nlisting.date = "span"\n'
        )
