from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest
from channel_sink import Sink, answer
from hypothesis import given, settings
from hypothesis import strategies as st
from platform_cases import GOOD, HOSTS, MESSAGE, NOW, go

from watcher.channels import find_limit, find_rate, send
from watcher.channels.platforms import PLATFORMS, Platform, read_address
from watcher.channels.platforms.base import join_text
from watcher.errors import ConfigError
from watcher.model.delivery import Message

TEAMS_PATH = "/workflows/abc12/triggers/manual/paths/invoke"


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
        f"{TEAMS_PATH}?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=Sig-_x",
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
    assert [find_limit(url) for url in urls] == [2048, 4096, 18_000]
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


def test_a_teams_card_shows_lines_and_one_link_and_no_markup_of_pages(sink: Sink) -> None:
    url = "workflows://prod-1.westus.logic.azure.com/w/s"
    body = "甲[-旧-](注)\n原文：https://a.example/1.html\n末行"
    sink.reply = answer(202, x_ms_workflow_run_id="1")
    send(url, Message(title="题", body=body), now=NOW, hosts=dict.fromkeys(HOSTS, sink.base))
    card = sink.got[-1].json["attachments"][0]["content"]
    assert [block["text"] for block in card["body"]] == [
        "题",
        "甲[-旧-] (注)",
        "原文：[https://a.example/1.html](https://a.example/1.html)",
        "末行",
    ]
