"""``watcher sources add``: from an address to a table in sources.toml."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.doubt_words import tell, tell_unfit
from watcher.cli.output import AsJson, language, pick, print_json, print_rows, services

if TYPE_CHECKING:
    from pathlib import Path

    from watcher.model.source import Source
    from watcher.pipeline.adding import Asked, Proposal

SHOWN_ROWS = 8


def add(
    url: Annotated[str, typer.Argument(help="The address of the page that lists the notices.")],
    *,
    source_id: Annotated[str, typer.Option("--id", help="The id; proposed if left out.")] = "",
    name: Annotated[str, typer.Option(help="The name people read; proposed if left out.")] = "",
    issuer: Annotated[str, typer.Option(help="The body that issues; proposed if left out.")] = "",
    tier: Annotated[str, typer.Option(help="official, repost or aggregator.")] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The site is yours, in a private network.")
    ] = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Read it against its robots.txt; recorded.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at a page that lists notices and add it to sources.toml, once you agree.

    Fetches the list, its second page and one notice, and shows what was read and what is doubtful.
    With --json nothing is asked: --yes writes. Exit status 1 where nothing was added.
    Example: watcher sources add https://www.cac.gov.cn/wxzw/wxfb/A093702index_1.htm
    """
    from watcher import app as root
    from watcher.pipeline.adding import Asked

    asked = Asked(
        url=url.strip(),
        id=source_id,
        name=name,
        tier=_check_tier(tier),
        issuer=issuer,
        allow_private=allow_private,
        ignore_robots=ignore_robots,
    )
    setup = root.read_setup(needs_sources=False)
    sources = setup.config.sources
    _refuse_known(asked, asked.url, sources)
    proposal = _propose(asked, sources)
    _refuse_known(asked, proposal.source.url, sources)
    may_ask = sys.stdin.isatty() and not (yes or dry_run or as_json)
    if not as_json:
        _show(proposal)
    source = _ask_names(proposal.source, asked) if may_ask else proposal.source
    is_wanted = not dry_run and (yes or (may_ask and _ask_to_write(proposal)))
    written = _write(setup.settings.sources_file, source) if is_wanted else None
    if as_json:
        _print_as_json(replace(proposal, source=source), is_added=written is not None)
    else:
        _show_end(source, written, is_dry=dry_run, may_ask=may_ask)
    if not is_wanted and not dry_run:
        raise typer.Exit(1)


def _check_tier(tier: str) -> str:
    from watcher.errors import InputError
    from watcher.model.source import Tier

    if tier and tier not in list(Tier):
        raise InputError(
            pick(f"没有“{tier}”这个层级", f"there is no tier {tier!r}"),
            hint=f"--tier {' | '.join(Tier)}",
        )
    return tier


def _refuse_known(asked: Asked, url: str, sources: tuple[Source, ...]) -> None:
    """Refuse an address or id that is already there.

    Raises:
        InputError: with the id of the source that has it.
    """
    from watcher.errors import InputError
    from watcher.text.urls import canonical

    known = next((each for each in sources if _key(each.url) == _key(url)), None)
    if known is not None:
        raise InputError(
            pick(f"{url} 已由来源 {known.id} 监测", f"{url} is already watched by {known.id}"),
            hint=f"watcher sources test {known.id}",
        )
    if asked.id and any(each.id == asked.id for each in sources):
        raise InputError(
            pick(f"id {asked.id} 已被使用", f"the id {asked.id} is taken"),
            hint=pick("换一个 --id，或不写由程序取名。", "Choose another --id, or leave it out."),
        )
    if not canonical(url).startswith(("http://", "https://")):
        raise InputError(
            pick(f"“{url}”不是网址", f"{url!r} is not a web address"),
            hint=pick("写成 https://主机/路径。", "Write it like https://host/path."),
        )


def _key(url: str) -> str:
    """Give the identity of a listing's address; the fragment names the column on some sites."""
    from urllib.parse import urldefrag

    from watcher.text.urls import canonical

    return f"{canonical(url)}#{urldefrag(url).fragment}"


def _propose(asked: Asked, sources: tuple[Source, ...]) -> Proposal:
    """Fetch and propose; failures are told in the user's language."""
    from watcher.alerts.formats.diagnoses import translate_diagnosis
    from watcher.alerts.formats.hints import translate_hint
    from watcher.errors import FetchError, InputError, ParseError, Refused, WatcherError
    from watcher.pipeline.adding import Unfit, look_at

    words = language()
    try:
        with services(needs_sources=False) as opened:
            return look_at(opened, asked, taken=[each.id for each in sources])
    except Unfit as unfit:
        why, mend = tell_unfit(unfit, words)
        raise InputError(why, hint=mend) from None
    except (FetchError, ParseError) as error:
        hint = translate_hint(error.hint, words, "")
        if isinstance(error, Refused) and error.hint == Refused.default_hint:
            hint = pick(
                "若网站在自己的内网，加 --allow-private。",
                "If the site is yours, in a private network, add --allow-private.",
            )
        raise WatcherError(translate_diagnosis(str(error), words), hint=hint) from None


