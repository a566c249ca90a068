"""Lists found by their shape."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.sources.auto import find_entries

TODAY = date(2026, 11, 22)
URL = "https://www.example.gov.cn/tzgg/index.html"
NAV = (
    "<div class=nav>"
    + "".join(
        f"<a href='/{name}/'>{name}</a>"
        for name in ("首页", "要闻", "政务公开", "办事服务", "互动交流")
    )
    + "</div>"
)
TITLES = [
    "关于开展示例专项行动的通知",
    "关于公布第一批示例案例的通报",
    "示例条例公开征求意见",
    "关于印发示例指引的通知",
    "示例网络安全工作会议召开",
]


def rows(shape: str, titles: list[str] = TITLES) -> str:
    return "".join(
        shape.format(n=n, title=title, day=f"2025-07-{n + 10}") for n, title in enumerate(titles)
    )


@pytest.mark.parametrize(
    "listing",
    [
        "<ul>"
        + rows("<li><a href='./202507/t{n}.html'>{title}</a><span>{day}</span></li>")
        + "</ul>",
        "<div>"
        + rows("<div class='r{n}'><h5><a href='a{n}.html'>{title}</a></h5><p>{day}</p></div>")
        + "</div>",
        "<table>"
        + rows("<tr><td>{n}</td><td><a href=/a/{n}.html>{title}</a></td><td>[{day}]</td></tr>")
        + "</table>",
        "<dl>"
        + rows("<dd><a href='//www.example.gov.cn/{n}.html'>{title}</a>({day})</dd>")
        + "</dl>",
        "<ul>"
        + rows(
            "<li><a href='{n}.html'><h3>{title}</h3><p>摘要文字比标题还要长，说明通知的内容。</p>"
            "</a><i>{day}</i></li>"
        )
        + "</ul>",
        "<ul>"
        + rows("<li><a href='/col/'>[栏目]</a><a href='{n}.html'>{title}</a><em>{day}</em></li>")
        + "</ul>",
        "<ul>" + rows("<li><a href='{n}.html'>{title} {day}</a><b>发布 {day}</b></li>") + "</ul>",
    ],
    ids=range(7),
)
def test_rows_with_titles_and_days(listing: str) -> None:
    side = (
        "<div class=side><ul>"
        + "".join(f"<li><a href=/s{n}>专题专栏第{n}期</a></li>" for n in range(9))
        + "</ul></div>"
    )
    found = find_entries(f"<body>{NAV}{side}{listing}</body>", url=URL, today=TODAY)
    assert [entry.title for entry in found.entries] == TITLES
    assert [entry.published_on for entry in found.entries] == [
        date(2025, 7, n + 10) for n in range(len(TITLES))
    ]
    assert all(
        entry.url and entry.url.startswith("https://www.example.gov.cn/") for entry in found.entries
    )
    assert [entry.position for entry in found.entries] == list(range(len(TITLES)))
    assert found.rows_seen == len(TITLES)
    assert found.problems == ()


def test_lists_of_one_make_are_one_list() -> None:
    blocks = "".join(
        f"<div class='month{extra}'><h2>{m}月</h2><ul>"
        + "".join(
            f"<li><a href='{m}{n}.html'>{m}月的第{n}份示例通知</a> 2025-0{m}-0{n}</li>"
            for n in (1, 2, 3)
        )
        + "</ul></div>"
        for m, extra in ((5, ""), (6, " current"), (7, ""))
    )
    assert len(find_entries(f"<body>{NAV}{blocks}", url=URL, today=TODAY).entries) == 9


def test_a_day_over_two_lines_and_a_cut_title() -> None:
    listing = rows(
        "<li><div>0{n}</div><div>2025-08</div>"
        "<a href='{n}.html' title='{title}（全文）'>{title:.8}...</a></li>",
    ).replace("<div>00</div>", "<div>09</div>")
    found = find_entries(f"<body><ul>{listing}</ul>", url=URL, today=TODAY)
    assert [entry.title for entry in found.entries] == [f"{title}（全文）" for title in TITLES]
    assert found.entries[1].published_on == date(2025, 8, 1)
    assert not any(entry.title_cut for entry in found.entries)


def test_a_title_that_stays_cut_is_marked() -> None:
    listing = rows("<li><a href='{n}.html'>{title}……</a>{day}</li>")
    found = find_entries(f"<body><ul>{listing}</ul>", url=URL, today=TODAY)
    assert all(entry.title_cut for entry in found.entries)


def test_the_base_element_counts_and_the_printed_link_is_kept() -> None:
    listing = rows("<li><a href='a/{n}.html'>{title}</a> {day}</li>")
    html = f"<head><base href='/sub/'></head><body><ul>{listing}</ul>"
    first = find_entries(html, url=URL, today=TODAY).entries[0]
    assert (first.url, first.href) == ("https://www.example.gov.cn/sub/a/0.html", "a/0.html")


def test_rows_without_a_day_are_told_and_none_is_in_the_future() -> None:
    listing = rows("<li><a href='{n}.html'>{title}（自2027年1月1日起施行）</a></li>")
    found = find_entries(f"<body><ul>{listing}</ul>", url=URL, today=TODAY)
    assert len(found.entries) == len(TITLES)
    assert all(entry.published_on is None for entry in found.entries)
    assert found.problems == ("5 of 5 rows show no day",)


def test_one_page_is_one_row_and_strange_links_are_none() -> None:
    listing = rows("<li><a href='x.html?id={n}'>{title}</a>{day}</li>")
    more = (
        "<li><a href='javascript:go(1)'>脚本链接的标题文字</a></li>"
        "<li><a href='x.html?id=0'>重复的标题文字</a></li>"
    )
    found = find_entries(f"<body><ul>{listing}{more}</ul>", url=URL, today=TODAY)
    assert [entry.title for entry in found.entries] == TITLES


@pytest.mark.parametrize(
    ("pager", "next_page"),
    [
        ("<a href='index_1.html'>下一页</a>", "https://www.example.gov.cn/tzgg/index_1.html"),
        ("<a rel=next href='?p=2'>2</a>", "https://www.example.gov.cn/tzgg/index.html?p=2"),
        ("<a href='javascript:;'>下一页</a>", None),
        ("<a href='index.html'>下一页</a>", None),
        (
            "<script>createPageHTML(5, 0, 'index', 'html');</script>",
            "https://www.example.gov.cn/tzgg/index_1.html",
        ),
        ("<script>createPageHTML(5, 4, 'index', 'html');</script>", None),
        ("", None),
    ],
)
def test_next_page(pager: str, next_page: str | None) -> None:
    listing = rows("<li><a href='{n}.html'>{title}</a>{day}</li>")
    found = find_entries(f"<body><ul>{listing}</ul>{pager}", url=URL, today=TODAY)
    assert (found.next_page.url if found.next_page else None) == next_page


@pytest.mark.parametrize(
    "html",
    [
        "",
        NAV,
        "<p>系统维护中，请稍后访问。</p>",
        (
            f"{NAV}<h1>页面不存在</h1><ul class=footer><li><a href=/a>关于我们</a>"
            "<li><a href=/b>联系我们</a><li><a href=/c>网站地图</a></ul>"
        ),
        "<script>document.cookie='C3VK=1'</script>",
        '{"list": []}',
        "<ul><li>一<li>二<li>三</ul>",
    ],
)
def test_what_is_no_list_is_empty_and_said_to_be(html: str) -> None:
    found = find_entries(html, url=URL, today=TODAY)
    assert (found.entries, found.rows_seen) == ((), 0)
    assert found.problems


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "<ul>",
                "<li>",
                "</li>",
                "</ul>",
                "<div>",
                "</div>",
                "<table>",
                "<tr>",
                "<td>",
                "<a href=1.html>",
                "<a href='//[x'>",
                "<a href=2.html title='标题\n文字'>",
                "</a>",
                "2025-07-01",
                *TITLES,
                "\x00",
                "…",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_page_is_read(html: str) -> None:
    found = find_entries(html, url=URL, today=TODAY)
    assert len({entry.url for entry in found.entries}) == len(found.entries)
    assert all(entry.title for entry in found.entries)
