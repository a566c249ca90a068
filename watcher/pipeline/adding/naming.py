"""What a new source may be called, who issues it, and how often it is worth a look. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from watcher.model.listing import Entry
from watcher.model.source import Tier
from watcher.sources.family_finding import propose_details
from watcher.text import dom
from watcher.text.clean import squeeze

PARTS = re.compile(r"\s*(?:[-_|｜–—·>»:：]+|\s{2,})\s*")
BODY = re.compile(
    r"(?:部|委员会|委|局|办公室|网信办|办|厅|院|署|会|政府|中心|银行|公司|协会|学会|研究所|管委会)$"
)
SITE_WORDS = re.compile(r"(?:官方网站|门户网站|官网|政务网|网站|网)$")
NO_NAMES = re.compile(r"首页|主页|home|index|untitled|default|list", re.IGNORECASE)
NO_LABELS = frozenset({"www", "gov", "cn", "com", "org", "net", "edu", "ac", "m", "wap", "http"})
NO_STEPS = re.compile(
    r"index.*|list.*|default.*|col|art|content|web|cn|zh|gov|\d+|node_\d+", re.IGNORECASE
)
LONGEST_NAME = 60
OFTEN, HOURLY, SELDOM = 900, 3600, 21600
DORMANT_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a source may be called. ``issuer`` is None where the page does not say."""

    id: str
    name: str
    issuer: str | None
    tier: Tier
    is_tier_sure: bool


def propose_names(html: str, url: str, taken: Collection[str]) -> Names:
    """Propose id, name, issuer and tier from a page's own words and its address."""
    host = urlsplit(url).hostname or ""
    metas = {key.lower(): value for key, value in propose_details(html).items()}
    site, column = metas.get("sitename", ""), metas.get("columnname", "")
    parts = _title_parts(html)
    if not site:
        site = next((part for part in reversed(parts) if _issuer(part)), "")
    if not column:
        column = next((part for part in parts if part != site), "")
    words = [word for word in (site, column) if word]
    name = " · ".join(dict.fromkeys(words)) or host
    is_official = host.endswith(".gov.cn") or host == "gov.cn"
    return Names(
        id=propose_id(url, taken),
        name=name[:LONGEST_NAME].strip(),
        issuer=_issuer(site),
        tier=Tier.OFFICIAL if is_official else Tier.REPOST,
        is_tier_sure=is_official,
    )


def propose_id(url: str, taken: Collection[str]) -> str:
    """Make an id of host and path: https://www.cac.gov.cn/wxzw/wxfb/a.htm is cac-wxfb."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    is_number = ":" in host or host.replace(".", "").isdecimal()
    labels = [part for part in host.split(".") if part not in NO_LABELS and not is_number]
    steps = [step for step in parts.path.lower().split("/")[:-1] if step]
    steps += [re.sub(r"\.\w+$", "", parts.path.lower().rsplit("/", 1)[-1])]
    told = [step for step in steps if step and not NO_STEPS.fullmatch(step)]
    words = [*(reversed(labels[-2:]) if labels else [host]), *told[-1:]]
    plain = re.sub(r"[^a-z0-9]+", "-", "-".join(words)).strip("-")[:50].strip("-") or "source"
    number, found = 2, plain
    while found in taken:
        found, number = f"{plain}-{number}", number + 1
    return found


def propose_interval(entries: Sequence[Entry], today: date) -> int:
    """Give seconds between two looks: 15 minutes, less often where little is published."""
    days = sorted(entry.published_on for entry in entries if entry.published_on)
    if len(days) < 2:
        return OFTEN
    if (today - days[-1]).days > DORMANT_DAYS:
        return SELDOM
    rate = len(days) / max((days[-1] - days[0]).days, 1)
    return OFTEN if rate >= 0.1 else HOURLY


def propose_floor(entries: Sequence[Entry]) -> int:
    """Give the fewest rows to believe: half of what the page shows."""
    return max(1, len(entries) // 2)


def busiest_day(entries: Sequence[Entry]) -> int:
    """Count the rows of the day that has most."""
    days = Counter(entry.published_on for entry in entries if entry.published_on)
    return max(days.values(), default=0)


def _title_parts(html: str) -> list[str]:
    node = dom.parse(html).first("title")
    parts = PARTS.split(squeeze(node.text)) if node is not None else []
    return [part for part in parts if 1 < len(part) <= 40 and not NO_NAMES.fullmatch(part)]


def _issuer(site: str) -> str | None:
    """Take the body's name out of a site's name, where it is one."""
    plain = SITE_WORDS.sub("", squeeze(site))
    return plain if BODY.search(plain) and len(plain) >= 4 else None
