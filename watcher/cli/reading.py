"""``watcher extract``, ``links`` and ``diff``: the pure rooms, by hand and for scripts."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import typer

from watcher.cli.output import print_json
from watcher.cli.reading_inputs import Given, read_inputs
from watcher.errors import InputError, ParseError

WALL_SECONDS = 5.0
"""One page may take this long before its worker is killed."""
READ_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".pdf", ".docx", ".xlsx", ".xls"})
"""Files that ``watcher diff`` reads as notices; all others are plain text."""
READ_AHEAD = 4
"""Pages under way for each core: answers keep their order, so a slow page holds back the rest."""
GUESS = 4
"""Pages that JSON lines are taken to hold at least: so many workers are started ahead of them."""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(extract)
    app.command()(links)
    app.command()(diff)


def extract(
    pages: Annotated[
        list[str] | None, typer.Argument(help="Files (HTML, PDF, DOCX ...) or addresses.")
    ] = None,
    jsonl: Annotated[
        str | None, typer.Option(help="JSON lines of id, html, url; - = stdin")
    ] = None,
    url: Annotated[str, typer.Option(help="The address a file came from.")] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Say why it was read so.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="An address may be inside this network.")
    ] = False,
) -> None:
    """Read title, date, issuer and body of notice pages, without selectors.

    "read_from" says where each field came from, "sure" how sure it is (0 to 1). Example: watcher
    extract page.html --explain
    """
    from watcher.cli.reading_rows import explain_row, read_row

    given = read_inputs(pages or [], jsonl, url, allow_private=allow_private)
    _each(given, explain_row if explain else read_row, _count(pages, jsonl))


def links(
    pages: Annotated[list[str] | None, typer.Argument(help="HTML files or addresses.")] = None,
    jsonl: Annotated[
        str | None, typer.Option(help="JSON lines of id, html, url; - = stdin")
    ] = None,
    url: Annotated[str, typer.Option(help="The address a file came from.")] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="An address may be inside this network.")
    ] = False,
) -> None:
    """Find the list of a listing page, without selectors.

    Example: watcher links list.html --url https://www.example.gov.cn/list/
    """
    from watcher.cli.reading_rows import links_row

    given = read_inputs(pages or [], jsonl, url, allow_private=allow_private)
    _each(given, links_row, _count(pages, jsonl))


def diff(
    old: Annotated[Path, typer.Argument(help="The older text or HTML file.")],
    new: Annotated[Path, typer.Argument(help="The newer one.")],
    format: Annotated[  # noqa: A002  # the option's name
        str, typer.Option(help="text, markdown, html or json")
    ] = "text",
    language: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Show what changed between two files, clause by clause, with a summary on top.

    Exit status 0 whether or not they differ. Example: watcher diff old.txt new.txt --format html
    """
    from watcher import diff as differ
    from watcher.alerts.formats import render_diff

    change = differ.compare(_plain_text(old), _plain_text(new))
    typer.echo(render_diff(change, format=format, language=language))


def _count(pages: list[str] | None, jsonl: str | None) -> int:
    """Return how many pages are to be read, as far as that is known."""
    return len(pages or ()) + (GUESS if jsonl is not None else 0)


def _each(given: Iterator[Given], read: Callable[..., dict[str, Any]], count: int) -> None:
    """Run a reader over all inputs in killable workers; one bad input is one error line."""
    from watcher.workers import Pool

    if not count:
        raise InputError(
            "nothing to read", hint="Name files or addresses, or use --jsonl FILE or --jsonl -."
        )
    pool = Pool(wall_seconds=WALL_SECONDS, has_network=False, preload=[read.__module__])
    with pool, ThreadPoolExecutor(pool.size) as threads:
        pool.warm(count)  # workers get ready while the rest of this program is loaded
        from watcher import app

        today = app.utc_now().date()

        def answer(page: Given) -> dict[str, Any]:
            if page.error:
                return {"id": page.id, "error": page.error}
            try:
                found = pool.call(read, page.content, page.url, page.content_type, today)
            except ParseError as error:
                return {"id": page.id, "error": str(error)}
            return {"id": page.id, **found}

        under_way: deque[Future[dict[str, Any]]] = deque()
        for page in given:
            under_way.append(threads.submit(answer, page))
            if len(under_way) > READ_AHEAD * pool.size:
                print_json(under_way.popleft().result())
        for future in under_way:
            print_json(future.result())
    sys.stdout.flush()


def _plain_text(path: Path) -> str:
    """Return a file's text; of anything but plain text, title and body as they are read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    if path.suffix.lower() not in READ_SUFFIXES:
        from watcher.text.charset import decode

        return decode(content).text
    from watcher import app
    from watcher.cli.reading_rows import read_row

    row = read_row(content, "", None, app.utc_now().date())
    return f"{row['title']}\n{row['body']}"
