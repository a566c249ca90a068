"""``watcher coverage``: how far back is known, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.output import AsJson, pick, print_json, print_rows, services
from watcher.cli.running import find_source
from watcher.cli.words import say_answer

if TYPE_CHECKING:
    from watcher.model.backfill import MonthCover

COLOURS = {"complete": "green", "partial": "yellow", "unknown": "red"}
WORDS = {"complete": "完整", "partial": "部分", "unknown": "未知"}


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(coverage)


def coverage(
    source: Annotated[str | None, typer.Argument(help="A source id; all if left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say which months of each source are complete, partial or unknown, and why.

    Example: watcher coverage cac-wxfb
    """
    from watcher.pipeline.coverage import cover_source

    with services() as opened:
        wanted = [find_source(opened.sources, source)] if source else opened.sources.values()
        found = [(each, cover_source(opened, each)) for each in wanted]
    if as_json:
        for _, months in found:
            for month in months:
                print_json(month_json(month))
        return
    rows = [month for _, months in found for month in months]
    silent = [each.id for each, months in found if not months]
    print_rows(
        pick("覆盖情况", "Coverage"),
        columns(),
        rows_of(rows),
        empty=pick("还没有来源被检查或补采过", "no source was checked or walked back yet"),
    )
    if silent and rows:
        typer.echo(
            pick(
                f"从未检查也未补采：{'、'.join(silent)}",
                f"never checked nor walked back: {', '.join(silent)}",
            )
        )


def columns() -> list[str]:
    """Return the headings of the table."""
    return [
        pick("来源", "source"),
        pick("月份", "month"),
        pick("状态", "state"),
        pick("页", "pages"),
        pick("原因", "why"),
    ]


def rows_of(months: Iterable[MonthCover]) -> Iterator[list[object]]:
    """Return a table's row a month."""
    from rich.text import Text

    for each in months:
        state = pick(WORDS[each.cover.value], each.cover.value)
        yield [
            each.source_id,
            f"{each.month:%Y-%m}",
            Text(state, style=COLOURS[each.cover.value]),
            each.pages,
            pick("；", "; ").join(say_answer(reason) for reason in each.reasons),
        ]


def month_json(month: MonthCover) -> dict[str, object]:
    """Return a month for scripts."""
    return {
        "source": month.source_id,
        "month": f"{month.month:%Y-%m}",
        "state": month.cover.value,
        "pages": month.pages,
        "unread": month.unread,
        "reasons": list(month.reasons),
    }
