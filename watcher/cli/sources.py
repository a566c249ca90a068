"""``watcher sources``: what is watched and how it is doing."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.output import AsJson, pick, print_json, print_rows, services
from watcher.cli.running import find_source

app = typer.Typer(no_args_is_help=True, help="List and test the configured sources.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the sources with their state and diagnosis.

    Exit status 1 where one is broken. Example: watcher sources list
    """
    from watcher.model.health import SourceState
    from watcher.store import sources

    with services() as opened:
        with opened.store.reading() as tx:
            states = sources.all_states(tx)
        configured = opened.sources
    found = [
        (source, states.get(source.id, SourceState(source_id=source.id)))
        for source in configured.values()
    ]
    if as_json:
        for source, state in found:
            print_json(
                {
                    "id": source.id,
                    "name": source.name,
                    "tier": source.tier.value,
                    "kind": source.kind,
                    "url": source.url,
                    "health": state.health.value,
                    "diagnosis": state.diagnosis,
                    "hint": state.hint,
                    "rows": state.rows,
                    "failures": state.failures,
                    "last_check": state.last_check_at,
                    "last_ok": state.last_ok_at,
                    "next_check": state.next_check_at,
                }
            )
    else:
        print_rows(
            pick("来源", "Sources"),
            ["id", pick("名称", "name"), pick("层级", "tier"), pick("状态", "health"),
             pick("上次成功", "last good"), pick("诊断", "diagnosis")],
            ([source.id, source.name, source.tier.value, state.health.value, state.last_ok_at,
              state.diagnosis] for source, state in found),
            empty=pick("sources.toml 里还没有来源", "sources.toml names no source yet"),
        )  # fmt: skip
    if any(state.health.is_broken for _, state in found):
        raise typer.Exit(1)


@app.command("test")
def try_source(
    source: Annotated[str, typer.Argument(help="A source id of sources.toml.")],
    as_json: AsJson = False,
) -> None:
    """Fetch a source's list and show every row as it was read and what is doubtful in it.

    Nothing is stored. Exit status 1 where the list cannot be believed.
    Example: watcher sources test cac-wxfb
    """
    from watcher.errors import NotSane, ParseError
    from watcher.model.page import Page
    from watcher.pipeline.listing import ensure_sane
    from watcher.pipeline.reading import read_listing
    from watcher.sources import first_request

    with services() as opened:
        chosen = find_source(opened.sources, source)
        answer = opened.fetcher.fetch(first_request(chosen))
        if not isinstance(answer, Page):
            raise NotSane("The server answered 304 to a plain request")
        listing = opened.parsers.call(read_listing, chosen, answer, opened.today(chosen))
    rows = listing.entries
    if as_json:
        for entry in rows:
            print_json(
                {
                    "position": entry.position,
                    "title": entry.title,
                    "url": entry.url,
                    "published": entry.published_on,
                    "inline": entry.body_html is not None,
                    "problems": list(entry.problems),
                }
            )
    else:
        print_rows(
            f"{chosen.id}: {answer.final_url}",
            ["#", pick("日期", "date"), pick("标题", "title"), pick("链接", "link"),
             pick("存疑", "doubtful")],
            ([entry.position, entry.published_on, entry.title,
              entry.url or pick("正文在列表中", "inline"),
              "; ".join(entry.problems)] for entry in rows),
            empty=pick("一行也没有读到", "not a single row was read"),
        )  # fmt: skip
        for problem in listing.problems:
            typer.echo(f"! {problem}")
    try:
        ensure_sane(chosen, listing)
    except ParseError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
