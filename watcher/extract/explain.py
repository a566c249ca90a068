"""Why a page was read as it was: for people who look into a reading, never on the hot path."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from watcher.extract import furniture
from watcher.extract.container import Content
from watcher.extract.furniture import Look
from watcher.extract.html import lay_out, read_sheet
from watcher.extract.recurring import mark
from watcher.extract.region import BARRIER, find_region
from watcher.extract.titles import weigh_titles
from watcher.model.source import DetailRules
from watcher.text.outline import Outline

_MOST_LINES = 12
_SHOWN = 60
_MOST_RIVALS = 3
_LOOKS = {
    Look.RELATED: "opens a list of other pages",
    Look.FURNITURE: "page furniture: a label, button or note of the site",
    Look.TEASER: "cut text of another page",
    Look.DATE: "a bare date",
}


def explain_html(
    html: str,
    *,
    url: str | None = None,
    rules: DetailRules | None = None,
    today: date,
    recurring: Collection[int] = (),
) -> dict[str, Any]:
    """Say what was read from a page and why, as plain values.

    ``fields``: of title, day and body where each came from and how sure it is. ``block``: the
    element chosen, its path, its share of all that speaks for a notice, and why. ``rivals``:
    the next heaviest stretches. ``left_out``: lines inside the block that are not its text, with
    why. ``titles``: all candidates, best first, with their scores.
    """
    rules = rules or DetailRules()
    sheet = lay_out(html, rules, recurring)
    document = read_sheet(sheet, url=url, rules=rules, today=today)
    content = sheet.content
    return {
        "fields": {
            name: {"from": where, "sure": document.confidence.get(name)}
            for name, where in document.provenance.items()
        },
        "block": _describe(sheet.outline, content),
        "rivals": _find_rivals(content),
        "left_out": _find_left_out(content, recurring),
        "titles": [
            {"text": text[:_SHOWN], "from": where, "score": round(score, 2)}
            for where, text, score in weigh_titles(sheet.meta, content)[:_MOST_LINES]
        ],
        "dates": [{"text": text[:_SHOWN], "from": where} for where, text in sheet.meta.days],
        "problems": list(document.problems),
    }


def _describe(outline: Outline, content: Content) -> dict[str, Any]:
    start, end = content.start, content.end
    why = {
        "selector": "a selector of the source's rules chose it",
        "container": "its name is that of a known CMS family's container",
        "density": "it is the lowest block that holds the stretch of lines that weighs most",
    }.get(content.how, "no block speaks for being the notice")
    return {
        "why": why,
        "path": _path(outline, content.element),
        "lines": [start, end],
        "core": list(content.core),
        "weight": round(sum(max(0.0, weight) for weight in content.weights[start:end]), 1),
        "share": round(content.share, 2),
        "first": content.kept[0][:_SHOWN] if content.kept else "",
        "last": content.kept[-1][:_SHOWN] if content.kept else "",
    }


def _path(outline: Outline, element: int) -> str:
    steps: list[str] = []
    while element >= 0:
        attributes = outline.raws[element].attributes
        name = outline.tags[element]
        if attributes.get("id"):
            name += f"#{attributes['id']}"
        classes = (attributes.get("class") or "").split()
        steps.append(name + "".join(f".{each}" for each in classes[:3]))
        element = outline.parents[element]
    return " > ".join(reversed(steps))


def _find_rivals(content: Content) -> list[dict[str, Any]]:
    """Give the stretches that weigh most among the lines outside the chosen block."""
    weights = list(content.weights)
    weights[content.start : content.end] = [BARRIER] * (content.end - content.start)
    rivals = []
    for _ in range(_MOST_RIVALS):
        start, end = find_region(weights)
        if end <= start:
            break
        rivals.append(
            {
                "lines": [start, end],
                "weight": round(sum(weights[start:end]), 1),
                "first": content.lines[start].text[:_SHOWN],
            }
        )
        weights[start:end] = [BARRIER] * (end - start)
    return rivals


def _find_left_out(content: Content, recurring: Collection[int]) -> list[dict[str, Any]]:
    kept = set(content.kept)
    marks = mark(content.lines, recurring)
    found = []
    for index in range(max(0, content.start - 3), min(len(content.lines), content.end + 3)):
        line = content.lines[index]
        if line.text in kept:
            continue
        look = furniture.look_at(line.text)
        why = "links to other pages" if line.linked > 0.6 else _LOOKS.get(look, "")
        if marks[index]:
            why = "stands on many pages of this host"
        outside = not content.start <= index < content.end
        found.append(
            {
                "line": index,
                "text": line.text[:_SHOWN],
                "why": why or ("outside the block" if outside else "says nothing by itself"),
            }
        )
    return found[:_MOST_LINES]
