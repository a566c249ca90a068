"""A digest names every event and is sent even when it is empty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.alerts.conftest import make_event, make_events
from tests.alerts.test_hostile import (
    AUTOLINK,
    MENTION,
    TITLES,
    hostile_event,
    read_html,
    without_ours,
)
from watcher.alerts.events import event_code
from watcher.alerts.formats import FORMATS, DigestFacts, render_digest, split_bytes
from watcher.model.event import EventKind

FACTS = DigestFacts(period="2025-04-30", sources=42, healthy_sources=41, ailing=("滨江网信",))


@pytest.mark.parametrize("name", FORMATS)
def test_every_event_of_a_flood_is_named(name: str) -> None:
    events = [make_event(id=number, campaign=f"专项{number}") for number in range(1, 400)]
    message = render_digest(events, FACTS, format=name, language="zh", digest_id="D-000001")
    assert all(event_code(event) in message.body for event in events)
    assert "399" in message.title
    if name == "text":
        parts = split_bytes(message.body, 2_048, "D-000001")
        assert all(len(part.encode()) <= 2_048 for part in parts)
        assert all(sum(event_code(e) in part for part in parts) == 1 for e in events)


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_an_empty_digest_says_how_the_sources_are(name: str) -> None:
    chinese = render_digest([], FACTS, format=name, language="zh").body
    assert "42 个来源中 41 个正常，异常：滨江网信" in chinese
    assert "本期没有新公告或改动" in chinese
    english = render_digest([], FACTS, format=name, language="en").body
    assert "41 of 42 sources healthy; in trouble: 滨江网信" in english


def test_faults_and_changes_stand_together_by_kind() -> None:
    events = [
        make_event(EventKind.CHANGED, id=1),
        make_event(EventKind.NEW, id=2),
        make_event(EventKind.CHANGED, id=3),
    ]
    body = render_digest(events, FACTS, format="text", language="zh").body
    places = [body.index(event_code(make_event(id=number))) for number in (2, 1, 3)]
    assert places == sorted(places)


@pytest.mark.parametrize("text", TITLES, ids=range(len(TITLES)))
def test_hostile_titles_do_nothing_in_a_digest(text: str) -> None:
    event = hostile_event(text, EventKind.CHANGED)
    facts = DigestFacts(period=text[:40], sources=1, healthy_sources=0, ailing=(text[:80],))
    for name in FORMATS:
        message = render_digest([event], facts, format=name, language="en")
        assert not MENTION.search(without_ours(message.body))
        assert not AUTOLINK.search(without_ours(message.body))
        if message.html is not None:
            read_html(message.html)


def test_a_digest_says_what_changed_and_what_is_wrong() -> None:
    events = make_events()
    chosen = [events["changed"], events["source_unhealthy"]]
    body = render_digest(chosen, FACTS, format="text", language="zh").body
    assert "期限：2025年4月30日前 → 2025年5月15日前" in body
    assert "另有 2 处未列出" in body
    assert "页面读不出条目" in body
    assert len(body.splitlines()) == 3, "a line an event, so that no part cuts one in two"


def test_a_summary_in_the_place_of_another_channel_says_so() -> None:
    facts = replace(FACTS, stands_in_for="desk", down_since="2025-04-30 08:10")
    chinese = render_digest([], facts, format="text", language="zh").body
    assert "渠道 desk 自 2025-04-30 08:10 起送不出去" in chinese
    english = render_digest(
        [], facts, format="text", language="en", maybe_duplicate=True, attempt=2
    )
    assert "Channel desk is down since 2025-04-30 08:10" in english.body
    assert english.title.endswith("(possible duplicate, attempt 2)")
