"""The catalogue for reading: one page a campaign, and a timeline. Pure text, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from watcher.campaigns.catalogue import Catalogue
from watcher.model.label import Campaign

UNKNOWN = "—"
LEGEND = {
    "zh": "▌ 只知开始  ? 日期不明  < 始于上一年  > 延至下一年",
    "en": "▌ only the start is known  ? no day is known  < began before  > ends after",
}
BAR_WIDTH = 36
"""Three characters a month."""


def render_pages(catalogue: Catalogue) -> str:
    """Give all campaigns, by year, each with its facts and where they come from."""
    lines: list[str] = []
    for year in sorted({campaign.year for campaign in catalogue.campaigns}):
        lines += [f"## {year}", ""]
        for campaign in list_year(catalogue, year):
            lines += [render_page(campaign, catalogue), ""]
    return "\n".join(lines)


def list_year(catalogue: Catalogue, year: int) -> list[Campaign]:
    """Give the campaigns of a year: the plan first, then by the day they were announced."""
    found = [campaign for campaign in catalogue.campaigns if campaign.year == year]
    return sorted(found, key=lambda campaign: (not campaign.is_plan, begin(campaign), campaign.id))


def begin(campaign: Campaign) -> date:
    """Give the day a campaign is first known of."""
    return campaign.announced_on or campaign.starts_on or date(campaign.year, 12, 31)


def render_page(campaign: Campaign, catalogue: Catalogue) -> str:
    """Give one campaign's page."""
    rows = [f"- {label}: {text}" for label, text in _facts(campaign, catalogue) if text]
    return "\n".join((f"### {campaign.name}", "", *rows))


def _facts(campaign: Campaign, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    yield "编号 id", f"`{campaign.id}`"
    yield "发起 issuers", "、".join(campaign.issuers)
    yield "公布 announced", _day(campaign.announced_on)
    yield "期限 runs", _period(campaign)
    yield "阶段 stages", "；".join(campaign.stages)
    yield "年度计划 plan", _name(campaign.plan, catalogue)
    yield "上一次 predecessor", _name(campaign.predecessor, catalogue)
    tasks = [one for one in catalogue.campaigns if one.plan == campaign.id]
    yield "任务 tasks", "；".join(one.name for one in sorted(tasks, key=begin))
    yield "整治重点 focus", "；".join(campaign.focus)
    yield "数字 figures", "；".join(campaign.figures)
    yield "别名 aliases", "；".join(campaign.aliases)
    yield "来源 sources", campaign.source


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _period(campaign: Campaign) -> str:
    days = f"{_day(campaign.starts_on) or UNKNOWN} → {_day(campaign.ends_on) or UNKNOWN}"
    if campaign.starts_on is None and campaign.ends_on is None:
        return campaign.length_text
    return f"{days}（{campaign.length_text}）" if campaign.length_text else days


def _name(identifier: str | None, catalogue: Catalogue) -> str:
    campaign = catalogue.by_id.get(identifier or "")
    return campaign.name if campaign else ""


def render_timeline(catalogue: Catalogue, year: int, *, language: str = "zh") -> str:
    """Draw a year's campaigns over its months, three characters a month; plain text.

    A bar runs from first to last day, ``▌`` stands where only the first is known, ``?`` where none.
    Behind each name stand its days; a line at the end says what the signs mean.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    lines = [f"{year}  " + "".join(f"{month:<3}" for month in range(1, 13))]
    for campaign in catalogue.campaigns:
        start = _start(campaign)
        if campaign.is_plan or start is None:
            continue
        end = campaign.ends_on or start
        if end < first or start > last:
            continue
        left, right = _column(max(start, first)), _column(min(end, last))
        mark = "█" * (right - left + 1) if campaign.ends_on else "▌"
        bar = f"{'':6}{' ' * left}{mark:<{BAR_WIDTH - left}}"
        lines.append(f"{bar}  {_short_period(start, campaign.ends_on, year)}  {campaign.name}")
    undated = [
        f"{'':6}{'?':<{BAR_WIDTH}}  {'':13}  {campaign.name}"
        for campaign in catalogue.campaigns
        if campaign.year == year and not campaign.is_plan and _start(campaign) is None
    ]
    bars = sorted(lines[1:], key=lambda line: len(line) - len(line.lstrip()))
    return "\n".join([lines[0], *bars, *undated, LEGEND[language]])


def _short_period(start: date, end: date | None, year: int) -> str:
    """Give first and last day without the year drawn; a day of another year has its year's sign."""
    days = (f"{one:%m-%d}" if one else "?" for one in (start, end))
    first, last = days
    before = "<" if start.year < year else " "
    after = ">" if end and end.year > year else " "
    return f"{before}{first}→{last}{after}".ljust(13)


def _start(campaign: Campaign) -> date | None:
    return campaign.starts_on or campaign.announced_on


def _column(day: date) -> int:
    return (day.month - 1) * 3 + min((day.day - 1) // 10, 2)
