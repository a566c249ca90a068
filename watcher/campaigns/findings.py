"""Which of the names in a text the notice is *of*, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from watcher.campaigns.catalogue import SERIES
from watcher.campaigns.mentions import Mention, Strength
from watcher.campaigns.offices import is_of_another_office
from watcher.campaigns.type_rules import COMMENTARY
from watcher.campaigns.view import View
from watcher.campaigns.years import Choice, Clock, choose, is_in_window, window
from watcher.model.label import Campaign, DocumentType
from watcher.model.match import Span

TITLE_SCORES = {
    Strength.NAMED: 0.96,
    Strength.ACTION: 0.9,
    Strength.QUOTED: 0.8,
    Strength.BARE: 0.7,
}
LEAD_SCORES = {
    Strength.NAMED: 0.86,
    Strength.ACTION: 0.8,
    Strength.QUOTED: 0.6,
    Strength.BARE: 0.3,
}
ITEM_SCORE = 0.62
"""A news item of its own further down, as in a digest."""
OWN_SCORE = 0.56
"""A local office tells further down that it runs the campaign: one of its measures."""
MENTION_SCORE = 0.3
FRAMED_SCORE = 0.45
"""The words of a running campaign without its name: of it where its plan frames the notice."""
GROUNDED_SCORE = 0.55
"""The same where the plan is named as the ground of what is done."""
DEEDS = frozenset(
    {
        DocumentType.ANNUAL_PLAN,
        DocumentType.LAUNCH_NOTICE,
        DocumentType.CASE_BULLETIN,
        DocumentType.PROGRESS_REPORT,
        DocumentType.RESULTS,
        DocumentType.LOCAL_ACTION,
    }
)
NEVER_ITEMS = frozenset(
    {DocumentType.REGULATION, DocumentType.INTERPRETATION, DocumentType.MEETING}
)
SPUN_FACTOR = 0.65
LEAST_SCORE = 0.5
"""Findings below this are mere mentions."""
# What makes a name part of a look back or a comparison instead of the matter of the notice.
LOOKS_BACK = re.compile(
    r"此前|先前|曾经|曾于|曾|去年|前年|年初|上半年|近年|历年|往年|早在|比如|例如|譬如|诸如|包括|等系列|等专项|相继|先后|"
    r"回顾|自20\d\d年|以往|连续\d"
)
GROUND = re.compile(r"(?:按照|根据|依据|依照|落实|结合|围绕|纳入|违反|响应|作为|以)[^,，。]{0,26}$")
NEWS = re.compile(
    r"(?:网信办|网信部门|网信系统|办公室|工信部|工业和信息化部|公安|教育部|版权局|部门|记者|日电|消息)[^\n]*?"
    r"(?:即日起|近日|日前|今天|今日|昨天|\d日|启动|部署|印发|发布|通报|曝光|公布|召开|介绍|会议|自[^。]{0,8}起|推进|开展|持续)"
)
ACTION = re.compile(
    r"专项|整治|治理|清理|打击|行动|个月|典型案例|曝光|严处|处置|通报|出手|重拳|严查|严打|严惩|查处|启动|部署|关闭|处罚|紧盯|严禁|严管"
)
TIMED = re.compile(r"今年|本年|季度|月份|\d月|20\d\d|以来|近期|近日|日前")
ANNOUNCES = re.compile(
    r"(?:开展|启动|部署|组织|实施|推进|发起)(?:了|实施|开展)?(?:为期[^，,。“]{1,8}的?)?"
    r"(?:[“「『\"‘][^”」』\"’，,。]{0,8})?$"
)
"""The verb right before the name; its subject is the office that speaks."""
REGION = re.compile(r"(?:中共|中国共产党)?(?P<name>[一-龥]{2,3}?)(?:省|市|自治区|维吾尔|壮族|回族)")
PASSING_SERIES = re.compile(r"为抓手|常态化|一系列|等一?系列")
REANNOUNCED_AFTER = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Finding:
    """A campaign that the notice may be of. ``campaign`` is None for a name not catalogued."""

    name: str
    score: float
    rule: str
    spans: tuple[Span, ...]
    campaign: Campaign | None
    is_series: bool
    in_title: bool
    order: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a mention is weighed against: the notice's days, its type, its title with the lead."""

    clock: Clock
    kind: DocumentType
    head: str


