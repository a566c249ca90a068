"""A list of old notices over several pages, for tests that walk it back."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from tests.pipeline.website import Website, make_notice
from watcher.model.backfill import Backfill
from watcher.model.known import KnownPage
from watcher.model.source import Source
from watcher.pipeline.backfill import Plan, Report, run_backfill
from watcher.pipeline.services import Services
from watcher.store import backfills, pages
from watcher.text.urls import canonical

Build = Callable[..., Services]
NEWEST = date(2026, 3, 20)
SINCE = date(2026, 3, 1)
LONG_AGO = date(2026, 1, 1)
PLAN = Plan(since=SINCE)
CHARACTERS = "山水云石田禾竹木舟车桥路灯塔钟鼓琴棋书画茶米油盐春夏秋冬东西南北红黄蓝绿高低长短快慢"


def title_of(name: str) -> str:
    """Return a title that no other notice has."""
    drawn = random.Random(f"title {name}")
    return f"关于{''.join(drawn.choices(CHARACTERS, k=8))}的通告"


def notice(name: str, *, text_of: str | None = None) -> str:
    """Return a notice's page, or one that carries the text of another."""
    drawn = random.Random(text_of or name)
    lines = ("".join(drawn.choices(CHARACTERS, k=40)) + "。" for _ in range(6))
    return make_notice(title_of(text_of or name), *lines)


def put_list(
    site: Website,
    listed: Sequence[Sequence[tuple[str, date | None]]],
    *,
    path: str = "/list",
    ends: bool = True,
) -> None:
    """Serve list pages of (name, day) rows, newest first, and the notices they name.

    The last page leads to one more unless the list ``ends``.
    """
    for number, rows in enumerate(listed, 1):
        shown = "".join(
            f'<li><a href="/{name}.html">{title_of(name)}</a>'
            f"{f'<span>{day}</span>' if day else ''}</li>"
            for name, day in rows
        )
        following = f"{path}_{number + 1}" if number < len(listed) or not ends else ""
        link = f'<a href="{following}">下一页</a>' if following else ""
        here = path if number == 1 else f"{path}_{number}"
        site.pages[here] = f'<html><body><ul class="list">{shown}</ul>{link}</body></html>'
        for name, _ in rows:
            site.pages.setdefault(f"/{name}.html", notice(name))


def days_back(count: int, *, newest: date, size: int) -> list[list[tuple[str, date | None]]]:
    """Return pages of ``size`` rows, a notice a day, named n0, n1 and so on."""
    rows: list[tuple[str, date | None]] = [
        (f"n{number}", newest - timedelta(days=number)) for number in range(count)
    ]
    return [rows[start : start + size] for start in range(0, count, size)]


def walk(services: Services, source: Source, plan: Plan = PLAN, **more: Any) -> Report:
    """Run a backfill."""
    return run_backfill(services, source, plan, **more)


def stored(services: Services, *names: str) -> dict[str, KnownPage]:
    """Return the known pages of the given names; of all that a backfill could store if none."""
    wanted = names or tuple(f"n{number}" for number in range(60))
    (source,) = services.sources.values()
    root = source.url.removesuffix("/list")
    with services.store.reading() as tx:
        found = pages.find_pages(tx, [canonical(f"{root}/{name}.html") for name in wanted])
    return {key.rpartition("/")[2].removesuffix(".html"): page for key, page in found.items()}


def walks_of(services: Services, source: Source) -> list[Backfill]:
    """Return the backfills of a source."""
    with services.store.reading() as tx:
        return backfills.backfills_of(tx, source.id)
