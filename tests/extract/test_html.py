"""Pages: the order of trust between selectors, meta tags, headings and text; hostile markup."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest

from watcher.extract import extract_html, extract_page
from watcher.extract.titles import strip_site
from watcher.model.listing import Entry
from watcher.model.page import Page
from watcher.model.source import DetailRules, Source, Tier

TODAY = date(2026, 11, 22)
URL = "https://www.example.gov.cn/tz/1.html"
PARAGRAPHS = [
    "为净化网络环境，决定自即日起开展为期2个月的专项行动，现将有关事项通知如下。",
    "重点排查冒用官方名义发布的消息，及时处置违规账号，公开曝光典型案例。",
    "各地要压实平台主体责任，畅通举报渠道，确保专项行动取得实效。",
]
BODY = "\n".join(PARAGRAPHS)
TITLE = "关于开展示例专项行动的通知"
TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(head: str = "", above: str = "", below: str = "", text: str = TEXT) -> str:
    return f"<html><head>{head}</head><body>{above}<div class=c>{text}</div>{below}</body></html>"


@pytest.mark.parametrize(
    ("head", "above", "title", "how"),
    [
        (
            f"<meta name=ArticleTitle content='{TITLE}'>",
            "<h1>示例省网信办</h1>",
            TITLE,
            "meta:articletitle",
        ),
        (
            f"<meta name=ArticleTitle content='&lt;p&gt;{TITLE}&lt;/p&gt;'>",
            "",
            TITLE,
            "meta:articletitle",
        ),
        (f"<meta name=ArticleTitle content=' '><title>{TITLE}_示例网</title>", "", TITLE, "title"),
        (f"<title>{TITLE}-示例省人民政府门户网站</title>", f"<h1>{TITLE}</h1>", TITLE, "h1"),
        ("<title>通知公告</title>", f"<h3>首页 - 通知公告</h3><h5>{TITLE}</h5>", TITLE, "h5"),
        (
            "<title>通知公告</title>",
            f"<div>{TITLE}</div><div>发布时间：2025-01-02</div>",
            TITLE,
            "page",
        ),
        (
            "<title>甲省乙厅</title>",
            f"<p>{TITLE}</p><p>——示例部负责人答记者问</p>",
            f"{TITLE}——示例部负责人答记者问",
            "page",
        ),
    ],
)
def test_title(head: str, above: str, title: str, how: str) -> None:
    document = extract_html(page(head, above), url=URL, today=TODAY)
    assert (document.title, document.provenance["title"]) == (title, how)
    assert document.body == BODY


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲通知_示例网", "甲通知"),
        ("甲通知-要闻-示例省人民政府", "甲通知"),
        ("甲通知|示例资讯", "甲通知"),
        ("甲通知--乙杂志", "甲通知"),
        ("优化营商环境—整治网络黑嘴", "优化营商环境—整治网络黑嘴"),
        ("AI-2025年示例行动", "AI-2025年示例行动"),
        ("发布 | 关于示例的通知", "发布 | 关于示例的通知"),
        ("", ""),
    ],
)
def test_site_names_come_off(title: str, expected: str) -> None:
    assert strip_site(title, []) == expected


@pytest.mark.parametrize(
    ("head", "above", "below", "day", "how"),
    [
        (
            "<meta name=PubDate content='2025-03-01 10:00'>",
            "<p>2025-03-05</p>",
            "",
            date(2025, 3, 1),
            "meta:pubdate",
        ),
        (
            "<meta name=PubDate content=' '>",
            "<p>发布时间：2025年3月5日</p>",
            "",
            date(2025, 3, 5),
            "page",
        ),
        (
            "<meta name=PubDate content='2027-01-01'>",
            "<p>2025-03-05</p>",
            "",
            date(2025, 3, 5),
            "page",
        ),
        (
            (
                "<script type='application/ld+json'>"
                '[{"datePublished":"2025-03-01T20:00:00Z"}]</script>'
            ),
            "",
            "",
            date(2025, 3, 2),
            "json-ld",
        ),
        ("", "<p>截止日期：2025-01-01</p><p>日期：2025-03-05</p>", "", date(2025, 3, 5), "page"),
        ("", "", "<p>发布日期：2025-03-05 14:34</p>", date(2025, 3, 5), "page"),
        ("", "", "<span class='pubtime'>2025-03-05</span>", date(2025, 3, 5), "page"),
        ('<script>var publish_time = "2025-03-05";</script>', "", "", date(2025, 3, 5), "script"),
        ("<script type='application/ld+json'>{broken</script>", "", "", None, None),
        ("<script type='application/ld+json'>" + "[" * 9_000 + "</script>", "", "", None, None),
        ("", "<p>自2027年1月1日起施行</p>", "", None, None),
    ],
)
def test_published(head: str, above: str, below: str, day: date | None, how: str | None) -> None:
    document = extract_html(page(head, above, below), url=URL, today=TODAY)
    assert (document.published_on, document.provenance.get("published_on")) == (day, how)


def test_the_address_is_the_last_hint() -> None:
    document = extract_html(page(), url="https://a.example/2025-03/05/c_1.htm", today=TODAY)
    assert (document.published_on, document.provenance["published_on"]) == (date(2025, 3, 5), "url")


def test_selectors_come_first_and_what_the_list_said_before_them() -> None:
    html = page(
        "<meta name=ArticleTitle content='甲'><meta name=PubDate content='2025-01-01'>",
        "<b class=t>选择器标题文字</b><i class=d>2025-02-02</i>"
        "<u class=i>示例委</u><p class=x>广告</p>",
        "<div class=other><p>另一段文字在这里。</p><p class=x>广告</p></div>",
    )
    rules = DetailRules(
        title=(".none", ".t"), body=(".other",), date=(".d",), issuer=(".i",), drop=(".x",)
    )
    document = extract_html(html, url=URL, rules=rules, today=TODAY)
    assert document.title == "选择器标题文字"
    assert document.body == "另一段文字在这里。"
    assert document.published_on == date(2025, 2, 2)
    assert document.issuer == "示例委"
    assert set(document.provenance.values()) == {"selector"}
    listed = extract_html(
        html, url=URL, rules=rules, title=TITLE, published_on=date(2025, 3, 3), today=TODAY
    )
    assert (listed.title, listed.published_on) == (TITLE, date(2025, 3, 3))


def test_a_selector_that_rots_falls_back() -> None:
    rules = DetailRules(title=(".gone",), body=("#gone",), date=(".gone",))
    document = extract_html(page(f"<title>{TITLE}</title>"), url=URL, rules=rules, today=TODAY)
    assert (document.title, document.body) == (TITLE, BODY)
    assert document.provenance["body"] == "density"


@pytest.mark.parametrize(
    "around",
    [
        "<nav>{}</nav>",
        "<div class=footer>{}</div>",
        "<div id=comment-list>{}</div>",
        "<div class='related-news'>{}</div>",
        "<aside>{}</aside>",
    ],
)
def test_named_furniture_is_left_out(around: str) -> None:
    other = "".join(f"<p>这是网友的第{n}条评论，写得也很像正文。</p>" for n in range(4))
    html = page(below=around.format(other), text=TEXT * 3)
    assert "网友" not in extract_html(html, url=URL, today=TODAY).body


def test_a_page_that_stands_in_a_form_or_a_header_is_still_read() -> None:
    html = f"<body><form class='header nav'><h1>{TITLE}</h1>{TEXT}</form></body>"
    assert extract_html(html, url=URL, today=TODAY).body == BODY


def test_paragraphs_in_sections_of_their_own_are_one_body() -> None:
    text = "".join(
        f"<section><section><span>{line}</span></section></section>" for line in PARAGRAPHS
    )
    assert extract_html(page(text=text), url=URL, today=TODAY).body == BODY


def test_what_the_page_hides_is_not_read() -> None:
    text = f"<p style='display:none'>隐藏的模板文字。</p>{TEXT}<noscript>请开启脚本。</noscript>"
    assert extract_html(page(text=text), url=URL, today=TODAY).body == BODY


def fetched(content: bytes, content_type: str = "text/html") -> Page:
    return Page(
        url=URL,
        final_url=URL,
        status=200,
        headers={"content-type": content_type},
        content=content,
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
        sha256=hashlib.sha256(content).hexdigest(),
    )


SOURCE = Source(id="s", name="s", kind="html", tier=Tier.OFFICIAL, url=URL)


def test_a_fetched_page_takes_the_entry_and_its_charset() -> None:
    content = page(f"<meta charset=gb2312><title>{TITLE}</title>").encode("gb18030")
    entry = Entry(title="被截断的标题……", url=URL, published_on=date(2025, 4, 4), title_cut=True)
    document = extract_page(fetched(content), source=SOURCE, entry=entry, today=TODAY)
    assert (document.title, document.published_on) == (TITLE, date(2025, 4, 4))
    assert document.body == BODY
    assert document.problems == ()
    whole = Entry(title="列表中的完整标题", url=URL)
    assert extract_page(fetched(content), source=SOURCE, entry=whole, today=TODAY).title == (
        "列表中的完整标题"
    )


def test_unreadable_bytes_are_told() -> None:
    content = page().encode() + b"\xff\xfe\xfa" * 40
    document = extract_page(fetched(content), source=SOURCE, entry=None, today=TODAY)
    assert any("could not be read" in problem for problem in document.problems)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"%PDF-1.7 binary",
        b"not html at all",
        b"<html></html>",
        b"<script>location='/challenge'</script>",
    ],
)
def test_what_is_no_notice_is_empty_and_said_to_be(content: bytes) -> None:
    document = extract_page(fetched(content), source=SOURCE, entry=None, today=TODAY)
    assert not document.has_text
    assert any("no text to compare" in problem for problem in document.problems)


def test_a_short_notice_below_its_title_is_preferred_to_a_long_text_far_away() -> None:
    about = "".join(
        f"<p>本站是第{n}家综合性服务机构，提供咨询、培训和会务等多种服务。</p>" for n in range(9)
    )
    links = "<ul>" + "<li><a href=x>另一篇文章的标题文字</a></li>" * 30 + "</ul>"
    text = "<p>示例市定于7月9日停水检修，请各单位提前做好准备，检修时间为上午八时至下午五时。</p>"
    head = "<title>停水检修公告通知_示例网</title><h1>停水检修公告通知</h1>"
    html = f"{head}<div>{text}</div>{links}<div>{about}</div>"
    document = extract_html(html, url=URL, today=TODAY)
    assert document.title == "停水检修公告通知"
    assert document.body.startswith("示例市定于7月9日停水检修")
    assert "综合性服务机构" not in document.body


def test_an_inline_body_without_a_page_around_it_is_read_and_printed_script_goes() -> None:
    script = (
        "window.__play__ = window.__play__ || function (opt) { return opt; }; var opt = "
        '{"id":"v1","auto":false}; window.__list__.push(new Player(opt));'
    )
    html = f"{script}  {PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}<p>{PARAGRAPHS[2]}</p>"
    document = extract_html(html, url=None, title=TITLE, published_on=date(2025, 8, 8), today=TODAY)
    assert (document.title, document.body) == (TITLE, BODY)
    assert document.published_on == date(2025, 8, 8)
