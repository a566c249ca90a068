from __future__ import annotations

import json

import pytest
from channel_sink import Sink, answer
from hypothesis import given, settings
from hypothesis import strategies as st
from platform_cases import BAD, GOOD, HOSTS, MESSAGE, NOW, cut, go, good

from watcher.channels import post, send
from watcher.channels.answers import MAX_WAIT_SECONDS, Answer
from watcher.channels.platforms import PLATFORMS, Platform
from watcher.model.delivery import Outcome


@pytest.mark.parametrize("url", GOOD)
def test_accepted_only_as_the_platform_says_it(url: str, sink: Sink) -> None:
    outcome, detail, _ = go(url, sink, good(url))
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
        "bad gateway": Outcome.UNKNOWN,
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
    is_code_platform = not url.startswith(("slack", "tgram", "discord", "workflows"))
    if status in {201, 202} and is_code_platform:
        assert outcome is Outcome.ACCEPTED
    else:
        assert outcome is not Outcome.ACCEPTED


@pytest.mark.parametrize("url", GOOD)
def test_a_cut_answer_is_unknown(url: str, sink: Sink) -> None:
    assert go(url, sink, cut(GOOD[url]))[0] is Outcome.UNKNOWN
    body = GOOD[url][:-1]
    assert go(url, sink, answer(200, body))[0] is not Outcome.ACCEPTED


def test_an_answer_that_takes_for_ever_is_unknown(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "TOTAL_SECONDS", 0.2)
    with sink.hanging():
        outcome, detail, _ = go("wecombot://abc", sink, answer(200, '{"errcode":0}'))
    assert outcome is Outcome.UNKNOWN, detail
    assert go("wecombot://abc", sink, answer(200, '{"errcode":0}'))[0] is Outcome.ACCEPTED


@pytest.mark.parametrize("url", GOOD)
def test_without_a_connection_nothing_was_sent(url: str) -> None:
    hosts = dict.fromkeys(HOSTS, "http://127.0.0.1:1")
    assert send(url, MESSAGE, now=NOW, hosts=hosts).outcome is Outcome.TRANSIENT


DING, FEISHU, WECOM = "dingtalk://abc", "feishu://abc", "wecombot://abc"


SLACK, SLACK_BOT, TELEGRAM = "slack://T1/B1/x", "slack://xoxb-1/C1", "tgram://1:a/2"


DISCORD = "discord://1/a"


TEAMS = "workflows://prod-1.westus.logic.azure.com/w1/sig"
TOO_LONG = '{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}'
THROTTLED = '{"error":{"code":"WorkflowTriggerIsThrottled","message":"x"}}'


@pytest.mark.parametrize(
    ("url", "status", "body", "outcome", "wait"),
    [
        (DING, 200, '{"errcode":310000,"errmsg":"keywords not in content"}', "permanent", None),
        (DING, 200, '{"errcode":300001,"errmsg":"token is not exist"}', "permanent", None),
        (DING, 200, '{"errcode":310000,"errmsg":"sign not match"}', "permanent", None),
        (DING, 200, '{"errcode":460101,"errmsg":"message too long"}', "permanent", None),
        (DING, 200, '{"errcode":130101,"errmsg":"send too fast"}', "rate_limited", 600.0),
        (DING, 200, '{"errcode":410100,"errmsg":"too fast"}', "rate_limited", 600.0),
        (DING, 200, '{"errcode":-1,"errmsg":"busy"}', "transient", None),
        (FEISHU, 200, '{"code":19021,"msg":"sign match fail"}', "permanent", None),
        (FEISHU, 200, '{"code":19024,"msg":"Key Words Not Found"}', "permanent", None),
        (FEISHU, 400, '{"code":9499,"msg":"Bad Request"}', "permanent", None),
        (FEISHU, 400, '{"code":9499,"msg":"too many request"}', "rate_limited", 60.0),
        (FEISHU, 200, '{"code":19002,"msg":"params error"}', "permanent", None),
        (FEISHU, 400, '{"code":11232,"msg":"trigger rate limit"}', "rate_limited", 60.0),
        (FEISHU, 200, '{"code":11232,"msg":"frequency limited"}', "rate_limited", 60.0),
        (FEISHU, 200, '{"StatusCode":0,"code":19001,"msg":"invalid"}', "permanent", None),
        (FEISHU, 200, '{"StatusCode":1,"code":0}', "permanent", None),
        (FEISHU, 200, '{"StatusCode":0}', "accepted", None),
        (WECOM, 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', "permanent", None),
        (WECOM, 200, '{"errcode":40058,"errmsg":"text exceed max length"}', "permanent", None),
        (WECOM, 200, '{"errcode":45002,"errmsg":"content size out of limit"}', "permanent", None),
        (WECOM, 200, '{"errcode":45009,"errmsg":"freq"}', "rate_limited", 60.0),
        (WECOM, 200, '{"errcode":-1}', "transient", None),
        (SLACK, 404, "no_service", "permanent", None),
        (SLACK, 410, "channel_is_archived", "permanent", None),
        (SLACK, 400, "invalid_payload", "permanent", None),
        (SLACK, 403, "invalid_token", "permanent", None),
        (SLACK_BOT, 200, '{"ok":false,"error":"msg_too_long"}', "permanent", None),
        (SLACK, 500, "rollup_error", "transient", None),
        (SLACK_BOT, 200, '{"ok":false,"error":"invalid_auth"}', "permanent", None),
        (SLACK_BOT, 200, '{"ok":false,"error":"ratelimited"}', "rate_limited", 60.0),
        (SLACK_BOT, 200, '{"ok":false,"error":"internal_error"}', "transient", None),
        (SLACK_BOT, 200, '{"ok":true}', "unknown", None),
        (TELEGRAM, 401, '{"ok":false,"error_code":401,"description":"x"}', "permanent", None),
        (TELEGRAM, 400, TOO_LONG, "permanent", None),
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
        (DISCORD, 401, '{"message":"Invalid Webhook Token","code":50027}', "permanent", None),
        (DISCORD, 400, '{"message":"Invalid Form Body","code":50035}', "permanent", None),
        (DISCORD, 429, '{"retry_after":0.65,"global":false}', "rate_limited", 0.65),
        (DISCORD, 200, '{"id":""}', "unknown", None),
        (TEAMS, 202, "", "unknown", None),
        (TEAMS, 200, "", "unknown", None),
        (TEAMS, 429, THROTTLED, "rate_limited", None),
        (TEAMS, 413, '{"error":{"code":"RequestEntityTooLarge"}}', "permanent", None),
        (TEAMS, 401, '{"error":{"code":"DirectApiAuthorizationRequired"}}', "permanent", None),
        (TEAMS, 404, '{"error":{"code":"WorkflowNotFound"}}', "permanent", None),
        (TEAMS, 502, '{"error":{"code":"NoResponse"}}', "unknown", None),
    ],
)
def test_documented_answers(
    sink: Sink, *, url: str, status: int, body: str, outcome: str, wait: float | None
) -> None:
    got, detail, got_wait = go(url, sink, answer(status, body))
    assert (got.value, got_wait) == (outcome, wait), detail


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
