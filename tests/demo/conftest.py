"""Shared by the tests of the demo: plain requests and a parser of our own."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from watcher.demo.site import Site

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Tree(HTMLParser):
    """Reads a page with the standard library: visible text, links, and whether tags balance."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.visible: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.links.append((values.get("href") or "", values.get("title") or ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "title"} & set(self.open):
            self.visible.append(data)

    @property
    def text(self) -> str:
        return "".join(self.visible)


class Answer:
    def __init__(self, status: int, headers: dict[str, str], html: str) -> None:
        self.status, self.headers, self.html = status, headers, html


def fetch(url: str, *, post: bytes | None = None, **headers: str) -> Answer:
    """Ask for a page, or post to it; any status is an answer."""
    parts = urlsplit(url)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET" if post is None else "POST", parts.path, post, named)
        response = connection.getresponse()
        return Answer(response.status, dict(response.headers), response.read().decode())
    finally:
        connection.close()


def is_running(pid: int) -> bool:
    """Whether a process lives; one that only waits to be reaped does not."""
    return any(each == pid for each, _, _ in processes())


def processes() -> list[tuple[int, int, int]]:
    """Every living process as (id, parent, group)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, group = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if state != "Z":
            found.append((int(stat.parent.name), int(parent), int(group)))
    return found


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running
