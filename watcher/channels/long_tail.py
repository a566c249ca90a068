"""Everything that apprise can reach and we do not read ourselves: one URL, one object, one message.

Import it late: apprise takes a second and 50 MB.
"""

from __future__ import annotations

import re
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.result import AppriseResultStatus

from watcher.channels.answers import Answer, judge_status, make_attempt
from watcher.channels.observed import Observation, observe
from watcher.channels.redact import quiet_libraries, redact, tidy
from watcher.model.delivery import Attempt, Message, Outcome

SERVICE_SECONDS = 45.0

_SMTP_CODE = re.compile(r"(?:was refused: |\()([245]\d\d)(?:, b| )")
_NOT_SENT = re.compile(
    r"connection refused|name or service not known|name resolution|no address associated|"
    r"network is unreachable|no route to host|certificate verify failed|nodename nor servname",
    re.IGNORECASE,
)
_NO_LOGIN = re.compile(r"AUTH extension not supported|No suitable authentication method")

quiet_libraries()


def load(url: str) -> Any:
    """Return apprise's object for ``url``, None where apprise cannot use it.

    No redirects, retries, templates, escapes, emoji names, stored state or waiting of its own;
    what the address says to the contrary is overruled.
    """
    asset = AppriseAsset(
        app_id="watcher",
        app_desc="watcher",
        async_mode=False,
        http_redirects=False,
        default_service_retry=0,
        interpret_escapes=False,
        interpret_emojis=False,
        allow_templates=False,
        secure_logging=True,
        pgp_autogen=False,
        pem_autogen=False,
        storage_mode="memory",
        language="en",
        service_timeout=SERVICE_SECONDS,
    )
    service = Apprise.instantiate(url, asset=asset)
    if service is not None:
        service.redirects = False
        service.retry = 0
        service.optional = False
        service.interpret_emojis = False
        service.request_rate_per_sec = 0
    return service


def send(url: str, message: Message) -> Attempt:
    """Send ``message`` to one apprise URL. Nothing in the attempt tells the URL's secrets."""
    service = load(url)
    if service is None:
        why = "apprise cannot use this channel's address"
        return Attempt(outcome=Outcome.PERMANENT, detail=why)
    sender = Apprise(asset=service.asset)
    sender.add(service)
    body, body_format = _choose_body(service, message)
    headers = getattr(service, "headers", None)
    is_mail = url.lower().startswith("mailto")
    if isinstance(headers, dict) and message.event_id:
        # Webhooks of the operator's own and mail can tell a repeat by it.
        headers["X-Event-Id"] = tidy(message.event_id)
    if isinstance(headers, dict) and message.key and not is_mail:
        headers["Idempotency-Key"] = tidy(message.key)
    if isinstance(headers, dict) and is_mail:
        headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
    with observe() as observation:
        result = sender.notify(title=message.title, body=body, body_format=body_format)
    return _judge(result.status, observation, url)


def _choose_body(service: Any, message: Message) -> tuple[str, NotifyFormat]:
    formats = service.notify_format
    takes_html = NotifyFormat.HTML in (formats if isinstance(formats, tuple) else (formats,))
    if message.html and takes_html:
        return message.html, NotifyFormat.HTML
    return message.body, NotifyFormat.TEXT


def _judge(status: AppriseResultStatus, observation: Observation, url: str) -> Attempt:
    last = observation.exchanges[-1] if observation.exchanges else None
    match status:
        case AppriseResultStatus.SUCCESS:
            return _judge_success(last)
        case AppriseResultStatus.TIMEOUT | AppriseResultStatus.PARTIAL:
            why = f"no verdict within {SERVICE_SECONDS:g} s: it may have been accepted"
            return Attempt(outcome=Outcome.UNKNOWN, detail=why)
        case AppriseResultStatus.NOMATCH:
            return Attempt(outcome=Outcome.PERMANENT, detail="apprise found nobody to send to")
        case AppriseResultStatus.FAILURE:
            return _judge_failure(last, observation.lines, url)


def _judge_failure(last: Answer | Attempt | None, lines: list[str], url: str) -> Attempt:
    if isinstance(last, Attempt):
        return last
    if last is not None:
        return judge_status(last) or make_attempt(
            Outcome.UNKNOWN, last, "apprise could not use the answer: it may have been accepted"
        )
    return _judge_logs(lines, url)


def _judge_success(last: Answer | Attempt | None) -> Attempt:
    if isinstance(last, Attempt):
        return last
    if last is None:
        return Attempt(outcome=Outcome.ACCEPTED, detail="accepted by the server")
    head = last.content.lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        why = "a web page in place of an answer: it may have been accepted"
        return make_attempt(Outcome.UNKNOWN, last, why)
    if not last.headers:  # http.client takes a status line that was cut for a whole answer
        return make_attempt(Outcome.UNKNOWN, last, "the answer was cut: it may have been accepted")
    return judge_status(last) or make_attempt(
        Outcome.ACCEPTED, last, "HTTP-accepted; what the receiver did with it is not known"
    )


def _judge_logs(lines: list[str], url: str) -> Attempt:
    """Judge a failure of a service that does not speak HTTP by what apprise logged (mail)."""
    text = "\n".join(lines)
    code = _SMTP_CODE.search(text)
    failures = [line for line in lines if "Exception: " in line or "refused: " in line]
    told = failures[-1].partition(": ")[2] if failures else (lines[-1] if lines else "no reason")
    detail = tidy(redact(told, [url]))
    if code is not None:
        outcome = Outcome.PERMANENT if code[1].startswith("5") else Outcome.TRANSIENT
        return Attempt(outcome=outcome, detail=detail, status=int(code[1]))
    if _NO_LOGIN.search(text):
        return Attempt(outcome=Outcome.PERMANENT, detail=f"the server takes no login: {detail}")
    if _NOT_SENT.search(text):
        return Attempt(outcome=Outcome.TRANSIENT, detail=f"no connection: {detail}")
    return Attempt(outcome=Outcome.UNKNOWN, detail=f"it may have been accepted: {detail}")
