"""Facts as JSON and in plain words, Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from watcher.model.facts import DayFact, Facts, LengthFact
from watcher.text.pinyin import find_pinyin

WORDS = {
    "zh": {
        "issuers": "发文机关",
        "addressees": "主送",
        "document_number": "文号",
        "signed": "成文日期",
        "published": "发布日期",
        "in_force": "施行日期",
        "starts": "开始",
        "ends": "结束",
        "length": "期限",
        "deadline": "时限",
        "requirement": "要求",
        "account": "点名",
        "figure": "数字",
        "worked out": "（推算：{how}）",
        "start and length": "按开始日和期限",
        "month end": "按月末",
        "from words": "按“{how}”",
        "month only": "（仅到月）",
        "unknown day": "日期不明",
        "months": "{count}个月",
        "days": "{count}天",
        "measures": "（{said}）",
        "colon": "：",
        "comma": "、",
    },
    "en": {
        "issuers": "Issued by",
        "addressees": "Addressed to",
        "document_number": "Number",
        "signed": "Signed",
        "published": "Published",
        "in_force": "In force",
        "starts": "Starts",
        "ends": "Ends",
        "length": "Length",
        "deadline": "Deadline",
        "requirement": "Demand",
        "account": "Named",
        "figure": "Figure",
        "worked out": " (worked out: {how})",
        "start and length": "from start and length",
        "month end": "end of that month",
        "from words": "from “{how}”",
        "month only": " (month only)",
        "unknown day": "day unknown",
        "months": "{count} month(s)",
        "days": "{count} day(s)",
        "measures": " ({said})",
        "colon": ": ",
        "comma": ", ",
    },
}
DAYS = ("signed", "published", "in_force", "starts", "ends")
MAX_TEXT = 60
MOST_READINGS = 4


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Give plain values for JSON; days are ISO texts, spans stay with what they prove."""
    plain: dict[str, Any] = _plain(asdict(facts))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def strip_readings(text: str) -> str:
    """Take injected pinyin out of a text that people read: 網(wǎng)絡 is 網絡."""
    for _ in range(MOST_READINGS):
        edits = find_pinyin(text)
        if not edits:
            break
        for start, end, new in reversed(edits):
            text = f"{text[:start]}{new}{text[end:]}"
    return text


def tell_facts(facts: Facts, *, language: str = "zh") -> tuple[str, ...]:
    """Give a line a fact; ``language`` is "zh" or "en". What is not said has no line."""
    words = WORDS[language]
    lines = (f"{words[key]}{words['colon']}{text}" for key, text in _tell(facts, words))
    return tuple(map(strip_readings, lines))


def _tell(facts: Facts, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key, names in (("issuers", facts.issuers), ("addressees", facts.addressees)):
        if names:
            yield key, words["comma"].join(name.value for name in names)
    if facts.document_number is not None:
        yield "document_number", facts.document_number.value
    for key in DAYS:
        day: DayFact | None = getattr(facts, key)
        if day is not None:
            yield key, _day(day, words)
    if facts.length is not None:
        yield "length", _length(facts.length, words)
    yield from _tell_lists(facts, words)


def _tell_lists(facts: Facts, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for deadline in facts.deadlines:
        due = deadline.due_on.isoformat() if deadline.due_on else words["unknown day"]
        yield "deadline", f"{due} {deadline.text}"
    for demand in facts.requirements:
        heading = f"[{demand.heading}] " if demand.heading else ""
        yield "requirement", f"{heading}{demand.number} {_short(strip_readings(demand.text))}"
    for account in facts.accounts:
        said = words["comma"].join(account.sanctions)
        measures = words["measures"].format(said=said) if said else ""
        yield "account", f"{account.platform}{account.kind}“{account.name}”{measures}"
    for figure in facts.figures:
        yield "figure", f"{figure.counts}{figure.text}"


def _day(day: DayFact, words: dict[str, str]) -> str:
    if not day.is_exact:
        return f"{day.day:%Y-%m}{words['month only']}"
    if day.how in {"said", "page"}:
        return day.day.isoformat()
    how = words.get(day.how) or words["from words"].format(how=day.how)
    return f"{day.day}{words['worked out'].format(how=how)}"


def _length(length: LengthFact, words: dict[str, str]) -> str:
    if length.months:
        return words["months"].format(count=length.months)
    return words["days"].format(count=length.days)


def _short(text: str) -> str:
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= MAX_TEXT else f"{line[: MAX_TEXT - 1]}…"
