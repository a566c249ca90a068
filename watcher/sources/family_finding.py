"""Names the CMS family behind an address, for ``sources add`` and for diagnoses. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from watcher.model.page import Page
from watcher.sources.json_data import load, rows_at, text_at
from watcher.text import dom
from watcher.text.charset import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A family and the mark on the page that gives it away."""

    family: str
    evidence: str


MARKS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (family, evidence, re.compile(pattern, re.IGNORECASE))
    for family, evidence, pattern in (
        ("cac", "rows in #loadingInfoPage", r"id=[\"']?loadingInfoPage"),
        ("jpaas", "units with queryData", r"\bquerydata\s*="),
        ("jpage", "records in CDATA", r"<record>\s*<!\[CDATA\["),
        ("gkmlpt", "SID of a gkmlpt directory", r"/gkmlpt/|\bSID\s*:\s*['\"]\d{4,}['\"]"),
        ("searchlist", "a channelid in the metas", r"<meta[^>]{0,99}name=[\"']channelid[\"']"),
        ("was5", "a WAS search address", r"/was5/web/search"),
        ("easysite", "a pager with tagname", r"<a[^>]{0,200}\btagname\s*="),
        ("nfcms", "post_ addresses", r"href=[\"']?[^\"'>\s]{0,200}/post_\d+\.html"),
        ("trs", "a TRS pager or t-date addresses", r"createPageHTML\(\s*\d|/t20\d{6}_\d+\.s?html?"),
    )
)
DATA_MARKS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("govcn", "a list with TITLE and DOCRELPUBTIME", ("",), "DOCRELPUBTIME"),
    ("nfra", "rows with docId and publishDate", ("data.rows",), "docId"),
    ("searchlist", "results with publishedTime", ("data.results",), "publishedTime"),
    ("gkmlpt", "articles with display_publish_time", ("articles",), "display_publish_time"),
)


def find_family(page: Page) -> Suspicion | None:
    """Say which family a listing page looks like, or None where nothing tells."""
    text = decode(page.content, declared=page.headers.get("content-type")).text
    try:
        data = load(text)
    except ValueError:
        return _find_in_html(page.final_url, text)
    for family, evidence, paths, key in DATA_MARKS:
        rows = rows_at(data, paths) or []
        if any(isinstance(row, dict) and key in row for row in rows[:5]):
            return Suspicion(family=family, evidence=evidence)
    if "<" in text_at(data, ("data.html",)):
        return Suspicion(family="jpaas", evidence="markup at data.html")
    return None


def propose_details(text: str) -> dict[str, str]:
    """Give the publication metas a page carries: name → content, empty ones left out.

    The names are a national convention (政府网站发展指引, 国办发〔2017〕47号): ArticleTitle,
    PubDate, ContentSource, SiteName, ColumnName.
    """
    wanted = {"articletitle", "pubdate", "contentsource", "sitename", "columnname"}
    metas = dom.parse(text).css("meta[name]")
    pairs = ((meta.get("name") or "", (meta.get("content") or "").strip()) for meta in metas)
    return {name: content for name, content in pairs if name.lower() in wanted and content}


def _find_in_html(url: str, text: str) -> Suspicion | None:
    for family, evidence, pattern in MARKS:
        if pattern.search(url) or pattern.search(text):
            return Suspicion(family=family, evidence=evidence)
    return None
