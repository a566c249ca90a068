from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import Refused, Unreachable
from watcher.fetch.robots import ALLOW_ALL, matches, normalise, parse_robots

AGENT = "notice-watcher"
TEXT = """
# comment
User-agent: badbot
Disallow: /

User-agent: *
User-agent: otherbot
Disallow: /admin/   # inside
Allow: /admin/open/
Disallow: /*.pdf$
Disallow: /search?
Disallow: /通知/内部
Crawl-delay: 7
Disallow:
Sitemap: https://x.example/s.xml
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/", True),
        ("/admin", True),
        ("/admin/", False),
        ("/admin/x", False),
        ("/admin/open/x", True),
        ("/a/b.pdf", False),
        ("/a/b.pdf?x=1", True),
        ("/search?q=1", False),
        ("/search", True),
        ("/%E9%80%9A%E7%9F%A5/%e5%86%85%e9%83%a8/1", False),
        ("/通知/内部/1", False),
        ("/通知/公开", True),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_decides(path: str, *, is_allowed: bool) -> None:
    robots = parse_robots(TEXT.encode(), agent=AGENT)
    assert robots.allows(path) == is_allowed
    assert robots.delay_seconds == 7.0


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("user-AGENT:*\ndisallow:/", False),
        ("User-agent: *\nDisallow: /\nUser-agent: notice-watcher\nDisallow: /b", True),
        ("User-agent: Notice-Watcher/1.0\nDisallow: /a", False),
        ("User-agent: notice-watcher\nDisallow: /a\n\nUser-agent: notice-watcher\nAllow: /a", True),
        ("User-agent: notice-watcher-news\nDisallow: /", True),
        ("Disallow: /", True),
        ("User-agent: *\nDisallow: a", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<html>User-agent: *\nDisallow: /</html>", True),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\nCrawl-delay: 99999\nDisallow: /a", False),
        ("User-agent: *\nCrawl-delay: soon\nCrawl-delay: -1", True),
    ],
)
def test_groups_are_chosen_by_name(text: str, *, is_allowed: bool) -> None:
    robots = parse_robots(text.encode(), agent=AGENT)
    assert robots.allows("/a") == is_allowed
    assert 0 <= robots.delay_seconds <= 60


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/", "/x", True),
        ("/a*c", "/abbc", True),
        ("/a*c$", "/abcd", False),
        ("/a*c$", "/abcxc", True),
        ("/a*a$", "/a", False),
        ("*", "/", True),
        ("*.php", "/x/y.php5", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*$", "/ab", True),
    ],
)
def test_wildcards(pattern: str, path: str, *, fits: bool) -> None:
    assert matches(pattern, path) == fits


@given(st.binary(max_size=400), st.text(max_size=40))
def test_no_file_and_no_path_raise(content: bytes, path: str) -> None:
    assert parse_robots(content, agent=AGENT).allows(path) in {True, False}
    assert normalise(normalise(path)) == normalise(path)


def test_a_huge_file_of_wildcards_is_matched_in_one_pass() -> None:
    text = "User-agent: *\n" + "Disallow: /" + "*a" * 5000 + "b\n" * 1
    assert parse_robots((text * 30).encode(), agent=AGENT).allows("/" + "a" * 8000)


def site(net: Any, robots: bytes) -> Any:
    def answer(conn: Any, request: bytes) -> None:
        conn.sendall(robots if b"/robots.txt" in request else net.answer_of(b"page"))

    return net.serve(answer)


def test_a_path_the_site_forbids_is_not_asked_for(net: Any) -> None:
    server = site(net, net.answer_of(b"User-agent: *\nDisallow: /private"))
    fetcher = net.fetcher(obey_robots=True)
    assert fetcher.fetch(net.ask(server.url + "/open")).content == b"page"
    with pytest.raises(Refused, match=r"robots\.txt"):
        fetcher.fetch(net.ask(server.url + "/private/1"))
    assert [request.split(b" ")[1] for request in server.requests] == [b"/robots.txt", b"/open"]
    override = net.ask(server.url + "/private/1", ignore_robots=True)
    assert fetcher.fetch(override).content == b"page"


def test_robots_are_asked_for_again_only_after_a_day(net: Any) -> None:
    now = [0.0]
    server = site(net, net.answer_of(b"User-agent: *\nDisallow: /private"))
    fetcher = net.fetcher(obey_robots=True, monotonic=lambda: now[0])
    for now[0] in (0.0, 10.0, 80_000.0, 90_000.0):
        fetcher.fetch(net.ask(server.url))
    asked = [request.split(b" ")[1] for request in server.requests]
    assert asked.count(b"/robots.txt") == 2


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "401 No", "302 Found"])
def test_a_site_without_rules_allows_all(status: str, net: Any) -> None:
    server = site(net, net.answer_of(b"User-agent: *\nDisallow: /", status=status))
    assert net.fetcher(obey_robots=True).fetch(net.ask(server.url)).content == b"page"


def test_rules_that_cannot_be_brought_forbid_for_now(net: Any) -> None:
    server = site(net, net.answer_of(b"", status="503 Later"))
    with pytest.raises(Unreachable, match=r"robots\.txt"):
        net.fetcher(obey_robots=True).fetch(net.ask(server.url))


def test_a_redirect_to_a_forbidden_path_is_not_followed(net: Any) -> None:
    def answer(conn: Any, request: bytes) -> None:
        if b"/robots.txt" in request:
            conn.sendall(net.answer_of(b"User-agent: *\nDisallow: /private"))
        else:
            conn.sendall(b"HTTP/1.1 302 Found\r\nLocation: /private\r\n\r\n")

    server = net.serve(answer)
    with pytest.raises(Refused, match=r"robots\.txt"):
        net.fetcher(obey_robots=True).fetch(net.ask(server.url))


def test_the_delay_a_site_asks_for_is_kept(net: Any) -> None:
    waits: list[float] = []
    server = site(net, net.answer_of(b"User-agent: *\nCrawl-delay: 30"))
    fetcher = net.fetcher(obey_robots=True, monotonic=lambda: 0.0, sleep=waits.append)
    for _ in range(2):
        fetcher.fetch(net.ask(server.url, host_delay_seconds=5))
    assert waits == [30.0, 60.0]


def test_no_rules_allow_everything() -> None:
    assert ALLOW_ALL.allows("/anything")
