from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from channel_sink import Sink, answer

from watcher.channels import send
from watcher.model.delivery import Message, Outcome

MESSAGE = Message(title="新通知：清朗行动", body="正文一\n正文二", event_id="N-7F3K2")


class Mailbox:
    """Collects mail, or refuses it as told."""

    def __init__(self, *, mail: str = "", rcpt: str = "", data: str = "") -> None:
        self.mail, self.rcpt, self.data = mail, rcpt, data
        self.got: list[Envelope] = []

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.mail:
            envelope.mail_from = address
        return self.mail or "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.rcpt:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.data == "drop":
            assert server.transport is not None
            server.transport.abort()
            return "250 OK"
        if not self.data:
            self.got.append(envelope)
        return self.data or "250 OK"


@contextmanager
def mail_server(box: Mailbox, login: str = "", **settings: Any) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield f"mailto://{login}127.0.0.1:{port}/?from=watch@site.test&to=team@firm.test&mode=insecure"
    finally:
        controller.stop()


def read_mail(box: Mailbox) -> EmailMessage:
    (envelope,) = box.got
    assert isinstance(envelope.content, bytes)
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_a_mail_is_accepted_and_reads_as_written() -> None:
    box = Mailbox()
    with mail_server(box) as url:
        attempt = send(url, MESSAGE)
    assert attempt.outcome is Outcome.ACCEPTED
    assert box.got[0].rcpt_tos == ["team@firm.test"]
    mail = read_mail(box)
    assert mail["subject"] == MESSAGE.title
    assert mail["x-event-id"] == MESSAGE.event_id
    assert mail["auto-submitted"] == "auto-generated"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == ["正文一", "正文二"]


def test_a_mail_with_html_has_both_forms() -> None:
    box = Mailbox()
    html = "<h1>新通知</h1><p>正文 &lt;script&gt;</p>"
    with mail_server(box) as url:
        send(url, Message(title="标题", body="正文", html=html))
    mail = read_mail(box)
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert "正文 &lt;script&gt;" in rich.get_content()
    assert "正文" in plain.get_content()


def test_text_is_never_taken_for_html_templates_or_emoji() -> None:
    box = Mailbox()
    text = "<b>x</b> {{7*7}} ${HOME} %(x)s \\t :smile: &lt;"
    with mail_server(box) as url:
        send(f"{url}&format=text", Message(title="标题", body=text))
    body = read_mail(box).get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == text


@pytest.mark.parametrize(
    "title", ["T\r\nBcc: evil@x.test", "T\nTo: evil@x.test\n\nbody", "=?utf-8?q?T=0D=0ABcc:_evil?="]
)
def test_a_title_adds_no_header(title: str) -> None:
    box = Mailbox()
    with mail_server(box) as url:
        assert send(url, Message(title=title, body="正文")).outcome is Outcome.ACCEPTED
    mail = read_mail(box)
    assert box.got[0].rcpt_tos == ["team@firm.test"]
    assert mail["bcc"] is None
    assert mail.get_all("to") == ["team@firm.test"]


@pytest.mark.parametrize(
    ("box", "outcome", "status"),
    [
        (Mailbox(mail="550 5.7.1 sender refused"), "permanent", 550),
        (Mailbox(mail="451 4.3.0 later"), "transient", 451),
        (Mailbox(rcpt="550 5.1.1 no such user"), "permanent", 550),
        (Mailbox(rcpt="450 4.2.1 greylisted"), "transient", 450),
        (Mailbox(data="554 5.7.1 spam"), "permanent", 554),
        (Mailbox(data="452 4.3.1 no space"), "transient", 452),
        (Mailbox(data="drop"), "unknown", None),
    ],
    ids=lambda value: " ".join(vars(value)) if isinstance(value, Mailbox) else str(value),
)
def test_refused_mail(box: Mailbox, outcome: str, status: int | None) -> None:
    with mail_server(box) as url:
        attempt = send(url, MESSAGE)
    assert (attempt.outcome.value, attempt.status) == (outcome, status), attempt.detail
    assert box.got == []


def refuse_login(*_: Any) -> AuthResult:
    return AuthResult(success=False, handled=False)


def test_a_refused_login_is_permanent_and_tells_no_password() -> None:
    with mail_server(
        box := Mailbox(),
        "team:CANARYpass@",
        authenticator=refuse_login,
        auth_require_tls=False,
    ) as url:
        attempt = send(url, MESSAGE)
    assert (attempt.outcome, attempt.status) == (Outcome.PERMANENT, 535)
    assert "CANARYpass" not in attempt.detail
    assert box.got == []


def test_a_server_that_takes_no_login_is_permanent() -> None:
    with mail_server(box := Mailbox(), "team:CANARYpass@") as url:
        attempt = send(url, MESSAGE)
    assert attempt.outcome is Outcome.PERMANENT
    assert "takes no login" in attempt.detail
    assert box.got == []


def test_no_mail_server_is_transient() -> None:
    url = "mailto://127.0.0.1:1/?from=watch@site.test&to=team@firm.test&mode=insecure"
    assert send(url, MESSAGE).outcome is Outcome.TRANSIENT


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer(200, "ok"), "accepted"),
        (answer(204), "accepted"),
        (answer(200, "<!DOCTYPE html><html>Sign in</html>"), "unknown"),
        (answer(302, location="/other"), "permanent"),
        (answer(307, location="/other"), "permanent"),
        (answer(401), "permanent"),
        (answer(404), "permanent"),
        (answer(413), "permanent"),
        (answer(429, retry_after="12"), "rate_limited"),
        (answer(500), "transient"),
        (answer(503), "transient"),
        (answer(502), "unknown"),
        (answer(504), "unknown"),
        (answer(200, "a body that is cut short")[:-5], "unknown"),
        (b"HTTP/1.1 200 O", "unknown"),
        (None, "unknown"),
    ],
)
def test_webhook_answers(reply: bytes | None, outcome: str, sink: Sink) -> None:
    sink.reply = reply
    url = f"json://127.0.0.1:{sink.port}/hook?redirect=yes&retry=3&wait=0&optional=yes"
    attempt = send(url, MESSAGE)
    assert attempt.outcome.value == outcome, attempt.detail
    assert len(sink.got) == 1, "neither followed nor repeated"
    if outcome == "accepted":
        assert "HTTP-accepted" in attempt.detail
        assert sink.got[0].json["message"] == MESSAGE.body
        assert sink.got[0].json["title"] == MESSAGE.title
        assert sink.got[0].headers["x-event-id"] == MESSAGE.event_id
    if outcome == "rate_limited":
        assert attempt.retry_after_seconds == 12.0


def test_webhook_without_a_server_is_transient() -> None:
    assert send("json://127.0.0.1:1/hook", MESSAGE).outcome is Outcome.TRANSIENT
    assert send("json://no-such-host.invalid/hook", MESSAGE).outcome is Outcome.TRANSIENT


def test_two_messages_in_a_row_do_not_wait(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    monkeypatch.setattr("apprise.plugins.base.time.sleep", naps.append)
    sink.reply = answer(200)
    for _ in range(3):
        assert send(f"xml://127.0.0.1:{sink.port}/", MESSAGE).outcome is Outcome.ACCEPTED
    assert naps == []


def test_an_empty_message_and_an_unusable_address_are_permanent() -> None:
    assert send("json://127.0.0.1:1/x", Message(title="", body="")).outcome is not Outcome.ACCEPTED
    assert send("gotify://x", MESSAGE).outcome is Outcome.PERMANENT
    assert send("nope://x", MESSAGE).outcome is Outcome.PERMANENT
