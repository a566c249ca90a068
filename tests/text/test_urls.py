"""Addresses: which are taken, and when two are one."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.text.urls import absolute, canonical, host_of

BASE = "https://www.example.gov.cn/tzgg/index.html"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("./202506/t1.html", "https://www.example.gov.cn/tzgg/202506/t1.html"),
        ("../../a.html", "https://www.example.gov.cn/a.html"),
        ("//cdn.example.cn/x", "https://cdn.example.cn/x"),
        (" /a\n b.html ", "https://www.example.gov.cn/a%20b.html"),
        ("HTTP://Example.cn/A", "HTTP://Example.cn/A"),
        ("javascript:void(0)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("mailto:a@b.cn", None),
        ("http://10.0.0.1\\@example.com/", None),
        ("http://example.com@127.0.0.1/", None),
        ("http://[::1", None),
        ("http://a.example:99999/", None),
        ("", None),
        (None, None),
        ("x" * 9_000, None),
    ],
)
def test_absolute(href: str | None, expected: str | None) -> None:
    assert absolute(href, BASE) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x", "https://A.example:443/x#top"),
        ("http://a.example", "http://a.example/"),
        ("http://a.example/a/./b/../c", "http://a.example/a/c"),
        ("http://a.example/%e6%b8%85", "http://a.example/清"),
        ("http://a.example/x?b=2&a=1", "http://a.example/x?a=1&b=2&utm_source=q&spm=1.2"),
        (
            "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=2&sn=f&chksm=88&scene=58#rd",
            "http://mp.weixin.qq.com/s?mid=1&__biz=M&idx=2&sn=f&from=timeline",
        ),
    ],
)
def test_canonical_makes_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x?id=1", "http://a.example/x?id=2"),
        ("http://a.example/x", "http://a.example/X"),
        ("http://a.example/#/n/1", "http://a.example/#/n/2"),
        ("http://a.example:8080/", "http://a.example/"),
        ("http://a.example/a%2Fb", "http://a.example/a/b"),
        ("http://a.example/x?version=1", "http://a.example/x?version=2"),
    ],
)
def test_canonical_keeps_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40), st.text(max_size=20))
def test_canonical_is_idempotent(path: str, query: str) -> None:
    once = canonical(f"https://a.example/{path}?{query}")
    assert canonical(once) == once


def test_host_of() -> None:
    assert host_of("https://www.Example.gov.cn:80/x") == "example.gov.cn"
    assert host_of("http://[") == host_of(None) == ""


def test_a_blank_before_a_dropped_fragment_is_no_parameter() -> None:
    assert canonical("https://a.example/? #top") == canonical("https://a.example/")
    assert canonical("https://a.example/?a=1 #top") == canonical("https://a.example/?a=1")


@given(
    st.sampled_from(["http://a.gov.cn/b/c.html", "https://A.cn:8443/x/?q=1#y", "HTTP://a.cn", "a"]),
    st.text("ab.-_/%?=&#:;1 ", max_size=12).filter(lambda rest: rest[:1] != "/"),
)
def test_the_short_way_to_an_address_gives_what_the_long_way_gives(base: str, rest: str) -> None:
    href = f"/{rest}"
    joined = urljoin(base, href.strip())
    is_address = joined.startswith("http") and bool(urlsplit(joined).hostname)
    assert absolute(href, base) == (joined.replace(" ", "%20") if is_address else None)


@given(st.text("ab.-_/%1~", max_size=12))
def test_a_plain_path_is_what_the_long_way_makes_of_it(path: str) -> None:
    assert canonical(f"https://a.cn/{path}") == canonical(f"https://a.cn/%61/../{path}")
