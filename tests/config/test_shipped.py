"""The sources.toml at the root: what a user starts from must be right and honest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from watcher.config import Config, load_config
from watcher.model.source import Tier
from watcher.sources import KINDS, first_request

ROOT = Path(__file__).parents[2]
FILE = ROOT / "sources.toml"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    # A copy: a checkout made under a loose umask is refused, and that is another test's subject.
    copy = tmp_path_factory.mktemp("shipped") / "sources.toml"
    copy.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    copy.chmod(0o600)
    return load_config(copy)


def test_it_holds_a_dozen_official_sources(config: Config) -> None:
    assert sum(source.tier is Tier.OFFICIAL for source in config.sources) >= 12


def test_every_source_builds_its_first_request(config: Config) -> None:
    for source in config.sources:
        assert source.kind in KINDS
        assert first_request(source).url == source.url
        assert source.url.startswith("https://")
        assert not source.allow_private


def test_every_source_says_whether_somebody_saw_it_work(config: Config) -> None:
    for source in config.sources:
        assert re.match(r"(20\d\d-\d\d(-\d\d)?, \S|no(: \S|$))", source.verified), source.id


def test_every_source_is_polite(config: Config) -> None:
    for source in config.sources:
        assert source.interval_seconds >= 600
        assert source.host_delay_seconds >= 5


def test_the_examples_in_comments_are_right_too(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    examples = text[text.index("# [[channel]]") :]
    path = tmp_path / "sources.toml"
    path.write_text(re.sub(r"(?m)^# ?", "", examples), encoding="utf-8")
    path.chmod(0o600)
    config = load_config(path)
    assert len(config.channels) == 2
    assert len(config.routes) == 3
