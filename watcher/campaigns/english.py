"""English and machine-translated pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.campaigns.catalogue import Catalogue
from watcher.campaigns.topics import is_open
from watcher.campaigns.view import Part, View
from watcher.campaigns.years import Choice, Clock, choose
from watcher.model.label import Label

LATIN_SHARE = 0.5
QUOTED = "[\"“‘'「]"
UNQUOTED = "[\"”’'」]"
WORD = r"(?:clear|clean|qing\s?lang)"
MARK = re.compile(
    "|".join(
        (
            r"qing\s?lang",
            rf"{QUOTED}\s?clear(?:\s(?:and|&|·|・|:)\s?\w+)?\s?{UNQUOTED}",
            r"\bclear and (?:bright|clean|rectify|orderly)",
            r"\bclean(?: and \w+|-?\s?up| cyberspace|\s?[·・:])",
            rf"{QUOTED}(?:clear|clean|sunny|bright)\b",
        )
    )
)
CAMPAIGN = re.compile(
    r"qing\s?lang|campaign|drive|priorit|special (?:action|operation|campaign)|crack ?down"
    r"|rectif|clean-?up|operation|initiative"
)
OFFICE = re.compile(
    r"cyberspace|\bcac\b|internet (?:regulator|watchdog|information)"
    r"|cyber(?:space)? (?:regulator|watchdog)|network information office"
)
CHINA_ONLINE = re.compile(r"(?:chin|beijing)[^.]*(?:online|internet|cyber|livestream|video)")
SERIES = re.compile(
    "|".join(
        (
            rf"series of (?:{QUOTED}{WORD}[^\"”’']{{0,12}}{UNQUOTED} )?special",
            rf"{WORD}[^a-z.]{{0,4}}(?:campaign )?series|annual (?:campaign|initiative)",
            r"(?:\d{1,4}|eight|nine|ten) (?:main |key |prominent )?(?:tasks|goals|network eco\w+)",
            r"(?:\d{1,4}|eight|nine|ten) (?:main |key |prominent )?(?:priorities|aspects|problems)",
            rf"20\d\d {QUOTED}?{WORD}[^.]{{0,24}}(?:campaign|operation|special action)",
            r"goals (?:for|of)|unveil\w* plans",
        )
    )
)
YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")


def is_english(view: View) -> bool:
    """Whether most letters of the document are Latin."""
    if sum("一" <= char <= "鿿" for char in view.title.text) >= 4:
        return False
    sample = f"{view.title.text} {view.body.text[:2000]}"
    letters = sum(char.isascii() and char.isalpha() for char in sample)
    han = sum("一" <= char <= "鿿" for char in sample)
    return letters > 20 and letters / 4 >= han * LATIN_SHARE


def find_english(view: View, catalogue: Catalogue, clock: Clock) -> list[Label]:
    """Give the campaigns that an English page is of, best first."""
    head = f"{view.title.text}\n{view.body.lead}"
    if not CAMPAIGN.search(head) or not any(
        pattern.search(head) for pattern in (MARK, OFFICE, CHINA_ONLINE)
    ):
        return []
    labels = [*_find_series(view, catalogue, clock), *_find_topics(view, catalogue, clock)]
    seen: set[str] = set()
    unique = []
    for label in sorted(labels, key=lambda label: -label.score):
        if label.value not in seen:
            seen.add(label.value)
            unique.append(label)
    return unique


def _find_series(view: View, catalogue: Catalogue, clock: Clock) -> Iterator[Label]:
    for part, score in ((view.title, 0.85), (view.body, 0.8)):
        found = SERIES.search(part.lead)
        if found is None:
            continue
        year = YEAR.search(part.lead[max(0, found.start() - 40) : found.end() + 30])
        choice = choose(catalogue.plans, year=int(year.group(1)) if year else None, clock=clock)
        if choice is not None:
            yield _label(part, (found.start(), found.end()), choice, score, "english series")
        return


def _find_topics(view: View, catalogue: Catalogue, clock: Clock) -> Iterator[Label]:
    for part, score in ((view.title, 0.82), (view.body, 0.7)):
        taken: list[tuple[int, int]] = []
        for phrase in catalogue.phrases:
            position = part.lead.find(phrase.text)
            if position < 0:
                continue
            place = (position, position + len(phrase.text))
            if any(first < place[1] and place[0] < last for first, last in taken):
                continue
            open_now = tuple(
                one for one in phrase.campaigns if clock.day and is_open(one, clock.day)
            )
            if clock.day is not None and not open_now:
                continue
            choice = choose(open_now or phrase.campaigns, year=None, clock=clock)
            if choice is not None:
                taken.append(place)
                yield _label(part, place, choice, score, "english topic")


def _label(part: Part, place: tuple[int, int], choice: Choice, score: float, rule: str) -> Label:
    return Label(
        kind="campaign",
        value=choice.campaign.name,
        score=round(score * choice.factor, 3),
        rule=f"{rule}, {choice.how}",
        spans=(part.span(*place),),
    )
