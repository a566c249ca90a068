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


ADDRESS_MARKS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (family, evidence, re.compile(pattern))
    for family, evidence, pattern in (
        ("was5", "a WAS search address", r"/was5/web/search\b"),
        ("gkmlpt", "a gkmlpt address", r"/gkmlpt/(?:index|api)\b"),
        ("jsearch", "the address of a search interface", r"/search-front-server/api/"),
    )
)
"""Marks of the page's own address: other pages of a site link to its search and its directory."""
MARKS: tuple[tuple[str, str, int, re.Pattern[str]], ...] = tuple(
    (family, evidence, least, re.compile(pattern, re.IGNORECASE))
    for family, evidence, least, pattern in (
        ("cac", "rows in #loadingInfoPage", 1, r"id=[\"']?loadingInfoPage"),
        ("jpaas", "units with queryData", 1, r"\bquerydata\s*="),
        ("jpaas", "the address of its interface", 1, r"/jpaas-publish-server/"),
        ("jpage", "records in CDATA", 1, r"<record>\s*<!\[CDATA\["),
        ("gkmlpt", "SID of a gkmlpt directory", 1, r"\bSID['\"]?\s*[:=]\s*['\"]\d{4,}['\"]"),
        ("searchlist", "a channelid in the metas", 1, r"<meta[^>]{0,99}name=[\"']channelid[\"']"),
        ("datasource", "a list with data=datasource", 1, r"\bdata=[\"']datasource:"),
        ("easysite", "a pager with tagname", 1, r"<a[^>]{0,200}\btagname\s*="),
        ("trs", "a TRS pager", 1, r"createPageHTML\(\s*\d"),
        ("nfcms", "post_ addresses", 2, r"href=[\"']?[^\"'>\s]{0,200}/m?post_\d+\.html"),
        ("trs", "t-date addresses", 3, r"href=[\"']?[^\"'>\s]{0,200}/t20\d{6}_\d+\.s?html?"),
        ("static", "a pager with totalPage or totalData", 1, r"\btotal(?:Page|Data)\s*[:=]\s*\d"),
    )
)
"""Marks in the text, with how often they must occur: a single link to another site is none."""
DATA_MARKS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("govcn", "a list with TITLE and DOCRELPUBTIME", ("",), "DOCRELPUBTIME"),
    ("nfra", "rows with docId and publishDate", ("data.rows",), "docId"),
    ("searchlist", "results with publishedTime", ("data.results",), "publishedTime"),
    ("gkmlpt", "articles with display_publish_time", ("articles",), "display_publish_time"),
    ("cac", "a list with topic and infourl", ("list",), "infourl"),
    ("datasource", "a datasource with showTitle", ("datasource",), "showTitle"),
    ("jsearch", "dataResults of a search", ("data.searchResult.dataResults",), "groupData"),
    ("jsearch", "dataResults of a search", ("data.searchResult.dataResults",), "data"),
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
    for family, evidence, pattern in ADDRESS_MARKS:
        if pattern.search(url):
            return Suspicion(family=family, evidence=evidence)
    for family, evidence, least, pattern in MARKS:
        found = pattern.finditer(text)
        if all(next(found, None) is not None for _ in range(least)):
            return Suspicion(family=family, evidence=evidence)
    return None
