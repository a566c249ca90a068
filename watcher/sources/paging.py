"""Requests for listing pages: the first one and those that follow. Pure."""

from __future__ import annotations

from watcher.model.page import PageRequest
from watcher.model.source import Source


def request_of(source: Source, url: str) -> PageRequest:
    """Build a request on a source's terms: its headers, its spacing, its address rule."""
    return PageRequest(
        url=url,
        headers=source.headers,
        allow_private=source.allow_private,
        host_delay_seconds=source.host_delay_seconds,
    )
