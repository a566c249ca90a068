"""What recurs over a host: recalled before a page is read, counted after."""

from __future__ import annotations

from watcher import extract
from watcher.model.page import Page
from watcher.pipeline.reading import Read
from watcher.pipeline.services import Services
from watcher.store import hosts
from watcher.text.urls import host_of


def recall(services: Services, page: Page) -> frozenset[int]:
    """Return the keys of the lines that this page's host prints on many of its pages."""
    with services.store.reading() as tx:
        return extract.find_recurring(hosts.find_lines(tx, host_of(page.final_url)))


def remember(services: Services, page: Page, read: Read) -> None:
    """Count the lines of a page that was read for the first time."""
    host = host_of(page.final_url)
    if not read.keys or not host:
        return
    with services.store.writing() as tx:
        known = hosts.find_lines(tx, host)
        hosts.save_lines(tx, host, extract.learn(known, read.keys), now=services.clock())
