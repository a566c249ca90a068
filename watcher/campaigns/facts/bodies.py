"""Who issued a notice, to whom it is addressed, its number, and what it demands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.campaigns.view import Part, View
from watcher.model.facts import Fact, Requirement

# Central bodies as notices call them; longer names first.
CENTRAL = (
    "中央网络安全和信息化委员会办公室|中央网信办秘书局|中央网信办|国家互联网信息办公室|国家网信办|"
    "中央社会工作部|中央宣传部|工业和信息化部办公厅|工业和信息化部|工信部|公安部办公厅|公安部|"
    "教育部办公厅|教育部|国家卫生健康委办公厅|国家卫生健康委员会|国家卫生健康委|"
    "国家市场监督管理总局办公厅|国家市场监督管理总局|市场监管总局办公厅|市场监管总局|"
    "国家税务总局|税务总局|国家中医药管理局综合司|国家中医药管理局|国家广播电视总局|广电总局|"
    "国家版权局|文化和旅游部|民政部|商务部|农业农村部|共青团中央|全国妇联|最高人民法院|"
    "最高人民检察院|国家发展改革委|财政部|中国人民银行|中国证监会|金融监管总局|国家新闻出版署|"
    "国务院未成年人保护工作领导小组办公室|国家数据局|国家密码管理局|国家保密局|司法部|"
    "人力资源社会保障部|交通运输部|国家体育总局|应急管理部"
)
LOCAL_OFFICES = "网信办|互联网信息办公室|通信管理局|公安局|公安厅"
# A region's name holds none of the words that join it to what stands before.
REGION = r"(?:(?![和及与照据由对向按在]|网信|中央|国家)[一-龥]){2,7}(?:省|市|自治区|区|县)"
LOCAL = rf"{REGION}(?:党委|委)?(?:{LOCAL_OFFICES})"
BODY = rf"(?:{CENTRAL}|{LOCAL})"
BODIES = re.compile(BODY)
DEEDS = (
    "印发|联合|部署|决定|启动|开展|公布|发布|通报|牵头|召开|制定|推进|组织|公开|介绍|自即日起|将|指导|"
    "依法|依规|关闭|下架|室务会|部务会|局务会|委务会|审议|起草|聚焦|督促|要求|明确|下发|曝光|深入|持续|督导|约谈|查处|处置|出台|就|加强|集中|整治|从严"
)
# 中央网信办、教育部近日印发通知: the bodies that stand together before what they did.
ACTING = re.compile(
    rf"(?<!按照)(?<!根据)(?<!依照)(?<!遵照)(?<!落实)(?P<run>{BODY}(?:\s?[、,，和及会同与联合]{{1,2}}\s?{BODY}){{0,12}})"
    rf"(?:等[\d一二三四五六七八九十]+部门)?[^。，,、;；\n]{{0,14}}?(?:{DEEDS})"
)
SIGNED_DAY = re.compile(r"20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s*$")
SIGNATURE = re.compile(rf"(?P<run>(?:{BODY}\s*){{1,15}}){SIGNED_DAY.pattern}")
LONGEST_SIGNATURE = 400
LONGEST_DAY = 40
SENTENCE_ENDS = "。;；:：!！,，"
ADDRESSEES = re.compile(
    r"^\s*((?:各|有关|全国各|中央和国家|新疆)[^:：\n。]{2,400})[:：]", re.MULTILINE
)
NUMBER = re.compile(r"[一-龥]{2,12}〔20\d\d〕\s?\d{1,5}\s?号")
MARKS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[.、．](?!\d)"),
)
ANY_MARK = r"[ \t]*(?:" + "|".join(f"({one.pattern})" for one in MARKS) + ")"
FIRST_MARK = re.compile(ANY_MARK)
MARK = re.compile(rf"[\n。:：;；]{ANY_MARK}")
"""A mark behind the border before it: what begins with a set of characters is searched fast."""
MAX_HEADING = 24
SPELLED = re.compile(
    r"(?P<mark>[一二三四五六七八九十]{1,2})是(?P<text>[^\n]+?)"
    r"(?=[。；;][一二三四五六七八九十]{1,2}是|[。；;]?\n|[。；;]?$)"
)
"""一是 … 二是 … up to the next of them or the end of the line."""
AIM = re.compile(r"(?:工作|总体|主要|行动)?目标|总体要求|指导思想|基本原则|工作背景|总体思路")
"""Sections that ask for nothing."""


def read_issuers(view: View) -> tuple[Fact, ...]:
    """Give the bodies under the notice, else those that act in its title or lead."""
    text = view.body.text.rstrip()
    signed = _find_signature(text)
    if signed is not None:
        return _bodies(view.body, signed.start("run"), signed.end("run"))
    acting = [
        _bodies(part, found.start("run"), found.end("run"))
        for part in (view.title, view.body)
        if (found := ACTING.search(part.lead)) is not None
    ]
    if acting:  # 国家网信办等四部门: the text names them all, and in full
        return max(acting, key=lambda run: (len(run), sum(len(one.value) for one in run)))
    issuer = view.document.issuer
    return (Fact(value=issuer),) if issuer else ()


def _find_signature(text: str) -> re.Match[str] | None:
    """Find the bodies above the day at the end; no sentence ends between them and it."""
    least = max(0, len(text) - LONGEST_SIGNATURE)
    dated = SIGNED_DAY.search(text, max(least, len(text) - LONGEST_DAY))
    if dated is None:
        return None
    start = max(text.rfind(mark, least, dated.start()) + 1 for mark in SENTENCE_ENDS)
    return SIGNATURE.search(text, max(start, least))


def _bodies(part: Part, start: int, end: int) -> tuple[Fact, ...]:
    return tuple(
        Fact(value=part.said(*found.span()), span=part.span(*found.span()))
        for found in BODIES.finditer(part.text, start, end)
    )


def read_addressees(view: View) -> tuple[Fact, ...]:
    """Give the parties that the notice is addressed to, split where the list says so."""
    found = ADDRESSEES.search(view.body.text[:800])
    if found is None:
        return ()
    places = (
        (found.start(1) + piece.start(), found.start(1) + piece.end())
        for piece in re.finditer(r"[^,，;；\s][^,，;；]*", found.group(1))
    )
    return tuple(
        Fact(value=view.body.said(*place).strip(), span=view.body.span(*place)) for place in places
    )


def read_document_number(view: View) -> Fact | None:
    """Give the document number, from the page's own field or the head of the text."""
    if view.document.document_number:
        return Fact(value=view.document.document_number)
    for part in (view.title, view.body):
        found = NUMBER.search(part.text[:400])
        if found is not None:
            span = part.span(found.start(), found.end())
            return Fact(value=span.text, span=span)
    return None


