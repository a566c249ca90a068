"""The day a page gives for its publication."""

from __future__ import annotations

import re
from datetime import date

from watcher.extract import furniture
from watcher.extract.container import Content
from watcher.extract.meta import Meta
from watcher.model.source import DetailRules
from watcher.text.dates import date_in_url, find_dates, parse_date
from watcher.text.dom import Dom

_NEAR = (
    "time[datetime], [class*=time i], [id*=time i], [class*=date i], [id*=date i], [class*=pub i]"
)
# The first letters stand in front so that a script is passed over quickly.
_SCRIPT = re.compile(
    r"[PpRrCc](?i:(?<=p)(?:ub(?:lish)?_?time|ubdate|ublish_?date)|(?<=r)elease_?time|(?<=c)reate_?time"
    r"|(?<=\bc)t)[\"']?\s{0,3}[:=]\s{0,3}[\"']([^\"']{8,30})[\"']"
)
_LABEL = re.compile("发布时间|发布日期|發布時間|发表时间|发表于|时间|日期|来源|published|date")
_WRONG = re.compile(
    r"有效|截止|截至|更新|快照|生成|到期|成文日期|施行|修改|修正|修订|通过|批准|审议"
)
_PUBLISHED = re.compile(r"发布时间|发布日期|發布時間|發佈時間|发表时间|发表于|发布于|发稿时间")
_MAX_SCRIPT = 20_000
_HEAD_LINES = 25
_FOOT_LINES = 12


def find_published(
    page: Dom, meta: Meta, content: Content, rules: DetailRules, *, url: str | None, today: date
) -> tuple[date | None, str]:
    """Give the day of publication and where it was read; (None, "") where the page has none."""
    printed = [
        ("selector", node.get("datetime") or node.text)
        for selector in rules.date
        for node in page.css(selector)
    ]
    for where, text in (*printed, *meta.days):
        day = parse_date(text, today=today)
        if day:
            return day, where
    day = _find_near(content, today) or _find_named(page, today)
    if day:
        return day, "page"
    day = _find_in_script(page, today)
    if day:
        return day, "script"
    hint = date_in_url(url)
    return (hint, "url") if hint and hint <= today else (None, "")


def _find_named(page: Dom, today: date) -> date | None:
    """Look into elements whose name speaks of time."""
    for node in page.css(_NEAR)[:40]:
        text = node.get("datetime") or node.text
        days = find_dates(text, today=today) if len(text) < 120 else ()
        if days:
            return days[0].day
    return None


def _find_in_script(page: Dom, today: date) -> date | None:
    """Look for a time that a script sets: WeChat prints its day no other way."""
    for script in page.css("script:not([src])")[:60]:
        match = _SCRIPT.search(script.raw_text[:_MAX_SCRIPT])
        day = parse_date(match[1], today=today) if match else None
        if day:
            return day
    return None


def _find_near(content: Content, today: date) -> date | None:
    """Look for a date line above the body, the nearest with a label first."""
    head = [
        line.text for line in content.lines[max(0, content.start - _HEAD_LINES) : content.start]
    ]
    head += [
        line.text
        for line in content.lines[content.start : content.start + 4]
        if len(line.text) < 100
    ]
    head.reverse()
    labelled = [text for text in head if _LABEL.search(text.lower())]
    for text in [*labelled, *head]:
        if len(text) > 200 or _WRONG.search(text):
            continue
        days = find_dates(text, today=today)
        if days:
            return days[0].day
    below = [line.text for line in content.lines[content.end :][:_FOOT_LINES]]
    for text in below:
        days = find_dates(text, today=today) if _PUBLISHED.search(text) and len(text) < 200 else ()
        if days:
            return days[0].day
    for text in head:
        if furniture.is_label(text) and len(text) < 80:
            day = parse_date(re.split("[:：]", text, maxsplit=1)[-1], today=today)
            if day:
                return day
    return None
