"""What the demo prints is as it came, in the user's language, and fits the terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from watcher.demo.claims import Claim
from watcher.demo.screen import Screen
from watcher.demo.sink import Received
from watcher.demo.words import NOT_SHOWN

MESSAGE = "期限：[-5月31-]{+6月30+}日前\n[bold]不是标记[/bold] " + "长" * 120
RECEIVED = Received(
    hook="changed", title="【公告改动】", message=MESSAGE, type="info", at_seconds=1
)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def test_an_alert_is_shown_as_it_came(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(language="zh").alert(RECEIVED)
    out = capsys.readouterr().out
    assert "[-5月31-]{+6月30+}日前" in out
    assert "[bold]不是标记[/bold]" in out
    assert out.count("长") == 120
    assert "POST /hook/changed" in out
    assert all(cell_len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize(("language", "first"), [("zh", "没有多余"), ("en", "nothing else")])
def test_a_claim_is_told_in_both_languages(
    capsys: pytest.CaptureFixture[str], language: str, first: str
) -> None:
    screen = Screen(language=language)
    screen.claim(Claim(name="other", expected="0", came="0", ok=True))
    out = capsys.readouterr().out
    assert out.lstrip().startswith(f"✓ {first}")
    assert "没有多余" in out
    assert "nothing else" in out


def test_a_broken_claim_says_what_came(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(language="en")
    broken = Claim(name="other", expected="0 alerts", came="1 alert; /other: 意外", ok=False)
    screen.claim(broken)
    screen.close([broken], ["watcher run   # start"], figures=dict.fromkeys(FIGURES, 1))
    out = capsys.readouterr().out
    assert "✗" in out
    assert "expected: 0 alerts" in out
    assert "came: 1 alert; /other: 意外" in out
    assert NOT_SHOWN.en in out


def test_a_quiet_screen_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(language="zh", quiet=True)
    screen.open()
    screen.begin("publish")
    screen.alert(RECEIVED)
    screen.fail(NOT_SHOWN, "why")
    assert capsys.readouterr().out == ""


FIGURES = ("seconds", "answers", "unchanged")
