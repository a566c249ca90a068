"""What messages say, word for word.

A golden file that is missing is written and the test fails once: read it aloud, then keep it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.alerts.conftest import make_event, make_events
from watcher import errors
from watcher.alerts.formats import FORMATS, render
from watcher.alerts.formats.hints import translate_hint
from watcher.alerts.formats.words import LANGUAGES, name_of
from watcher.model.event import EventKind
from watcher.model.health import Health
from watcher.model.label import DocumentType, Stage
from watcher.model.match import Relation

GOLDEN = Path(__file__).parent / "golden"
CASES = make_events()


def show(name: str, format_name: str) -> str:
    parts = []
    for language in LANGUAGES:
        message = render(CASES[name], format=format_name, language=language)
        parts += [f"=== {language}", message.title, "---", message.body]
        if message.html is not None:
            parts += ["---", message.html]
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_messages_read_as_agreed(name: str, format_name: str) -> None:
    path = GOLDEN / format_name / f"{name}.txt"
    shown = show(name, format_name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"{path.name} was written: read it aloud, then keep it")
    assert shown == path.read_text(encoding="utf-8")


def test_every_kind_of_event_has_a_case() -> None:
    rendered_alone = set(EventKind) - {EventKind.DIGEST}  # made of others: see test_digest.py
    assert {event.kind for event in CASES.values()} == rendered_alone


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_the_first_two_lines_say_what_happened_to_what_and_what_to_do(
    name: str, language: str
) -> None:
    event = CASES[name]
    message = render(event, format="text", language=language)
    subject = event.campaign or event.title
    if event.kind is EventKind.NAMED:
        subject = event.named[0].listed
    if event.kind.is_about_source:
        subject = event.extra.get("channel", event.source_name)
    assert subject in message.title
    first = message.body.split("\n", 1)[0]
    assert first.startswith("要做：" if language == "zh" else "To do: ")
    assert len(message.title) + len(first) <= (120 if language == "zh" else 220)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_possible_duplicate_says_so_under_the_same_id(format_name: str, language: str) -> None:
    event = make_event(campaign="长" * 400)
    words = "可能重复，第 3 次发送" if language == "zh" else "possible duplicate, attempt 3"
    once = render(event, format=format_name, language=language)
    again = render(event, format=format_name, language=language, maybe_duplicate=True, attempt=3)
    assert again.event_id == once.event_id != ""
    assert again.event_id in again.body
    assert words in again.title
    assert words in again.body
    assert again.html is None or words in again.html
    assert words not in once.title + once.body + (once.html or "")


def test_an_event_that_is_not_stored_has_no_id() -> None:
    message = render(make_event(id=0), format="text", language="en")
    assert message.event_id == ""
    assert "Id:" not in message.body


def test_a_change_is_told_with_old_and_new() -> None:
    for name in ("text", "markdown", "html"):
        body = render(CASES["changed"], format=name, language="zh").body
        assert "2025年4月30日前" in body
        assert "2025年5月15日前" in body
        assert "15个工作日内" in body


def test_copies_beyond_the_shown_ones_are_counted() -> None:
    copies = CASES["new"].copies[:1] * 20
    body = render(make_event(copies=copies), format="text", language="zh").body
    assert "另有 12 份" in body


def test_the_command_of_a_hint_names_the_source() -> None:
    body = render(CASES["source_unhealthy"], format="text", language="zh").body
    assert "watcher sources test binjiang" in body


def test_every_known_hint_is_said_in_chinese() -> None:
    kinds = [*errors.FetchError.__subclasses__(), *errors.ParseError.__subclasses__()]
    for kind in kinds:
        assert kind.default_hint
        assert translate_hint(kind.default_hint, "zh", "") != kind.default_hint.replace("`", "")


def test_every_value_of_the_domain_has_words_in_both_languages() -> None:
    values = [
        *(("stage", each.value) for each in Stage),
        *(("type", each.value) for each in DocumentType),
        *(("relation", each.value) for each in Relation),
        *(("health", each.value) for each in Health if each not in {Health.NEW, Health.OK}),
    ]
    for group, value in values:
        chinese, english = (name_of(group, value, language) for language in LANGUAGES)
        assert chinese != english
        assert "_" not in english


def test_a_message_does_not_depend_on_when_it_is_rendered() -> None:
    event = make_event()
    later = replace(event, at=datetime(2026, 1, 1, tzinfo=UTC))
    for name in FORMATS:
        assert render(event, format=name, language="zh") == render(
            later, format=name, language="zh"
        )


def test_unknown_formats_and_languages_are_refused() -> None:
    with pytest.raises(KeyError):
        render(make_event(), format="carrier pigeon", language="zh")
    with pytest.raises(KeyError):
        render(make_event(), format="text", language="fr")


def test_a_log_line_stays_below_two_kilobytes() -> None:
    event = make_event(
        title="长" * 900, campaign="项" * 900, url="https://www.cac.gov.cn/" + "a" * 1_900
    )
    line = render(event, format="line", language="zh").body
    assert len(line.encode()) <= 2_048
    assert line.startswith("E-EQM7YA · ")
