"""``watcher backfill``: reach back, politely and silently, and go on after any stop."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.complaints import translate_complaint
from watcher.cli.coverage import columns, month_json, rows_of
from watcher.cli.output import AsJson, clean, language, pick, print_json, print_rows
from watcher.cli.running import find_source
from watcher.cli.words import say_answer
from watcher.errors import InputError, Stopped

if TYPE_CHECKING:
    from watcher.model.backfill import Backfill, MonthCover
    from watcher.model.source import Source
    from watcher.pipeline.backfill import Report
    from watcher.pipeline.services import Services

EXIT_FAILED = 1
EXIT_INTERRUPTED = 130
PLAIN_SECONDS = 15.0
"""Without a terminal a line of progress comes this often."""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(backfill)


def backfill(
    source: Annotated[list[str], typer.Argument(help="Ids of sources.toml.")],
    *,
    since: Annotated[str, typer.Option(help="The oldest day wanted, as 2025-01-31.")],
    until: Annotated[str | None, typer.Option(help="The newest day wanted; else today.")] = None,
    max_pages: Annotated[
        int | None, typer.Option(min=1, help="List pages read at most, a source.")
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew where the same command was stopped.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Walk lists back to a day and store what they name; nobody is alerted.

    The hosts' spacing and robots.txt hold. Stop it at any moment: the same command goes on where it
    was. Exit status 1 where a source could not be walked to its end.
    Example: watcher backfill cac-wxfb --since 2025-01-01
    """
    from watcher.pipeline.backfill import Plan, run_backfill

    plan = Plan(
        since=_day("--since", since),
        until=_day("--until", until) if until else None,
        max_pages=max_pages,
        restart=restart,
    )
    failed = False
    with _stoppable() as stop, _open(stop.is_set) as opened:
        chosen = [find_source(opened.sources, each) for each in dict.fromkeys(source)]
        for each in chosen:
            with _progress(each, is_quiet=as_json) as show:
                try:
                    report = run_backfill(opened, each, plan, on_progress=show)
                except Stopped:
                    _say_stopped()
                    raise typer.Exit(EXIT_INTERRUPTED) from None
            failed |= bool(report.stopped)
            _show_report(opened, each, report, as_json=as_json)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{option} {text!r} is no day; write it as 2025-01-31") from None


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C or SIGTERM into a wish to stop; a second one ends the program."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _open(should_stop: Callable[[], bool]) -> Iterator[Services]:
    from watcher import app

    setup = app.read_setup()
    app.configure_logging(setup.settings, setup.config, quiet=True)
    with app.open_services(setup, should_stop=should_stop) as opened:
        yield opened


@contextmanager
def _progress(source: Source, *, is_quiet: bool) -> Iterator[Callable[[Backfill], None]]:
    """Show progress on standard error: a bar on a terminal, else now and then a line."""
    if sys.stderr.isatty() and not is_quiet:
        yield from _bar(source)
    else:
        yield _Lines(source).show


def _bar(source: Source) -> Iterator[Callable[[Backfill], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        Remaining(compact=True),
        TextColumn("{task.fields[told]}", markup=False),
    )
    from watcher.pipeline.backfill.progress import measure_share

    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(source.id, total=1.0, told="")

        def show(at: Backfill) -> None:
            progress.update(task, completed=measure_share(at), told=_told(at))

        yield show


class _Lines:
    """Progress for a log: a line every ``PLAIN_SECONDS``."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._began = self._last = time.monotonic()
        self._first: float | None = None

    def show(self, at: Backfill) -> None:
        """Print a line where one is due."""
        from watcher.pipeline.backfill.progress import estimate_seconds, measure_share

        now, share = time.monotonic(), measure_share(at)
        if self._first is None:
            self._first = share
        if now - self._last < PLAIN_SECONDS:
            return
        self._last = now
        left = estimate_seconds(share, self._first, now - self._began)
        eta = "" if left is None else pick(f"，约剩 {_span(left)}", f", about {_span(left)} left")
        typer.echo(f"{self._source.id}: {share:.0%} {_told(at)}{eta}", err=True)


def _told(at: Backfill) -> str:
    reached = at.reached_on.isoformat() if at.reached_on else "-"
    return pick(
        f"第 {at.pages_read} 页，追溯至 {reached}，新存 {at.stored}，已有 {at.known}",
        f"page {at.pages_read}, back to {reached}, {at.stored} stored, {at.known} known",
    )


def _span(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return pick(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
    return pick(f"{minutes} 分 {rest} 秒", f"{minutes} min {rest} s")


def _say_stopped() -> None:
    typer.echo(
        pick("已停止；再次运行同一命令即从此处继续", "stopped; the same command goes on from here"),
        err=True,
    )


def _show_report(services: Services, source: Source, report: Report, *, as_json: bool) -> None:
    from watcher.pipeline.coverage import cover_source

    at = report.backfill
    first, last = _first(at.since), _first(at.until)
    months = [each for each in cover_source(services, source) if first <= each.month <= last]
    if as_json:
        print_json(_report_json(report, months))
        return
    typer.echo(f"{source.id}: {_told(at)}")
    if at.left:
        typer.echo(
            pick(
                f"  {len(at.left)} 条新条目留给下一次检查去提醒：watcher check {source.id}",
                f"  {len(at.left)} new rows are left to the next check: watcher check {source.id}",
            )
        )
    if report.stopped:
        mark = pick("错误：", "error: ")
        typer.echo(f"{mark}{say_answer(f'{source.id}: {clean(report.stopped)}')}", err=True)
        typer.echo(f"  {translate_complaint(clean(report.hint), language())}", err=True)
        _say_stopped()
    print_rows(
        "",
        columns(),
        rows_of(months),
        empty="",
    )  # fmt: skip


def _first(day: date) -> date:
    return day.replace(day=1)


def _report_json(report: Report, months: list[MonthCover]) -> dict[str, object]:
    at = report.backfill
    return {
        "source": at.source_id,
        "state": at.state.value,
        "since": at.since,
        "until": at.until,
        "pages": at.pages_read,
        "rows": at.rows,
        "wanted": at.wanted,
        "stored": at.stored,
        "copies": at.copies,
        "known": at.known,
        "unread": at.unread,
        "left": len(at.left),
        "reached": at.reached_on,
        "ended": at.reason.value if at.reason else None,
        "detail": at.detail,
        "stopped": report.stopped,
        "hint": report.hint,
        "months": [month_json(month) for month in months],
    }
