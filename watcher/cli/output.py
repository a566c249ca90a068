"""What all commands share: tables for people, JSON lines for scripts, services for both."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from watcher.pipeline.services import Services

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines for scripts.")]


def print_json(value: Mapping[str, Any] | list[Any]) -> None:
    """Print one JSON line; dates as ISO text, Chinese left readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")


def print_rows(
    title: str, columns: Iterable[str], rows: Iterable[Iterable[object]], *, empty: str
) -> None:
    """Print a table for a person, or one sentence where there is nothing to show."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    count = 0
    for row in rows:
        # Text, never markup: a page's title must not be able to paint the terminal.
        table.add_row(*(each if isinstance(each, Text) else Text(clean(each)) for each in row))
        count += 1
    if count:
        console().print(table)
    else:
        console().print(empty)


def clean(value: object) -> str:
    """Return a value as printable text: page text must not steer the terminal."""
    from watcher.text.clean import clean as clean_text

    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    return clean_text(str(value))


def console() -> Console:
    """Return the console of standard output."""
    from rich.console import Console

    return Console()


def language() -> str:
    """Return the language this process' user reads: "zh" or "en"."""
    from watcher import app

    return app.read_settings().language


def fetchers() -> int:
    """Return how many checks run at once."""
    from watcher import app

    return app.read_settings().fetchers


def pick(zh: str, en: str) -> str:
    """Return the text in the user's language."""
    return zh if language() == "zh" else en


@contextmanager
def services(*, needs_sources: bool = True) -> Iterator[Services]:
    """Open the services for one command, logging warnings to standard error."""
    from watcher import app

    setup = app.read_setup(needs_sources=needs_sources)
    app.configure_logging(setup.settings, setup.config, quiet=True)
    with app.open_services(setup) as opened:
        yield opened


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    message = f"{type(value).__name__} is not plain data"
    raise TypeError(message)
