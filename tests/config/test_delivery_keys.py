"""Keys of channels and routes that say when and to whom alerts go out."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from watcher.config import Config, load_config
from watcher.errors import ConfigError
from watcher.model.event import URGENT_EVENTS, DigestPlan, EventKind, QuietHours

CHANNELS = """
[[channel]]
id = "team"
url = "json://127.0.0.1:8080/in"
digest = "weekly mon 08:30"
zone = "Asia/Hong_Kong"
group_over = 0
fallback = "post"
[[channel]]
id = "post"
url = "mailto://reader:${PASSWORD}@mail.example.com?from=w@example.com"
[[channel]]
id = "law"
url = "mailto://reader:${PASSWORD}@mail.example.com?from=w@example.com"
to = ["ada@example.com", "li.lei+cn@example.com"]
[[route]]
id = "all"
channels = ["team", "law"]
languages = "zh"
quiet = "22:00-07:00"
urgent = ["withdrawn", "named"]
"""


def load(folder: Path, text: str) -> Config:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    return load_config(path)


def test_the_keys_reach_the_model(tmp_path: Path) -> None:
    config = load(tmp_path, CHANNELS)
    team, post, ada, lei = config.channels
    assert team.digest == DigestPlan(at=time(8, 30), weekday=0, zone="Asia/Hong_Kong")
    assert (team.group_over, team.fallback) == (0, "post")
    assert (post.digest, post.group_over, post.fallback) == (None, 5, None)
    assert (ada.id, lei.id) == ("law:ada@example.com", "law:li.lei+cn@example.com")
    assert ada.url.endswith("?from=w@example.com&to=ada%40example.com")
    assert lei.url.endswith("&to=li.lei%2Bcn%40example.com")
    (route,) = config.routes
    assert route.channels == ("team", ada.id, lei.id)
    assert route.languages == ("zh",)
    urgent = frozenset({EventKind.WITHDRAWN, EventKind.NAMED})
    assert route.quiet == QuietHours(start=time(22), end=time(7), urgent=urgent)


def test_what_is_urgent_has_a_default(tmp_path: Path) -> None:
    text = CHANNELS.replace('urgent = ["withdrawn", "named"]\n', "")
    quiet = load(tmp_path, text).routes[0].quiet
    assert quiet is not None
    assert quiet.urgent == URGENT_EVENTS


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"weekly mon 08:30"', '"weekly 08:30"', 'write "daily 09:00" or "weekly mon 09:00"'),
        ('"weekly mon 08:30"', '"daily 24:30"', "no time of day"),
        ('"22:00-07:00"', '"22-7"', 'write one like "22:00-07:00"'),
        ('"22:00-07:00"', '"07:00-07:00"', "no hour is quiet"),
        ('"22:00-07:00"', "22", 'write one like "22:00-07:00"'),
        ('fallback = "post"', 'fallback = "team"', "is the channel itself"),
        ('fallback = "post"', 'fallback = "posst"', 'there is no channel "posst"'),
        ('fallback = "post"', 'fallback = "law"', 'names its recipients by "to"'),
        ('"ada@example.com"', '"ada"', "is not a mail address"),
        ('"ada@example.com"', '"a@b.c&to=d@e.f"', "is not a mail address"),
        ("group_over = 0", 'to = "ada@example.com"', "is for mailto:// and mailtos:// only"),
        ("group_over = 0", "group_over = -1", "group_over"),
        ('zone = "Asia/Hong_Kong"', 'zone = "Beijing"', "is not a time zone"),
    ],
)
def test_faults_name_their_mend(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CHANNELS
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, CHANNELS.replace(old, new, 1))
    assert [fault for fault in caught.value.faults if said in fault], caught.value.faults


def test_recipients_stand_in_one_place(tmp_path: Path) -> None:
    both = CHANNELS.replace('?from=w@example.com"\nto', '?from=w@example.com&to=x@y.z"\nto')
    assert both != CHANNELS
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, both)
    assert "keep one of them" in str(caught.value.faults)