def find_by_name(
    view: View, mentions: list[Mention], clock: Clock, kind: DocumentType
) -> list[Finding]:
    """Give the campaigns named, a finding each, the surest first.

    ``mentions`` are those of title and body, in this order.
    """
    if COMMENTARY.search(view.title.text):
        return []
    found: dict[str, Finding] = {}
    setting = Setting(clock, kind, f"{view.title.text}\n{view.body.lead}")
    for order, mention in enumerate(mentions, start=1):
        finding = _weigh(mention, setting, order)
        if finding is None:
            continue
        known = found.get(finding.name)
        found[finding.name] = finding if known is None else _merge(known, finding)
    return sorted(found.values(), key=lambda finding: (-finding.score, finding.order))


def _merge(first: Finding, second: Finding) -> Finding:
    best = first if first.score >= second.score else second
    return replace(
        best, spans=(*first.spans, *second.spans)[:3], order=min(first.order, second.order)
    )


def _weigh(mention: Mention, setting: Setting, order: int) -> Finding | None:
    """Turn a mention into a finding, or None where it says nothing."""
    name, choice, how = _resolve(mention, setting.clock, setting.kind)
    if name is None:
        return None
    score = _score_place(mention, choice.campaign if choice else None, setting)
    if mention.rule == "spun name":
        score *= SPUN_FACTOR
    if choice is not None:
        score *= choice.factor
    elif not mention.is_series:
        score *= 0.9
    return Finding(
        name=name,
        score=round(score, 3),
        rule=f"{mention.rule} in {mention.part.where}, {how}",
        spans=(mention.part.span(mention.start, mention.end),),
        campaign=choice.campaign if choice else None,
        is_series=mention.is_series,
        in_title=mention.part.where == "title",
        order=order,
    )


def _resolve(
    mention: Mention, clock: Clock, kind: DocumentType
) -> tuple[str | None, Choice | None, str]:
    """Give the official name, the choice behind it and the evidence for the year."""
    if mention.is_new:
        year = None if mention.year else clock.year
        return f"{mention.name}({year})" if year else mention.name, None, "as printed"
    choice = choose(mention.campaigns, year=mention.year, clock=clock) or _mend_year(mention, clock)
    if choice is None:
        return _name_of_year(mention), None, "year not in the catalogue"
    again = None
    if choice.how in {"only", "date"}:
        again = _launched_again(mention, choice.campaign, clock, kind)
    if again is not None:
        return again, None, "launched anew"
    return choice.campaign.name, choice, choice.how


def _mend_year(mention: Mention, clock: Clock) -> Choice | None:
    """Take a year that no campaign of the name has for a slip where the notice's day fits one."""
    if mention.year is None or mention.is_series:
        return None
    if clock.day is not None and clock.day.year == mention.year:
        return None
    running = [one for one in mention.campaigns if is_in_window(one, clock.day)]
    return Choice(running[0], 0.75, "date against year") if len(running) == 1 else None


def _name_of_year(mention: Mention) -> str | None:
    """Name a known campaign's edition of a year that the catalogue does not hold."""
    if mention.year is None or not mention.campaigns:
        return None
    if mention.is_series:
        return f"{mention.year}年{SERIES}系列专项行动"
    series = mention.campaigns[0].series
    if series != SERIES and mention.name.startswith(series):
        return f"{series}{mention.year}专项行动"
    return mention.name if str(mention.year) in mention.name else f"{mention.name}({mention.year})"


def _launched_again(
    mention: Mention, campaign: Campaign, clock: Clock, kind: DocumentType
) -> str | None:
    """Say the new name where an old name without a year is launched long after its campaign."""
    is_launch = kind is DocumentType.LAUNCH_NOTICE and mention.part.where == "title"
    if not is_launch or mention.year is not None or clock.day is None or mention.is_series:
        return None
    if mention.strength < Strength.ACTION or clock.day.year == campaign.year:
        return None
    if clock.day <= window(campaign)[1] + REANNOUNCED_AFTER:
        return None
    return f"{SERIES}·{campaign.core}({clock.day.year})" if campaign.series == SERIES else None


