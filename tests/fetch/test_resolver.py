from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import pytest

from watcher.errors import FetchError, TimedOut, Unreachable
from watcher.fetch.resolver import Resolver


def test_literals_need_no_lookup() -> None:
    def fail(_host: str) -> Sequence[str]:
        raise AssertionError

    resolver = Resolver(fail)
    assert resolver.resolve("1.2.3.4", seconds=1) == (ip_address("1.2.3.4"),)
    assert resolver.resolve("::1", seconds=1) == (ip_address("::1"),)


def test_all_answers_come_back_in_order() -> None:
    resolver = Resolver(lambda _: ["2.2.2.2", "1.1.1.1", "::1"])
    found = [str(address) for address in resolver.resolve("a.cn", seconds=5)]
    assert found == ["2.2.2.2", "1.1.1.1", "::1"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (OSError("no"), Unreachable),
        (UnicodeError("label too long"), Unreachable),
        (RuntimeError("bug"), Unreachable),
        ([], Unreachable),
        (["not an address"], Unreachable),
        (["1.1.1.1", "garbage"], Unreachable),
    ],
)
def test_a_failed_lookup_is_unreachable(
    answer: Exception | list[str], error: type[FetchError]
) -> None:
    def look_up(_host: str) -> Sequence[str]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(error):
        Resolver(look_up).resolve("a.cn", seconds=5)


def test_callers_of_one_name_share_a_lookup() -> None:
    asked: list[str] = []
    go = threading.Event()

    def look_up(host: str) -> Sequence[str]:
        asked.append(host)
        go.wait(5)
        return ["1.1.1.1"]

    resolver = Resolver(look_up)
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(resolver.resolve, "a.cn", seconds=5) for _ in range(8)]
        while not asked:
            threading.Event().wait(0.001)
        go.set()
        assert {future.result() for future in waiting} == {(ip_address("1.1.1.1"),)}
    assert 1 <= len(asked) <= 8
    assert resolver._pending == {}


def test_a_full_house_of_hung_lookups_is_said_and_ends() -> None:
    release = threading.Event()

    def look_up(host: str) -> Sequence[str]:
        if host.startswith("hang"):
            release.wait(10)
        return ["1.1.1.1"]

    resolver = Resolver(look_up, limit_seconds=0.05, most_threads=2)
    try:
        for name in ("hang1", "hang2", "hang1", "ok"):
            with pytest.raises(TimedOut):
                resolver.resolve(name, seconds=5)
    finally:
        release.set()
    while resolver._pending:
        threading.Event().wait(0.001)
    assert resolver.resolve("ok", seconds=5) == (ip_address("1.1.1.1"),)
