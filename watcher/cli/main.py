"""The ``watcher`` command: one file a group of commands, assembled here."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from watcher import __version__
from watcher.cli import (
    alerts,
    backfill,
    campaigns,
    channels,
    comparing,
    coverage,
    database,
    deciding,
    evidence,
    ingest,
    match,
    notices,
    reading,
    routes,
    running,
    silencing,
    sources,
    status,
    watchlist,
)
from watcher.cli.complaints import translate_complaint
from watcher.cli.output import language
from watcher.errors import ConfigError, InputError, WatcherError

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="watcher",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=True,
    help=(
        "Watch regulators' notice pages: one alert a notice, whatever its copies, with a diff.\n\n"
        "监测监管机构通知公告：一份通知只提醒一次，并给出差异。\n\n"
        "Start with: watcher demo"
    ),
)
for module in (running, backfill, coverage, ingest, match, reading, status):
    module.register(app)
for name, group in (
    ("notices", notices.app),
    ("campaigns", campaigns.app),
    ("watchlist", watchlist.app),
    ("sources", sources.app),
    ("channels", channels.app),
    ("alerts", alerts.app),
    ("routes", routes.app),
    ("evidence", evidence.app),
    ("db", database.app),
):
    app.add_typer(group, name=name)
silencing.register(alerts.app)
comparing.register(notices.app)
deciding.register(campaigns.app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"watcher {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that stand before a command."""
    del version


def main() -> None:
    """Run the command line; expected failures are told in a line, with what to do.

    Exit status: 0 done; 1 the command failed or found something broken; 2 the command line or the
    configuration is wrong; 130 interrupted.
    """
    # What is imported stays: looking through it for cycles, often and once more at the end, costs a
    # quarter of a short command.
    gc.set_threshold(20_000, 20, 50)
    try:
        app()
    except ConfigError as error:
        for fault in error.faults:
            _complain(fault)
        _say_hint(error)
        sys.exit(EXIT_USAGE)
    except WatcherError as error:
        _complain(str(error))
        _say_hint(error)
        sys.exit(EXIT_USAGE if isinstance(error, InputError) else EXIT_FAILED)
    except KeyboardInterrupt:
        typer.echo("interrupted; what was answered is stored", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    finally:
        gc.freeze()


def _complain(text: str) -> None:
    spoken = _language()
    mark = "错误：" if spoken == "zh" else "error: "
    typer.echo(f"{mark}{translate_complaint(text, spoken)}", err=True)


def _say_hint(error: WatcherError) -> None:
    if error.hint:
        typer.echo(f"  {translate_complaint(error.hint, _language())}", err=True)


def _language() -> str:
    """Return the user's language; English where it is what cannot be read."""
    try:
        return language()
    except ConfigError:
        return "en"
