from __future__ import annotations

import subprocess
import sys

import pytest
from apprise.manager_plugins import NotificationManager

from watcher.channels import check_url
from watcher.channels.checking import find_platform
from watcher.channels.schemes import APPRISE


def test_the_list_of_schemes_is_that_of_the_library() -> None:
    assert frozenset(NotificationManager().schemas()) == APPRISE


@pytest.mark.parametrize(
    "url",
    [
        "${CHANNEL_URL}",
        "slack://${SLACK}",
        "mailtos://user:${PASSWORD}@mail.test?to=a@b.test",
        "json://127.0.0.1:8080/hook",
        "jsons://hooks.test/a?+X-Token=${TOKEN}",
        "dingtalk://abc123",
        "dingtalk://SEC@abc123",
        "feishu://sec@ab-cd",
        "lark://ab-cd",
        "wecombot://ab-cd",
        "slack://T1/B2/c3",
        "slack://xoxb-1/C1",
        "tgram://123:abc/-100",
        "discord://12/ab-c",
        "https://open.feishu.cn/open-apis/bot/v2/hook/ab-c",
        "ntfy://topic",
        "mailto://127.0.0.1:2525/?from=a@b.test&to=c@d.test&mode=insecure",
        "mailto://127.0.0.1:2525/c@d.test?from=a@b.test",
    ],
)
def test_good_addresses_pass(url: str) -> None:
    assert check_url(url) is None


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("slakc://CANARY/b/c", ("slakc://", "slack://")),
        ("dingtlak://CANARY", ("dingtalk://",)),
        ("mialto://CANARY@h", ("mailto://",)),
        ("https://CANARY.test/hook", ("json://",)),
        ("CANARY", ("no scheme",)),
        ("", ("no scheme",)),
        ("slack://CANARY:x2", ("slack://T.../B.../SECRET",)),
        ("tgram://CANARY/1", ("tgram://BOT_TOKEN/CHAT_ID",)),
        ("tgram://1:CANARY/1/2", ("tgram://BOT_TOKEN/CHAT_ID",)),
        ("discord://CANARY", ("discord://WEBHOOK_ID/WEBHOOK_TOKEN",)),
        ("https://hooks.slack.com/services/CANARY", ("Slack",)),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/", ("Feishu",)),
        ("json://", ("HOST",)),
        ("json://CANARY:99999/", ("HOST",)),
        ("gotify://CANARY", ("gotify://", "apprise")),
        ("mailto://u:CANARY@h.test?to=a@b.test,c@d.test", ("several recipients",)),
        ("mailto://u:CANARY@h.test?to=a@b.test&cc=c@d.test", ("several recipients",)),
        ("mailto://u:${P}@h.test/a@b.test/c@d.test", ("several recipients",)),
    ],
)
def test_faults_name_the_mend_and_nothing_secret(
    url: str, parts: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    fault = check_url(url)
    assert fault is not None
    assert all(part in fault for part in parts), fault
    assert "CANARY" not in fault
    assert "CANARY" not in caplog.text


def test_platforms_are_found_by_scheme_and_by_web_address() -> None:
    names = {
        "DINGTALK://x": "DingTalk",
        "https://discordapp.com/api/webhooks/1/a": "Discord",
        "HTTPS://OAPI.dingtalk.com/robot/send?access_token=a": "DingTalk",
    }
    found = {url: getattr(find_platform(url), "name", None) for url in names}
    assert found == names
    assert find_platform("json://hooks.slack.com/services/T/B/x") is None
    assert find_platform("https://hooks.slack.com.evil.test/services/T/B/x") is None


def test_checking_our_own_schemes_loads_neither_apprise_nor_httpx() -> None:
    code = (
        "import sys; from watcher.channels import check_url; check_url('slack://a/b/c');"
        "check_url('json://h/x'); check_url('mailto://u:${P}@h?to=a@b.test'); check_url('nope://');"
        "print({'apprise', 'httpx', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
