"""Commands speak Chinese where Chinese is asked for: answers, reasons, and what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import watcher.cli
from tests.cli.conftest import Call, write_sources
from watcher.alerts.formats.diagnoses import translate_diagnosis
from watcher.cli.complaints import translate_complaint
from watcher.pipeline.check import ROBOTS

ENGLISH = re.compile(r"\b(?:the|is|of|an?|to|it|no|not|in|for|or|there)\b")


@pytest.fixture
def where(tmp_path: Path) -> dict[str, str]:
    return write_sources(tmp_path) | {"WATCHER_LANGUAGE": "zh"}


@pytest.mark.parametrize(
    "command",
    [
        "status",
        "alerts show E-000000",
        "alerts silence --until soon",
        "channels test desk",
        "coverage nowhere",
        "routes explain N-7F3K2Q",
        "sources list",
        "evidence verify",
        "ingest nowhere.html",
    ],
)
def test_no_english_sentence_is_told_in_chinese(
    watcher: Call, where: dict[str, str], command: str
) -> None:
    ran = watcher(*command.split(), **where)
    assert ran.out + ran.err
    assert not ENGLISH.search(ran.out + ran.err), ran.out + ran.err


def test_what_is_wrong_has_its_chinese_wherever_it_is_written() -> None:
    """The literal sentences of InputError in the commands of alerts and channels."""
    folder = Path(watcher.cli.__file__).parent
    found = 0
    for name in ("alerts", "channels", "routes", "silencing", "evidence", "ingest"):
        code = (folder / f"{name}.py").read_text(encoding="utf-8")
        for literal in re.findall(r'InputError\(\s*f?"((?:[^"\\]|\\.)*)"', code):
            text = re.sub(r"\{[^}]*\}", "7", literal)
            found += 1
            assert translate_complaint(text, "en") == text
            assert not ENGLISH.search(translate_complaint(text, "zh")), text
    assert found > 10


@pytest.mark.parametrize(
    "problem",
    [
        ROBOTS,
        "gap closed: 3 pages were needed to meet known rows",
        "gap not closed: 50 rows on 11 pages are all new, the walk was long enough",
        "the rows are the known ones under new addresses",
        "关于样例的通知: the row has no date",
    ],
)
def test_what_a_check_notes_is_told_in_chinese(problem: str) -> None:
    assert not ENGLISH.search(translate_diagnosis(problem, "zh"))
    assert translate_diagnosis(problem, "en") == problem


def test_faults_of_a_configuration_that_is_not_there_are_told_in_chinese(
    watcher: Call, tmp_path: Path
) -> None:
    ran = watcher(
        "channels",
        "test",
        "desk",
        WATCHER_SOURCES=str(tmp_path / "none.toml"),
        WATCHER_LANGUAGE="zh",
    )
    assert ran.status == 2
    assert not ENGLISH.search(ran.err.replace(str(tmp_path), "")), ran.err
