"""CMS families as data: what sites built with one system have in common.

Facts are from captures and clients of 2026 (docs of design "official-sites", section 2); templates
differ from site to site, hence the lists of selectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from watcher.model.source import DetailRules, HopRules, ListingRules, PageRules, Pick
from watcher.sources.family import Family

PAGE_FILE = r"/([^/?#]+?)\.(?:s?html?|jhtml)(?:[?#]|$)"
NUMBERED_FILE = r"/([^/?#]+?)(?:_\d+)?\.(?:s?html?|jhtml)(?:[?#]|$)"
ENDING = r"/[^/?#]+\.(s?html?|jhtml)(?:[?#]|$)"
SEARCH_LIST = (
    "/searchList/{channel}?_isAgg=true&_isJson=true&_pageSize=18&_template=index"
    "&_rangeTimeGte=&_channelName=&page={page}"
)
GKMLPT_LIST = "/gkmlpt/api/all/{category}?page={page}&sid={sid}"
NFRA_LIST = "/cbircweb/DocInfo/SelectDocByItemIdAndChild?itemId={item}&pageSize=20&pageIndex={page}"
DAY_TEXT = (
    r"(?:[\u4e00-\u9fff]{2,6}[:：]?\s?)?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
    r"|^\W*\d{1,2}[-/月]\d{1,2}日?\W*$"
)
"""A day with the word before it: where several elements may hold it, and one of them the title."""
CAC_DATA = ListingRules(
    items=("list",),
    title=Pick(path=("topic",)),
    link=Pick(path=("infourl",)),
    date=Pick(path=("pubtime", "filltime")),
)

CAC = Family(
    name="网信办 网站群内容管理系统",
    example="https://www.cac.gov.cn/wxzw/wxfb/A093702index_1.htm",
    kind="html",
    listing=ListingRules(
        rows=("#loadingInfoPage li",),
        title=Pick(css=("h5 a", "a")),
        link=Pick(css=("h5 a", "a"), attr="href"),
        date=Pick(css=("div.times", ".times")),
    ),
    # Page 1 is HTML, index_2 does not exist: later pages come from an interface (measured 2026-09).
    pages=PageRules(
        url="/cms/JsonList",
        method="POST",
        body="channelCode={channel}&perPage=20&pageno={page}&condition=0&fuhao=%3D&value=",
        kind="json",
        listing=CAC_DATA,
    ),
    detail=DetailRules(
        title=("h1.title",), date=("#pubtime",), body=("#BodyLabel", "div.main-content")
    ),
    values={"channel": r"/(A\d+)index_\d+\.html?"},
    hints={"channel": "the letters and digits before index_1.htm, such as A093702"},
    referer=True,
)
TRS = Family(
    name="拓尔思 TRS WCM",
    example="https://www.ndrc.gov.cn/xwdt/tzgg/",
    kind="html",
    # Sidebars have t20... addresses too, so these alone do not make a row.
    listing=ListingRules(rows=("ul.u-list > li",), drop=("li.empty",)),
    by_shape=True,
    pages=PageRules(url="{name}_{page}.{ending}", start=0),
    detail=DetailRules(body=("div.TRS_Editor", "div.TRS_UEDITOR", "div.trs_editor_view")),
    values={"name": PAGE_FILE, "ending": ENDING},
    defaults={"name": "index", "ending": "html"},
)
WAS5 = Family(
    name="拓尔思 TRS WAS 检索",
    example="https://www.ccdi.gov.cn/was5/web/search?channelid=298814",
    kind="html",
    listing=ListingRules(
        rows=("ul.s_0603_list > li", "li:has(> span.time)"),
        date=Pick(css=("span.time", "span")),
    ),
    by_shape=True,
)
STATIC = Family(
    name="静态页，index_2 为第二页",
    example="https://www.shanghai.gov.cn/nw12344/index.html",
    kind="html",
    listing=ListingRules(
        rows=("ul.tadaty-list > li", "ul.u-list > li"), drop=("div.popbox li", "li.empty")
    ),
    by_shape=True,
    pages=PageRules(url="{name}_{page}.{ending}"),
    detail=DetailRules(body=(".Article_content", "div.article")),
    values={"name": NUMBERED_FILE, "ending": ENDING},
    defaults={"name": "index", "ending": "html"},
)
NFCMS = Family(
    name="南方 NFCMS",
    example="https://wxb.example.gov.cn/gzdt/index.html",
    kind="html",
    listing=ListingRules(
        rows=(
            ".news_list li:has(a)",
            ".list-content li:has(a)",
            ".newslist li:has(a)",
        )
    ),
    by_shape=True,
    detail=DetailRules(body=("#zoomcon", ".news_cont_d_wrap", ".article-content")),
)
EASYSITE = Family(
    name="汇览 EasySite（人民银行）",
    example="https://www.pbc.gov.cn/goutongjiaoliu/113456/113469/index.html",
    kind="html",
    listing=ListingRules(
        rows=("ul.txtlist li:has(a)", "font.newslist_style", "table tr:has(a[istitle])"),
        # Where there is no next page the attribute says [NEXTPAGE].
        next_page=Pick(css=('a:lexbor-contains("下一页")',), attr="tagname", regex=r"^[^\[\]]+$"),
    ),
    detail=DetailRules(body=("div#zoom",), date=("#shijian",)),
)
JPAAS = Family(
    name="大汉 jpaas 组件",
    example="https://www.miit.gov.cn/zwgk/zcwj/wjfb/tz/index.html",
    kind="json_html",
    listing=ListingRules(
        rows=(
            "li.cf:has(a[href])",
            "div.Three_zhnlist_02 > ul",
            "li.zjnav04Left02_content:has(a)",
            'li:has(a[href*="art_"])',
            "li:has(a[href]):has(span)",
            "li:has(a[href])",
            "tr:has(a[href])",
        ),
        drop=("li.empty", "li.border-line"),
        link=Pick(css=('a[href*="art_"]', ".doctitle a", "a"), attr="href"),
        title=Pick(css=('a[href*="art_"]', ".doctitle a", "a")),
        date=Pick(
            css=("span.fr", "li.nav04Left02_contenttime", ".doctime", "span", "td:last-child"),
            regex=DAY_TEXT,
        ),
    ),
    detail=DetailRules(
        body=("#con_con", ".ccontent", "div.Three_xilan_07", "#zoom"), date=("#con_time",)
    ),
    referer=True,
)
JPAGE = Family(
    name="大汉 jpage 记录",
    example="https://www.nrta.gov.cn/col/col113/index.html",
    kind="xml_records",
    detail=DetailRules(body=("div#zoom", "div#c", ".article")),
)
GKMLPT = Family(
    name="广东 政府信息公开目录平台",
    example="http://www.example.gov.cn/gkmlpt/index#1201",
    kind="json",
    listing=ListingRules(
        items=("articles",),
        title=Pick(path=("title",)),
        link=Pick(path=("url", "post_url")),
        date=Pick(path=("display_publish_time", "created_at")),
    ),
    # Pages 0 and 1 are the same, so counting begins at 1.
    hop=HopRules(url=GKMLPT_LIST, find={"sid": Pick(regex=r"\bSID['\"]?\s*[:=]\s*['\"]?(\d+)")}),
    pages=PageRules(url=GKMLPT_LIST),
    values={"category": r"#(?:cat=|/?)?(\d+)$"},
    hints={"category": "the number of the column, which its address shows after #"},
    direct=r"/gkmlpt/api/all/(?P<category>\d+)\?(?:[^#]*&)?sid=(?P<sid>\d+)",
)
SEARCHLIST = Family(
    name="证监会 searchList",
    example="https://www.csrc.gov.cn/csrc/c101953/common_list.shtml",
    kind="json",
    listing=ListingRules(
        items=("data.results",),
        title=Pick(path=("title",)),
        link=Pick(path=("url",)),
        date=Pick(path=("publishedTime", "publishedTimeStr")),
        # Asked for in a burst, the detail pages are answered by the home page with status 200.
        body=Pick(path=("contentHtml",)),
    ),
    hop=HopRules(
        url=SEARCH_LIST,
        find={
            "channel": Pick(css=("meta[name=channelid]", "meta[name=channelId]"), attr="content")
        },
    ),
    pages=PageRules(url=SEARCH_LIST),
    detail=DetailRules(body=(".detail-news",)),
    direct=r"/searchList/(?P<channel>[0-9A-Za-z]+)\?",
    referer=True,
)
NFRA = Family(
    name="金融监管总局 DocInfo",
    example="https://www.nfra.gov.cn/cn/view/pages/ItemList.html?itemPId=915&itemId=915",
    kind="json",
    listing=ListingRules(
        items=("data.rows",),
        title=Pick(path=("docSubtitle", "docTitle")),
        link=Pick(path=("docId",), template="/cn/view/pages/ItemDetail.html?docId={docId}"),
        date=Pick(path=("publishDate",)),
    ),
    hop=HopRules(url=NFRA_LIST),
    pages=PageRules(url=NFRA_LIST),
    values={"item": r"[?&]itemId=(\d+)"},
    hints={"item": "the itemId of the column, such as 915"},
    direct=r"/cbircweb/DocInfo/",
)
GOVCN = Family(
    name="中国政府网 JSON",
    example="https://www.gov.cn/zhengce/zuixin/ZUIXINZHENGCE.json",
    kind="json",
    listing=ListingRules(
        title=Pick(path=("TITLE",)),
        link=Pick(path=("URL",)),
        date=Pick(path=("DOCRELPUBTIME",)),
    ),
    detail=DetailRules(body=("#UCAP-CONTENT", ".pages_content")),
)
JSEARCH = Family(
    name="大汉 search-front-server 检索（工信部）",
    example="https://www.miit.gov.cn/search-front-server/api/search/info"
    "?websiteid=110000000000000&category=51&pg=15&p=1&q=",
    kind="json",
    listing=ListingRules(
        items=(
            "data.searchResult.dataResults.*.data",
            "data.searchResult.dataResults.*.groupData.*.data",
        ),
        title=Pick(path=("title",)),
        link=Pick(path=("url",)),
        date=Pick(path=("jsearch_date",)),
    ),
    pages=PageRules(
        url="/search-front-server/api/search/info?websiteid={site}&category={category}"
        "&pg=15&p={page}&q="
    ),
    detail=DetailRules(body=("#con_con", ".ccontent"), date=("#con_time",)),
    values={"site": r"[?&]websiteid=(\w+)", "category": r"[?&](?:category|cateid)=(\d+)"},
    hints={"site": "the websiteid of the search", "category": "the category of the search"},
    referer=True,
)
DATASOURCE = Family(
    name="新华网集约化 ds_ 数据文件",
    example="https://www.example.gov.cn/zcfb/index.htm",
    kind="json",
    listing=ListingRules(
        items=("datasource",),
        title=Pick(path=("showTitle", "title")),
        link=Pick(path=("showTitle", "publishUrl"), css=("a",), attr="href"),
        date=Pick(path=("publishTime",)),
    ),
    hop=HopRules(
        url="ds_{id}.json",
        find={
            "id": Pick(css=("[data^=datasource]",), attr="data", regex=r"datasource:\s*([\w-]+)")
        },
    ),
    direct=r"/ds_[\w-]+\.json",
)
FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "cac": CAC,
        "trs": TRS,
        "was5": WAS5,
        "static": STATIC,
        "nfcms": NFCMS,
        "easysite": EASYSITE,
        "jpaas": JPAAS,
        "jpage": JPAGE,
        "gkmlpt": GKMLPT,
        "searchlist": SEARCHLIST,
        "nfra": NFRA,
        "govcn": GOVCN,
        "jsearch": JSEARCH,
        "datasource": DATASOURCE,
    }
)
"""Every family by the name used in sources.toml."""
