"""What the workers run in the test of broken pages."""

from __future__ import annotations

import random
from datetime import date

from tests.extract.hostile_pages import EXAMPLES, SHAPES, mutate
from watcher.extract import read_page
from watcher.model.page import Page
from watcher.model.source import Source, Tier

TODAY = date(2026, 11, 22)
URL = "https://www.example.gov.cn/tz/t20250305_1.html"
SOURCE = Source(id="a", name="甲", kind="html", tier=Tier.OFFICIAL, url=URL)


def read(html: str) -> int:
    """Read a page from its bytes; return the length of what was found."""
    page = Page(
        url=URL,
        final_url=URL,
        status=200,
        headers={},
        content=html.encode("utf-8", "surrogatepass"),
        fetched_at=None,  # type: ignore[arg-type]  # not looked at
        sha256="",
    )
    document = read_page(page, source=SOURCE, entry=None, today=TODAY).document
    for text in (document.title, document.body, *(each.url for each in document.attachments)):
        text.encode()  # no lone surrogate gets through
    assert document.published_on is None or document.published_on <= TODAY
    return len(document.title) + len(document.body)


def read_shape(name: str) -> int:
    """Make and read one of the pages that hurt."""
    return read(SHAPES[name]())


def read_broken(seed: int, count: int) -> int:
    """Make and read damaged pages; return how many gave a text."""
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    chance = random.Random(seed)
    return sum(bool(read(mutate(chance, chance.choice(texts)))) for _ in range(count))
