"""The loopback site of the demo: five hosts whose content changes act by act."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock
from typing import Self
from urllib.parse import urlsplit

from watcher.demo.content import (
    ACTS_BY_PLACE,
    LIST_PATHS,
    Act,
    Content,
    Notice,
    Place,
    load,
    read,
    render_detail,
    render_list,
)
from watcher.demo.loopback import Loopback, QuietHandler

FIRST_HOST = 11
"""The hosts are 127.0.0.11, 127.0.0.12, ... where the system has them."""
BASELINE_AT = datetime(2025, 4, 29, 1, 0, tzinfo=UTC)
"""Last-Modified of the baseline; every later change is one minute on."""


class Stage:
    """What has happened so far; the only state of the site. Thread-safe."""

    def __init__(self, content: Content) -> None:
        self._lock = Lock()
        self._content = content
        self._happened: tuple[Act, ...] = ()
        self._added = 0
        self._answers: Counter[tuple[Place, str, int]] = Counter()

    def play(self, act: Act) -> None:
        """Let an act happen; a second time changes nothing."""
        with self._lock:
            if act not in self._happened:
                self._happened = (*self._happened, act)

    def add(self, notice: Notice) -> None:
        """Publish one more notice at once."""
        with self._lock:
            self._content = Content((*self._content.notices, notice), self._content.edits)
            self._added += 1

    def count(self, place: Place, path: str, status: int) -> None:
        """Note one answer."""
        with self._lock:
            self._answers[place, path, status] += 1

    @property
    def answers(self) -> Counter[tuple[Place, str, int]]:
        """How often each path of each site was answered with each status."""
        with self._lock:
            return Counter(self._answers)

    def asked(self, place: Place, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(
            times for (at, asked, _), times in self.answers.items() if (at, asked) == (place, path)
        )

    def page(self, place: Place, path: str, *, host: str) -> tuple[str, datetime] | None:
        """Return a page as HTML and when it last changed, or None where there is none."""
        with self._lock:
            content, happened, added = self._content, self._happened, self._added
        notices = content.shown(place, happened)
        last = max(
            (happened.index(act) + 1 for act in ACTS_BY_PLACE[place] if act in happened), default=0
        )
        changed_at = BASELINE_AT + timedelta(minutes=last + added)
        if path == LIST_PATHS[place]:
            return render_list(place, notices, host=host, happened=happened), changed_at
        for notice in notices:
            if notice.address and notice.address == path:
                return render_detail(notice, host=host), changed_at
        return None


class Site:
    """Five hosts on loopback. Used with ``with``; ``urls`` are the addresses of the lists."""

    def __init__(self, content: Content | None = None) -> None:
        self.stage = Stage(content or load())
        self._hosts = {
            place: Loopback(_handler(self.stage, place), address=f"127.0.0.{at}")
            for at, place in enumerate(Place, start=FIRST_HOST)
        }
        self._running = ExitStack()

    @property
    def urls(self) -> dict[str, str]:
        """The list page of each site."""
        return {place.value: self.url(place, path) for place, path in LIST_PATHS.items()}

    def url(self, place: Place, path: str) -> str:
        """Return the whole address of a path."""
        return f"http://{self._hosts[place].host}{path}"

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            for host in self._hosts.values():
                starting.enter_context(host)
            self._running = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()


def _handler(stage: Stage, place: Place) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - the base's naming
            path = urlsplit(self.path).path
            found = stage.page(place, path, host=self.headers.get("Host", ""))
            if found is None:
                self._answer(path, 404, read("not_found.html").encode(), {})
                return
            content, changed_at = found[0].encode(), found[1]
            tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
            validators = {"ETag": tag, "Last-Modified": format_datetime(changed_at, usegmt=True)}
            if self._is_known(tag, changed_at):
                self._answer(path, 304, b"", validators)
            else:
                self._answer(path, 200, content, validators)

        def _is_known(self, tag: str, changed_at: datetime) -> bool:
            """Whether the client holds this state; the tag decides before the date (RFC 9110)."""
            if wanted := self.headers.get("If-None-Match"):
                return tag in wanted
            if since := self.headers.get("If-Modified-Since"):
                try:
                    return parsedate_to_datetime(since) >= changed_at
                except ValueError:
                    return False
            return False

        def _answer(self, path: str, status: int, content: bytes, headers: dict[str, str]) -> None:
            stage.count(place, path, status)
            self.reply(status, content, {"Content-Type": "text/html; charset=utf-8"} | headers)

    return Handler
