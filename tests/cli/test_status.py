"""One look: a channel that is gone, one that only asks to wait, and what somebody has seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Call, write_sources
from watcher.alerts.events import dedup_key, event_code
from watcher.model.delivery import Attempt, ChannelState, Outcome
from watcher.model.event import Event, EventKind
from watcher.store import channel_states, events, outbox
from watcher.store.database import Store

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    write_sources(tmp_path)
    return Store.open(f"sqlite:///{tmp_path}/home/watcher.db")


def add(store: Store, channel: str) -> Event:
    event = Event(
        kind=EventKind.NEW,
        source_id="office",
        source_name="某网信办",
        tier="official",
        at=NOW,
        title="通知",
    )
    with store.writing() as tx:
        return events.add_event(
            tx, event, subject=channel, hearers=[("all", channel)], key_of=dedup_key
        )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_status_names_channels_that_are_gone_or_ask_to_wait(
    watcher: Call, store: Store, tmp_path: Path, language: str
) -> None:
    where = {"WATCHER_SOURCES": str(tmp_path / "sources.toml"), "WATCHER_LANGUAGE": language}
    add(store, "former")
    since = NOW - timedelta(days=3000)
    state = ChannelState(
        id="desk", failing_since=since, paused_until=since, detail="HTTP 429: 限流"
    )
    broken = ChannelState(id="former", failures=9, failing_since=since, paused_until=since)
    with store.writing() as tx:
        channel_states.put_state(tx, state)
        channel_states.put_state(tx, broken)
    shown = watcher("status", **where)
    assert shown.status == 1
    assert {"zh": "1 条提醒仍在等它", "en": "1 alerts wait for it"}[language] in shown.out
    assert {"zh": "平台一直要求等候", "en": "keeps asking to wait"}[language] in shown.out
    (row,) = watcher("status", "--json", **where).rows
    assert row["removed_channels"] == {"former": 1}
    assert set(row["failing_channels"]) == {"desk"}, "one that is gone cannot be mended"


def test_a_dead_alert_that_somebody_saw_to_alarms_no_more(
    watcher: Call, store: Store, tmp_path: Path
) -> None:
    where = {"WATCHER_SOURCES": str(tmp_path / "sources.toml")}
    code = event_code(add(store, "desk"))
    with store.writing() as tx:
        row = outbox.claim_next(tx, ["desk"], owner="h:1", now=NOW)
        assert row is not None
        outbox.settle(tx, row, Attempt(outcome=Outcome.POISON), now=NOW)
    assert watcher("status", **where).status == 1
    assert watcher("alerts", "ack", code, "--by", "李雷", **where).status == 0
    seen = watcher("status", "--json", **where)
    assert seen.status == 0
    assert (seen.rows[0]["outbox"]["dead"], seen.rows[0]["dead_unacknowledged"]) == (1, 0)


def test_all_dead_alerts_of_a_removed_channel_are_sent_over_another(
    watcher: Call, store: Store, tmp_path: Path
) -> None:
    where = {"WATCHER_SOURCES": str(tmp_path / "sources.toml")}
    add(store, "former")
    with store.writing() as tx:
        row = outbox.claim_next(tx, ["former"], owner="h:1", now=NOW)
        assert row is not None
        outbox.settle(tx, row, Attempt(outcome=Outcome.POISON), now=NOW)
    gone = watcher("alerts", "resend", "--dead", "--channel", "former", **where)
    assert gone.status == 2
    assert "--to" in gone.err
    sent = watcher("alerts", "resend", "--dead", "--channel", "former", "--to", "desk", **where)
    assert (sent.status, sent.out.strip()) == (0, "1 to be sent again.")
    rows = watcher("alerts", "list", "--json", **where).rows
    assert {(row["channel"], row["state"]) for row in rows} == {
        ("former", "suppressed"),
        ("desk", "waiting"),
    }
