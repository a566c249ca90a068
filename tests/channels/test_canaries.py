from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from channel_sink import Sink, answer

from watcher.channels import send
from watcher.model.delivery import Message, Outcome

MESSAGE = Message(title="新通知：清朗行动", body="正文一")
CANARIES = ("CANARYuser", "CANARYpass", "CANARYpath", "CANARYquery", "CANARYhead", "CANARYtoken1")


WEBHOOK = (
    "{scheme}://CANARYuser:CANARYpass@127.0.0.1:{port}/CANARYpath"
    "?+X-Token=CANARYhead&-q=CANARYquery&:CANARYquery=1"
)


@pytest.fixture
def loud() -> Iterator[None]:
    """Every logger at its most talkative, smtplib's and http.client's prints included."""
    names = ["", "apprise", "httpx", "httpcore", "urllib3", "requests", "urllib3.connectionpool"]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize(
    "reply", [answer(200), answer(500, "x"), answer(302, location="/"), None, b"x"]
)
@pytest.mark.parametrize(
    "form",
    [
        WEBHOOK.replace("{scheme}", "json"),
        WEBHOOK.replace("{scheme}", "xml"),
        WEBHOOK.replace("{scheme}", "form"),
        "dingtalk://CANARYuser@CANARYtoken1",
        "feishu://CANARYuser@CANARYtoken1",
        "wecombot://CANARYtoken1",
        "slack://CANARYtoken1/CANARYpath/CANARYquery",
        "slack://xoxb-CANARYtoken1/CANARYpath",
        "tgram://1:CANARYtoken1/CANARYpath",
        "discord://12/CANARYtoken1",
        "workflows://prod-1.westus.logic.azure.com/CANARYpath/CANARYtoken1",
        "https://prod-1.westus.logic.azure.com:443/workflows/CANARYpath/triggers?sig=CANARYtoken1",
        "slack://CANARYtoken1:CANARYpass",
        "gotify://CANARYtoken1",
        "json://CANARYuser:CANARYpass@127.0.0.1:1/CANARYpath",
        "mailto://CANARYuser:CANARYpass@127.0.0.1:1/?from=a@b.test&to=c@d.test&mode=insecure",
    ],
)
def test_no_secret_leaves_on_any_path(
    form: str,
    reply: bytes | None,
    sink: Sink,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    echo = reply
    if reply is not None and reply.startswith(b"HTTP/1.1 500"):
        echo = answer(500, '{"errcode":1,"code":1,"errmsg":"no CANARYtoken1","error":"CANARYpath"}')
    sink.reply = echo
    hosts = dict.fromkeys(
        (
            *("oapi.dingtalk.com", "open.feishu.cn", "qyapi.weixin.qq.com", "hooks.slack.com"),
            *("slack.com", "api.telegram.org", "discord.com", "prod-1.westus.logic.azure.com"),
        ),
        sink.base,
    )
    attempt = send(form.replace("{port}", str(sink.port)), MESSAGE, hosts=hosts)
    out = capfd.readouterr()
    for text in (repr(attempt), caplog.text, out.out, out.err):
        assert not [canary for canary in CANARIES if canary in text], text


def test_a_library_that_fails_oddly_is_unknown_and_quiet(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(*_: Any, **__: Any) -> None:
        raise RuntimeError("CANARYtoken1 in a message")

    monkeypatch.setattr(smtplib.SMTP, "sendmail", explode)
    monkeypatch.setattr("watcher.channels.long_tail.load", explode)
    caplog.set_level("DEBUG")
    attempt = send("mailto://127.0.0.1:1/?from=a@b.test&to=c@d.test", MESSAGE)
    assert attempt.outcome is Outcome.UNKNOWN
    assert "CANARYtoken1" not in attempt.detail + caplog.text
