"""Who was told what: the operator's commands, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import OFFICE, Call, write_sources
from watcher.alerts.events import dedup_key, event_code
from watcher.cli.spreadsheet import safe_cell, write_csv
from watcher.model.delivery import Attempt, Outcome
from watcher.model.event import Event, EventKind
from watcher.store import events, outbox
from watcher.store.database import Store

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
EVIL = '=HYPERLINK("http://evil.example","关于开展专项行动的通知")'
SOURCES = f"""{OFFICE}[[channel]]
id = "mail"
url = "mailto://127.0.0.1:9/?from=w@b.test"
to = ["ada@b.test", "lei@b.test"]
[[route]]
id = "all"
channels = ["desk", "mail"]
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two alerts, one delivered and one dead; their ids."""
    monkeypatch.setenv("WATCHER_SOURCES", write_sources(tmp_path, SOURCES)["WATCHER_SOURCES"])
    store = Store.open(f"sqlite:///{tmp_path}/home/watcher.db")
    codes = []
    outcomes = (Outcome.ACCEPTED, Outcome.POISON)
    with store.writing() as tx:
        for number, outcome in enumerate(outcomes):
            event = Event(
                kind=EventKind.NEW,
                source_id="office",
                source_name="某网信办",
                tier="official",
                at=NOW,
                title=EVIL if number else "普通通知",
            )
            stored = events.add_event(
                tx, event, subject=f"n{number}", hearers=[("all", "desk")], key_of=dedup_key
            )
            row = outbox.claim_next(tx, ["desk"], owner="h:1", now=NOW)
            assert row is not None
            answer = Attempt(outcome=outcome, status=200, detail="+errcode 0")
            outbox.settle(tx, row, answer, now=NOW)
            codes.append(event_code(stored))
    store.close()
    return codes


def test_the_life_of_an_alert_by_command(watcher: Call, told: list[str], tmp_path: Path) -> None:
    where = {"WATCHER_SOURCES": str(tmp_path / "sources.toml")}
    listed = watcher("alerts", "list", "--json", **where)
    assert [row["event"] for row in listed.rows] == told[::-1]
    dead = watcher("alerts", "dead", "--json", **where)
    assert dead.status == 1
    assert [row["event"] for row in dead.rows] == told[1:]
    shown = watcher("alerts", "show", told[0].lower(), **where)
    assert "普通通知" in shown.out
    assert "accepted" in shown.out
    seen = watcher("alerts", "ack", told[0], "--by", "李雷", "--note", "已转法务", **where)
    assert seen.status == 0
    again = watcher("alerts", "resend", told[1], **where)
    assert "1 to be sent again" in again.out
    assert watcher("alerts", "dead", **where).status == 0
    for wrong in (["--dead", told[1]], [], [told[0], "--to", "nowhere"]):
        assert watcher("alerts", "resend", *wrong, **where).status == 2
    exported = watcher("alerts", "export", **where)
    assert [(row["event"], row["acknowledged_by"]) for row in exported.rows] == [
        (told[0], "李雷"),
        (told[1], None),
    ]
    table = watcher("alerts", "export", "--format", "csv", **where)
    rows = list(csv.DictReader(io.StringIO(table.out)))
    assert rows[1]["title"] == f"'{EVIL}"
    assert rows[0]["answer"] == "'+errcode 0"
    wrong = watcher("alerts", "show", "E-000000", **where)
    assert wrong.status == 2


def test_a_silence_by_command(watcher: Call, told: list[str], tmp_path: Path) -> None:
    assert told
    where = {"WATCHER_SOURCES": str(tmp_path / "sources.toml")}
    made = watcher("alerts", "silence", "--until", "8h", "--source", "office", **where)
    assert made.out.startswith("Silence 1 until"), made.err
    (row,) = watcher("alerts", "silences", "--json", **where).rows
    assert (row["id"], row["sources"]) == (1, ["office"])
    ended = watcher("alerts", "unsilence", "1", **where)
    assert "0 alerts released" in ended.out
    assert watcher("alerts", "unsilence", "1", **where).status == 2
    for until in ("0s", "2020-01-01 00:00", "soon", "800d", "2026-13-01"):
        assert watcher("alerts", "silence", "--until", until, **where).status == 2


def test_a_test_message_says_what_every_recipient_s_server_answered(
    watcher: Call, told: list[str], tmp_path: Path
) -> None:
    assert told
    where = {"WATCHER_SOURCES": str(tmp_path / "sources.toml")}
    ran = watcher("channels", "test", "mail", "--json", **where)
    assert ran.status == 1
    assert [row["channel"] for row in ran.rows] == ["mail:ada@b.test", "mail:lei@b.test"]
    assert {row["outcome"] for row in ran.rows} == {"transient"}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 10",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r\n=1",
        " =1",
        "'=1",
        '"=1',
        "＝1",
        "＠x",
        "－1",
        "＋1",
        "\ufeff=1",
        "\u200b=1",
        "=cmd|' /C calc'!A0",
        "%0A=1",
        "|x",
    ],
)
def test_a_cell_that_would_act_is_text(text: str) -> None:
    cell = safe_cell(text)
    assert cell.startswith("'")
    assert "\n" not in cell


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_table_reads_back_with_a_cell_a_value(values: list[str]) -> None:
    rows = [{str(number): value for number, value in enumerate(values)}]
    read = list(csv.reader(io.StringIO("".join(write_csv(rows)), newline="")))
    assert [len(row) for row in read] == [len(values), len(values)]
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＠")) for cell in read[1])


def test_numbers_and_dates_stay_what_they_are() -> None:
    assert [safe_cell(value) for value in (-3, 2.5, True, None, NOW)] == [
        "-3",
        "2.5",
        "True",
        "",
        "2026-11-22T01:00:00+00:00",
    ]
