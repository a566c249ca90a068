"""``watcher evidence``: the kept bytes of what was published."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from watcher.cli.output import AsJson, pick, print_json, services
from watcher.errors import InputError

app = typer.Typer(no_args_is_help=True, help="Show and verify the kept pages.")


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Check every kept page against its hash and the hash chain.

    Exit status 1 where anything was altered or is missing. Example: watcher evidence verify
    """
    from watcher.store import evidence

    with services(needs_sources=False) as opened:
        with opened.store.reading() as tx:
            refs = evidence.all_evidence(tx)
        faults = list(opened.archive.verify(refs))
    for fault in faults:
        if as_json:
            print_json({"file": fault.file, "offset": fault.offset, "fault": str(fault)})
        else:
            typer.echo(f"! {fault}")
    if not as_json:
        typer.echo(
            pick(
                f"已存 {len(refs)} 页，发现 {len(faults)} 处问题",
                f"{len(refs)} pages kept, {len(faults)} faults",
            )
        )
    if faults:
        raise typer.Exit(1)


@app.command()
def show(
    record: Annotated[str, typer.Argument(help="An evidence id such as V-7F3K2Q, from an alert.")],
) -> None:
    """Write the kept bytes of a page to standard output, as the server sent them.

    Example: watcher evidence show V-7F3K2Q > page.html
    """
    from watcher.store import evidence

    with services(needs_sources=False) as opened:
        with opened.store.reading() as tx:
            ref = evidence.get_evidence(tx, record)
        if ref is None:
            raise InputError(f"there is no evidence {record!r}")
        page = opened.archive.read(ref)
    typer.echo(f"{page.final_url} {page.status} {page.fetched_at:%Y-%m-%dT%H:%M:%SZ}", err=True)
    sys.stdout.buffer.write(page.content)
