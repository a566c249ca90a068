"""What recurs over a host: recalled before a page is read, counted after."""

from __future__ import annotations

from dataclasses import replace

from watcher import extract
from watcher.model.document import Document
from watcher.model.page import Page
from watcher.pipeline.reading import Read, finish
from watcher.pipeline.services import Services
from watcher.store import hosts
from watcher.text.urls import host_of


def recall(services: Services, page: Page) -> frozenset[int]:
    """Return the keys of the lines that this page's host prints on many of its pages."""
    with services.store.reading() as tx:
        return extract.find_recurring(hosts.find_lines(tx, host_of(page.final_url)))


def steady(services: Services, page: Page, read: Read, before: Document | None) -> Read:
    """Keep a stored text where the new reading differs by what is now known of the host alone."""
    after = read.document
    if before is None or before.body == after.body:
        return read
    with services.store.reading() as tx:
        known = hosts.find_lines(tx, host_of(page.final_url))
    if not extract.differs_by_furniture(before.body, after.body, known):
        return read
    return replace(finish(replace(after, body=before.body)), keys=read.keys)


def remember(services: Services, page: Page, read: Read) -> None:
    """Count the lines of a page that was read for the first time."""
    host = host_of(page.final_url)
    if not read.keys or not host:
        return
    with services.store.writing() as tx:
        known = hosts.find_lines(tx, host)
        hosts.save_lines(tx, host, extract.learn(known, read.keys), now=services.clock())
