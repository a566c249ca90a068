"""``watcher extract``, ``links`` and ``diff``: the pure rooms, by hand and for scripts."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.ingest import read_lines
from watcher.cli.output import print_json
from watcher.errors import InputError, ParseError

if TYPE_CHECKING:
    from watcher.model.document import Document

WALL_SECONDS = 5.0
"""One page may take this long before its worker is killed."""
READ_AHEAD = 4
"""Pages under way for each core: answers keep their order, so a slow page holds back the rest."""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(extract)
    app.command()(links)
    app.command()(diff)


def extract(
    files: Annotated[list[Path] | None, typer.Argument(help="HTML files.")] = None,
    jsonl: Annotated[
        str | None, typer.Option(help="JSON lines of id, html, url; - = stdin")
    ] = None,
    url: Annotated[str, typer.Option(help="The address a file came from.")] = "",
) -> None:
    """Read title, date, issuer and body of notice pages, without selectors.

    Example: watcher extract page.html --url https://www.example.gov.cn/a.html
    """
    _each(files, jsonl, url, extract_row)


def links(
    files: Annotated[list[Path] | None, typer.Argument(help="HTML files.")] = None,
    jsonl: Annotated[
        str | None, typer.Option(help="JSON lines of id, html, url; - = stdin")
    ] = None,
    url: Annotated[str, typer.Option(help="The address a file came from.")] = "",
) -> None:
    """Find the list of a listing page, without selectors.

    Example: watcher links list.html --url https://www.example.gov.cn/list/
    """
    _each(files, jsonl, url, links_row)


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


def extract_row(html: str, url: str, today: date) -> dict[str, Any]:
    """Read one page (runs in a worker)."""
    from watcher.extract import extract_html
    from watcher.model.source import DetailRules

    document = extract_html(html, url=url, rules=DetailRules(), today=today)
    return document_json(document)


def links_row(html: str, url: str, today: date) -> dict[str, Any]:
    """Find one page's list (runs in a worker)."""
    from watcher.sources.auto import find_entries

    listing = find_entries(html, url=url, today=today)
    return {
        "entries": [
            {
                "href": entry.href or entry.url,
                "title": entry.title,
                "published": entry.published_on.isoformat() if entry.published_on else None,
            }
            for entry in listing.entries
        ],
        "next_page": listing.next_page.url if listing.next_page else None,
        "problems": list(listing.problems),
    }


def document_json(document: Document) -> dict[str, Any]:
    """Return a document as a flat JSON object."""
    return {
        "title": document.title,
        "published": document.published_on.isoformat() if document.published_on else None,
        "signed": document.signed_on.isoformat() if document.signed_on else None,
        "issuer": document.issuer,
        "document_number": document.document_number,
        "source": document.source_line,
        "language": document.language,
        "body": document.body,
        "attachments": [{"name": each.name, "url": each.url} for each in document.attachments],
        "read_from": dict(document.provenance),
        "problems": list(document.problems),
    }


def _each(
    files: list[Path] | None,
    jsonl: str | None,
    url: str,
    read: Callable[[str, str, date], dict[str, Any]],
) -> None:
    """Run a reader over all inputs in killable workers; one bad line is one error line."""
    from watcher import app
    from watcher.workers import Pool

    if not files and jsonl is None:
        raise InputError("nothing to read", hint="Name files, or use --jsonl FILE or --jsonl -.")
    today = app.utc_now().date()
    cores = os.cpu_count() or 1
    with Pool(size=cores, wall_seconds=WALL_SECONDS) as pool, ThreadPoolExecutor(cores) as threads:

        def answer(row_id: str, html: str | InputError, address: str) -> dict[str, Any]:
            if isinstance(html, InputError):
                return {"id": row_id, "error": str(html)}
            try:
                return {"id": row_id, **pool.call(read, html, address, today)}
            except ParseError as error:
                return {"id": row_id, "error": str(error)}

        under_way: deque[Future[dict[str, Any]]] = deque()
        for page in _pages(files or [], jsonl, url):
            under_way.append(threads.submit(answer, *page))
            if len(under_way) > READ_AHEAD * cores:
                print_json(under_way.popleft().result())
        for future in under_way:
            print_json(future.result())
    sys.stdout.flush()


def _pages(
    files: list[Path], jsonl: str | None, url: str
) -> Iterator[tuple[str, str | InputError, str]]:
    if jsonl is not None:
        for number, row in read_lines(jsonl):
            if isinstance(row, InputError):
                yield f"line {number}", row, ""
            elif not isinstance(row.get("html"), str):
                yield str(row.get("id", f"line {number}")), InputError("html is missing"), ""
            else:
                yield str(row.get("id", f"line {number}")), row["html"], str(row.get("url") or "")
    for path in files:
        yield str(path), _read(path), url


def _read(path: Path) -> str:
    from watcher.text.charset import decode

    try:
        return decode(path.read_bytes()).text
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def _plain_text(path: Path) -> str:
    """Return a file's text; of HTML, title and body as they are read from a page."""
    text = _read(path)
    if path.suffix.lower() not in {".html", ".htm", ".shtml"}:
        return text
    from watcher import app

    row = extract_row(text, "", app.utc_now().date())
    return f"{row['title']}\n{row['body']}"
