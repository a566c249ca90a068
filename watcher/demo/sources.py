"""Writes the demo's ``sources.toml``: the format of any real one, read by the real program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template

from watcher.demo.content import read

HOOKS: Mapping[str, tuple[str, ...]] = {
    "new": ("new",),
    "changed": ("changed",),
    "withdrawn": ("withdrawn",),
    "source": ("source_unhealthy",),
    "other": (
        "official",
        "reappeared",
        "source_recovered",
        "source_gap",
        "delivery_dead",
        "campaign_proposed",
        "named",
    ),
}
"""Which events go to which hook of the sink; nothing may arrive at the last one."""
WAIT = "5s"
"""A new notice waits this long for its copies, so that its one alert names them."""
PACE = """\
interval = "1s"
recheck = ["1s", "2s"]
withdraw_after = "1s"
unhealthy_after = 3
host_delay = 0
allow_private = true
"""


def write_sources(
    path: Path,
    *,
    urls: Mapping[str, str],
    hooks: Mapping[str, str],
    language: str,
    wait: str = WAIT,
) -> None:
    """Write the file.

    ``urls`` maps sites to list pages, ``hooks`` maps hooks to apprise URLs, ``wait`` is how long
    the alert of a new notice waits for copies.
    """
    text = Template(read("sources.toml")).substitute(urls, pace=PACE)
    for hook, events in HOOKS.items():
        desk = f"desk-{hook}"
        text += _table("channel", id=desk, url=hooks[hook], language=language)
        extra = {"wait": wait} if "new" in events else {}
        text += _table("route", id=f"tell-{hook}", channels=[desk], events=events, **extra)
    path.write_text(text, encoding="utf-8")


def _table(name: str, **values: object) -> str:
    """One TOML table; JSON's texts and lists are TOML's too."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    return "\n".join([f"[[{name}]]", *lines, "", ""])
