"""A real HTTP server on loopback whose pages a test sets, and services around it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watcher.campaigns import Catalogue
from watcher.config import load_catalogue
from watcher.evidence import Archive
from watcher.fetch import Fetcher
from watcher.model.event import Channel, Route
from watcher.model.source import DetailRules, ListingRules, Pick, Source, Tier
from watcher.pipeline.services import Services
from watcher.store.database import Store
from watcher.workers import Pool


class Website:
    """Pages by path: text, or (status, headers, bytes)."""

    def __init__(self) -> None:
        self.pages: dict[str, str | tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the base class' name
                site.asked.append(self.path)
                answer = site.pages.get(self.path, (404, {}, b"gone"))
                if isinstance(answer, str):
                    html = {"Content-Type": "text/html; charset=utf-8"}
                    answer = (200, html, answer.encode())
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def publish(self, *names: str, path: str = "/list") -> None:
        """Let a list show the given pages, newest first."""
        rows = "".join(
            f'<li><a href="/{name}.html">{self._title(name)}</a>'
            f"<span>2026-03-{20 - at:02d}</span></li>"
            for at, name in enumerate(names)
        )
        self.pages[path] = f'<html><body><ul class="list">{rows}</ul></body></html>'

    def _title(self, name: str) -> str:
        """Return the title of a page as the list shows it; of one that is not there, its name."""
        page = self.pages.get(f"/{name}.html")
        found = re.search("<h1>(.*?)</h1>", page) if isinstance(page, str) else None
        return found[1] if found else name


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 21, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the present instant."""
        return self.now

    def pass_(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


def make_notice(title: str, *sentences: str) -> str:
    """Return a detail page in the shape of official sites."""
    body = "".join(f"<p>　　{sentence}</p>" for sentence in sentences)
    return (
        f"<html><head><title>{title}_某网信办</title><meta name='ArticleTitle' content='{title}'>"
        f"<meta name='PubDate' content='2026-03-18'></head><body><h1>{title}</h1>"
        f"<div id='zoom'>{body}</div></body></html>"
    )


RULES = ListingRules(rows=("ul.list li",), date=Pick(css=("span",)))
DETAIL = DetailRules(body=("#zoom",))


def make_source(site: Website, source_id: str = "office", **changes: Any) -> Source:
    """Return a source that watches the website's list."""
    fields: dict[str, Any] = {
        "id": source_id,
        "name": f"来源 {source_id}",
        "kind": "html",
        "tier": Tier.OFFICIAL,
        "url": f"{site.url}/list",
        "listing": RULES,
        "detail": DETAIL,
        "allow_private": True,
        "host_delay_seconds": 0.0,
        "recheck_seconds": (900, 3600),
        "withdraw_after_seconds": 1800,
    }
    return Source(**(fields | changes))


@contextmanager
def open_services(
    store: Store, folder: Path, clock: Clock, parsers: Pool, *sources: Source
) -> Iterator[Services]:
    """Build services as the application does, with a test's clock and one channel."""
    fetcher = Fetcher(clock=clock, user_agent="test", deadline_seconds=5)
    yield Services(
        store=store,
        fetcher=fetcher,
        archive=Archive(folder / "archive"),
        parsers=parsers,
        senders=parsers,
        catalogue=Catalogue(load_catalogue()),
        sources={source.id: source for source in sources},
        channels={"desk": Channel(id="desk", url="json://127.0.0.1:9/none")},
        routes=(Route(id="all", channels=("desk",)),),
        clock=clock,
    )
    fetcher.close()


def repeat_sentence(make: Callable[[int], str], count: int) -> tuple[str, ...]:
    """Return sentences that differ, so that a body is no formula."""
    return tuple(make(number) for number in range(count))
