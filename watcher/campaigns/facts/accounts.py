"""Accounts, apps and sites that a notice names, with platform, kind and sanction."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from watcher.campaigns.facts.sanctions import Sanctions
from watcher.campaigns.facts.tables import read_rows
from watcher.campaigns.view import Part
from watcher.model.facts import NamedAccount

PLATFORMS = (
    "微信公众|微信视频号|微信|视频号|抖音火山版|抖音|快手|新浪微博|微博|小红书|哔哩哔哩|b站|百家号|百度|今日头条|头条号|"
    "知乎|西瓜视频|懂车帝|易车|搜狐|网易|腾讯新闻|腾讯|豆瓣|虎扑|淘宝|京东|拼多多|美团|大众点评|闲鱼|斗鱼|虎牙|喜马拉雅|"
    "一点资讯|凤凰|新浪|雪球|东方财富|同花顺|支付宝|华为|小米|企鹅号|趣头条|皮皮虾|最右|汽车之家|猫眼|陌陌|探探|soul|qq"
)
KINDS = (
    "公众账号|公众号|视频号|账号|帐号|账户|用户|博主|主播|直播间|小程序|应用程序|智能体|应用|app|网站|平台|群组|频道|"
    "贴吧|店铺|微信群|公司|机构|百家号"
)
QUOTED = r"[“「『\"][^”」』\"\n]{1,40}[”」』\"]"
RUN = rf"(?:{QUOTED}\s?(?:[（(][^）)]{{1,30}}[）)])?\s?[、,，和及]?\s?){{1,40}}"
NAMED_AFTER = re.compile(
    rf"(?P<kind>{KINDS})(?:\s?|(?:名单)?(?:包括|分别为|分别是|有|如下)\s?[:：]?\s?)(?P<run>{RUN})"
)
PLATFORM_BEFORE = re.compile(rf"(?P<platform>{PLATFORMS})(?:平台)?$")
NAMED_BEFORE = re.compile(
    rf"(?P<run>{RUN})等(?:\d{{1,5}}[个款]|多个|一批)?(?:[“「『][^”」』\n]{{1,8}}[”」』])?(?:[^，。,;；“]{{0,6}}(?:领域|类)(?:内容)?)?"
    rf"(?P<platform>{PLATFORMS})?(?P<kind>{KINDS})"
)
# “…”账号被禁言: one name without 等, where something is said of it at once.
NAMED_ALONE = re.compile(
    rf"(?P<run>{QUOTED})(?P<platform>{PLATFORMS})?(?P<kind>账号|帐号|小程序|公众号|视频号)"
    r"(?=已|被|因|发布|散布|编造|传播|冒用|利用|存在|予以|采取|处以|给予|多次|长期|持续)"
)
# @甲乙丙 @丁戊己 等126个账号: how platforms' own announcements print them.
AT_NAME = r"@[\w一-龥·-]{2,30}"
NAMED_AT = re.compile(
    rf"(?<![a-z0-9._])(?P<run>{AT_NAME}(?:[\s、,，和及]{{1,3}}{AT_NAME}){{0,60}})"
    r"(?:\s?等(?:\d{1,6}[个名位]|多个|一批)?(?P<kind>账号|帐号|用户|主播|博主)?)?"
)
LONGEST_PLATFORM = 8
CLASS_WORDS = frozenset(
    [
        "擦边",
        "低俗",
        "违规",
        "虚假",
        "营销",
        "问题",
        "同类",
        "自媒体",
        "网红",
        "大v",
        "黑嘴",
        "水军",
        "饭圈",
        "营销号",
        "僵尸",
        "马甲",
        "小号",
        "三农",
        "mcn",
        "种草",
    ]
)
"""Quoted words that stand for kinds of accounts and name none."""
BEFORE_AT = re.compile(r"(?:对|账号|帐号|用户|博主|主播)\s?$")
ONE = re.compile(r"[“「『\"]([^”」』\"\n]{1,40})[”」』\"]|@([\w一-龥·-]{2,30})")
OPENS = re.compile(r"[“「『\"]")
# An item begins behind the border; a pattern that begins with a set of characters is searched fast.
ITEM = re.compile(r"[\n。\s]\s?(?:\d{1,2}[.、]|[(（]?[一二三四五六七八九十]{1,3}[)）、])")


def read_accounts(part: Part) -> list[NamedAccount]:
    """Give every named account once a platform, in the order of the text."""
    return sorted(_read_accounts(part), key=lambda account: account.span.start)


def _read_accounts(part: Part) -> Iterator[NamedAccount]:
    """Give the accounts, those with a platform first."""
    text = part.text
    borders = [found.start() + 1 for found in ITEM.finditer(text)]
    seen: set[tuple[str, str]] = set()
    names: set[str] = set()
    runs = _find_runs(text)
    known_measures = Sanctions(text, (found.span() for found in runs), borders)
    for found in runs:
        sanctions = known_measures.of(found.span())
        platform = _platform(part, found)
        kind = part.show(*found.span("kind")) if found.group("kind") else ""
        if platform == "微信公众":
            platform, kind = "微信", f"公众{kind}"
        for name in ONE.finditer(text, found.start("run"), found.end("run")):
            span = part.span(*name.span(name.lastindex or 0))
            known = (platform, span.text)
            if (
                name.group(name.lastindex or 0) in CLASS_WORDS
                or known in seen
                or (not platform and span.text in names)
            ):
                continue
            seen.add(known)
            names.add(span.text)
            yield NamedAccount(
                name=span.text, platform=platform, kind=kind, sanctions=sanctions, span=span
            )
    yield from _read_tables(part, seen, known_measures)


def _read_tables(
    part: Part, seen: set[tuple[str, str]], measures: Sanctions
) -> Iterator[NamedAccount]:
    if "\t" not in part.text:
        return
    for row in read_rows(part.text):
        span = part.span(*row.name)
        platform = part.said(*row.platform) if row.platform else ""
        if (platform, span.text) not in seen:
            seen.add((platform, span.text))
            yield NamedAccount(
                name=span.text,
                platform=platform,
                kind=row.kind,
                sanctions=measures.general,
                span=span,
            )


def _platform(part: Part, found: re.Match[str]) -> str:
    """Give the platform beside the word for accounts, in the case of print."""
    if found.re in {NAMED_BEFORE, NAMED_ALONE} and found.group("platform"):
        return part.said(*found.span("platform"))
    start = found.start("run" if found.re is NAMED_AT else "kind")
    before = PLATFORM_BEFORE.search(part.text, max(0, start - LONGEST_PLATFORM), start)
    return part.said(*before.span("platform")) if before is not None else ""


def _find_runs(text: str) -> list[re.Match[str]]:
    """Give runs of quoted names beside a word for accounts; the platform's form comes first."""
    after = list(NAMED_AFTER.finditer(text))
    taken = [found.span("run") for found in after]
    before: list[re.Match[str]] = []
    at_names = filter(_names_accounts, NAMED_AT.finditer(text) if "@" in text else ())
    for matches in (_find_named_before(text), NAMED_ALONE.finditer(text), at_names):
        free = [found for found in matches if not _overlaps(found, taken)]
        taken = sorted([*taken, *(found.span("run") for found in free)])
        before += free
    return [*sorted(after, key=lambda found: found.start()), *before]


def _names_accounts(found: re.Match[str]) -> bool:
    """Whether a run of @names is told of accounts: 评论、@消息等设置 is about a function."""
    before = found.string[max(0, found.start() - 4) : found.start()]
    is_told = found.group("kind") or BEFORE_AT.search(before)
    return bool(is_told) or found.group("run").count("@") > 1


def _find_named_before(text: str) -> Iterator[re.Match[str]]:
    """Give what ``finditer`` gives: runs begin at an opening quote."""
    last = 0
    for quote in OPENS.finditer(text):
        found = NAMED_BEFORE.match(text, quote.start()) if quote.start() >= last else None
        if found is not None:
            last = found.end()
            yield found


def _overlaps(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    """Whether a run lies over one of the sorted places that others have."""
    start, end = found.span("run")
    index = bisect_left(taken, (end, 0))
    return index > 0 and taken[index - 1][1] > start
