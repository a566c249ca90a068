from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from channel_sink import Sink, answer
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.channels import find_limit, find_rate, send
from watcher.channels.answers import MAX_WAIT_SECONDS, Answer
from watcher.channels.platforms import PLATFORMS, Platform, read_address
from watcher.channels.platforms.base import join_text
from watcher.errors import ConfigError
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
}

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


@pytest.mark.parametrize("url", GOOD)
def test_accepted_only_as_the_platform_says_it(url: str, sink: Sink) -> None:
    outcome, detail, _ = go(url, sink, answer(200, GOOD[url]))
    assert outcome is Outcome.ACCEPTED, detail
    assert len(sink.got) == 1
    text = json.dumps(sink.got[0].json, ensure_ascii=False)
    assert MESSAGE.title in text
    assert "正文二" in text


@pytest.mark.parametrize("url", GOOD)
@pytest.mark.parametrize("name", BAD)
def test_no_bad_answer_is_accepted(url: str, name: str, sink: Sink) -> None:
    outcome, detail, wait = go(url, sink, BAD[name])
    assert outcome is not Outcome.ACCEPTED
    assert detail
    assert len(sink.got) == 1, "no redirect is followed and nothing is sent twice"
    expected = {
        "redirect": Outcome.PERMANENT,
        "too large": Outcome.PERMANENT,
        "forbidden": Outcome.PERMANENT,
        "too many": Outcome.RATE_LIMITED,
        "bad gateway": Outcome.TRANSIENT,
        "unavailable": Outcome.TRANSIENT,
        "gateway timeout": Outcome.UNKNOWN,
        "empty": Outcome.UNKNOWN,
        "no content": Outcome.UNKNOWN,
        "login page": Outcome.UNKNOWN,
        "hung up": Outcome.UNKNOWN,
    }
    assert outcome is expected.get(name, outcome)
    assert wait == {"too many": 9.0, "unavailable": 30.0}.get(name, wait)


@pytest.mark.parametrize("url", GOOD)
@pytest.mark.parametrize("status", [201, 202, 301, 400, 403, 429, 500, 503])
def test_a_good_body_does_not_outweigh_its_status(url: str, status: int, sink: Sink) -> None:
    outcome, _, _ = go(url, sink, answer(status, GOOD[url]))
    is_code_platform = not url.startswith(("slack", "tgram", "discord"))
    if status in {201, 202} and is_code_platform:
        assert outcome is Outcome.ACCEPTED
    else:
        assert outcome is not Outcome.ACCEPTED


@pytest.mark.parametrize("url", GOOD)
def test_a_cut_answer_is_unknown(url: str, sink: Sink) -> None:
    assert go(url, sink, cut(GOOD[url]))[0] is Outcome.UNKNOWN
    body = GOOD[url][:-1]
    assert go(url, sink, answer(200, body))[0] is not Outcome.ACCEPTED


@pytest.mark.parametrize("url", GOOD)
def test_without_a_connection_nothing_was_sent(url: str) -> None:
    hosts = dict.fromkeys(HOSTS, "http://127.0.0.1:1")
    assert send(url, MESSAGE, now=NOW, hosts=hosts).outcome is Outcome.TRANSIENT


DING, FEISHU, WECOM = "dingtalk://abc", "feishu://abc", "wecombot://abc"
SLACK, SLACK_BOT, TELEGRAM = "slack://T1/B1/x", "slack://xoxb-1/C1", "tgram://1:a/2"
DISCORD = "discord://1/a"


