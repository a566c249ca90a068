"""Facts of English and machine-translated pages: who acts, for how long, what was counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.campaigns.view import Part, View
from watcher.model.facts import Fact, Figure, LengthFact

BODIES = re.compile(
    r"\b(?:(?:office of the )?central cyberspace affairs commission(?: office)?"
    r"|cyberspace administration of china|state internet information office"
    r"|ministry of (?:industry and information technology|public security|education"
    r"|culture and tourism|civil affairs|commerce)"
    r"|state administration for market regulation|national copyright administration"
    r"|national radio and television administration|(?<!\()(?:cac|miit)\b)"
)
DEEDS = re.compile(
    r"\b(?:launch|announc|said|says|issu|publi[sc]|releas|unveil|report|kick|start|order|summon|punish|"
    r"remov|deal|dealt|handl|draft|vow|target|crack|roll|begin|began|ask|urg|nam|will|has|have)\w*"
)
WORDS = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: at for at, word in enumerate(WORDS.split(" "), start=1)}
COUNT = rf"(\d{{1,3}}|{'|'.join(NUMBERS)})[ -](month|week|day|year)s?\b"
LENGTH = re.compile(
    rf"\b{COUNT}(?! ago| old| into| after| before)"
    r"(?=[^.\n]{0,60}(?:campaign|drive|action|operation|crackdown|clean-?up|rectif))"
    rf"|(?:last|run|for)\w* (?:for )?{COUNT}(?! ago)"
)
UNITS = (
    "accounts|items|pieces|websites|sites|apps|applications|rooms|products|posts|messages|videos|links|"
    "platforms|companies|cases|people|suspects|yuan|percent|programs|programmes|groups|comments|"
    "complaints|reports|streamers|livestreamers|livestreams"
)
FIGURE = re.compile(
    r"(?P<round>more than |over |nearly |about |around |some |exceeding )?"
    r"(?P<number>\d{1,3}(?:,\d{3}){1,5}|\d{1,12}(?:\.\d{1,4})?)"
    r"(?P<scale> million| billion| thousand)?"
    rf" (?P<what>(?:[a-z-]{{2,20}} (?:and )?){{0,4}}?)(?P<unit>{UNITS})\b"
    r"(?P<of>(?<=pieces) of (?:[a-z-]+ ){0,4}?(?:information|content|material|news|data))?"
)
SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
DAYS_OF = {"day": 1, "week": 7}


def read_english_issuers(view: View) -> tuple[Fact, ...]:
    """Give the bodies that act in the first sentence that names one."""
    for part in (view.body, view.title):
        for found in BODIES.finditer(part.lead):
            start, end = part.sentence(found.start())
            if DEEDS.search(part.text, found.end(), end):
                places = [one.span() for one in BODIES.finditer(part.text, start, end)]
                return tuple(
                    Fact(value=part.said(*place), span=part.span(*place)) for place in places
                )
    return ()


def read_english_length(view: View) -> LengthFact | None:
    """Give how long a campaign runs: a two-month campaign, will last three months."""
    for part in (view.title, view.body):
        found = LENGTH.search(part.lead)
        if found is None:
            continue
        number, unit = (one for one in found.groups() if one)
        count = NUMBERS.get(number) or int(number)
        span = part.span(*found.span())
        if unit in DAYS_OF:
            return LengthFact(days=count * DAYS_OF[unit], span=span)
        return LengthFact(months=count * (12 if unit == "year" else 1), span=span)
    return None


def read_english_figures(part: Part) -> Iterator[Figure]:
    """Give every count with what it counts."""
    for found in FIGURE.finditer(part.text):
        scale = SCALES[(found["scale"] or "").strip()]
        amount = float(found["number"].replace(",", "")) * scale
        span = part.span(found.start("number"), found.end("unit"))
        yield Figure(
            amount=round(amount, 4),
            text=span.text,
            unit=found["unit"],
            counts=f"{found['what']}{found['unit']}{found['of'] or ''}",
            is_rounded=bool(found["round"]),
            span=span,
        )
