"""``watcher campaigns confirm``, ``rename``, ``reject`` and ``relabel``: the user decides."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.output import AsJson, clean, console, language, pick, print_json, services
from watcher.cli.rule_words import say_label_kind, say_rule, say_value

if TYPE_CHECKING:
    from watcher.model.proposal import Decision
    from watcher.pipeline.relabel import Relabelled

ProposalId = Annotated[str, typer.Argument(help="An id such as proposed-2026-0a1b2c3d.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file to ``watcher campaigns``."""
    for command in (confirm, rename, reject, relabel):
        app.command()(command)


def confirm(proposal: ProposalId, as_json: AsJson = False) -> None:
    """Take a proposed campaign into the catalogue of this installation.

    Example: watcher campaigns confirm proposed-2026-0a1b2c3d
    """
    from watcher.model.proposal import Decision

    _decide(proposal, Decision.CONFIRMED, None, as_json=as_json)


def rename(
    proposal: ProposalId,
    name: Annotated[str, typer.Argument(help="The official name with its year.")],
    as_json: AsJson = False,
) -> None:
    """Confirm a proposed campaign under its right name; the printed one stays another name of it.

    The name of a campaign that is in the catalogue makes the printed one another name of that.
    Example: watcher campaigns rename proposed-2026-0a1b2c3d "清朗·整治样例乱象(2026)"
    """
    from watcher.model.proposal import Decision

    _decide(proposal, Decision.CONFIRMED, name, as_json=as_json)


def reject(proposal: ProposalId, as_json: AsJson = False) -> None:
    """Say that a proposed campaign is none: its name is no label any more.

    Example: watcher campaigns reject proposed-2026-0a1b2c3d
    """
    from watcher.model.proposal import Decision

    _decide(proposal, Decision.REJECTED, None, as_json=as_json)


def _decide(proposal: str, decision: Decision, name: str | None, *, as_json: bool) -> None:
    from watcher.cli.campaigns import campaign_json
    from watcher.pipeline.deciding import decide

    with services(needs_sources=False) as opened:
        found, count = decide(opened, proposal, decision, name=name)
    if as_json:
        print_json(campaign_json(found.campaign) | {"state": found.state.value, "pages": count})
        return
    words = {
        "confirmed": pick("已纳入目录", "is in the catalogue now"),
        "rejected": pick("已否决，不再提出", "is rejected and not proposed again"),
    }[found.state.value]
    pages = pick(f"；{count} 页的标签已更新", f"; labels of {count} pages changed")
    typer.echo(f"{clean(found.campaign.name)} {words}{pages if count else ''}")


def relabel(
    apply: Annotated[bool, typer.Option("--apply", help="Store the new labels.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what the rules, the catalogue and the watch-list of today would change in stored labels.

    Nobody is alerted, and without --apply nothing is stored.
    Example: watcher campaigns relabel --apply
    """
    from watcher.pipeline.relabel import apply_changes, find_changes

    with services(needs_sources=False) as opened:
        found = list(find_changes(opened))
        if apply:
            apply_changes(opened, found)
    for each in found:
        _show(each, as_json=as_json)
    if as_json:
        return
    kinds = Counter(change.kind for each in found for change in each.changes)
    counts = pick("，", ", ").join(
        f"{say_label_kind(kind, language())} {count}" for kind, count in sorted(kinds.items())
    )
    pages = pick(f"{len(found)} 页的标签不同", f"labels of {len(found)} pages differ")
    done = pick("已更新", "stored")
    ask = pick("加 --apply 即更新", "add --apply to store them")
    typer.echo(f"{pages}{f' ({counts})' if counts else ''}"
               + (f"{pick('；', '; ')}{done if apply else ask}" if found else ""))  # fmt: skip


def _show(found: Relabelled, *, as_json: bool) -> None:
    if as_json:
        changes = [
            {"kind": each.kind, "old": each.old, "new": each.new, "rule": each.rule}
            for each in found.changes
        ]
        print_json({"id": found.page.public_id, "notice": found.page.notice_id, "changes": changes})
        return
    out = console()
    out.print(f"{found.page.notice_id}  {clean(found.page.title)}", markup=False, highlight=False)
    for each in found.changes:
        old, new = (say_value(each.kind, one, language()) or "—" for one in (each.old, each.new))
        kind, colon = say_label_kind(each.kind, language()), pick("：", ": ")
        line = f"  {kind}{colon}{old} → {new}  [{say_rule(each.rule, language())}]"
        out.print(clean(line), markup=False, highlight=False)
