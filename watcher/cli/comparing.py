"""``watcher notices facts`` and ``compare``: what a notice says, and what is new in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.output import AsJson, clean, console, language, pick, print_json, services
from watcher.cli.rule_words import say_label_kind, say_place, say_rule, say_value
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.campaigns.comparison import Comparison
    from watcher.model.document import Document
    from watcher.model.known import NoticeSummary
    from watcher.model.label import Label, Labels
    from watcher.model.lineage import FocusNote
    from watcher.store.database import Transaction

SIGNS = {"new": "+", "gone": "-", "kept": "=", "mentioned": "~"}
WORDS = {
    "new": ("新增", "new"),
    "gone": ("不再单列", "gone"),
    "kept": ("延续", "kept"),
    "mentioned": ("不单列，仍提及", "no point of its own, still mentioned"),
    "issuers": ("发文机关", "Issued by"),
    "starts": ("开始", "Starts"),
    "ends": ("结束", "Ends"),
    "length": ("期限", "Length"),
    "deadlines": ("时限", "Deadlines"),
}


def register(app: typer.Typer) -> None:
    """Add the commands of this file to ``watcher notices``."""
    app.command()(facts)
    app.command()(compare)


def facts(
    notice: Annotated[str, typer.Argument(help="A notice id such as N-7F3K2Q.")],
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Show the words and the rule behind each label.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what a notice says: who, when, by when, demands, accounts, figures, names you watch.

    Example: watcher notices facts N-7F3K2Q --json
    """
    from watcher.campaigns.facts import facts_to_json, read_facts, strip_readings, tell_facts
    from watcher.store.labels import labels_of

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        summary, document = _read(tx, notice)
        labels = labels_of(tx, summary.original_page_id)
    found = read_facts(document, published_on=document.published_on or summary.published_on)
    if as_json:
        every = [*labels.campaigns, labels.stage, labels.document_type, *labels.others]
        rows = [_label_json(label) for label in every if label is not None]
        print_json({"id": summary.id, "title": summary.title, "labels": rows}
                   | facts_to_json(found))  # fmt: skip
        return
    out = console()
    head = f"{summary.id}  {clean(strip_readings(summary.title))}"
    out.print(head, style="bold", markup=False, soft_wrap=True)
    for line in (*_tell_labels(labels, evidence=evidence), *tell_facts(found, language=language())):
        said = clean(strip_readings(line))
        out.print(f"  {said}", markup=False, highlight=False, soft_wrap=True)


def _label_json(label: Label) -> dict[str, Any]:
    return {
        "kind": label.kind,
        "value": label.value,
        "score": label.score,
        "rule": label.rule,
        "spans": [[span.where, span.start, span.end, span.text] for span in label.spans],
    }


def _tell_labels(labels: Labels, *, evidence: bool) -> list[str]:
    colon, comma = pick("：", ": "), pick("，", ", ")
    lines = []
    for label in [*labels.campaigns, labels.stage, labels.document_type, *labels.others]:
        if label is None:
            continue
        value = say_value(label.kind, label.value, language())
        line = f"{say_label_kind(label.kind, language())}{colon}{value}"
        if evidence or label.kind == "named":
            places = (
                f"{say_place(span.where, language())}{colon}{span.text}" for span in label.spans
            )
            why = f"{say_rule(label.rule, language())}{comma}{label.score:.2f}"
            line += f"  [{why}] {' / '.join(places)}"
        lines.append(line)
    return list(dict.fromkeys(lines))  # a name stands in a text many times


def compare(
    earlier: Annotated[str, typer.Argument(help="The id of the earlier notice.")],
    later: Annotated[str, typer.Argument(help="The id of the later notice.")],
    as_json: AsJson = False,
) -> None:
    """Say what a later notice brings against an earlier one, point by point: new, gone, kept.

    Example: watcher notices compare N-7F3K2Q N-0B3D5F
    """
    from watcher.campaigns.comparison import compare_notices
    from watcher.campaigns.facts import strip_readings

    with services(needs_sources=False) as opened:
        opened.decisions.refresh(opened.store)
        catalogue = opened.decisions.apply(opened.catalogue)
        with opened.store.reading() as tx:
            (old, old_text), (new, new_text) = _read(tx, earlier), _read(tx, later)
    found = compare_notices(
        old_text, new_text, catalogue, old_type=old.document_type, new_type=new.document_type
    )
    if as_json:
        print_json({"earlier": old.id, "later": new.id} | comparison_json(found))
        return
    out = console()
    for sign, each, text in (("-", old, old_text), ("+", new, new_text)):
        day = each.published_on or _find_day(text)
        head = f"{sign} {each.id}  {day}  {clean(strip_readings(each.title))}"
        out.print(head, style="bold", markup=False, soft_wrap=True)
    print_comparison(found)


