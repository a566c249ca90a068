"""The sources.toml at the root: what a user starts from must be right and honest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from watcher.config import Config, load_config
from watcher.model.source import Tier
from watcher.sources import KINDS, first_request
from watcher.sources.templates import SLOT

ROOT = Path(__file__).parents[2]
FILE = ROOT / "sources.toml"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    # A copy: a checkout made under a loose umask is refused, and that is another test's subject.
    copy = tmp_path_factory.mktemp("shipped") / "sources.toml"
    copy.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    copy.chmod(0o600)
    return load_config(copy)


def test_it_holds_at_least_forty_official_sources_that_are_switched_on(config: Config) -> None:
    official = [source for source in config.sources if source.tier is Tier.OFFICIAL]
    assert sum(source.enabled for source in official) >= 40


@pytest.mark.parametrize(
    "body",
    ["网信办", "工信部", "通信管理局", "市场监管总局", "公安部", "广电", "人民银行", "证监会",
     "金融监督管理总局", "数据局", "网络安全标准化", "中国政府网", "药监局", "江苏网信"],
)  # fmt: skip
def test_the_bodies_that_matter_are_there(config: Config, body: str) -> None:
    assert any(body in source.name for source in config.sources)


def test_every_source_loads_and_builds_its_first_request(config: Config) -> None:
    for source in config.sources:
        assert source.kind in KINDS
        request = first_request(source)
        assert (request.url, request.method) == (source.url, "GET")
        assert not source.allow_private
        assert "{" not in source.url
        # An address without TLS is told so where it stands.
        assert source.url.startswith("https://") or "plain HTTP" in source.note


def test_no_template_of_a_source_is_left_half_filled(config: Config) -> None:
    for source in config.sources:
        templates = [source.pages.url, source.pages.body] if source.pages else []
        names = set(SLOT.findall(" ".join(filter(None, templates))))
        found = set(source.hop.find) if source.hop else set()
        assert names <= {"page", "last"} | found, source.id


def test_every_source_has_a_floor_and_most_a_rhythm(config: Config) -> None:
    assert all(source.min_rows >= 3 for source in config.sources)
    known = [source.rhythm_days for source in config.sources if source.rhythm_days]
    assert len(known) > len(config.sources) / 2
    assert min(known) >= 3


def test_every_official_source_names_its_issuer(config: Config) -> None:
    for source in config.sources:
        # The State Council's portal publishes the papers of all bodies under their own names.
        is_portal = source.url.startswith("https://www.gov.cn/")
        assert bool(source.issuer) is (source.tier is Tier.OFFICIAL and not is_portal), source.id


def test_every_source_says_whether_somebody_saw_it_work(config: Config) -> None:
    for source in config.sources:
        pattern = r"(20\d\d-\d\d(-\d\d)?, \S|unverified(: \S|$))"
        assert re.match(pattern, source.verified), source.id


def test_what_is_switched_off_says_why(config: Config) -> None:
    for source in config.sources:
        assert source.enabled or re.search(r"\b(?:412|521)\b", source.verified), source.id


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
