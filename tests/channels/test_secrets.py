from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.channels import secrets
from watcher.channels.redact import MASK, RedactingFilter, redact, tidy
from watcher.errors import ConfigError

VALUE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("url", "environ", "expected"),
    [
        ("slack://${A}", {"A": "T1/B2/c3"}, "slack://T1/B2/c3"),
        ("tgram://${A}/1", {"A": "12:x-Y"}, "tgram://12:x-Y/1"),
        (
            "mailto://u:${A}@h.test",
            {"A": "p@s/s:w?r#d%"},
            "mailto://u:p%40s%2Fs%3Aw%3Fr%23d%25@h.test",
        ),
        ("json://h/p?token=${A}&x=1", {"A": "a&b=c d"}, "json://h/p?token=a%26b%3Dc%20d&x=1"),
        ("dingtalk://${A}@${B}", {"A": "SE/C", "B": "tok"}, "dingtalk://SE%2FC@tok"),
        ("json://h/${A}/${A}", {"A": "é"}, "json://h/%C3%A9/%C3%A9"),
        ("${A}", {"A": "json://h/a%20b?x=${y}"}, "json://h/a%20b?x=${y}"),
        ("json://h/$A/{A}/$${}", {}, "json://h/$A/{A}/$${}"),
    ],
)
def test_fills_in_by_place(url: str, environ: dict[str, str], expected: str) -> None:
    assert secrets.resolve(url, environ, None) == expected


@given(user=VALUE, password=VALUE, token=VALUE, value=VALUE)
def test_a_value_never_leaves_its_place(user: str, password: str, token: str, value: str) -> None:
    url = "json://${U}:${P}@host.test:8080/hook/${T}?a=${V}&b=2"
    got = urlsplit(secrets.resolve(url, {"U": user, "P": password, "T": token, "V": value}, None))
    assert (got.hostname, got.port) == ("host.test", 8080)
    assert (unquote(got.username or ""), unquote(got.password or "")) == (user, password)
    assert unquote(got.path) == f"/hook/{token}"
    assert got.query == f"a={quote(value, safe='')}&b=2"


def test_a_file_wins_and_loses_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "A").write_text("from-file\n")
    (tmp_path / "EMPTY").write_text("\n")
    environ = {"A": "from-environ", "B": "other", "EMPTY": "filled"}
    assert secrets.resolve("x://${A}/${B}/${EMPTY}", environ, tmp_path) == (
        "x://from-file/other/filled"
    )


def test_all_missing_and_unusable_secrets_are_named_and_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        secrets.resolve("x://${A}/${B}/${C}", {"B": "CANARY\nBcc: x", "C": ""}, tmp_path)
    assert [fault.split(" ")[2] for fault in caught.value.faults] == ["A", "B", "C"]
    assert "credentials directory" in caught.value.faults[0]
    assert "CANARY" not in str(caught.value)


def test_a_name_cannot_reach_another_folder(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "A").write_text("outside")
    url = "x://${../A}"
    assert secrets.names(url) == ()
    assert secrets.resolve(url, {}, tmp_path / "inner") == url


def test_names_come_once_and_in_order() -> None:
    assert secrets.names("a://${B}/${A}?x=${B}") == ("B", "A")


SECRETS = "json://us3rname:pa%2Fss-w0rd@host.test/hook/t0ken-abc?sig=qu3ry%20value&n=1"


@pytest.mark.parametrize(
    "form",
    [
        "pa/ss-w0rd",
        "pa%2Fss-w0rd",
        "us3rname:pa%2Fss-w0rd",
        "t0ken-abc",
        "qu3ry value",
        "qu3ry%20value",
        "qu3ry+value",
        "dXMzcm5hbWU6cGEvc3MtdzByZA==",
        SECRETS,
    ],
)
def test_every_spelling_of_a_secret_is_masked(form: str) -> None:
    text = f"failed: {form} refused"
    assert redact(text, [SECRETS]) == f"failed: {MASK} refused"


def test_open_hosts_stay_and_token_hosts_go() -> None:
    assert redact("host.test said no", [SECRETS]) == "host.test said no"
    assert redact("tok3n/part2 said no", ["slack://tok3n/part2/x"]) == f"{MASK}/{MASK} said no"


def test_log_records_are_masked_with_their_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RedactingFilter([SECRETS]))
    log = logging.getLogger("test.redact")
    try:
        raise ValueError("t0ken-abc")  # noqa: TRY301 - a traceback is what is tested
    except ValueError:
        log.exception("could not send to %s", SECRETS)
    assert MASK in caplog.text
    assert "t0ken-abc" not in caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\n2026-11-22 INFO delivered", "a 2026-11-22 INFO delivered"),
        ("\x1b[2Jx\u2028y\u202ez", "[2Jx y z"),
        ("x" * 500, "x" * 199 + "…"),
        ("\ud800x", "x"),
    ],
)
def test_details_are_one_clean_line(text: str, expected: str) -> None:
    assert tidy(text) == expected
