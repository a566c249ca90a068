"""Which year's campaign is meant where a name does not say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.campaigns.catalogue import SERIES
from watcher.campaigns.view import View
from watcher.model.label import Campaign

YEAR_IN_TEXT = re.compile(r"(20[12]\d)(?<!\d.{4})(?=\s*年|[-/.]\d{1,2}(?!\d))")
PLAN_YEAR = re.compile(
    r"(?:按照|根据|依据|作为|是)[^。\n]{0,12}?(20\d\d)\s*年?度?[^。\n]{0,6}清朗[^。\n]{0,4}系列"
)
CHINESE_YEAR = re.compile(
    r"二[〇零○o0]([一二三四五六七八九〇零○])([一二三四五六七八九〇零○])(?=年)"
)
CHINESE_DIGITS = {digit: str(index % 10) for index, digit in enumerate("〇一二三四五六七八九")}
CHINESE_DIGITS |= {"零": "0", "○": "0"}
FIGURE = re.compile(r"\d[\d.]*[余多]?[万亿][余多]?[个条家名]|\d{3,}[余多][款个条家名]")
"""Figures large enough to be one campaign's alone."""
EARLY = timedelta(days=20)
"""A notice may be met this long before the day the catalogue gives for its campaign."""
LATE = timedelta(days=150)
"""Results and batches of cases follow this long after a campaign's end."""
USUAL_LENGTH = timedelta(days=100)
"""For a campaign whose end is not known."""
HEAD = 1500


@dataclass(frozen=True, slots=True)
class Clock:
    """What a document says about its time, best evidence first."""

    plan_year: int | None
    signed_on: date | None
    published_on: date | None
    text_year: int | None
    text: str
    """Title and body, folded, to look for figures."""

    @property
    def day(self) -> date | None:
        """The day the notice speaks from."""
        return self.signed_on or self.published_on

    @property
    def year(self) -> int | None:
        """The best guess at the year."""
        if self.plan_year is not None:
            return self.plan_year
        return self.day.year if self.day is not None else self.text_year


@dataclass(frozen=True, slots=True)
class Choice:
    """A campaign chosen among those of one name.

    ``factor`` scales the score of the finding, ``how`` names the evidence.
    """

    campaign: Campaign
    factor: float
    how: str


def read_clock(view: View, published_on: date | None) -> Clock:
    """Collect a document's evidence for its time."""
    document = view.document
    head = f"{view.title.text}\n{view.body.text[:HEAD]}"
    plan = PLAN_YEAR.search(view.body.text)
    year = YEAR_IN_TEXT.search(spell_years(head))
    return Clock(
        plan_year=int(plan.group(1)) if plan else None,
        signed_on=document.signed_on,
        published_on=published_on or document.published_on,
        text_year=int(year.group(1)) if year else None,
        text=f"{view.title.text}\n{view.body.text}",
    )


def spell_years(text: str) -> str:
    """Write 二〇二五年 as 2025年; the length stays the same."""
    if "二" not in text:
        return text
    return CHINESE_YEAR.sub(
        lambda found: "20" + "".join(CHINESE_DIGITS[digit] for digit in found.groups()), text
    )


def window(campaign: Campaign) -> tuple[date, date]:
    """Give the first and last day on which a notice of the campaign may be expected."""
    first = campaign.announced_on or campaign.starts_on
    if first is None:
        return date(campaign.year, 1, 1), date(campaign.year, 12, 31) + LATE
    if campaign.starts_on is not None and campaign.starts_on.month != 1:
        first = min(first, campaign.starts_on)
    last = campaign.ends_on or max(first, campaign.starts_on or first) + USUAL_LENGTH
    return first - EARLY, last + LATE


def is_in_window(campaign: Campaign, day: date | None) -> bool:
    """Whether a notice of that day can be of the campaign."""
    if day is None:
        return False
    first, last = window(campaign)
    return first <= day <= last


def covers_year(campaign: Campaign, year: int) -> bool:
    """Whether the campaign is called by that year or runs in it."""
    days = (campaign.announced_on, campaign.starts_on, campaign.ends_on)
    return year in {campaign.year, *(day.year for day in days if day is not None)}


def choose(campaigns: tuple[Campaign, ...], *, year: int | None, clock: Clock) -> Choice | None:
    """Choose among campaigns of one name; None where the year that is said fits none of them.

    Order of evidence: the year beside the name, the annual plan named as the ground, a figure of
    the campaign, the day (signed before published: mirrors carry wrong days), a year in the text.
    """
    if year is not None:
        return _by_year(campaigns, year, 1.0, "year")
    if len(campaigns) == 1 and campaigns[0].series != SERIES:
        return _by_year(campaigns, clock.year or campaigns[0].year, 0.95, "date")
    if len(campaigns) == 1:
        return Choice(campaigns[0], 1.0, "only")
    latest = max(campaigns, key=lambda campaign: campaign.year)
    return (
        _by_year(campaigns, clock.plan_year, 0.98, "plan")
        or _by_figures(campaigns, clock.text)
        or (Choice(_latest(campaigns, clock.day), 0.95, "date") if clock.day else None)
        or _by_year(campaigns, clock.text_year, 0.85, "year in text")
        or Choice(latest, 0.6, "latest")
    )


def _by_figures(campaigns: tuple[Campaign, ...], text: str) -> Choice | None:
    for campaign in campaigns:
        if any(one in text for figure in campaign.figures for one in FIGURE.findall(figure)):
            return Choice(campaign, 0.97, "figures")
    return None


def _by_year(
    campaigns: tuple[Campaign, ...], year: int | None, factor: float, how: str
) -> Choice | None:
    if year is None:
        return None
    exact = [campaign for campaign in campaigns if campaign.year == year]
    fitting = exact or [campaign for campaign in campaigns if covers_year(campaign, year)]
    return Choice(fitting[0], factor, how) if fitting else None


def _latest(campaigns: tuple[Campaign, ...], day: date) -> Campaign:
    """Give the campaign that began last before a day, or the first of all."""
    begun = [campaign for campaign in campaigns if window(campaign)[0] <= day]
    if begun:
        return max(begun, key=lambda campaign: window(campaign)[0])
    return min(campaigns, key=lambda campaign: window(campaign)[0])
