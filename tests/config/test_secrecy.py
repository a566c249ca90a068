from __future__ import annotations

import pytest

from watcher.config.secrecy import clear_secret

CLEAR = [
    ("mailto://watch:hunter2@mail.example.com", "password"),
    ("json://user:p4ss@hooks.example.com/in", "password"),
    ("json://hooks.example.com/in?token=abc", "token"),
    ("json://hooks.example.com/in?+X-Api-Key=abc", "X-Api-Key"),
    ("jsons://hooks.example.com/in?x=9f8a7b6c5d4e3f2a1b0c", "in clear"),
    ("dingtalk://9f8a7b6c5d4e3f2a1b0c9f8a7b6c5d4e", "looks like a token"),
    ("feishu://1c2d3e4f-5a6b-7c8d-9e0f-1a2b3c4d5e6f", "looks like a token"),
    ("tgram://123456789:AAF1b2C3d4E5f6G7h8/1234", "looks like a token"),
    ("slack://secretbot@tokena/tokenb/tokenc", "keys to the channel"),
    ("bark://phone", "keys to the channel"),
    ("json://hooks.example.com/9f8a7b6c5d4e3f2a1b0c", "looks like a token"),
    ("mailto://${USER}:${PASS}x@mail.example.com", "password"),
]
SAFE = [
    "json://127.0.0.1:8080/alerts",
    "jsons://hooks.example.com/notice-watcher-alerts-2026/incoming",
    "mailto://watch@mail.example.com?to=team@example.com&mode=starttls",
    "mailtos://watch:${SMTP_PASSWORD}@mail.example.com?to=team@example.com",
    "dingtalk://${DINGTALK_SECRET}@${DINGTALK_TOKEN}",
    "feishu://${FEISHU_TOKEN}",
    "tgram://${TELEGRAM_TOKEN}/${TELEGRAM_CHAT}",
    "json://hooks.example.com/${HOOK_PATH}?+X-Api-Key=${HOOK_KEY}",
    "${WHOLE_ADDRESS}",
    "syslog://localhost",
    "not an address",
]


@pytest.mark.parametrize(("url", "what"), CLEAR)
def test_finds_a_secret_and_never_repeats_it(url: str, what: str) -> None:
    fault = clear_secret(url)
    assert fault is not None
    assert what in fault
    assert "${NAME}" in fault
    for secret in ("hunter2", "p4ss", "9f8a7b", "1c2d3e4f", "AAF1b2", "tokena", "=abc"):
        assert secret not in fault


@pytest.mark.parametrize("url", SAFE)
def test_lets_placeholders_and_plain_addresses_pass(url: str) -> None:
    assert clear_secret(url) is None
