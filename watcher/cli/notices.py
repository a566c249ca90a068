"""``watcher notices``: what is known, notice by notice."""

from __future__ import annotations

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
)  # fmt: skip
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model.known import KnownPage, NoticeSummary
    from watcher.store.database import Transaction

app = typer.Typer(no_args_is_help=True, help="List, show and compare notices.")


@app.command("list")
def list_(
    campaign: Annotated[str | None, typer.Option(help="Part of a campaign's name.")] = None,
    search: Annotated[str | None, typer.Option(help="Part of a title.")] = None,
    limit: Annotated[int, typer.Option(help="At most this many, newest first.", min=1)] = 30,
    as_json: AsJson = False,
) -> None:
    """List notices, newest first.

    Example: watcher notices list --campaign 未成年人
    """
    from watcher.store import notices

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        found = notices.list_notices(tx, campaign=campaign, search=search, limit=limit)
    if as_json:
        for each in found:
            print_json(summary_json(each))
        return
    print_rows(
        pick("通知", "Notices"),
        ["id", pick("日期", "date"), pick("标题", "title"), pick("专项行动", "campaign"),
         pick("页", "pages")],
        ([each.id, each.published_on, each.title, each.campaign, each.pages] for each in found),
        empty=pick("还没有通知。先运行：watcher check", "No notices yet. Run: watcher check"),
    )  # fmt: skip


@app.command()
def show(
    notice: Annotated[str, typer.Argument(help="A notice id such as N-7F3K2Q.")],
    as_json: AsJson = False,
) -> None:
    """Show one notice: its text, labels, copies, neighbours and who was told.

    Example: watcher notices show N-7F3K2Q
    """
    from watcher.campaigns.facts import list_bodies
    from watcher.cli.match_words import say_evidence, say_relation
    from watcher.store import events, notices, pages

    chinese = language() == "zh"
    say = say_evidence if chinese else str
    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        summary = find_notice(tx, notice)
        members = notices.pages_of(tx, summary.id)
        links = notices.links_of(tx, summary.id)
        told = events.deliveries_of(tx, summary.id)
        document = pages.present_document(tx, summary.original_page_id)
    copies: list[dict[str, Any]] = [
        {
            "id": page.public_id,
            "url": page.url,
            "relation": page.relation,
            "score": page.score,
            "title": page.title,
            "source": page.source_id,
            "state": page.state.value,
            "first_seen": page.first_seen_at,
            "evidence": page.match_evidence,
        }
        for page in members
    ]
    neighbours: list[dict[str, Any]] = [
        {"notice": link.notice_id, "relation": link.relation.value, "evidence": link.evidence}
        for link in links
    ]
    if as_json:
        rest = {"pages": copies, "links": neighbours, "deliveries": told}
        print_json(summary_json(summary) | rest | {"body": document.body if document else ""})
        return
    out = console()
    out.print(f"{summary.id}  {clean(summary.title)}", style="bold", markup=False)
    for name, value in (
        (pick("发布", "published"), summary.published_on),
        (pick("发文", "issuer"), "、".join(list_bodies(summary.issuer or ""))),
        (pick("专项行动", "campaign"), summary.campaign),
        (pick("阶段", "stage"), summary.stage),
        (pick("类型", "type"), summary.document_type),
        (pick("状态", "state"), pick("已撤下", "withdrawn") if summary.is_withdrawn else None),
    ):
        if value:
            out.print(f"  {name}: {clean(value)}", markup=False)
    print_rows(
        "",
        [pick("关系", "relation"), pick("来源", "source"), pick("地址", "url"),
         pick("依据", "evidence")],
        ([say_relation(each["relation"] or "", chinese=chinese), each["source"],
          each["url"] or each["id"], say(each["evidence"])] for each in copies),
        empty="",
    )  # fmt: skip
    for each in neighbours:
        relation = say_relation(each["relation"], chinese=chinese)
        out.print(f"  {relation} {each['notice']}: {clean(say(each['evidence']))}", markup=False)
    for each in told:
        words = f"  {each['event']} {each['kind']} → {each['channel']}: {each['state']}"
        out.print(words, markup=False)
    if document:
        out.print(f"\n{clean(document.body)}", markup=False, highlight=False)


@app.command()
def diff(
    notice: Annotated[str, typer.Argument(help="A notice id.")],
    page: Annotated[
        str | None, typer.Option(help="Compare the original with this copy (its id or url).")
    ] = None,
    format: Annotated[  # noqa: A002  # the option's name
        str, typer.Option(help="text, markdown, html or json")
    ] = "text",
) -> None:
    """Show the last change of a notice, or what a copy adds and drops.

    Example: watcher notices diff N-7F3K2Q --format markdown
    """
    from watcher import diff as differ
    from watcher.alerts.formats import render_diff
    from watcher.store import notices, pages

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        summary = find_notice(tx, notice)
        states = pages.revisions(tx, summary.original_page_id)
        copies = [
            each
            for each in notices.pages_of(tx, summary.id)
            if page is not None and page in {each.public_id, each.url, each.key}
        ]
        copy = pages.present_document(tx, copies[0].id) if copies else None
    if page is not None:
        if copy is None or not states:
            raise InputError(f"{page!r} is no page of {summary.id} that has a text")
        old, new = states[-1].document, copy
    elif len(states) < 2:
        typer.echo(pick(f"{summary.id} 没有改动过", f"{summary.id} has not changed"))
        return
    else:
        old, new = states[-2].document, states[-1].document
    change = differ.compare(f"{old.title}\n{old.body}", f"{new.title}\n{new.body}")
    typer.echo(render_diff(change, format=format, language=language()))


