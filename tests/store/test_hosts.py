from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from watcher.model.host import HostLines
from watcher.store import hosts
from watcher.store.database import Store

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def test_lines_of_a_host_are_kept_and_replaced(store: Store) -> None:
    with store.writing() as tx:
        assert hosts.find_lines(tx, "a.gov.cn") == HostLines()
        hosts.save_lines(
            tx, "a.gov.cn", HostLines(pages=1, counts={7: 1, 4_000_000_000: 1}), now=NOW
        )
        hosts.save_lines(tx, "a.gov.cn", HostLines(pages=2, counts={7: 2}), now=NOW)
    with store.reading() as tx:
        assert hosts.find_lines(tx, "a.gov.cn") == HostLines(pages=2, counts={7: 2})


def test_the_host_seen_longest_ago_makes_room(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "MOST_HOSTS", 2)
    with store.writing() as tx:
        for minute, host in enumerate(("old", "older", "new")):
            at = NOW - timedelta(minutes=minute) if host != "new" else NOW + timedelta(hours=1)
            hosts.save_lines(tx, host, HostLines(pages=1), now=at)
        found = [host for host in ("old", "older", "new") if hosts.find_lines(tx, host).pages]
    assert found == ["old", "new"]
