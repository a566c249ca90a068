"""``watcher campaigns``: the catalogue, looked through, drawn and checked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.output import (
    AsJson,
    clean,
    console,
    language,
    pick,
    print_json,
    print_rows,
    services,
)
from watcher.cli.rule_words import say_doubt
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.campaigns import Catalogue
    from watcher.model.label import Campaign
    from watcher.model.proposal import Proposal

app = typer.Typer(no_args_is_help=True, help="Campaigns: the catalogue and what was proposed.")
FIRST_YEAR = 2020


@app.command("list")
def list_(
    year: Annotated[int | None, typer.Option(help="Only this year's.")] = None,
    search: Annotated[str | None, typer.Option(help="Part of a name or of an id.")] = None,
    proposed: Annotated[
        bool, typer.Option("--proposed", help="What the catalogue lacks, with its state.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the campaigns of the catalogue, or those proposed by launch notices.

    Example: watcher campaigns list --year 2025
    """
    from watcher.campaigns.pages import begin
    from watcher.store.proposals import list_proposals
    from watcher.text.fold import fold_key

    with services(needs_sources=False) as opened:
        opened.decisions.refresh(opened.store)
        catalogue = opened.decisions.apply(opened.catalogue)
        with opened.store.reading() as tx:
            open_ones = list_proposals(tx)
    if proposed:
        _show_proposals(open_ones, as_json=as_json)
        return
    wanted = fold_key(search or "")
    found = [
        each
        for each in sorted(catalogue.campaigns, key=begin)
        if year in {None, each.year} and (wanted in fold_key(f"{each.name}{each.id}"))
    ]
    if as_json:
        for each in found:
            print_json(campaign_json(each))
        return
    print_rows(
        pick("专项行动", "Campaigns"),
        ["id", pick("名称", "name"), pick("起", "from"), pick("止", "to"), pick("期限", "length")],
        (
            [each.id, each.name, each.starts_on or each.announced_on, each.ends_on,
             each.length_text]
            for each in found
        ),
        empty=pick("目录里没有", "Nothing in the catalogue"),
    )  # fmt: skip


def _show_proposals(found: list[Proposal], *, as_json: bool) -> None:
    if as_json:
        for each in found:
            print_json(
                campaign_json(each.campaign)
                | {"state": each.state.value, "printed": each.printed, "notice": each.notice_id}
            )
        return
    print_rows(
        pick("待定的专项行动", "Proposed campaigns"),
        ["id", pick("名称", "name"), pick("状态", "state"), pick("公告", "notice"),
         pick("起", "from"), pick("止", "to")],
        ([each.id, each.campaign.name, each.state.value, each.notice_id, each.campaign.starts_on,
          each.campaign.ends_on] for each in found),
        empty=pick("没有待定的专项行动", "Nothing was proposed"),
    )  # fmt: skip


@app.command()
def show(
    campaign: Annotated[str, typer.Argument(help="An id or part of a name.")],
    as_json: AsJson = False,
) -> None:
    """Show one campaign: its facts and their sources, its relatives, the notices stored for it.

    Example: watcher campaigns show qinglang-2025-summer
    """
    from watcher.campaigns.lineage import compare_campaigns, trace
    from watcher.campaigns.pages import render_page
    from watcher.store.notices import list_notices

    with services(needs_sources=False) as opened:
        opened.decisions.refresh(opened.store)
        catalogue = opened.decisions.apply(opened.catalogue)
        found = find_campaign(catalogue, campaign)
        with opened.store.reading() as tx:
            notices = [
                each
                for each in list_notices(tx, campaign=found.name, limit=200)
                if each.campaign == found.name
            ]
    relatives = trace(found, catalogue)
    before = relatives.predecessors[0] if relatives.predecessors else None
    notes = compare_campaigns(before, found) if before else ()
    if as_json:
        print_json(
            campaign_json(found)
            | {
                "tasks": [each.id for each in relatives.tasks],
                "predecessors": [each.id for each in relatives.predecessors],
                "successors": [each.id for each in relatives.successors],
                "against_predecessor": [
                    {"change": note.change.value, "old": note.old, "new": note.new}
                    for note in notes
                ],
                "notices": [each.id for each in notices],
            }
        )
        return
    out = console()
    page = clean(render_page(found, catalogue))
    out.print(page, markup=False, highlight=False, soft_wrap=True)
    if before and found.focus and before.focus:
        from watcher.cli.comparing import print_notes

        out.print(pick(f"\n与 {before.name} 相比", f"\nAgainst {before.name}"), markup=False)
        print_notes(notes)
    print_rows(
        "",
        ["id", pick("日期", "date"), pick("类型", "type"), pick("标题", "title")],
        ([each.id, each.published_on, each.document_type, each.title] for each in notices),
        empty=pick("还没有收到它的公告", "No notices of it are stored"),
    )


@app.command()
def timeline(
    year: Annotated[int | None, typer.Argument(help="A year; the newest if none.")] = None,
) -> None:
    """Draw a year's campaigns over its months.

    Example: watcher campaigns timeline 2025
    """
    from watcher.campaigns.pages import render_timeline

    with services(needs_sources=False) as opened:
        opened.decisions.refresh(opened.store)
        catalogue = opened.decisions.apply(opened.catalogue)
    newest = max(each.year for each in catalogue.campaigns)
    wanted = newest if year is None else year
    if not FIRST_YEAR - 20 <= wanted <= newest + 1:
        raise InputError(f"the catalogue knows nothing of {wanted}")
    typer.echo(render_timeline(catalogue, wanted, language=language()))


@app.command()
def lint(
    file: Annotated[
        Path | None, typer.Argument(help="A file of campaigns; else WATCHER_CATALOGUE.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the catalogue, yours with it: faults end with status 2, doubts are listed.

    Example: watcher campaigns lint my-campaigns.toml
    """
    from watcher import app as composition
    from watcher.campaigns import Catalogue
    from watcher.campaigns.doubts import find_doubts
    from watcher.config import load_catalogue

    path = file or composition.read_settings().catalogue_file
    catalogue = Catalogue(load_catalogue(path))
    doubts = find_doubts(catalogue)
    if as_json:
        for identifier, key, words in doubts:
            print_json({"campaign": identifier, "key": key, "doubt": words})
        return
    for identifier, key, words in doubts:
        typer.echo(f"{identifier}: {key}: {say_doubt(words, language())}")
    count = len(catalogue.campaigns)
    typer.echo(
        pick(
            f"{count} 个专项行动，没有错误，{len(doubts)} 处存疑",
            f"{count} campaigns, no faults, {len(doubts)} doubts",
        )
    )


def find_campaign(catalogue: Catalogue, words: str) -> Campaign:
    """Return the campaign of an id, or the one whose name holds the words.

    Raises:
        InputError: there is none, or there are several.
    """
    from watcher.text.fold import fold_key

    if words in catalogue.by_id:
        return catalogue.by_id[words]
    key = fold_key(words)
    found = [each for each in catalogue.campaigns if key and key in fold_key(each.name)]
    exact = [each for each in found if fold_key(each.name) == key]
    if len(exact or found) != 1:
        names = "; ".join(f"{each.id} {each.name}" for each in found[:8])
        what = f"several campaigns are called so: {names}" if found else "no campaign is called so"
        raise InputError(f"{words!r}: {what}", hint="`watcher campaigns list` shows all.")
    return (exact or found)[0]


def campaign_json(campaign: Campaign) -> dict[str, Any]:
    """Return a campaign as a flat JSON object."""
    values = {each.name: getattr(campaign, each.name) for each in fields(campaign)}
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
    }
