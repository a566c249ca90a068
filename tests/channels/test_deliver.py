from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from channel_sink import Sink, answer

from watcher.channels import deliver
from watcher.errors import GaveUp
from watcher.model.delivery import Message, Outcome
from watcher.workers import Pool

MESSAGE = Message(title="标题", body="正文")


@pytest.fixture
def senders() -> Iterator[Pool]:
    with Pool(size=1, wall_seconds=30, environ={"HOOK": "s3cret-hook"}) as pool:
        yield pool


def test_the_sender_process_fills_in_its_secrets(senders: Pool, sink: Sink, tmp_path: Path) -> None:
    sink.reply = answer(200)
    (tmp_path / "TOKEN").write_text("t0ken/ä\n")
    url = f"json://127.0.0.1:{sink.port}/${{HOOK}}/?-x=${{TOKEN}}"
    attempt = senders.call(deliver, url, MESSAGE, tmp_path)
    assert attempt.outcome is Outcome.ACCEPTED
    assert sink.got[0].line == "POST /s3cret-hook/?x=t0ken%2F%C3%A4 HTTP/1.1"


def test_a_missing_secret_waits(senders: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLY_HERE", "x")
    attempt = senders.call(deliver, "json://127.0.0.1/${ONLY_HERE}", MESSAGE)
    assert attempt.outcome is Outcome.TRANSIENT
    assert "ONLY_HERE" in attempt.detail


def test_credentials_of_the_service_manager_are_found(
    monkeypatch: pytest.MonkeyPatch, sink: Sink, tmp_path: Path
) -> None:
    sink.reply = answer(200)
    (tmp_path / "HOOK").write_text("from-systemd")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert deliver(f"json://127.0.0.1:{sink.port}/${{HOOK}}", MESSAGE).outcome is Outcome.ACCEPTED
    assert sink.got[0].line.startswith("POST /from-systemd")


def test_a_dripping_platform_is_killed_and_the_next_one_is_not_held_up(
    senders: Pool, sink: Sink
) -> None:
    sink.reply = answer(200)
    url = f"json://127.0.0.1:{sink.port}/x"
    senders.call(deliver, url, MESSAGE)
    with sink.hanging(), pytest.raises(GaveUp, match="too slow"):
        senders.call(deliver, url, MESSAGE, wall_seconds=0.5)
    assert senders.call(deliver, url, MESSAGE).outcome is Outcome.ACCEPTED