@pytest.mark.parametrize(
    ("url", "status", "body", "outcome", "wait"),
    [
        (DING, 200, '{"errcode":310000,"errmsg":"keywords not in content"}', "permanent", None),
        (DING, 200, '{"errcode":300001,"errmsg":"token is not exist"}', "permanent", None),
        (DING, 200, '{"errcode":130101,"errmsg":"send too fast"}', "rate_limited", 600.0),
        (DING, 200, '{"errcode":410100,"errmsg":"too fast"}', "rate_limited", 600.0),
        (DING, 200, '{"errcode":-1,"errmsg":"busy"}', "transient", None),
        (FEISHU, 200, '{"code":19021,"msg":"sign match fail"}', "permanent", None),
        (FEISHU, 200, '{"code":19024,"msg":"Key Words Not Found"}', "permanent", None),
        (FEISHU, 400, '{"code":9499,"msg":"Bad Request"}', "permanent", None),
        (FEISHU, 400, '{"code":9499,"msg":"too many request"}', "rate_limited", 60.0),
        (FEISHU, 200, '{"code":11232,"msg":"frequency limited"}', "rate_limited", 60.0),
        (FEISHU, 200, '{"StatusCode":0,"code":19001,"msg":"invalid"}', "permanent", None),
        (FEISHU, 200, '{"StatusCode":1,"code":0}', "permanent", None),
        (FEISHU, 200, '{"StatusCode":0}', "accepted", None),
        (WECOM, 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', "permanent", None),
        (WECOM, 200, '{"errcode":45009,"errmsg":"freq"}', "rate_limited", 60.0),
        (WECOM, 200, '{"errcode":-1}', "transient", None),
        (SLACK, 404, "no_service", "permanent", None),
        (SLACK, 410, "channel_is_archived", "permanent", None),
        (SLACK, 400, "invalid_payload", "permanent", None),
        (SLACK, 500, "rollup_error", "transient", None),
        (SLACK_BOT, 200, '{"ok":false,"error":"invalid_auth"}', "permanent", None),
        (SLACK_BOT, 200, '{"ok":false,"error":"ratelimited"}', "rate_limited", 60.0),
        (SLACK_BOT, 200, '{"ok":false,"error":"internal_error"}', "transient", None),
        (SLACK_BOT, 200, '{"ok":true}', "unknown", None),
        (TELEGRAM, 401, '{"ok":false,"error_code":401,"description":"x"}', "permanent", None),
        (TELEGRAM, 400, '{"ok":false,"error_code":400,"description":"x"}', "permanent", None),
        (
            TELEGRAM,
            429,
            '{"ok":false,"error_code":429,"parameters":{"retry_after":31}}',
            "rate_limited",
            31.0,
        ),
        (TELEGRAM, 502, '{"ok":false,"error_code":502}', "transient", None),
        (TELEGRAM, 200, '{"ok":true,"result":true}', "unknown", None),
        (DISCORD, 404, '{"message":"Unknown Webhook","code":10015}', "permanent", None),
        (DISCORD, 429, '{"retry_after":0.65,"global":false}', "rate_limited", 0.65),
        (DISCORD, 200, '{"id":""}', "unknown", None),
    ],
)
def test_documented_answers(
    sink: Sink, *, url: str, status: int, body: str, outcome: str, wait: float | None
) -> None:
    got, detail, got_wait = go(url, sink, answer(status, body))
    assert (got.value, got_wait) == (outcome, wait), detail


def test_requests_are_as_documented(sink: Sink) -> None:
    lines = {}
    for url, body in GOOD.items():
        go(url, sink, answer(200, body))
        lines[url] = sink.got[-1]
    assert [got.line.split(" ")[1] for got in lines.values()] == [
        "/robot/send?access_token=abc123",
        "/open-apis/bot/v2/hook/aaaa-bbbb",
        "/open-apis/bot/v2/hook/aaaa-bbbb",
        "/cgi-bin/webhook/send?key=aaaa-bbbb",
        "/services/T01/B02/Secret03",
        "/api/chat.postMessage",
        "/bot123:AB-c_d/sendMessage",
        "/api/webhooks/123456/abc-DEF_1?wait=true",
    ]
    assert {got.line.split(" ")[0] for got in lines.values()} == {"POST"}
    assert lines["slack://xoxb-1-2-abc/C024"].headers["authorization"] == "Bearer xoxb-1-2-abc"
    assert lines["dingtalk://abc123"].json["at"] == {"atMobiles": [], "isAtAll": False}
    assert lines["discord://123456/abc-DEF_1"].json["allowed_mentions"] == {"parse": []}
    assert "&amp; &lt;b&gt;" in lines["slack://T01/B02/Secret03"].json["text"]


def test_signatures(sink: Sink) -> None:
    go("dingtalk://SECx/y@abc".replace("/y", "%2Fy"), sink, answer(200, '{"errcode":0}'))
    query = parse_qs(urlsplit(sink.got[-1].line.split(" ")[1]).query)
    stamp = str(int(NOW.timestamp() * 1000))
    digest = hmac.new(b"SECx/y", f"{stamp}\nSECx/y".encode(), hashlib.sha256).digest()
    assert query["timestamp"] == [stamp]
    assert query["sign"] == [base64.b64encode(digest).decode()]
    go("feishu://secret@abc", sink, answer(200, '{"code":0}'))
    payload = sink.got[-1].json
    stamp = str(int(NOW.timestamp()))
    digest = hmac.new(f"{stamp}\nsecret".encode(), b"", hashlib.sha256).digest()
    assert (payload["timestamp"], payload["sign"]) == (stamp, base64.b64encode(digest).decode())


@pytest.mark.parametrize(
    ("web", "line"),
    [
        (
            "https://oapi.dingtalk.com/robot/send?access_token=abc",
            "/robot/send?access_token=abc",
        ),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/ab-c", "/open-apis/bot/v2/hook/ab-c"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/ab-c", "/open-apis/bot/v2/hook/ab-c"),
        (
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1",
            "/cgi-bin/webhook/send?key=k-1",
        ),
        ("https://hooks.slack.com/services/T1/B2/c3", "/services/T1/B2/c3"),
        ("https://discord.com/api/webhooks/12/a-b", "/api/webhooks/12/a-b?wait=true"),
    ],
)
def test_the_address_that_the_platform_hands_out_works(web: str, line: str, sink: Sink) -> None:
    go(web, sink, answer(200, "{}"))
    assert sink.got[-1].line.split(" ")[1] == line


