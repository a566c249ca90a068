"""To whom a notice is addressed, its number, and what it demands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.campaigns.view import Part, View
from watcher.model.facts import Fact, Requirement

ADDRESSEES = re.compile(
    r"^\s*((?:各|有关|全国各|中央和国家|新疆)[^:：\n。]{2,400})[:：]", re.MULTILINE
)
NUMBER = re.compile(r"[一-龥]{2,12}〔20\d\d〕\s?\d{1,5}\s?号")
MARKS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[.、．](?!\d)"),
)
ANY_MARK = r"[ \t]*(?:" + "|".join(f"({one.pattern})" for one in MARKS) + ")"
FIRST_MARK = re.compile(ANY_MARK)
MARK = re.compile(rf"[\n。:：;；]{ANY_MARK}")
"""A mark behind the border before it: what begins with a set of characters is searched fast."""
MAX_HEADING = 24
MAX_LEAD_IN = 30
COUNTED = re.compile(r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个|大|类|项|种|点|方面)")
SPELLED = re.compile(
    r"(?P<mark>[一二三四五六七八九十]{1,2})是(?P<text>[^\n]+?)"
    r"(?=[。；;][一二三四五六七八九十]{1,2}是|[。；;]?\n|[。；;]?$)"
)
"""一是 … 二是 … up to the next of them or the end of the line."""
AIM = re.compile(r"(?:工作|总体|主要|行动)?目标|总体要求|指导思想|基本原则|工作背景|总体思路")
"""Sections that ask for nothing."""


def read_addressees(view: View) -> tuple[Fact, ...]:
    """Give the parties that the notice is addressed to, split where the list says so."""
    found = ADDRESSEES.search(view.body.text[:800])
    if found is None:
        return ()
    places = (
        (found.start(1) + piece.start(), found.start(1) + piece.end())
        for piece in re.finditer(r"[^,，;；\s][^,，;；]*", found.group(1))
    )
    return tuple(
        Fact(value=view.body.said(*place).strip(), span=view.body.span(*place)) for place in places
    )


def read_document_number(view: View) -> Fact | None:
    """Give the document number, from the page's own field or the head of the text."""
    if view.document.document_number:
        return Fact(value=view.document.document_number)
    for part in (view.title, view.body):
        found = NUMBER.search(part.text[:400])
        if found is not None:
            span = part.span(found.start(), found.end())
            return Fact(value=span.text, span=span)
    return None


def read_requirements(part: Part, *, foot: int | None = None) -> Iterator[Requirement]:
    """Give the numbered demands, each under the heading above it.

    ``foot`` is where the names of those who sign begin: no demand goes on behind it.
    """
    text = part.text[: part.tail_start]
    first = FIRST_MARK.match(text)
    marks = [*([first] if first else []), *MARK.finditer(text, first.end() if first else 0)]
    heading, heading_level = "", len(MARKS)
    for index, found in enumerate(marks):
        level, mark = _level(found), found.group(found.lastindex or 0)
        end = marks[index + 1].start() + 1 if index + 1 < len(marks) else len(text)
        if foot is not None and found.end() < foot < end:
            end = foot
        following = index + 1 < len(marks) and _level(marks[index + 1]) > level
        content = part.show(found.end(), end)
        is_heading = len(content.strip()) <= MAX_HEADING and "。" not in content
        if following or (level == 0 and is_heading):
            heading, heading_level = _first_line(part.said(found.end(), end)), level
            continue
        if level <= heading_level:
            heading = ""
        if level == 0 and AIM.fullmatch(_first_line(part.said(found.end(), end))):
            continue
        yield Requirement(
            number=mark.strip("、.．"),
            heading=heading,
            text=content.strip(),
            span=part.span(found.end(), end),
        )


def read_spelled(part: Part) -> Iterator[Requirement]:
    """Give 一是 … 二是 … of running text, in its order."""
    text, heading = part.text[: part.tail_start], ""
    for found in SPELLED.finditer(text):
        if found.group("mark") == "一":
            heading = _find_lead_in(part, found.start())
        span = part.span(found.start("text"), found.end("text"))
        yield Requirement(number=found.group("mark"), heading=heading, text=span.text, span=span)


def _find_lead_in(part: Part, position: int) -> str:
    """Give the clause that announces what is counted off, as 重点关注三个方面情况 does."""
    least = max(0, position - 2 * MAX_LEAD_IN)
    end = least + len(part.text[least:position].rstrip(" \t\n。:："))
    start = max(least, *(part.text.rfind(mark, least, end) + 1 for mark in "。;；,，\n"))
    clause = part.said(start, end).strip()
    return clause if len(clause) <= MAX_LEAD_IN and COUNTED.search(clause) else ""


def _level(found: re.Match[str]) -> int:
    return (found.lastindex or 1) - 1


def _first_line(text: str) -> str:
    return re.split(r"[\n。:：]", text.strip(), maxsplit=1)[0]
