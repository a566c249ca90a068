"""The webhook sink keeps what is posted and answers like a platform."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest

from tests.demo.conftest import fetch
from watcher.demo.sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as running:
        yield running


def post(sink: Sink, hook: str, content: bytes) -> int:
    return fetch(sink.channel_url(hook).replace("json://", "http://"), post=content).status


def body(title: str) -> bytes:
    fields = {"version": "1.0", "title": title, "message": "正文", "type": "info"}
    return json.dumps(fields | {"attachments": []}).encode()


def test_a_post_is_kept_with_its_hook(sink: Sink) -> None:
    assert post(sink, "new", body("一")) == 200
    (received,) = sink.received
    assert (received.hook, received.title, received.message) == ("new", "一", "正文")
    assert received.type == "info"
    assert received.at_seconds >= 0


@pytest.mark.parametrize("content", [b"", b"not json", b"[1, 2]", b'"text"', b"5"])
def test_what_is_no_alert_is_refused(sink: Sink, content: bytes) -> None:
    assert post(sink, "new", content) in {400, 413}
    assert sink.received == ()


def test_waiting_sees_what_comes_later(sink: Sink) -> None:
    def run() -> None:
        for number in range(3):
            post(sink, "new", body(str(number)))

    sender = threading.Thread(target=run)
    sender.start()
    assert sink.wait_for(lambda received: len(received) == 3, deadline_seconds=30)
    sender.join()
    assert [one.title for one in sink.received] == ["0", "1", "2"]


def test_waiting_ends_at_its_deadline(sink: Sink) -> None:
    assert not sink.wait_for(bool, deadline_seconds=0.01)
