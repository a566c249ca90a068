"""CMS families: what sites built with one system have in common, so that a source is five lines.

A family fills in what a source leaves at its default and touches nothing else. Facts are from
captures and clients of 2026 (docs of design "official-sites", section 2); templates differ from
site to site, hence the lists of selectors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from watcher.model.source import (
    DetailRules,
    HopRules,
    ListingRules,
    PageRules,
    Pick,
    Source,
)
from watcher.sources.templates import fill_url

CAC_DATA = ListingRules(
    items=("list",),
    title=Pick(path=("topic",)),
    link=Pick(path=("infourl",)),
    date=Pick(path=("pubtime", "filltime")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family.

    ``values`` says how to read what the templates need out of a source's address: name → pattern
    whose first group is the value. ``name`` is for people.
    """

    name: str
    kind: str
    listing: ListingRules = field(default_factory=ListingRules)
    pages: PageRules | None = None
    hop: HopRules | None = None
    detail: DetailRules = field(default_factory=DetailRules)
    values: Mapping[str, str] = field(default_factory=dict)
    referer: bool = False
    """Whether the site answers only to requests that come from its own pages."""


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "cac": Family(
            name="网信办 网站群内容管理系统",
            kind="html",
            listing=ListingRules(
                rows=("#loadingInfoPage li",),
                title=Pick(css=("h5 a", "a")),
                link=Pick(css=("h5 a", "a"), attr="href"),
                date=Pick(css=("div.times", ".times")),
            ),
            pages=PageRules(
                url="/cms/JsonList",
                method="POST",
                body="channelCode={channel}&perPage=20&pageno={page}&condition=0&fuhao==&value=",
                kind="json",
                listing=CAC_DATA,
            ),
            detail=DetailRules(
                title=("h1.title",), date=("#pubtime",), body=("#BodyLabel", "div.main-content")
            ),
            values={"channel": r"/(A\d+)index_\d+\.html?"},
            referer=True,
        ),
        "trs": Family(
            name="拓尔思 TRS WCM",
            kind="html",
            listing=ListingRules(
                rows=(
                    "ul.u-list > li",
                    'li:has(> a[href*="/t20"])',
                    'li:has(a[href*="/t20"])',
                    'tr:has(a[href*="/t20"])',
                ),
                drop=("li.empty",),
            ),
            pages=PageRules(url="index_{page}.html", start=0),
            detail=DetailRules(body=("div.TRS_Editor", "div.TRS_UEDITOR", "div.trs_editor_view")),
        ),
        "was5": Family(
            name="拓尔思 TRS WAS 检索",
            kind="html",
            listing=ListingRules(
                rows=("ul.s_0603_list > li", "li:has(span.time)", 'li:has(a[href*="/t20"])'),
                date=Pick(css=("span.time", "span")),
            ),
        ),
        "static": Family(
            name="静态页 index_2 为第二页",
            kind="html",
            listing=ListingRules(
                rows=("ul.tadaty-list > li", "ul.u-list > li", "ul.list > li", ".list li:has(a)")
            ),
            pages=PageRules(url="index_{page}.html"),
        ),
        "nfcms": Family(
            name="南方 NFCMS",
            kind="html",
            listing=ListingRules(
                rows=(
                    ".news_list li:has(a)",
                    ".list-content li:has(a)",
                    ".newslist li:has(a)",
                    'li:has(a[href*="post_"])',
                )
            ),
            detail=DetailRules(body=("#zoomcon", ".news_cont_d_wrap", ".article-content")),
        ),
        "easysite": Family(
            name="汇览 EasySite（人民银行）",
            kind="html",
            listing=ListingRules(
                rows=("ul.txtlist li:has(a)", "font.newslist_style", "table tr:has(a[istitle])"),
                next_page=Pick(
                    css=('a:lexbor-contains("下一页")', "a.pagingNormal"), attr="tagname"
                ),
            ),
            detail=DetailRules(body=("div#zoom",), date=("#shijian",)),
        ),
        "jpaas": Family(
            name="大汉 jpaas 组件",
            kind="json_html",
            listing=ListingRules(
                rows=(
                    "li.cf:has(a[href])",
                    "div.Three_zhnlist_02 > ul",
                    "li:has(a[href]):has(span)",
                    "li:has(a[href])",
                    "tr:has(a[href])",
                ),
                link=Pick(css=('a[href*="art_"]', "a"), attr="href"),
                title=Pick(css=('a[href*="art_"]', "a")),
                date=Pick(css=("span.fr", "li.nav04Left02_contenttime", "span", "td:last-child")),
            ),
            detail=DetailRules(
                body=("#con_con", ".ccontent", "div.Three_xilan_07", "#zoom"), date=("#con_time",)
            ),
            referer=True,
        ),
        "jpage": Family(
            name="大汉 jpage 记录",
            kind="xml_records",
            detail=DetailRules(body=("div#zoom", "div#c", ".article")),
        ),
        "gkmlpt": Family(
            name="广东 政府信息公开目录平台",
            kind="json",
            listing=ListingRules(
                items=("articles",),
                title=Pick(path=("title",)),
                link=Pick(path=("url", "post_url")),
                date=Pick(path=("display_publish_time", "created_at")),
            ),
            hop=HopRules(
                url="/gkmlpt/api/all/{category}?page={page}&sid={sid}",
                find={"sid": Pick(regex=r"SID\s*:\s*['\"](\d+)['\"]")},
            ),
            pages=PageRules(url="/gkmlpt/api/all/{category}?page={page}&sid={sid}"),
            values={"category": r"#(?:cat=)?(\d+)$"},
        ),
        "searchlist": Family(
            name="证监会 searchList",
            kind="json",
            listing=ListingRules(
                items=("data.results",),
                title=Pick(path=("title",)),
                link=Pick(path=("url",)),
                date=Pick(path=("publishedTime", "publishedTimeStr")),
            ),
            hop=HopRules(
                url="/searchList/{channel}?_isAgg=true&_isJson=true&_pageSize=18&_template=index"
                "&_rangeTimeGte=&_channelName=&page={page}",
                find={
                    "channel": Pick(
                        css=("meta[name=channelid]", "meta[name=channelId]"), attr="content"
                    )
                },
            ),
            pages=PageRules(
                url="/searchList/{channel}?_isAgg=true&_isJson=true&_pageSize=18&_template=index"
                "&_rangeTimeGte=&_channelName=&page={page}"
            ),
            referer=True,
        ),
        "nfra": Family(
            name="金融监管总局 DocInfo",
            kind="json",
            listing=ListingRules(
                items=("data.rows",),
                title=Pick(path=("docSubtitle", "docTitle")),
                link=Pick(
                    path=("docId",),
                    template="/cn/view/pages/ItemDetail.html?docId={docId}",
                ),
                date=Pick(path=("publishDate",)),
            ),
            pages=PageRules(
                url="/cbircweb/DocInfo/SelectDocByItemIdAndChild?itemId={item}&pageSize=20"
                "&pageIndex={page}"
            ),
            values={"item": r"itemId=(\d+)"},
        ),
        "govcn": Family(
            name="中国政府网 JSON",
            kind="json",
            listing=ListingRules(
                title=Pick(path=("TITLE",)),
                link=Pick(path=("URL",)),
                date=Pick(path=("DOCRELPUBTIME",)),
            ),
            detail=DetailRules(body=("#UCAP-CONTENT", ".pages_content")),
        ),
    }
)
"""Every family by the name used in sources.toml."""


