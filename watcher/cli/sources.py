"""``watcher sources``: what is watched and how it is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.adding import add
from watcher.cli.output import AsJson, language, pick, print_json, print_rows, services
from watcher.cli.running import find_source
from watcher.cli.schema import print_schema
from watcher.cli.words import say_answer, say_value

if TYPE_CHECKING:
    from watcher.model.listing import Listing
    from watcher.model.source import Source
    from watcher.pipeline.adding import Doubt
    from watcher.pipeline.services import Services

app = typer.Typer(no_args_is_help=True, help="Add, list and test the sources.")
app.command()(add)
app.command("schema")(print_schema)


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
                    "ignores_robots": source.ignore_robots,
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
            ([source.id, source.name, say_value("tier", source.tier.value),
              say_value("health", state.health.value), state.last_ok_at,
              _remarks(source, say_answer(state.diagnosis))] for source, state in found),
            empty=pick("sources.toml 里还没有来源", "sources.toml names no source yet"),
        )  # fmt: skip
    if any(state.health.is_broken for _, state in found):
        raise typer.Exit(1)


def _remarks(source: Source, diagnosis: str) -> str:
    """Return what an operator must see of a source: its diagnosis, and rules set aside for it."""
    if not source.ignore_robots:
        return diagnosis
    reason = source.note or source.verified
    override = pick("不理会 robots.txt", "robots.txt overridden")
    override += f" ({reason})" if reason else ""
    return f"{diagnosis}; {override}" if diagnosis else override


@app.command("test")
def try_source(
    source: Annotated[str, typer.Argument(help="A source id of sources.toml.")],
    as_json: AsJson = False,
) -> None:
    """Fetch a source's list and show every row as it was read and what is doubtful in it.

    Nothing is stored. Exit status 1 where the list cannot be believed.
    Example: watcher sources test cac-wxfb
    """
    from watcher.errors import ParseError
    from watcher.pipeline.adding import find_doubts
    from watcher.pipeline.listing import ensure_sane

    with services() as opened:
        chosen = find_source(opened.sources, source)
        today = opened.today(chosen)
        where, listing = _bring(opened, chosen)
    doubts = find_doubts(chosen, listing, today=today)
    if as_json:
        _print_rows_as_json(listing, doubts)
    else:
        _show_rows(f"{chosen.id}: {where}", listing, doubts)
    try:
        ensure_sane(chosen, listing)
    except ParseError as error:
        told = translate(str(error), error.hint, chosen.id)
        typer.echo(f"error: {told[0]}\n  {told[1]}", err=True)
        raise typer.Exit(1) from error


def _bring(opened: Services, source: Source) -> tuple[str, Listing]:
    """Fetch and read a list; a shell is followed to where its rows are."""
    from watcher.errors import NotSane
    from watcher.model.page import Page
    from watcher.pipeline.reading import read_listing
    from watcher.sources import first_request

    request = first_request(source)
    while True:
        answer = opened.fetcher.fetch(request)
        if not isinstance(answer, Page):
            raise NotSane("The server answered 304 to a plain request")
        listing = opened.parsers.call(read_listing, source, answer, opened.today(source))
        if not listing.is_hop or listing.next_page is None or request.url != source.url:
            return answer.final_url, listing
        request = listing.next_page


def _print_rows_as_json(listing: Listing, doubts: tuple[Doubt, ...]) -> None:
    for at, entry in enumerate(listing.entries, start=1):
        about = [doubt.subject.value for doubt in doubts if at in doubt.rows]
        print_json(
            {
                "position": entry.position,
                "title": entry.title,
                "url": entry.url,
                "published": entry.published_on,
                "inline": entry.body_html is not None,
                "problems": list(entry.problems),
                "doubts": about,
            }
        )


def _show_rows(title: str, listing: Listing, doubts: tuple[Doubt, ...]) -> None:
    from watcher.cli.doubt_words import tell, tell_short

    words = language()
    rows = [
        [
            at,
            entry.published_on,
            entry.title,
            entry.url or pick("正文在列表中", "inline"),
            "; ".join(tell_short(doubt, words) for doubt in doubts if at in doubt.rows),
        ]
        for at, entry in enumerate(listing.entries, start=1)
    ]
    print_rows(
        title,
        ["#", pick("日期", "date"), pick("标题", "title"), pick("链接", "link"),
         pick("存疑", "doubtful")],
        rows,
        empty=pick("一行也没有读到", "not a single row was read"),
    )  # fmt: skip
    for doubt in doubts:
        typer.echo(f"{'!!' if doubt.is_grave else ' !'} {tell(doubt, words)}")
    following = listing.next_page.url if listing.next_page else pick("没有找到", "none found")
    typer.echo(pick(f"下一页：{following}", f"next page: {following}"))


def translate(diagnosis: str, hint: str, source_id: str) -> tuple[str, str]:
    """Return a diagnosis and its hint in the user's language."""
    from watcher.alerts.formats.diagnoses import translate_diagnosis
    from watcher.alerts.formats.hints import translate_hint

    words = language()
    return translate_diagnosis(diagnosis, words), translate_hint(hint, words, source_id)
