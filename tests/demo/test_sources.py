"""The demo's configuration is one the real program accepts."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from watcher.config import load_config
from watcher.demo.content import Place
from watcher.demo.sources import HOOKS, write_sources
from watcher.model.event import DEFAULT_EVENTS, EventKind


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    urls = {place.value: f"http://127.0.0.1:80{at}/list" for at, place in enumerate(Place)}
    hooks = {hook: f"json://127.0.0.1:9000/hook/{hook}" for hook in HOOKS}
    write_sources(path, urls=urls, hooks=hooks, language="en")
    return path


def test_the_program_reads_it(written: Path) -> None:
    config = load_config(written)
    assert [source.id for source in config.sources] == [place.value for place in Place]
    assert all(source.allow_private for source in config.sources)
    assert all(source.interval_seconds == 1 for source in config.sources)
    assert {channel.language for channel in config.channels} == {"en"}
    assert {channel.url.rsplit("/", 1)[-1] for channel in config.channels} == set(HOOKS)


def test_every_event_that_is_told_has_one_hook(written: Path) -> None:
    events = [event for events in HOOKS.values() for event in events]
    assert len(events) == len(set(events))
    assert set(events) | {"test"} == set(DEFAULT_EVENTS)
    routes = tomllib.loads(written.read_text(encoding="utf-8"))["route"]
    assert [event for route in routes for event in route["events"]] == events
    assert set(events) <= set(EventKind)