def dress(source: Source, family: str) -> Source:
    """Fill in what the source leaves at its default from its family.

    Raises:
        KeyError: there is no such family.
    """
    preset = FAMILIES[family]
    values = read_values(preset, source.url)
    headers = dict(source.headers)
    if preset.referer and not any(name.lower() == "referer" for name in headers):
        headers["Referer"] = source.url
    return replace(
        source,
        kind=preset.kind,
        listing=source.listing if source.listing != ListingRules() else preset.listing,
        pages=source.pages or _fill_pages(preset.pages, values),
        hop=source.hop or _fill_hop(preset.hop, values),
        detail=source.detail if source.detail != DetailRules() else preset.detail,
        headers=headers,
    )


def read_values(family: Family, url: str) -> dict[str, str]:
    """Read what a family's templates need out of an address; what is not there is left out."""
    found = {name: re.search(pattern, url) for name, pattern in family.values.items()}
    return {name: match.group(1) for name, match in found.items() if match is not None}


def missing_values(family: Family, url: str) -> tuple[str, ...]:
    """Name what a family needs and the address does not give."""
    return tuple(sorted(set(family.values) - set(read_values(family, url))))


def _fill_pages(pages: PageRules | None, values: Mapping[str, str]) -> PageRules | None:
    """Fill a page template; without all its values further pages cannot be asked for."""
    if pages is None:
        return None
    url = None if pages.url is None else fill_url(pages.url, values)
    body = None if pages.body is None else fill_url(pages.body, values)
    return replace(pages, url=url, body=body)


def _fill_hop(hop: HopRules | None, values: Mapping[str, str]) -> HopRules | None:
    return None if hop is None else replace(hop, url=fill_url(hop.url, values))