def read_requirements(part: Part) -> Iterator[Requirement]:
    """Give the numbered demands, each under the heading above it."""
    text = part.text[: part.tail_start]
    first = FIRST_MARK.match(text)
    marks = [*([first] if first else []), *MARK.finditer(text, first.end() if first else 0)]
    heading, heading_level = "", len(MARKS)
    for index, found in enumerate(marks):
        level, mark = _level(found), found.group(found.lastindex or 0)
        end = marks[index + 1].start() + 1 if index + 1 < len(marks) else len(text)
        following = index + 1 < len(marks) and _level(marks[index + 1]) > level
        content = part.show(found.end(), end)
        is_heading = len(content.strip()) <= MAX_HEADING and "。" not in content
        if following or (level == 0 and is_heading):
            heading, heading_level = _first_line(part.said(found.end(), end)), level
            continue
        if level <= heading_level:
            heading = ""
        if level == 0 and AIM.fullmatch(_first_line(part.said(found.end(), end))):
            continue
        yield Requirement(
            number=mark.strip("、.．"),
            heading=heading,
            text=content.strip(),
            span=part.span(found.end(), end),
        )


def read_spelled(part: Part) -> Iterator[Requirement]:
    """Give 一是 … 二是 … of running text, in its order."""
    text = part.text[: part.tail_start]
    for found in SPELLED.finditer(text):
        span = part.span(found.start("text"), found.end("text"))
        yield Requirement(number=found.group("mark"), heading="", text=span.text, span=span)


def _level(found: re.Match[str]) -> int:
    return (found.lastindex or 1) - 1


def _first_line(text: str) -> str:
    return re.split(r"[\n。:：]", text.strip(), maxsplit=1)[0]
