from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from watcher.model.page import Page

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def make_page(number: int = 0, **fields: Any) -> Page:
    """A page of its own for every number; a day passes every four numbers."""
    content = fields.pop("content", f"<p>第{number}号通知</p>".encode() * (1 + number % 5))
    url = fields.pop("url", f"http://site.test/notice/{number}.html")
    return Page(
        url=url,
        final_url=fields.pop("final_url", url),
        status=fields.pop("status", 200),
        headers=fields.pop("headers", {"content-type": "text/html; charset=utf-8"}),
        content=content,
        fetched_at=fields.pop("fetched_at", START + timedelta(hours=6 * number)),
        sha256=hashlib.sha256(content).hexdigest(),
        **fields,
    )
