"""No secret in the database, the logs, the audit or the process list, however a delivery ends."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.pipeline.platform_play import add_event
from tests.pipeline.test_deliver import Sink
from watcher.channels import redact
from watcher.model.event import Channel, Route
from watcher.pipeline import deliver
from watcher.pipeline.services import Services
from watcher.store import audit
from watcher.workers import Pool

CANARY = "CANARYsecret7f3k2q"
CHANNELS = {
    "webhook": "json://{host}/${{HOOK}}",
    "password": "json://reader:${{HOOK}}@{host}/hook",
    "header": "json://{host}/hook?+X-Token=${{HOOK}}",
    "form": "form://{host}/${{HOOK}}",
    "mail": "mailto://reader:${{HOOK}}@127.0.0.1:9/?from=a@b.test&to=c@d.test&mode=insecure",
    "robot": "dingtalk://${{HOOK}}",
    "unusable": "tgram://${{HOOK}}",
    "whole": "${{WHOLE}}",
    "missing": "json://{host}/${{ABSENT}}",
}


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    """Listen on loopback."""
    opened = Sink()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def senders(sink: Sink) -> Iterator[Pool]:
    """Real sender processes, which alone hold the secret."""
    whole = f"{sink.url}/{CANARY}"
    with Pool(size=1, wall_seconds=30, environ={"HOOK": CANARY, "WHOLE": whole}) as pool:
        yield pool


@pytest.mark.parametrize("name", CHANNELS)
def test_no_secret_is_left_anywhere(  # noqa: PLR0917  # fixtures
    build: Callable[..., Services],
    sink: Sink,
    senders: Pool,
    name: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    host = sink.url.removeprefix("json://").removesuffix("/hook")
    channel = Channel(id="desk", url=CHANNELS[name].format(host=host), group_over=0)
    services = replace(
        build(),
        senders=senders,
        channels={"desk": channel},
        routes=(Route(id="all", channels=("desk",)),),
    )
    sink.answers = [200, 500, 302, 403, 429]
    for number in range(3):
        add_event(services, f"通知{number}")
        assert deliver.deliver_next(services)
    monkeypatch.setattr(deliver, "SEND_SECONDS", 0.001)
    add_event(services, "迟到的通知")
    deliver.deliver_next(services)
    commands = [
        path.read_bytes().decode(errors="replace")
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    ]
    with services.store.reading() as tx:
        exported = json.dumps(list(audit.export(tx)), default=str)
    out = capfd.readouterr()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("watcher.db*"))
    for text in (caplog.text, out.out, out.err, exported, kept.decode(errors="replace"), *commands):
        assert CANARY not in text
    assert exported.count('"outcome"') >= 3


def test_the_filter_of_the_logs_masks_what_a_traceback_quotes() -> None:
    error = ValueError(f"no such hook: {CANARY}")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "%s", (error,), None)
    record.exc_info = (ValueError, error, None)
    redact.RedactingFilter([CANARY]).filter(record)
    assert CANARY not in logging.Formatter().format(record)
