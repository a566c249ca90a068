"""What a notice means for its reader: who of his is named, by when what is due, what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watcher.alerts.formats.safety import one_line
from watcher.model.event import Event
from watcher.model.facts import Deadline
from watcher.model.lineage import Against, FocusChange, FocusNote, News
from watcher.model.watch import Hit, HitKind

NAMES_SHOWN = 6
DEADLINES_SHOWN = 4
POINTS_SHOWN = 6
POINT_CHARACTERS = 26
TEXT_CHARACTERS = 40

_WORDS = {
    "sure": ("点名", "named"),
    "possible": ("疑似，待核", "possibly, to be checked"),
    "more": ("等 {count} 处", "{count} in all"),
    "undated": ("{text}（起算见原文）", "{text} (from when: see the text)"),
    "open": ("未定", "open"),
    Against.LAST_CAMPAIGN: ("较上一次（{name}）", "against the last one ({name})"),
    Against.LAST_BATCH: ("较上一批（{name}）", "against the last batch ({name})"),
    FocusChange.NEW: ("新增", "new"),
    FocusChange.GONE: ("不再单列", "gone"),
    FocusChange.KEPT: ("延续", "kept"),
    FocusChange.MENTIONED: ("仍提及", "still mentioned"),
    "count": ("{what} {count} 项", "{count} {what}"),
    "again": ("再次点名", "named again"),
    "none": ("两次的重点无可比对", "no focus points to compare"),
    HitKind.NAME: ("名称", "name"),
    HitKind.ALIAS: ("别名", "listed name"),
    HitKind.SHORT_FORM: ("简称", "short form"),
    HitKind.CREDIT_CODE: ("信用代码", "credit code"),
    HitKind.MASKED: ("打码", "masked"),
    HitKind.EMBEDDED: ("词中", "inside a word"),
    HitKind.CODE_MISPRINT: ("代码差一位", "code off by one"),
}
"""Chinese, English. Values from pages are put in, never read."""

_SHOWN_FIRST = (FocusChange.NEW, FocusChange.GONE, FocusChange.KEPT, FocusChange.MENTIONED)


def _say(key: str, language: str, **values: object) -> str:
    return _WORDS[key][language == "en"].format(**values)


def say_kind(kind: HitKind, language: str) -> str:
    """Say how a name was found: by its full name, masked, by its credit code ..."""
    return _say(kind, language)


def bearing(event: Event, language: str) -> Iterator[tuple[str, str]]:
    """Yield (key of a label, value) of what an event bears on; nothing where it says nothing."""
    if event.named:
        yield "named", tell_names(event.named, language)
    if event.starts_on or event.ends_on:
        days = (event.starts_on, event.ends_on)
        yield "runs", " → ".join(day.isoformat() if day else _say("open", language) for day in days)
    if event.deadlines:
        yield "deadlines", tell_deadlines(event.deadlines, language)
    for news in event.news:
        yield "news", tell_news(news, language)


def tell_names(hits: Sequence[Hit], language: str) -> str:
    """Say which listed names stand in the text, the sure ones first, each once."""
    parts = []
    for is_sure in (True, False):
        found = {
            (hit.span.text, hit.listed, hit.kind) for hit in hits if hit.kind.is_sure is is_sure
        }
        shown = [_tell_name(*one, language) for one in sorted(found)[:NAMES_SHOWN]]
        if len(found) > NAMES_SHOWN:
            shown.append(_say("more", language, count=len(found)))
        if shown:
            label = _say("sure" if is_sure else "possible", language)
            parts.append(_pair(label, _list(shown, language), language))
    return _join(parts, language)


def _tell_name(printed: str, listed: str, kind: HitKind, language: str) -> str:
    text, name = one_line(printed, TEXT_CHARACTERS), one_line(listed, TEXT_CHARACTERS)
    how = _say(kind, language)
    if language == "en":
        return f"“{text}” ({how})" if text == name else f"“{text}” ({how}: {name})"
    return f"“{text}”（{how}）" if text == name else f"“{text}”（{how}：{name}）"


def tell_deadlines(deadlines: Sequence[Deadline], language: str) -> str:
    """Say what is due when, the next first; last those whose day the text does not give."""
    dated = sorted((one for one in deadlines if one.due_on), key=lambda one: str(one.due_on))
    ordered = [*dated, *(one for one in deadlines if one.due_on is None)]
    shown = [_tell_deadline(one, language) for one in ordered[:DEADLINES_SHOWN]]
    if len(ordered) > DEADLINES_SHOWN:
        shown.append(_say("more", language, count=len(ordered)))
    return _join(shown, language)


def _tell_deadline(one: Deadline, language: str) -> str:
    if one.due_on is None:
        return _say("undated", language, text=one_line(one.span.text, TEXT_CHARACTERS))
    return f"{one.due_on} {one_line(one.text, TEXT_CHARACTERS)}"


def tell_news(news: News, language: str) -> str:
    """Say in a bounded line what is new, gone and kept, and who is named again."""
    head = _say(news.against, language, name=one_line(news.name, TEXT_CHARACTERS))
    parts = []
    for change in _SHOWN_FIRST:
        points = _points(news.notes, change)
        if points:
            shown = [one_line(point, POINT_CHARACTERS) for point in points[:POINTS_SHOWN]]
            more = ["…"] if len(points) > POINTS_SHOWN else []
            label = _say("count", language, what=_say(change, language), count=len(points))
            parts.append(_pair(label, _list([*shown, *more], language), language))
    if news.again:
        again = [f"“{one_line(name, POINT_CHARACTERS)}”" for name in news.again[:NAMES_SHOWN]]
        parts.append(_pair(_say("again", language), _list(again, language), language))
    return _pair(head, _join(parts, language) or _say("none", language), language)


def _points(notes: Sequence[FocusNote], change: FocusChange) -> list[str]:
    """Give the points of one kind, each once; a kept one by its present heading."""
    return list(dict.fromkeys(note.new or note.old for note in notes if note.change is change))


def _pair(label: str, value: str, language: str) -> str:
    return f"{label}：{value}" if language == "zh" else f"{label}: {value}"


def _join(parts: Sequence[str], language: str) -> str:
    return ("；" if language == "zh" else "; ").join(parts)


def _list(parts: Sequence[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)