@app.command()
def split(
    notice: Annotated[str, typer.Argument(help="The notice that holds too much.")],
    page: Annotated[list[str], typer.Argument(help="Ids or urls of pages that belong elsewhere.")],
    reason: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take pages out of a notice into one of their own; nothing found later undoes it.

    Example: watcher notices split N-7F3K2Q https://example.com/a.html --reason "another batch"
    """
    from watcher.pipeline import families
    from watcher.store import notices

    with services(needs_sources=False) as opened, opened.store.writing() as tx:
        summary = find_notice(tx, notice)
        members = notices.pages_of(tx, summary.id)
        moved = [find_page(members, wanted, summary.id) for wanted in dict.fromkeys(page)]
        fresh = families.split_by_hand(tx, summary.id, moved, reason=reason, now=opened.clock())
    if as_json:
        names = [each.public_id for each in moved]
        print_json({"notice": summary.id, "new_notice": fresh, "pages": names})
    else:
        text = pick(
            f"{len(moved)} 页移出 {summary.id}，新通知 {fresh}",
            f"{len(moved)} page(s) moved from {summary.id} to a new notice, {fresh}",
        )
        typer.echo(text)


@app.command()
def merge(
    notice: Annotated[str, typer.Argument(help="The notice that stays.")],
    other: Annotated[list[str], typer.Argument(help="Notices that are the same one.")],
    reason: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put notices together that are one; the others' ids lead to it from then on.

    Example: watcher notices merge N-7F3K2Q N-4M8TXA --reason "same text, retyped"
    """
    from watcher.pipeline import families

    with services(needs_sources=False) as opened, opened.store.writing() as tx:
        kept = find_notice(tx, notice).id
        for each in other:
            dropped = find_notice(tx, each).id
            families.merge_by_hand(tx, kept, dropped, reason=reason, now=opened.clock())
        pages = find_notice(tx, kept).pages
    if as_json:
        print_json({"notice": kept, "merged": other, "pages": pages})
    else:
        typer.echo(
            pick(f"已并入 {kept}，共 {pages} 页", f"merged into {kept}, {pages} page(s) in all")
        )


@app.command("decisions")
def decisions_(
    notice: Annotated[str | None, typer.Argument(help="A notice id; all if none.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what was split and merged by hand, oldest first.

    Example: watcher notices decisions
    """
    from dataclasses import asdict

    from watcher.store import decisions

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        found = decisions.list_decisions(tx, notice)
    if as_json:
        for each in found:
            print_json(asdict(each))
        return
    kinds = {"split": pick("拆分", "split"), "merge": pick("合并", "merge")}
    print_rows(
        pick("人工决定", "Decisions"),
        [pick("时间", "time"), pick("决定", "decision"), pick("通知", "notices"),
         pick("页", "pages"), pick("理由", "reason"), pick("撤销", "undone")],
        ([each.decided_at, kinds[each.kind.value], f"{each.one} · {each.other}", each.detail,
          each.reason, each.undone_at] for each in found),
        empty=pick("没有人工拆分或合并过", "Nothing was split or merged by hand."),
    )  # fmt: skip


def find_page(members: list[KnownPage], wanted: str, notice: str) -> KnownPage:
    """Return the page of a notice that has an id, url or key.

    Raises:
        InputError: the notice has no such page.
    """
    for page in members:
        if wanted in {page.public_id, page.url, page.key}:
            return page
    raise InputError(
        f"{wanted!r} is no page of {notice}",
        hint=f"`watcher notices show {notice}` lists its pages.",
    )


def find_notice(tx: Transaction, notice: str) -> NoticeSummary:
    """Return a notice.

    Raises:
        InputError: the id is malformed or unknown.
    """
    from watcher.store import notices

    notices.notice_number(notice)
    found = notices.get_notice(tx, notice)
    if found is None:
        raise InputError(f"there is no notice {notice}", hint="`watcher notices list` shows all.")
    return found


def summary_json(summary: NoticeSummary) -> dict[str, Any]:
    """Return a notice as a flat JSON object."""
    return {
        "id": summary.id,
        "title": summary.title,
        "published": summary.published_on,
        "issuer": summary.issuer,
        "campaign": summary.campaign,
        "stage": summary.stage,
        "document_type": summary.document_type,
        "official": summary.is_official,
        "withdrawn": summary.is_withdrawn,
        "pages": summary.pages,
        "first_seen": summary.created_at,
    }
