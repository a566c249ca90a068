"""``watcher ingest`` and ``export``: the same steps as live pages, by hand and for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.output import AsJson, console, pick, print_json, services
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.pipeline.ingest import Answer, Item

SUFFIXES = {".html": "html", ".htm": "html", ".shtml": "html", ".txt": "text", ".md": "text"}


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(ingest)
    app.command()(export)


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="html, txt or jsonl files, folders of them, or - for text on stdin."),
    ] = None,
    jsonl: Annotated[
        str | None, typer.Option(help="A file of JSON lines, or - for standard input.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Source id for rows that name none.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge, store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Store pages by hand: which notice each is, its campaign, its relation. Nobody is alerted.

    A JSON line holds id, url, title, text or html, published, source; all but id and text or html
    may be null. Exit status 1 where nothing could be read.
    Example: watcher ingest --jsonl pages.jsonl --json
    """
    from watcher.pipeline.ingest import ingest as take_in

    if not paths and jsonl is None:
        raise InputError("nothing to ingest", hint="Name files or folders, or use --jsonl FILE.")
    items = _items(paths or [], jsonl, source)
    done = failed = 0
    with services(needs_sources=False) as opened:
        for answer in take_in(opened, items, dry_run=dry_run):
            done += 1
            failed += bool(answer.error)
            _show(answer, as_json=as_json)
    sys.stdout.flush()
    if not as_json:
        words = pick(f"{done} 页，{failed} 页未能读取", f"{done} pages, {failed} not read")
        console().print(words + (pick("（试运行，未存）", " (dry run)") if dry_run else ""))
    if done and failed == done:
        raise typer.Exit(1)


def export(
    what: Annotated[str, typer.Option(help="pages or notices")] = "notices",
    format: Annotated[str, typer.Option(help="jsonl")] = "jsonl",  # noqa: A002  # the option's name
    output: Annotated[Path | None, typer.Option(help="File to write; else stdout.")] = None,
) -> None:
    """Write everything that is stored, a JSON object a line.

    Example: watcher export --what pages --format jsonl > pages.jsonl
    """
    from watcher.store import export as exporting

    ways = {"pages": exporting.export_pages, "notices": exporting.export_notices}
    if what not in ways:
        raise InputError(f"--what {what!r} is unknown; use pages or notices")
    if format != "jsonl":
        raise InputError(f"--format {format!r} is unknown; use jsonl")
    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        stream = output.open("w", encoding="utf-8") if output else sys.stdout
        for row in ways[what](tx):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        stream.flush()
        if output:
            stream.close()


def read_lines(name: str) -> Iterator[tuple[int, Any]]:
    """Yield (line number, object or the error that its line has) of a JSON lines file or "-"."""
    stream = sys.stdin.buffer if name == "-" else _open(Path(name))
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            yield number, InputError(f"line {number} is not UTF-8")
        except ValueError as error:
            yield number, InputError(f"line {number} is not JSON: {error}")
        else:
            is_object = isinstance(value, dict)
            yield number, value if is_object else InputError(f"line {number} is not an object")


def _open(path: Path) -> Iterable[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def _items(paths: list[str], jsonl: str | None, source: str | None) -> Iterator[Item | Answer]:
    if jsonl is not None:
        yield from _from_lines(jsonl, source)
    for name in paths:
        if name == "-":
            yield _from_text("stdin", sys.stdin.buffer.read(), "text", source)
            continue
        path = Path(name)
        if not path.exists():
            raise InputError(f"{name}: there is no such file or folder")
        for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if each.suffix.lower() in {".jsonl", ".ndjson"}:
                yield from _from_lines(str(each), source)
            elif each.is_file() and (each.suffix.lower() in SUFFIXES or each == path):
                kind = SUFFIXES.get(each.suffix.lower(), "html")
                yield _from_text(str(each), each.read_bytes(), kind, source)


def _from_text(name: str, content: bytes, kind: str, source: str | None) -> Item:
    from watcher.pipeline.ingest import Item
    from watcher.text.charset import decode

    text = decode(content).text
    if kind == "html":
        return Item(id=name, html=text, source_id=source)
    return Item(id=name, text=text, source_id=source)


def _from_lines(name: str, source: str | None) -> Iterator[Item | Answer]:
    from watcher.pipeline.ingest import Answer

    for number, value in read_lines(name):
        if isinstance(value, InputError):
            yield Answer(id=f"line {number}", error=str(value))
            continue
        try:
            yield _from_row(value, source)
        except InputError as error:
            yield Answer(id=str(value.get("id") or f"line {number}"), error=str(error))


def _from_row(row: dict[str, Any], source: str | None) -> Item:
    from watcher import app
    from watcher.pipeline.ingest import BY_HAND, Item
    from watcher.text.dates import parse_date

    wrong = [key for key, value in row.items() if key in FIELDS and not _is_text(value)]
    if wrong:
        raise InputError(f"{', '.join(wrong)} must be text or null")
    if not row.get("id"):
        raise InputError("id is missing")
    if row.get("body") is not None and row.get("text") is None:
        row = {**row, "text": row["body"]}  # a line of `watcher export --what pages`
    if (row.get("text") is None) == (row.get("html") is None):
        raise InputError("give either text or html")
    published, named = row.get("published"), row.get("source") or source
    return Item(
        id=row["id"],
        text=row.get("text"),
        html=row.get("html"),
        url=row.get("url"),
        title=row.get("title"),
        published_on=parse_date(published, today=app.utc_now().date()) if published else None,
        source_id=None if named == BY_HAND.id else named,
    )


FIELDS = ("id", "url", "title", "text", "body", "html", "published", "source")


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _show(answer: Answer, *, as_json: bool) -> None:
    found = answer.recorded
    if not as_json:
        if answer.error:
            console().print(f"! {answer.id}: {answer.error}", markup=False, style="red")
        return
    if found is None:
        print_json({"id": answer.id, "error": answer.error})
        return
    labels = found.labels
    print_json(
        {
            "id": answer.id,
            "notice": found.notice_id,
            "verdict": found.verdict.value,
            "relation": found.match.relation.value,
            "score": round(found.match.score, 4),
            "evidence": found.match.evidence,
            "campaign": labels.campaign.value if labels.campaign else None,
            "document_type": labels.document_type.value if labels.document_type else None,
            "has_text": found.has_text,
            "links": [
                {"notice": link.notice_id, "relation": link.relation.value}
                for link in found.match.links
            ],
        }
    )
