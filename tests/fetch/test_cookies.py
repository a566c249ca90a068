"""Cookies go back to the host that set them, for the source it set them for, and nowhere else."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.errors import Blocked, FetchError
from watcher.fetch.cookies import LONGEST_LINE, MOST_COOKIES, MOST_JARS, Cookies, merge_lines

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def sent(cookies: Cookies, path: str = "/", *, is_secure: bool = True, later: float = 0.0) -> str:
    now = NOW + timedelta(seconds=later)
    return cookies.line_for("a", "h", path=path, is_secure=is_secure, now=now)


def kept(*lines: str, path: str = "/list/index.html") -> Cookies:
    cookies = Cookies()
    cookies.keep("a", "h", lines, path=path, now=NOW)
    return cookies


@pytest.mark.parametrize(
    ("line", "path", "is_secure", "later", "wanted"),
    [
        ("k=v; Path=/", "/x", True, 0, "k=v"),
        ("k=v", "/list/2.html", True, 0, "k=v"),
        ("k=v", "/other/", True, 0, ""),
        ("k=v; path=/list", "/listing", True, 0, ""),
        ("k=v; Path=/; Secure", "/", False, 0, ""),
        ("k=v; Path=/; Secure; HttpOnly", "/", True, 0, "k=v"),
        ("k=v; Path=/; Max-Age=60", "/", True, 59, "k=v"),
        ("k=v; Path=/; Max-Age=60", "/", True, 61, ""),
        ("k=v; Path=/; Max-Age=0", "/", True, 0, ""),
        ("k=v; Path=/; Expires=Sun, 22 Nov 2026 05:00:00 GMT", "/", True, 3599, "k=v"),
        ("k=v; Path=/; Expires=Sun, 22-Nov-2026 05:00:00 GMT", "/", True, 3601, ""),
        ("k=v; Path=/; Expires=whenever", "/", True, 9e6, "k=v"),
        ("k=v; Path=/; Domain=example.com", "/", True, 0, "k=v"),
        ("k=a b; Path=/", "/", True, 0, ""),
        ("k=v\r\nX-Evil: 1; Path=/", "/", True, 0, ""),
        ("ключ=v; Path=/", "/", True, 0, ""),
        ("=v; Path=/", "/", True, 0, ""),
        ("no sign", "/", True, 0, ""),
        ("k=" + "v" * 5000, "/", True, 0, ""),
    ],
)
def test_a_cookie_is_sent_where_it_belongs(
    line: str, path: str, *, is_secure: bool, later: float, wanted: str
) -> None:
    assert sent(kept(line), path, is_secure=is_secure, later=later) == wanted


def test_a_new_value_takes_the_old_ones_place_and_an_end_removes_it() -> None:
    cookies = kept("k=1; Path=/", "j=1; Path=/")
    cookies.keep("a", "h", ["k=2; Path=/", "j=; Path=/; Max-Age=-1"], path="/", now=NOW)
    assert sent(cookies) == "k=2"


def test_jars_and_hosts_know_nothing_of_each_other() -> None:
    cookies = kept("k=v; Path=/")
    assert cookies.line_for("b", "h", path="/", is_secure=True, now=NOW) == ""
    assert cookies.line_for("a", "g", path="/", is_secure=True, now=NOW) == ""


def test_what_is_kept_is_bounded() -> None:
    cookies = kept(*(f"k{n}=v; Path=/" for n in range(500)))
    assert sent(cookies).count("=") == MOST_COOKIES
    many = kept(*(f"k{n}={'v' * 4000}; Path=/" for n in range(10)))
    assert len(sent(many)) <= LONGEST_LINE
    for number in range(MOST_JARS + 50):
        cookies.keep(f"s{number}", "h", ["k=v"], path="/", now=NOW)
    assert len(cookies._jars) <= MOST_JARS


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80), st.text(max_size=20))
def test_no_line_makes_a_header_that_cannot_be_sent(line: str, path: str) -> None:
    found = sent(kept(line, path=f"/{path}"), f"/{path}")
    assert found.isascii()
    assert found.isprintable()


def test_the_sources_own_cookies_win() -> None:
    assert merge_lines("lang=zh; a=1", "a=2; b=3") == "lang=zh; a=1; b=3"
    assert (merge_lines("", "b=3"), merge_lines("a=1", "")) == ("b=3", "a=1")


def cookie_of(request: bytes) -> str:
    lines = request.decode("latin-1").split("\r\n")
    return next((line[8:] for line in lines if line.lower().startswith("cookie: ")), "")


def test_a_site_that_insists_on_its_cookie_is_read(net: Any) -> None:
    def answer(conn: Any, request: bytes) -> None:
        if "seen=1" in cookie_of(request):
            conn.sendall(net.answer_of(b"the list"))
        else:
            again = b"HTTP/1.1 302 Found\r\nLocation: /list\r\nSet-Cookie: seen=1; Path=/\r\n"
            conn.sendall(again + b"Content-Length: 0\r\n\r\n")

    server = net.serve(answer)
    fetcher = net.fetcher()
    asked = net.ask(f"{server.url}/list", jar="office", headers={"Cookie": "lang=zh"})
    assert fetcher.fetch(asked).content == b"the list"
    assert fetcher.fetch(asked).content == b"the list"
    assert [cookie_of(each) for each in server.requests] == [
        "lang=zh",
        "lang=zh; seen=1",
        "lang=zh; seen=1",
    ]
    with pytest.raises(Blocked, match="circle"):
        fetcher.fetch(net.ask(f"{server.url}/list"))  # no jar: as before


def test_a_site_that_sets_another_cookie_each_time_ends(net: Any) -> None:
    count = iter(range(1000))

    def answer(conn: Any, _request: bytes) -> None:
        head = f"HTTP/1.1 302 Found\r\nLocation: /\r\nSet-Cookie: n={next(count)}; Path=/\r\n"
        conn.sendall(head.encode() + b"Content-Length: 0\r\n\r\n")

    server = net.serve(answer)
    with pytest.raises(FetchError):
        net.fetcher().fetch(net.ask(server.url, jar="office"))
    assert len(server.requests) <= 6


def test_cookies_never_leave_their_host_and_stand_in_no_log(
    net: Any, caplog: pytest.LogCaptureFixture
) -> None:
    other = net.serve(net.answer_of(b"x", "Connection: close"))
    first = net.serve(
        f"HTTP/1.1 302 Found\r\nLocation: {other.url}/\r\nSet-Cookie: k=sEcReT; Path=/\r\n"
        "Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )
    fetcher = net.fetcher()
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            fetcher.fetch(net.ask(first.url, jar="office"))
    assert [cookie_of(each) for each in first.requests] == ["", "k=sEcReT"]
    assert [cookie_of(each) for each in other.requests] == ["", ""]
    assert "sEcReT" not in caplog.text
