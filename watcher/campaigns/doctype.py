"""What kind of paper a notice is, and where its campaign stands when it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from watcher.campaigns.mentions import Mention, Strength
from watcher.campaigns.type_rules import RULES, WEAK
from watcher.campaigns.view import Part, View
from watcher.model.label import DocumentType, Label, Stage

REGIONS = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆(?!生产建设兵团)|深圳|广州|杭州|南京|苏州|武汉|成都|西安|"
    "青岛|大连|宁波|厦门|长沙|郑州|济南|合肥|福州|昆明|贵阳|兰州|沈阳|长春|哈尔滨|石家庄|太原|南昌|南宁|海口|"
    "东莞|佛山|珠海|无锡|温州"
)
LOCAL_OFFICE = re.compile(
    rf"(?:(?:{REGIONS})[^\s，,。、:：]{{0,8}}?|(?:全|我|本|省|市)[省市区州县])"
    r"(?:党委|委)?(?:网信|互联网信息办|通信管理局|网络举报|通管局)"
    rf"|^(?:{REGIONS})(?:省|市|自治区)?[:：|启部开印转出多持重严通查集召]"
    r"|[一-龥]{2,4}[省市州县区]委网信办"
)
NATIONAL_OFFICE = re.compile(
    r"中央网信办|国家网信办|国家互联网信息办|全国网信|工业和信息化部|工信部|公安部"
)
ADDRESSEES = re.compile(r"各(?:省|地|市|区)[^:\n]{0,160}[:\n]")
ACTING_OFFICE = re.compile(
    r"网信|工信部|工业和信息化部|公安|教育部|总局|部门|办公室|国务院|版权局|国新办|记者|administration|"
    r"regulator|\bcac\b|watchdog|authorit|ministry|cyberspace|government"
)
LOOKS_BACK = re.compile(r"此前|先前|曾|去年|前年|近年|历年|一系列")
BY_AN_OFFICE = frozenset(
    {
        DocumentType.LAUNCH_NOTICE,
        DocumentType.PROGRESS_REPORT,
        DocumentType.CASE_BULLETIN,
        DocumentType.RESULTS,
        DocumentType.ANNUAL_PLAN,
    }
)
TELLS_OF_DEEDS = frozenset(
    {
        DocumentType.ANNUAL_PLAN,
        DocumentType.PROGRESS_REPORT,
        DocumentType.CASE_BULLETIN,
        DocumentType.RESULTS,
    }
)
NAMED_ACCOUNT = re.compile(r"账号\s?[“「]|[”」]\s?等账号")
MANY_ACCOUNTS = 4
OF_CASES = re.compile(r"案例|关于[^,。]{2,40}通报")
"""Titles whose bulletin stays one also where a local office issues it."""
MASKED = frozenset({Strength.NAMED, Strength.QUOTED})
PHASE = re.compile(
    r"第([一二三四1-4])阶段|phase (i{1,3}|one|two|\d)|(first|second) (?:phase|stage)"
)
PHASE_NUMBERS = {digit: str(index) for index, digit in enumerate("零一二三四五六七八九十")}
PHASE_NUMBERS |= {"首": "1", "first": "1", "second": "2", "one": "1", "two": "2"}
PHASE_NUMBERS |= {"i": "1", "ii": "2", "iii": "3"}
BATCH = re.compile(r"第([一二三四五六七八九十]{1,2}|\d{1,2})批|(首)批")
STAGES = {
    DocumentType.ANNUAL_PLAN: Stage.PLANNED,
    DocumentType.LAUNCH_NOTICE: Stage.LAUNCHED,
    DocumentType.CASE_BULLETIN: Stage.REPORTING,
    DocumentType.PROGRESS_REPORT: Stage.REPORTING,
    DocumentType.LOCAL_ACTION: Stage.REPORTING,
    DocumentType.RESULTS: Stage.CLOSED,
}


def find_type(view: View, names: Iterable[Mention] = ()) -> Label:
    """Give the document type; OTHER where nothing tells it.

    ``names`` are campaign names: 整治 inside a name says nothing about the paper.
    """
    local = _find_local(view)
    title, lead = (_mask(part, names) for part in (view.title, view.body))
    label = _match_rules(view.title, title, "title", 0.9)
    if view.body.key and (label is None or label.rule.startswith(WEAK)):
        told = _match_rules(view.body, lead, "lead", 0.7)
        if label is None or (told is not None and told.value in TELLS_OF_DEEDS):
            label = _as_cases(view, told)
    if label is None:
        return local or _label(DocumentType.OTHER, 0.3, "nothing found")
    if local is not None and label.value in LOCAL_YIELDS:
        is_cases = label.value == DocumentType.CASE_BULLETIN and OF_CASES.search(view.title.text)
        return label if is_cases else local
    return label


LOCAL_YIELDS = frozenset(
    {
        DocumentType.CASE_BULLETIN,
        DocumentType.PROGRESS_REPORT,
        DocumentType.RESULTS,
        DocumentType.LAUNCH_NOTICE,
        DocumentType.ANNUAL_PLAN,
        DocumentType.REGULATION,
    }
)


def _find_local(view: View) -> Label | None:
    """Say whether a local body speaks of its own doing."""
    issuer = view.document.issuer or ""
    title = view.title
    found = LOCAL_OFFICE.search(title.text)
    if found and not NATIONAL_OFFICE.search(title.text[: found.start()]):
        return _label(
            DocumentType.LOCAL_ACTION, 0.85, "local office", title, (found.start(), found.end())
        )
    if NATIONAL_OFFICE.search(title.text) or NATIONAL_OFFICE.search(issuer):
        return None
    if LOCAL_OFFICE.search(issuer):
        return _label(DocumentType.LOCAL_ACTION, 0.8, "local issuer")
    first = ADDRESSEES.sub("", view.body.text[:240])[:160]
    found = LOCAL_OFFICE.search(first)
    if found and not NATIONAL_OFFICE.search(re.sub(r"按照[^，。,]*", "", first[: found.start()])):
        return _label(
            DocumentType.LOCAL_ACTION, 0.75, "local office", view.body, _place(view.body, found)
        )
    return None


def _is_by_office(part: Part, position: int) -> bool:
    """Whether the sentence tells what an office does now, not what somebody remembers."""
    start, end = part.sentence(position)
    return bool(
        ACTING_OFFICE.search(part.text, 0, end) and not LOOKS_BACK.search(part.text, start, end)
    )


def _place(part: Part, found: re.Match[str]) -> tuple[int, int]:
    """Find a match made in a cut text again in the whole one."""
    start = max(part.text.find(found.group()), 0)
    return start, start + len(found.group())


def _as_cases(view: View, told: Label | None) -> Label | None:
    """Turn a report of deeds into a bulletin of cases where it names accounts one after another."""
    if told is None or told.value != DocumentType.PROGRESS_REPORT:
        return told
    named = list(islice(NAMED_ACCOUNT.finditer(view.body.text), MANY_ACCOUNTS))
    if len(named) < MANY_ACCOUNTS:
        return told
    place = (named[0].start(), named[-1].end())
    return _label(DocumentType.CASE_BULLETIN, told.score, "names accounts", view.body, place)


def _mask(part: Part, names: Iterable[Mention]) -> str:
    """Give the lead with the campaigns' names blanked."""
    text = part.lead
    for name in names:
        if name.part is part and name.strength in MASKED and not name.is_series:
            text = f"{text[: name.start]}{'_' * (name.end - name.start)}{text[name.end :]}"
    return text[: len(part.lead)]


