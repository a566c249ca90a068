"""The DOM behind its wrapper: text as a reader sees it, selectors that are checked, deep pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.text import dom


def body(html: str) -> dom.Node:
    node = dom.parse(html).body
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一<b>二</b><br>三</p>四", "一二\n三\n四"),
        ("<p> a \n\t b </p><p></p><div>c</div>", "a b\nc"),
        ("<ul><li>一<li><a href=x>二</a></ul>", "一\n二"),
        ("甲<script>var x='乙'</script><style>p{}</style><noscript>丙</noscript>丁", "甲丁"),
        ("<template><p>x</p></template><textarea>y</textarea><p>z</p>", "z"),
        ("<p hidden>a</p><p style='color:red;DISPLAY: none'>b</p><p>c</p>", "c"),
        ("<p style='visibility:hidden'>微信</p>", "微信"),
        (
            "<table><tr><th>序号</th><th>应用</th></tr><tr><td>1</td><td><p>甲</p><p>乙</p></td></tr></table>",
            "序号\t应用\n1\t甲 乙",
        ),
        (
            "<table><tr><td>左</td><td><table><tr><td>内</td></tr></table></td></tr></table>",
            "左\n内",
        ),
        ("<p>a\tb</p>", "a b"),
        ("<p>a&#x202e;b&#0;c</p>", "ab\ufffdc"),
        ("", ""),
    ],
)
def test_text_of(html: str, expected: str) -> None:
    assert dom.text_of(body(html)) == expected


def test_outline_gives_lines_with_their_elements() -> None:
    outline = dom.outline_of(body("<h2>题</h2><div><p>文 <a href=x>链接链接</a></p></div>"))
    heading, line = outline.lines
    assert (heading.text, heading.heading) == ("题", 2)
    assert outline.tags[line.element] == "p"
    assert outline.tags[outline.parents[line.element]] == "div"
    assert 0.5 < line.linked < 1.0
    assert (outline.first[0], outline.last[0]) == (0, 2)


def test_node_reads_like_a_wrapper_should() -> None:
    page = dom.parse("<div class=a id=b hidden><p>x</p><p title='&quot;t&quot;'>y</p></div>")
    node = page.first("div")
    assert node is not None
    assert (node.tag, node.get("class"), node.get("hidden"), node.get("none")) == (
        "div",
        "a",
        "",
        None,
    )
    assert node.attributes == {"class": "a", "id": "b", "hidden": ""}
    assert [child.text for child in node.children] == ["x", "y"]
    assert node.css("p")[1].get("title") == '"t"'
    assert node.matches(".a")
    assert not node.matches(".c")
    assert not node.matches("[")
    assert node.css("p")[0].parent == node
    assert node.html.startswith("<div")
    assert node.inner_html.startswith("<p>")
    node.css("p")[0].remove()
    assert [child.text for child in node.children] == ["y"]
    assert len({node, page.first("#b")}) == 1
    assert page.css("a[=") == []


@pytest.mark.parametrize("css", ["a", "li:not(.x) > a", "a[href^='/tz/']", "div:has(> a)", "a, b"])
def test_good_selectors(css: str) -> None:
    assert dom.check_selector(css) is None


@pytest.mark.parametrize(
    "css", ["", " ", "a[", 'a[="', "p:nth-child(", "a)", "..x", "p >> q", "$$", "\x00", "a, ,b"]
)
def test_broken_selectors_are_told(css: str) -> None:
    assert dom.check_selector(css)


def test_depth_is_no_trouble() -> None:
    deep = "<div>" * 4_000 + "底" + "</div>" * 4_000
    assert dom.text_of(body(deep)) == "底"


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<a href=x>",
                "</a>",
                "<select><option>",
                "<svg>",
                "<!--",
                "-->",
                "<br>",
                "<li>",
                "文字",
                "\x00",
                "�",
                "&#0;",
                "<",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_markup_can_be_laid_out(html: str) -> None:
    root = dom.parse(html).root
    assert root is not None
    outline = dom.outline_of(root)
    for line in outline.lines:
        assert line.text == line.text.strip()
        assert "\n" not in line.text
        assert 0.0 <= line.linked <= 1.0
    for index, parent in enumerate(outline.parents):
        assert parent < index
        assert 0 <= outline.first[index] <= outline.last[index] <= len(outline.lines)