def _find_day(document: Document) -> str:
    """Return the day a notice was signed, for one whose page says no day of publication."""
    from watcher.campaigns.facts import read_facts

    signed = read_facts(document).signed
    return pick("{}（成文）", "{} (signed)").format(signed.day) if signed else ""


def print_comparison(found: Comparison) -> None:
    """Print a comparison for a person."""
    out = console()
    for title, notes in (
        (pick("整治重点", "Focus points"), found.points),
        (pick("工作要求", "Demands"), found.demands),
    ):
        if notes:
            out.print(f"\n{title}", markup=False)
            print_notes(notes)
    if not found.points:
        out.print(pick("\n两份公告没有可逐条对比的重点", "\nNo points to compare"), markup=False)
    for fact in found.facts:
        old, new = (_tell_side(side) or pick("未说明", "not said") for side in (fact.old, fact.new))
        name = WORDS[fact.kind][language() == "en"]
        line = f"  {name}{pick('：', ': ')}{old} → {new}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    for fact in found.same:
        name, colon = WORDS[fact.kind][language() == "en"], pick("：", ": ")
        line = f"  {name}{colon}{_tell_side(fact.new)}{_in_brackets(pick('未变', 'unchanged'))}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    if found.accounts:
        names = pick("、", ", ").join(f"“{clean(name)}”" for name in found.accounts)
        out.print(pick(f"  两次都点名：{names}", f"  Named in both: {names}"), markup=False)


def _tell_side(text: str) -> str:
    """Return one side of a fact; lengths in the user's language."""
    if language() == "en":
        text = re.sub(r"^(\d+)个月$", r"\1 month(s)", re.sub(r"^(\d+)天$", r"\1 day(s)", text))
    return clean(text)


def print_notes(notes: Sequence[FocusNote]) -> None:
    """Print one line a point: its sign, what became of it, by which words it was recognised."""
    out = console()
    groups: dict[tuple[str, str], list[FocusNote]] = {}
    for note in notes:  # several old points may go on in one
        groups.setdefault((note.change.value, note.new or note.old), []).append(note)
    for (change, text), group in groups.items():
        olds = [_tell_old(note) for note in group if note.old != text or note.evidence]
        came = f"  {pick('←', '<-')} {pick('、', ', ').join(olds)}" if change == "kept" else ""
        if change == "mentioned":
            came = _in_brackets(f"“{clean(group[0].evidence)}”")
        line = f"  {SIGNS[change]} {WORDS[change][language() == 'en']}  {clean(text)}{came}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _tell_old(note: FocusNote) -> str:
    return clean(note.old) + (_in_brackets(clean(note.evidence)) if note.evidence else "")


def _in_brackets(text: str) -> str:
    return pick(f"（{text}）", f" ({text})")


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values."""
    return {
        "points": [_note_json(note) for note in found.points],
        "demands": [_note_json(note) for note in found.demands],
        "facts": [{"kind": fact.kind, "old": fact.old, "new": fact.new} for fact in found.facts],
        "unchanged": {fact.kind: fact.new for fact in found.same},
        "named_in_both": list(found.accounts),
    }


def _note_json(note: FocusNote) -> dict[str, Any]:
    return {
        "change": note.change.value,
        "old": note.old,
        "new": note.new,
        "evidence": note.evidence,
        "score": note.score,
    }


def _read(tx: Transaction, notice: str) -> tuple[NoticeSummary, Document]:
    from watcher.cli.notices import find_notice
    from watcher.store import pages

    summary = find_notice(tx, notice)
    document = pages.present_document(tx, summary.original_page_id)
    if document is None:
        raise InputError(f"{summary.id} has no text yet")
    return summary, document