@pytest.mark.parametrize(
    "text",
    [
        '<at user_id="all">所有人</at>',
        "< at id=all></at>",
        "<AT user_id='x'>",
        "<!channel> <!here> <@U123>",
        "@everyone @here",
        "@所有人 @all",
    ],
)
def test_page_text_mentions_nobody(text: str, sink: Sink) -> None:
    message = Message(title=text, body=text)
    for url, good in GOOD.items():
        sink.reply = answer(200, good)
        send(url, message, now=NOW, hosts=dict.fromkeys(HOSTS, sink.base))
        body = sink.got[-1].body.decode()
        if url.startswith(("feishu", "lark")):
            assert "<at" not in body.lower().replace("< ", "<")
        if url.startswith("slack"):
            assert "<!" not in body
            assert "<@" not in body
            assert sink.got[-1].json.get("link_names", False) is False
        if url.startswith("discord"):
            assert sink.got[-1].json["allowed_mentions"] == {"parse": []}
        if url.startswith("dingtalk"):
            assert sink.got[-1].json["at"]["isAtAll"] is False
        if url.startswith("wecombot"):
            assert sink.got[-1].json["msgtype"] == "text"
            assert "mentioned" not in body


@settings(max_examples=200, deadline=None)
@given(
    platform=st.sampled_from(PLATFORMS),
    title=st.text(max_size=50) | st.integers(0, 40_000).map("题".__mul__),
    body=st.lists(
        st.text(max_size=30) | st.sampled_from(["正文" * 700, "x" * 3000, "🙂" * 900]), max_size=40
    ).map("\n".join),
)
def test_no_message_is_too_long(platform: Platform, title: str, body: str) -> None:
    message = Message(title=title, body=body)
    cut = platform.cut(message)
    assert platform.fits(join_text(cut))
    assert (cut == message) is platform.fits(join_text(message))


def test_a_cut_message_says_so_and_keeps_its_last_line(sink: Sink) -> None:
    lines = [f"第{number}条：正文正文正文正文正文" for number in range(200)]
    message = Message(title="标题", body="\n".join([*lines, "http://site.test/1 N-7F3K2"]))
    sink.reply = answer(200, '{"errcode":0}')
    send("wecombot://abc", message, now=NOW, hosts=dict.fromkeys(HOSTS, sink.base))
    text = sink.got[0].json["text"]["content"]
    assert 1800 < len(text.encode()) <= 2048
    assert text.startswith("标题\n\n第0条")
    assert text.endswith("已截断 / too long, cut）\nhttp://site.test/1 N-7F3K2")


def test_limits_are_told() -> None:
    urls = ["wecombot://x", "tgram://${T}/1", "https://oapi.dingtalk.com/robot/send?access_token=x"]
    assert [find_limit(url) for url in urls] == [2048, 4096, 20_000]
    assert find_limit("json://host/x") is None
    assert [find_rate(url) for url in urls] == [20, 20, 20]
    assert find_rate("json://host/x") is None


def test_topics_and_threads(sink: Sink) -> None:
    go("tgram://1:a/-100:7", sink, b"")
    assert sink.got[-1].json["message_thread_id"] == 7
    assert sink.got[-1].json["chat_id"] == "-100"
    go("discord://1/a?thread=99", sink, b"")
    assert sink.got[-1].line.split(" ")[1] == "/api/webhooks/1/a?wait=true&thread_id=99"


@settings(max_examples=200, deadline=None)
@given(
    platform=st.sampled_from(PLATFORMS),
    rest=st.text(max_size=40),
    is_web=st.booleans(),
)
def test_any_address_is_built_or_refused(platform: Platform, rest: str, is_web: bool) -> None:
    prefix = platform.web[0] if is_web and platform.web else f"{platform.schemes[0]}://"
    try:
        post = platform.build(read_address(prefix + rest), MESSAGE, NOW)
    except ConfigError as error:
        assert platform.form in str(error)  # noqa: PT017 - either end is right
    else:
        assert post.host in HOSTS
        assert post.path.startswith("/")
        assert post.path.isascii()
        assert not set(post.path) & set(" \r\n\t")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["errcode", "code", "StatusCode", "ok", "id", "result", "ts", "error"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(
    platform=st.sampled_from(PLATFORMS),
    status=st.sampled_from([200, 200, 200, 204, 302, 400, 404, 429, 500]),
    body=JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=30),
    retry=st.none() | st.text(max_size=8) | st.floats().map(str) | st.integers().map(str),
)
def test_any_answer_gets_a_bounded_verdict(
    platform: Platform, status: int, body: bytes, retry: str | None
) -> None:
    headers = {} if retry is None else {"retry-after": retry}
    attempt = platform.judge(Answer(status=status, headers=headers, content=body))
    wait = attempt.retry_after_seconds
    assert wait is None or 0 <= wait <= MAX_WAIT_SECONDS
    assert len(attempt.detail) <= 200
    assert attempt.detail.isprintable()
    if status != 200:
        assert attempt.outcome is not Outcome.ACCEPTED
