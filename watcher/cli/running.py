"""``watcher run``, ``check`` and ``demo``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.output import (
    AsJson,
    fetchers,
    language,
    pick,
    print_json,
    print_rows,
    services,
)
from watcher.cli.words import say_answer, say_value, say_verdict

if TYPE_CHECKING:
    from watcher.pipeline.check import CheckReport


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(run)
    app.command()(check)
    app.command()(demo)


def run() -> None:
    """Run the daemon until SIGTERM: poll the sources, send the alerts.

    SIGHUP reads sources.toml again. Example: watcher run
    """
    from watcher import app as root
    from watcher.daemon import Daemon

    setup = root.read_setup()
    root.configure_logging(setup.settings, setup.config)
    Daemon(setup).run()


def check(
    source: Annotated[list[str] | None, typer.Argument(help="Ids; all sources if none.")] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Fetch and judge, store and tell nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check sources once, now, and say what was found; alerts wait for the daemon.

    Exit status 1 where a source could not be read. Example: watcher check cac-wxfb --dry-run
    """
    with services() as opened:
        opened.parsers.warm()  # it gets ready while this process does
        from watcher.pipeline.sweeping import sweep

        wanted = [find_source(opened.sources, each) for each in source or opened.sources]
        has_broken = False
        for report in sweep(opened, wanted, threads=fetchers(), dry_run=dry_run):
            has_broken = has_broken or report.outcome.health.is_broken
            _show(report, as_json=as_json, dry_run=dry_run)
    if has_broken:
        raise typer.Exit(1)


def demo(
    keep: Annotated[
        Path | None, typer.Option(help="Keep the demo's database and log in this folder.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the alerts: zh or en.")] = "zh",
    as_json: AsJson = False,
) -> None:
    """Show the whole job in half a minute, on a site served from this machine.

    Exit status 1 where something did not happen as shown. Example: watcher demo --keep /tmp/demo
    """
    from watcher.demo.play import play

    sys.exit(play(keep=keep, language=language, as_json=as_json))


def find_source(sources: Any, source_id: str) -> Any:
    """Return a configured source.

    Raises:
        InputError: there is none of this id; near matches are named.
    """
    from difflib import get_close_matches

    from watcher.errors import InputError

    found = sources.get(source_id)
    if found is None:
        near = get_close_matches(source_id, sources, n=3)
        meant = f"; did you mean {', '.join(near)}?" if near else ""
        raise InputError(
            f"there is no source {source_id!r}{meant}", hint="`watcher sources list` shows all."
        )
    return found


def _show(report: CheckReport, *, as_json: bool, dry_run: bool) -> None:
    outcome = report.outcome
    entries = [
        {
            "title": each.title,
            "url": each.url,
            "verdict": each.recorded.verdict.value if each.recorded else "unread",
            "notice": each.recorded.notice_id if each.recorded else None,
            "relation": each.recorded.match.relation.value if each.recorded else None,
            "campaign": each.recorded.labels.campaign.value
            if each.recorded and each.recorded.labels.campaign
            else None,
            "problem": each.problem,
        }
        for each in report.handled
    ]
    if as_json:
        print_json(
            {
                "source": report.source_id,
                "health": outcome.health.value,
                "diagnosis": outcome.diagnosis,
                "hint": outcome.hint,
                "rows": outcome.rows,
                "new": outcome.new,
                "changed": outcome.changed,
                "unchanged": outcome.unchanged,
                "baseline": report.is_baseline,
                "problems": list(outcome.problems),
                "entries": entries,
            }
        )
        return
    words = pick(
        f"{outcome.rows} 行，新增 {outcome.new}，改动 {outcome.changed}",
        f"{outcome.rows} rows, {outcome.new} new, {outcome.changed} changed",
    )
    if outcome.health.is_broken:
        words = _say_broken(report)
    elif outcome.unchanged:
        words = pick("列表未变", "the list has not changed")
    elif report.is_baseline and not dry_run:
        words += pick("（首轮建档，不提醒）", " (first pass: known from now on, nobody is told)")
    typer.echo(f"{report.source_id}{pick('：', ': ')}{words}")
    if entries:
        print_rows(
            "",
            [pick("判定", "verdict"), pick("标题", "title"), pick("专项行动", "campaign")],
            (
                [say_verdict(str(each["verdict"])), each["title"], each["campaign"]]
                for each in entries
            ),
            empty="",
        )
    for problem in outcome.problems:
        typer.echo(f"  ! {say_answer(problem)}")


def _say_broken(report: CheckReport) -> str:
    from watcher.alerts.formats.hints import translate_hint

    outcome = report.outcome
    health, told = say_value("health", outcome.health.value), say_answer(outcome.diagnosis)
    hint = translate_hint(outcome.hint, language(), report.source_id)
    return f"{health}{pick('：', ': ')}{told}\n  {hint}"