def _match_rules(part: Part, text: str, where: str, score: float) -> Label | None:
    for rule in RULES:
        if where not in rule.where:
            continue
        found = rule.pattern.search(text)
        if found is None or (rule.unless is not None and rule.unless.search(text)):
            continue
        if where == "lead" and rule.type in BY_AN_OFFICE and not _is_by_office(part, found.start()):
            continue
        return _label(
            rule.type, score, f"{rule.name} ({where})", part, (found.start(), found.end())
        )
    return None


def _label(
    kind: DocumentType,
    score: float,
    rule: str,
    part: Part | None = None,
    place: tuple[int, int] | None = None,
) -> Label:
    spans = (part.span(*place),) if part is not None and place is not None else ()
    return Label(kind="document_type", value=kind.value, score=score, rule=rule, spans=spans)


def find_stage(view: View, document_type: Label) -> tuple[Label | None, tuple[Label, ...]]:
    """Give the stage and, beside it, the numbers of phase and batch where the text says them."""
    stage = STAGES.get(DocumentType(document_type.value))
    numbers = (*_find_number(view, PHASE, "phase"), *_find_number(view, BATCH, "batch"))
    if stage is None:
        return None, numbers
    phase = next((label for label in numbers if label.kind == "phase"), None)
    if stage is Stage.REPORTING and phase is not None:
        stage = Stage.PHASE
    spans = phase.spans if phase is not None and stage is Stage.PHASE else document_type.spans
    return (
        Label(
            kind="stage",
            value=stage.value,
            score=document_type.score,
            rule=document_type.rule,
            spans=spans,
        ),
        numbers,
    )


def _find_number(view: View, pattern: re.Pattern[str], kind: str) -> tuple[Label, ...]:
    for part, score in ((view.title, 0.95), (view.body, 0.8)):
        found = pattern.search(part.lead)
        if found is not None:
            said = next(group for group in found.groups() if group)
            value = PHASE_NUMBERS.get(said, said)
            span = part.span(found.start(), found.end())
            return (
                Label(kind=kind, value=value, score=score, rule=f"{kind} number", spans=(span,)),
            )
    return ()
