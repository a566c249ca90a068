"""What platforms answer, good and bad, and how the tests send to them."""

from __future__ import annotations

from datetime import UTC, datetime

from channel_sink import Sink, answer

from watcher.channels import send
from watcher.model.delivery import Message, Outcome

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


MESSAGE = Message(title="新通知：清朗行动", body="正文一\n正文二 & <b>", event_id="N-7F3K2")


HOSTS = (
    "oapi.dingtalk.com",
    "open.feishu.cn",
    "open.larksuite.com",
    "qyapi.weixin.qq.com",
    "hooks.slack.com",
    "slack.com",
    "api.telegram.org",
    "discord.com",
    "prod-1.westus.logic.azure.com",
)


GOOD = {
    "dingtalk://abc123": '{"errcode":0,"errmsg":"ok"}',
    "feishu://aaaa-bbbb": '{"StatusCode":0,"StatusMessage":"success","code":0,"msg":"success"}',
    "lark://aaaa-bbbb": '{"code":0,"data":{},"msg":"success"}',
    "wecombot://aaaa-bbbb": '{"errcode":0,"errmsg":"ok"}',
    "slack://T01/B02/Secret03": "ok",
    "slack://xoxb-1-2-abc/C024": '{"ok":true,"channel":"C024","ts":"1503435956.000247"}',
    "tgram://123:AB-c_d/-1001": '{"ok":true,"result":{"message_id":7}}',
    "discord://123456/abc-DEF_1": '{"id":"1152","content":"x"}',
    "workflows://prod-1.westus.logic.azure.com/abc12/Sig-_x": "",
}


def good(url: str) -> bytes:
    """What a platform answers to what it takes; Teams only names the run, in a header."""
    if url.startswith("workflows"):
        return answer(202, x_ms_workflow_run_id="08585")
    return answer(200, GOOD[url])


BAD = {
    "login page": answer(200, "<!DOCTYPE html><html><title>Sign in</title></html>"),
    "empty": answer(200),
    "no content": answer(204),
    "spaces": answer(200, "  \n"),
    "redirect": answer(302, location="http://127.0.0.1:9/"),
    "permanent redirect": answer(308, location="http://127.0.0.1:9/"),
    "bad request": answer(400, "bad"),
    "unauthorised": answer(401, "no"),
    "forbidden": answer(403, "no"),
    "not found": answer(404, "no"),
    "too large": answer(413, "no"),
    "too many": answer(429, "slow down", retry_after="9"),
    "server error": answer(500, "oops"),
    "bad gateway": answer(502, "<html>bad gateway</html>"),
    "unavailable": answer(503, "later", retry_after="30"),
    "gateway timeout": answer(504, "late"),
    "another object": answer(200, '{"status":"success","message":"queued"}'),
    "a list": answer(200, "[0]"),
    "a number": answer(200, "0"),
    "null": answer(200, "null"),
    "codes as words": answer(200, '{"errcode":"0","code":"0","StatusCode":"0","ok":"true"}'),
    "codes as truth": answer(200, '{"errcode":false,"code":false,"StatusCode":false,"ok":1}'),
    "codes as null": answer(200, '{"errcode":null,"code":null,"ok":null,"id":null}'),
    "refusing codes": answer(200, '{"errcode":40001,"code":19024,"ok":false,"error":"x"}'),
    "not utf-8": answer(200, b'\xff\xfe{"errcode":0}'),
    "endless": answer(200, '{"errcode":0,"code":0,"id":"1","pad":"' + "x" * 200_000 + '"}'),
    "deep": answer(200, "[" * 20_000),
    "hung up": None,
    "half a header": b"HTTP/1.1 200 O",
    "not http": b"SSH-2.0-OpenSSH_9\r\n",
}


def cut(text: str) -> bytes:
    """A good answer that ends before its announced length."""
    return answer(200, text)[:-2]


def go(url: str, sink: Sink, reply: bytes | None) -> tuple[Outcome, str, float | None]:
    sink.reply = reply
    hosts = dict.fromkeys(HOSTS, sink.base)
    attempt = send(url, MESSAGE, now=NOW, hosts=hosts)
    return attempt.outcome, attempt.detail, attempt.retry_after_seconds
