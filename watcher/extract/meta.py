"""What a page says about itself in its head.

Chinese government sites must carry ArticleTitle, PubDate, ContentSource and others (the guide to
the development of government sites, 国办发〔2017〕47号). On real pages they may be empty, one
blank, escaped markup, or begin with a zero-width space (seen on ccdi.gov.cn, 2025).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from watcher.text import dom
from watcher.text.clean import squeeze

_TITLES = ("articletitle", "og:title", "twitter:title", "title", "dc.title", "sailthru.title")
_DATES = (
    "pubdate",
    "firstpublishedtime",
    "article:published_time",
    "publishdate",
    "publish_time",
    "publishtime",
    "og:release_date",
    "og:published_time",
    "bytedance:published_time",
    "weibo:article:create_at",
    "datepublished",
    "dc.date",
    "release_date",
    "mediaid:published",
    "apub:time",
    "og:time",
    "date",
)
_SOURCES = ("contentsource", "source", "og:article:author", "mediaid")
_SITES = ("sitename", "og:site_name", "application-name", "siteDomain")
_HEAD = 'base[href], meta[content], script[type="application/ld+json"]'
_TAG = re.compile(r"<[^<>]{1,300}>")
_MAX_SCRIPT = 200_000
_MAX_STEPS = 2_000
_NEWS_KEYS = ("headline", "title")
_DAY_KEYS = ("datePublished", "pubDate", "uploadDate", "dateCreated")


@dataclass(slots=True)
class Meta:
    """Titles, days (as printed), sources and site names, best first, each with where it stood."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    days: list[tuple[str, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    page_title: str = ""
    base: str = ""
    """What addresses on the page are relative to, where it is not the page's own address."""
    headings: list[str] = field(default_factory=list)
    """Texts of the first main headings (h1) that the page shows; filled in by who lays it out."""


def read_meta(page: dom.Dom) -> Meta:
    """Read meta tags, JSON-LD and the title element."""
    values: dict[str, str] = {}
    meta = Meta()
    scripts: list[dom.Node] = []
    head = page.head
    _read_head(head.css(_HEAD) if head is not None else [], values, scripts, meta)
    if not any(name in values for name in _DATES):
        # A stray tag in the head moves the rest of it into the body; the whole page is searched
        # only then, since that costs as much as the head of twenty pages.
        scripts.clear()
        _read_head(page.css(_HEAD), values, scripts, meta)
    meta.titles = [(f"meta:{name}", values[name]) for name in _TITLES if name in values]
    meta.days = [(f"meta:{name}", values[name]) for name in _DATES if name in values]
    meta.sources = [values[name] for name in _SOURCES if name in values]
    meta.sites = [values[name] for name in _SITES if name in values]
    title = page.first("title")
    meta.page_title = _tidy(title.text) if title else ""
    for script in scripts[:5]:
        _read_linked_data(script.raw_text, meta)
    return meta


def _read_head(
    nodes: list[dom.Node], values: dict[str, str], scripts: list[dom.Node], meta: Meta
) -> None:
    for node in nodes:
        if node.tag == "script":
            scripts.append(node)
            continue
        attributes = node.attributes
        if node.tag == "base":
            meta.base = meta.base or attributes["href"]
            continue
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        value = _tidy(attributes["content"]) if name else ""
        if name and value:
            values.setdefault(name.strip().lower(), value)


def _tidy(value: str) -> str:
    return squeeze(_TAG.sub(" ", unescape(value)) if "<" in value or "&" in value else value)[:500]


def _read_linked_data(text: str, meta: Meta) -> None:
    if len(text) > _MAX_SCRIPT:
        return
    try:
        stack: list[Any] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_STEPS):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, list):
            stack += reversed(value[:100])
        elif isinstance(value, dict):
            meta.titles += [("json-ld", _tidy(text)) for text in _strings(value, _NEWS_KEYS)[:1]]
            meta.days += [("json-ld", text[:100]) for text in _strings(value, _DAY_KEYS)[:1]]
            stack += [inner for inner in value.values() if isinstance(inner, dict | list)]


def _strings(value: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    return [value[key] for key in keys if isinstance(value.get(key), str)]
