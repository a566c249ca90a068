"""Two notices side by side: focus points, cases or tasks, then demands, days and accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from watcher.campaigns.catalogue import SERIES, YEAR, Catalogue
from watcher.campaigns.discovery import read_plan
from watcher.campaigns.facts import read_facts
from watcher.campaigns.focus import FOCUS_HEADING, INTRODUCED, compare_focus, read_focus
from watcher.model.document import Document
from watcher.model.facts import Facts, Requirement
from watcher.model.label import DocumentType
from watcher.model.lineage import FocusNote, FocusPoint, PlanTask
from watcher.text.fold import fold

# “甲”“乙”等账号编造…: whom a case names says nothing about what it is a case of.
WHOM = re.compile(
    r"^\s*(?:[^“「『，,。\n]{0,8}[“「『][^”」』\n]{1,40}[”」』]\s?[、,，和]?\s?)+(?:等[^，,。\n]{0,8}?)?"
    r"(?:账号|帐号|小程序|应用|app|平台|网站|直播间|主播)?",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[。；;\n]")
LEAST_POINTS = 2
LEAST_TITLE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A single fact on both sides; ``kind`` is a field of Facts. Empty where a side is silent."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a later notice says against an earlier one.

    ``points`` are what the two are about (focus points, cases, tasks), ``demands`` what they ask
    for. ``facts`` are those that differ, ``same`` those that both say alike. ``accounts`` are
    those that both name.
    """

    points: tuple[FocusNote, ...]
    demands: tuple[FocusNote, ...]
    facts: tuple[FactChange, ...]
    accounts: tuple[str, ...]
    same: tuple[FactChange, ...] = ()


def read_points(
    document: Document, document_type: str | None, catalogue: Catalogue
) -> tuple[FocusPoint, ...]:
    """Give what a notice is about, point by point; empty where it has no points.

    A plan's are its tasks, a bulletin's its cases, any other notice's its focus points.
    """
    if document_type == DocumentType.ANNUAL_PLAN:
        points = tuple(_task(task, catalogue) for task in read_plan(document, catalogue))
        return points if len(points) >= LEAST_POINTS else read_focus(document)
    if document_type == DocumentType.CASE_BULLETIN:
        return tuple(_read_cases(read_facts(document)))
    return read_focus(document)


def _task(task: PlanTask, catalogue: Catalogue) -> FocusPoint:
    """Give a task under the name that plans of other years and languages share."""
    campaign = catalogue.by_id.get(task.campaign_id or "")
    title = campaign.core if campaign else YEAR.sub("", task.name)
    title = title.removeprefix(SERIES).strip("·“”‘’ ")
    return FocusPoint(title=title, text=title, span=task.span)


def _read_cases(facts: Facts) -> Iterator[FocusPoint]:
    """Give what each case is a case of: its first sentence without the names."""
    for item in facts.requirements:
        first = SENTENCE_END.split(fold(item.text).text.strip(), maxsplit=1)[0]
        title = WHOM.sub("", first).strip(" ,，:：")
        if len(title) >= LEAST_TITLE:
            yield FocusPoint(title=title, text=first, span=item.span)


def compare_notices(
    old: Document,
    new: Document,
    catalogue: Catalogue,
    *,
    old_type: str | None = None,
    new_type: str | None = None,
) -> Comparison:
    """Compare two notices; ``old`` is the earlier one."""
    before, after = read_facts(old), read_facts(new)
    told = [FactChange(kind=kind, old=say(before), new=say(after)) for kind, say in _SAID.items()]
    return Comparison(
        points=compare_focus(
            read_points(old, old_type, catalogue),
            read_points(new, new_type, catalogue),
            new_text=f"{new.title}\n{new.body}",
        ),
        demands=compare_focus(
            _demands(before, old_type), _demands(after, new_type), new_text=new.body
        ),
        facts=tuple(one for one in told if one.old != one.new),
        same=tuple(one for one in told if one.old == one.new != ""),
        accounts=find_again(before, after),
    )


def _demands(facts: Facts, document_type: str | None) -> Iterator[FocusPoint]:
    """Give the demands that are not focus points, cases or tasks."""
    if document_type in {DocumentType.CASE_BULLETIN, DocumentType.ANNUAL_PLAN}:
        return
    for item in facts.requirements:
        if _is_demand(item, document_type):
            said = fold(item.text).text.strip()
            title = re.split(r"[。:：,，;；\n]", said, maxsplit=1)[0]
            yield FocusPoint(title=title, text=item.text, span=item.span)


def _is_demand(item: Requirement, document_type: str | None) -> bool:
    if FOCUS_HEADING.search(item.heading) or INTRODUCED.search(item.heading):
        return False
    return bool(item.heading) or document_type != DocumentType.LAUNCH_NOTICE


def find_again(before: Facts, after: Facts) -> tuple[str, ...]:
    """Give the accounts that both notices name, in the order of the later one."""
    named = {account.name for account in before.accounts}
    names = (account.name for account in after.accounts if account.name in named)
    return tuple(dict.fromkeys(names))


def _say_length(facts: Facts) -> str:
    if facts.length is None:
        return ""
    return f"{facts.length.months}个月" if facts.length.months else f"{facts.length.days}天"


def _say_deadlines(facts: Facts) -> str:
    return "；".join(f"{one.due_on or ''} {one.text}".strip() for one in facts.deadlines)


_SAID: dict[str, Callable[[Facts], str]] = {
    "issuers": lambda facts: "、".join(one.value for one in facts.issuers),
    "starts": lambda facts: str(facts.starts.day) if facts.starts else "",
    "ends": lambda facts: str(facts.ends.day) if facts.ends else "",
    "length": _say_length,
    "deadlines": _say_deadlines,
}