def _score_place(mention: Mention, campaign: Campaign | None, setting: Setting) -> float:
    clock, kind = setting.clock, setting.kind
    if mention.part.where == "title":
        return _score_title(mention, campaign, clock, kind)
    if mention.start >= mention.part.tail_start or mention.part.is_headline(mention.start):
        return MENTION_SCORE
    sentence_start, sentence_end = mention.part.sentence(mention.start)
    before = mention.part.text[sentence_start : mention.start]
    sentence = mention.part.text[sentence_start:sentence_end]
    if _is_passing(mention, before, sentence):
        return MENTION_SCORE
    if mention.end <= mention.part.lead_end:
        return _score_lead(mention, campaign, clock, sentence, kind)
    if kind not in NEVER_ITEMS and ANNOUNCES.search(before) and _is_own(mention, campaign, setting):
        return OWN_SCORE
    return MENTION_SCORE if kind in NEVER_ITEMS else _score_item(mention, sentence)


def _is_own(mention: Mention, campaign: Campaign | None, setting: Setting) -> bool:
    """Whether a local office speaks of a campaign of its own and not of a national one."""
    if setting.kind is not DocumentType.LOCAL_ACTION or mention.strength < Strength.ACTION:
        return False
    if mention.is_series:
        return False
    if campaign is None:
        return mention.rule == "local name"
    regions = [found for one in campaign.issuers if (found := REGION.match(one))]
    return any(found.group("name") in setting.head for found in regions)


def _score_lead(
    mention: Mention,
    campaign: Campaign | None,
    clock: Clock,
    sentence: str,
    kind: DocumentType,
) -> float:
    if mention.is_series:
        return _score_series(mention, sentence)
    score = LEAD_SCORES[mention.strength]
    if mention.strength is Strength.BARE and campaign is not None:
        score = FRAMED_SCORE if is_in_window(campaign, clock.day) else MENTION_SCORE
        if score == FRAMED_SCORE and clock.plan_year == campaign.year:
            score = GROUNDED_SCORE
    return min(score, FRAMED_SCORE) if kind is DocumentType.REGULATION else score


def _score_title(
    mention: Mention, campaign: Campaign | None, clock: Clock, kind: DocumentType
) -> float:
    if mention.is_series and mention.strength is Strength.BARE:
        return 0.6 if kind in DEEDS else MENTION_SCORE  # “清朗”行动 alone is also a writer's phrase
    if campaign is None or mention.strength is Strength.NAMED:
        return TITLE_SCORES[mention.strength]
    if is_of_another_office(mention.part.text, campaign):
        return MENTION_SCORE
    if mention.strength is not Strength.BARE:
        return TITLE_SCORES[mention.strength]
    is_fitting = is_in_window(campaign, clock.day) and ACTION.search(mention.part.text)
    return TITLE_SCORES[Strength.BARE] if is_fitting else MENTION_SCORE


def _is_passing(mention: Mention, before: str, sentence: str) -> bool:
    if LOOKS_BACK.search(before[-40:]):
        return True
    if GROUND.search(before) and (mention.is_series or "《" in before[-30:]):
        return True
    if "《" in before and "》" not in before[before.rfind("《") :]:
        return (
            not re.search(r"印发|发布|通知》|公布", sentence) or mention.part.lead_end < mention.end
        )
    return mention.is_series and bool(PASSING_SERIES.search(sentence))


def _score_series(mention: Mention, sentence: str) -> float:
    if mention.year is not None:
        return LEAD_SCORES[Strength.NAMED]
    if mention.strength is Strength.NAMED and TIMED.search(sentence):
        return LEAD_SCORES[Strength.ACTION]
    return 0.52 if mention.strength is Strength.NAMED and NEWS.search(sentence) else MENTION_SCORE


def _score_item(mention: Mention, sentence: str) -> float:
    """Score a name behind the lead: only a news item of its own counts."""
    if mention.strength < Strength.ACTION:
        return MENTION_SCORE
    if mention.is_series and not (mention.year or TIMED.search(sentence)):
        return MENTION_SCORE
    if mention.is_series and mention.year is None and not re.search(r"\d", sentence):
        return MENTION_SCORE
    return ITEM_SCORE if NEWS.search(sentence) else MENTION_SCORE
