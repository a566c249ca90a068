"""``watcher match``: which notice a file carries, and why."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.match_words import say_evidence, say_kind, say_reason, say_relation
from watcher.cli.output import AsJson, clean, console, language, pick, print_json, print_rows
from watcher.cli.output import services as open_services
from watcher.errors import InputError

if TYPE_CHECKING:
    from rich.text import Text

    from watcher.dedup import Examined, Stretch
    from watcher.model.match import Match
    from watcher.pipeline.explaining import Explanation

HTML = frozenset({".html", ".htm", ".shtml", ".xhtml"})
CONTEXT = 60
"""Characters shown at either end of a long stretch that both texts share."""


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(match)


def match(
    file: Annotated[Path, typer.Argument(help="A text or HTML file.")],
    title: Annotated[str | None, typer.Option(help="Its title, if the file does not say.")] = None,
    published: Annotated[
        datetime | None, typer.Option(help="Its day.", formats=["%Y-%m-%d"])
    ] = None,
    url: Annotated[str | None, typer.Option(help="The address it came from.")] = None,
    *,
    whole: Annotated[
        bool, typer.Option("--whole", help="Show long equal stretches whole.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say which stored notice a file carries and why; store nothing.

    Example: watcher match page.html --title "关于开展专项行动的通知"
    """
    from watcher.pipeline.explaining import explain
    from watcher.pipeline.ingest import Item
    from watcher.text.charset import decode

    try:
        text = decode(file.read_bytes()).text
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}") from error
    if not text.strip():
        raise InputError(f"{file}: the file is empty")
    is_html = file.suffix.lower() in HTML
    item = Item(
        id=str(file),
        text=None if is_html else text,
        html=text if is_html else None,
        title=title,
        url=url,
        published_on=published.date() if published else None,
    )
    with open_services(needs_sources=False) as opened:
        found = explain(opened, item)
    if as_json:
        print_json(explanation_json(found))
    else:
        _show(found, whole=whole)


def explanation_json(found: Explanation) -> dict[str, Any]:
    """Return an explanation as a flat JSON object."""
    verdict = found.match
    return {
        "title": found.document.title,
        "published": found.document.published_on,
        "notice": verdict.notice_id,
        "relation": verdict.relation.value,
        "score": round(verdict.score, 4),
        "evidence": verdict.evidence,
        "also": list(verdict.also),
        "additions": verdict.additions,
        "links": [
            {"notice": link.notice_id, "relation": link.relation.value, "evidence": link.evidence}
            for link in verdict.links
        ],
        "candidates": [_candidate_json(each) for each in found.examined],
        "aligned_with": found.aligned_with,
        "alignment": [
            {"op": each.op.value, "mine": each.mine, "theirs": each.theirs}
            for each in found.alignment
        ],
    }


def _candidate_json(each: Examined) -> dict[str, Any]:
    candidate = each.candidate
    return {
        "notice": candidate.notice_id,
        "title": candidate.document.title,
        "url": candidate.document.url,
        "published": candidate.document.published_on,
        "kind": each.kind,
        "score": round(each.score, 4),
        "shared_characters": each.matched,
        "share_of_page": round(each.shares[0], 4),
        "share_of_candidate": round(each.shares[1], 4),
        "shingles": candidate.shared,
        "weight": round(candidate.weight, 2),
        "reasons": list(each.reasons),
    }


def _show(found: Explanation, *, whole: bool) -> None:
    out, chinese = console(), language() == "zh"
    day = _day(found.document.published_on)
    out.print(f"{clean(found.document.title)}  {day}", style="bold", markup=False)
    out.print(tell_verdict(found.match, chinese=chinese), markup=False, highlight=False)
    if found.match.additions:
        heading = pick("新增内容：", "It adds:")
        out.print(f"{heading}\n{clean(found.match.additions)}", markup=False, highlight=False)
    print_rows(
        pick("候选", "Candidates"),
        [pick("通知", "notice"), pick("标题", "title"), pick("结论", "verdict"),
         pick("得分", "score"), pick("相同字数", "shared"), pick("占本页", "of page"),
         pick("占候选", "of candidate"), pick("理由", "why")],
        (_row(each, chinese=chinese) for each in found.examined),
        empty=pick("库中没有可逐字比对的页面。", "Nothing stored has words in common with it."),
    )  # fmt: skip
    if found.alignment:
        legend = pick(
            "比对（绿：相同；黄：改动；蓝：本页独有；红：对方独有）",
            "Alignment (green: the same; yellow: changed; blue: this page only; red: theirs only)",
        )
        out.print(f"\n{legend}  {found.aligned_with}", style="bold", markup=False)
        out.print(paint(found.alignment, whole=whole))


def tell_verdict(verdict: Match, *, chinese: bool) -> str:
    """Return a verdict in words: which notice, what the page is to it, and the evidence."""
    evidence = say_evidence(verdict.evidence) if chinese else verdict.evidence
    relation = say_relation(verdict.relation.value, chinese=chinese)
    if verdict.notice_id is None:
        head = f"新的一份通知（{relation}）。" if chinese else f"A new notice ({relation})."
    else:
        score = f"{verdict.score:.2f}"
        head = (
            f"{verdict.notice_id} 的{relation}，把握 {score}。"
            if chinese
            else f"A {relation} of {verdict.notice_id}, score {score}."
        )
    lines = [f"{head}{'' if chinese else ' '}{clean(evidence)}"]
    if verdict.also:
        others = "、".join(verdict.also) if chinese else ", ".join(verdict.also)
        lines.append(f"还证明这些是同一份：{others}" if chinese else f"Also shows as one: {others}")
    for link in verdict.links:
        why = say_evidence(link.evidence) if chinese else link.evidence
        kind = say_relation(link.relation.value, chinese=chinese)
        lines.append(f"  {link.notice_id} {kind}: {clean(why)}")
    return "\n".join(lines)


def _row(each: Examined, *, chinese: bool) -> list[str]:
    reasons = [say_reason(reason) for reason in each.reasons] if chinese else list(each.reasons)
    return [
        each.candidate.notice_id,
        each.candidate.document.title,
        say_kind(each.kind, chinese=chinese),
        f"{each.score:.2f}",
        f"{each.matched:,}",
        f"{each.shares[0]:.0%}",
        f"{each.shares[1]:.0%}",
        ("；" if chinese else "; ").join(reasons),
    ]


def paint(alignment: tuple[Stretch, ...], *, whole: bool) -> Text:
    """Return an alignment in colours; long equal stretches are shortened in their middle."""
    from rich.text import Text

    from watcher.dedup import Op

    view = Text()
    for each in alignment:
        if each.op is Op.SHARED:
            view.append(clean(each.mine if whole else _shortened(each.mine)), style="green")
        elif each.op is Op.ADDED:
            view.append(clean(each.mine if whole else _shortened(each.mine)), style="blue")
        elif each.op is Op.LEFT_OUT:
            theirs = each.theirs if whole else _shortened(each.theirs)
            view.append(f"[-{clean(theirs)}-]", style="red")
        else:
            view.append(f"[-{clean(each.theirs)}-]", style="red")
            view.append(f"[+{clean(each.mine)}+]", style="yellow")
    return view


def _shortened(text: str) -> str:
    if len(text) <= 3 * CONTEXT:
        return text
    return f"{text[:CONTEXT]} …({len(text) - 2 * CONTEXT:,})… {text[-CONTEXT:]}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