def _show(proposal: Proposal) -> None:
    rows, words = proposal.listing.entries, language()
    source = proposal.source
    doubtful = {at for doubt in proposal.doubts for at in doubt.rows}
    print_rows(
        f"{source.name} · {source.url}",
        ["#", pick("日期", "date"), pick("标题", "title"), pick("链接", "link"), "?"],
        (
            [at, entry.published_on, entry.title, entry.url, "!" if at in doubtful else ""]
            for at, entry in enumerate(rows[:SHOWN_ROWS], start=1)
        ),
        empty=pick("一行也没有读到", "not a single row was read"),
    )
    if len(rows) > SHOWN_ROWS:
        count = len(rows) - SHOWN_ROWS
        typer.echo(pick(f"… 另有 {count} 行", f"… and {count} more rows"))
    if proposal.family:
        typer.echo(pick("系统：", "site system: ") + f"{proposal.family} ({proposal.evidence})")
    second, detail = proposal.second, proposal.detail
    if second is not None and second.fresh:
        typer.echo(
            pick(
                f"第二页：{second.rows} 行，其中 {second.fresh} 行是第一页没有的（{second.url}）",
                f"second page: {second.rows} rows, {second.fresh} of them new ({second.url})",
            )
        )
    if detail is not None:
        start = " ".join(detail.start.split())[:60]
        typer.echo(
            pick(
                f"正文：{detail.characters} 字，开头：{start}",
                f"one notice: {detail.characters} characters, it begins: {start}",
            )
        )
    for doubt in proposal.doubts:
        typer.echo(f"{'!!' if doubt.is_grave else ' !'} {tell(doubt, words)}")
    typer.echo()
    typer.echo(_table(source))


def _table(source: Source) -> str:
    from watcher.config.appending import render_source

    return render_source(source)


def _ask_names(source: Source, asked: Asked) -> Source:
    """Ask for what only people know; an empty answer takes what is proposed."""
    from watcher.model.source import Tier

    found = source
    if not asked.id:
        found = replace(found, id=typer.prompt("id", default=found.id))
    if not asked.name:
        found = replace(found, name=typer.prompt(pick("名称", "name"), default=found.name))
    if not asked.issuer:
        issuer = typer.prompt(pick("发布机关", "issuer"), default=found.issuer or "")
        found = replace(found, issuer=issuer or None)
    if not asked.tier:
        tier = typer.prompt(
            pick("层级（official、repost、aggregator）", "tier (official, repost, aggregator)"),
            default=found.tier.value,
        )
        found = replace(found, tier=Tier(_check_tier(tier)))
    return found


def _ask_to_write(proposal: Proposal) -> bool:
    is_sure = not any(doubt.is_grave for doubt in proposal.doubts)
    return typer.confirm(pick("写入 sources.toml？", "Write it to sources.toml?"), default=is_sure)


def _write(path: Path, source: Source) -> Path:
    from watcher.config.appending import append_table, render_source

    append_table(path, render_source(source))
    return path


def _show_end(source: Source, written: Path | None, *, is_dry: bool, may_ask: bool) -> None:
    if written is not None:
        typer.echo(
            pick(
                f"已写入 {written}。核对：watcher sources test {source.id}；"
                "运行中的守护进程重载后生效（systemctl reload watcher）。",
                f"Written to {written}. Check it: watcher sources test {source.id}. "
                "A running daemon takes it at its next reload (systemctl reload watcher).",
            )
        )
    elif not is_dry and not may_ask:
        typer.echo(
            pick("没有写入：加 --yes 即可写入。", "Nothing was written: add --yes to write it."),
            err=True,
        )
    else:
        typer.echo(pick("没有写入。", "Nothing was written."))


def _print_as_json(proposal: Proposal, *, is_added: bool) -> None:
    source, second, detail = proposal.source, proposal.second, proposal.detail
    doubts: list[dict[str, Any]] = [
        {
            "subject": doubt.subject.value,
            "rows": list(doubt.rows),
            "grave": doubt.is_grave,
            "says": tell(doubt, language()),
        }
        for doubt in proposal.doubts
    ]
    rows = [
        {"title": entry.title, "url": entry.url, "published": entry.published_on}
        for entry in proposal.listing.entries
    ]
    print_json(
        {
            "id": source.id,
            "added": is_added,
            "kind": source.kind,
            "family": proposal.family or None,
            "name": source.name,
            "tier": source.tier.value,
            "issuer": source.issuer,
            "url": source.url,
            "rows": rows,
            "second_page": {"url": second.url, "rows": second.rows, "new": second.fresh}
            if second
            else None,
            "notice": {
                "url": detail.url,
                "title": detail.title,
                "published": detail.published_on,
                "characters": detail.characters,
            }
            if detail
            else None,
            "doubts": doubts,
            "table": _table(source),
        }
    )
