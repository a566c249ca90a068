"""Listing pages in the plain shapes that sites have, and the page object around them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime

from watcher.model.page import Page
from watcher.model.source import Source, Tier

TODAY = date(2026, 11, 22)
URL = "https://www.example.gov.cn/tzgg/index.html"
TITLES = [
    "关于开展示例专项行动的通知",
    "关于公布第一批典型案例的通报",
    "示例条例公开征求意见的公告",
    "关于印发工作指引的通知",
    "网络安全工作会议召开",
    "关于下架侵害用户权益应用的通报",
    "关于组织申报试点项目的通知",
]
ROWS = 14
NAV = "<div class=nav>" + "".join(f"<a href='/{n}/'>栏目{n}</a>" for n in range(5)) + "</div>"
SUMMARY = "摘要文字说明通知的内容，比标题还要长，各有关单位请遵照执行。"


def title(number: int) -> str:
    """Give the title of a row."""
    return f"{TITLES[number % len(TITLES)]}（第{number}号）"


def day(number: int) -> date:
    """Give the day of a row: newest first, one every day and a half."""
    return date.fromordinal(TODAY.toordinal() - 2 - number * 3 // 2)


def rows(shape: str, first: int = 0) -> str:
    """Fill one row's markup for every row."""
    return "".join(
        shape.format(
            n=n,
            t=title(n),
            d=day(n),
            slash=day(n).strftime("%Y/%m/%d"),
            zh=f"{day(n).year}年{day(n).month}月{day(n).day}日",
            dd=f"{day(n).day:02d}",
            ym=day(n).strftime("%Y-%m"),
            s=SUMMARY,
            k=n % 3,
        )
        for n in range(first, first + ROWS)
    )


def _in_groups(first: int) -> str:
    row = '<li><a href="/n/{n}.html">{t}</a><span>{d}</span></li>'
    one = rows(row, first).replace("</li>", "</li>\n").splitlines()
    return "".join(f'<ul class="g">{"".join(one[at : at + 5])}</ul>' for at in range(0, ROWS, 5))


def _wrapped(before: str, shape: str, after: str) -> Callable[[int], str]:
    return lambda first: before + rows(shape, first) + after


SHAPES: dict[str, Callable[[int], str]] = {
    "list": _wrapped(
        '<ul class="news">', '<li><a href="/n/{n}.html">{t}</a><span>{d}</span></li>', "</ul>"
    ),
    "title attribute": _wrapped(
        '<ul class="news">',
        '<li><a href="/n/{n}.html" title="{t}">{t:.9}...</a><b>{slash}</b></li>',
        "</ul>",
    ),
    "table": _wrapped(
        "<table id=tb>",
        "<tr><td>{n}</td><td><a href=/n/{n}.html>{t}</a></td><td>[{d}]</td></tr>",
        "</table>",
    ),
    "cards": _wrapped(
        '<div class="list">',
        '<div class="item r{n}"><a href=/n/{n}.html><h3>{t}</h3><p>{s}</p></a><i>{d}</i></div>',
        "</div>",
    ),
    "date in two parts": _wrapped(
        '<div class="news">',
        "<dl><dt><b>{dd}</b><em>{ym}</em></dt><dd><a href=/n/{n}.html>{t}</a></dd></dl>",
        "</div>",
    ),
    "column link first": _wrapped(
        "<ul>",
        "<li><a href='/c{k}/'>[栏目]</a><a href='/n/{n}.html'>{t}</a><em>{d}</em></li>",
        "</ul>",
    ),
    "bare date": _wrapped(
        "<div class=box>", "<li><a href='/n/{n}.html'>{t}</a>（{zh}）</li>", "</div>"
    ),
    "paragraphs": _wrapped(
        '<div class="main">',
        '<p><a href="/n/{n}.html">{t}</a><span class="date">{d}</span></p>',
        "</div>",
    ),
    "row is a link": _wrapped(
        '<div class="wrap">',
        '<a href="/n/{n}.html"><p class="tit">{t}</p><span class="tm">{d}</span></a>',
        "</div>",
    ),
    "headings": _wrapped(
        '<div id="more">',
        '<div><h5><a href="/n/{n}.html">{t}</a></h5><div class="times">{d}</div></div>',
        "</div>",
    ),
    "groups": _in_groups,
}


def html_page(body: str, *, name: str = "通知公告-某市通信管理局", head: str = "") -> str:
    """Put a list into a page with what stands around it."""
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{name}</title>{head}</head>"
        f"<body>{NAV}{body}<div class=footer><a href=/about>关于我们</a></div></body></html>"
    )


def notice(name: str) -> str:
    """Give a page with one notice and some news beside it."""
    text = "".join(
        f"<p>　　第{n}条　各有关单位应当在{n}月底前完成自查整改，并报送第{n}项的情况说明。</p>"
        for n in range(1, 9)
    )
    side = "".join(f"<li><a href='/n/{n}.html'>{title(n)}</a></li>" for n in range(4))
    return html_page(
        f"<h1>{name}</h1><p>来源：某市通信管理局　{day(0)}</p><div id=zoom>{text}</div>"
        f"<div class=related><ul>{side}</ul></div>",
        name=name,
    )


def page_of(content: str | bytes, url: str = URL, **headers: str) -> Page:
    """Build a page as the fetcher would."""
    raw = content.encode() if isinstance(content, str) else content
    return Page(
        url=url,
        final_url=url,
        status=200,
        headers=headers,
        content=raw,
        fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def draft(url: str = URL) -> Source:
    """Give the source that a proposal begins with."""
    return Source(id="new", name="new", kind="auto", tier=Tier.OFFICIAL, url=url)
