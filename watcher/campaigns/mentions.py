"""Where a text names campaigns, the series, or a "清朗" campaign that the catalogue lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from watcher.campaigns.catalogue import SERIES, YEAR, Catalogue
from watcher.campaigns.view import WORDS, Part
from watcher.campaigns.years import spell_years
from watcher.model.label import Campaign


class Strength(IntEnum):
    """How surely a stretch of text is a campaign's name."""

    BARE = 1
    """The words only, as any sentence may use them."""
    QUOTED = 2
    ACTION = 3
    """Followed by 专项行动, 专项整治 ..."""
    NAMED = 4
    """With the series word before it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found at ``text[start:end]`` of a part.

    ``campaigns`` are those that carry the name; empty for a name that the catalogue lacks, which
    then stands in ``name``. ``is_series`` marks the yearly series as a whole.
    """

    part: Part
    start: int
    end: int
    strength: Strength
    rule: str
    campaigns: tuple[Campaign, ...] = ()
    year: int | None = None
    name: str = ""
    """The name as printed: of one not catalogued, or whole up to its closing quote."""
    is_series: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the catalogue lacks the name."""
        return not self.campaigns


# 清明, 明朗 and 清亮 come from synonym spinning (mirrors of 2023-2025), as do 集会 for 网络 and
# 举动 for 行动. All keep their length.
SPINS = (
    ("清明", SERIES),
    ("明朗", SERIES),
    ("清亮", SERIES),
    ("清澈", SERIES),
    ("爽朗", SERIES),
    ("开朗", SERIES),
    ("举动", "行动"),
    ("动作", "行动"),
    ("集会", "网络"),
    ("收集", "网络"),
    ("汇集", "网络"),
    ("整顿", "整治"),
    ("整理", "整治"),
    ("办理", "治理"),
    ("情况", "环境"),
    ("情形", "环境"),
)
BEFORE = re.compile(r"(?:(20\d\d)年?度?)?(清朗)(?:网络)?(?:行动)?(?:(20\d\d)年?)?$")
YEAR_BEFORE = re.compile(r"(20\d\d)年?度?$")
AFTER = re.compile(
    r"(20\d\d)?年?(?:乱象|问题|整治|治理|工作|等)?(系列)?(?:专项|集中整治|整治行动|治理行动|行动)"
)
YEAR_AFTER = re.compile(r"(20\d\d)(?!\d)")
SERIES_NAME = re.compile(
    r"(?:(20\d\d)年?度?)?(?:网络)?清朗(?:网络)?(?:(20\d\d)年?)?(系列)?(?:专项)?(?:整治)?行动"
)
QUOTES_OPEN = "“「『‘\"'【"
# A name in print: the series word, a dot or dash, then up to the closing quote or 专项.
NEW_NAME = re.compile(
    r"清朗\s{0,2}[·・•．.‧∙●\-—–:：、]\s{0,2}(?P<name>[^\n。；;！？?]{3,45}?)"
    r"[”\"」』’'》?\s]{0,3}(?:系列)?(?:专项|集中整治|整治行动|治理行动)"
)
# A local name: a quoted name around the series word, then 专项 within the same breath.
LOCAL_NAME = re.compile(
    r"[“「『\"‘](?P<name>[^”」』\"’\n。,，]{0,10}清朗[^”」』\"’\n。,，]{1,26})[”」』\"’]"
    r"[^\n。；;]{0,16}?(?:专项|集中整治|行动)"
)
REST_OF_NAME = re.compile(r"([^“”\"「」『』‘’'《》\n。，,；;]{1,30}?)[”\"」』’'》]")
WORDS_ONLY = re.compile(r"[\W_]+|20\d\d年?|专项.*$|系列.*$|乱象|问题|整治|治理|行动")
SELF_TELLING = re.compile(r"(?:专项行动|专项整治|专项整治行动|专项治理|治理行动)$")
"""Names that end in what others are followed by."""
REACH = 16
MAX_REST = 3
SHORT_NAME = 2
LEAST_DAMAGED = 6
MOST_LOST = 3
LEADING_YEAR = re.compile(r"^\s*(20\d\d)\s*年?")
NOT_A_NAME = re.compile(r"网络空间|网络环境$|网络生态$|^系列")


def find_mentions(part: Part, catalogue: Catalogue) -> list[Mention]:
    """Give all names of a part, in the order of the text; spun text only where nothing else."""
    key = spell_years(part.key)
    found = [*_find_known(part, key, catalogue), *_find_series(part, key, catalogue)]
    found += _find_new(part, found, catalogue)
    if not found and any(word in key for word, _ in SPINS[:6]):
        spun = _replace(key, SPINS)
        found = [
            mention
            for mention in (
                *_find_known(part, spun, catalogue, rule="spun name"),
                *_find_series(part, spun, catalogue, rule="spun name"),
            )
            if mention.strength is Strength.NAMED
        ]
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _replace(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def _find_known(
    part: Part, key: str, catalogue: Catalogue, *, rule: str = "name"
) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for position, name in catalogue.find_names(key):
        end = position + len(name)
        if not any(first < end and position < last for first, last in taken):
            taken.append((position, end))
            yield _read_name(part, key, (position, end), catalogue.names[name], rule)


def _read_name(
    part: Part, key: str, place: tuple[int, int], campaigns: tuple[Campaign, ...], rule: str
) -> Mention:
    """Weigh a name by what stands before and behind it."""
    start, end = place
    rest = REST_OF_NAME.match(part.text, part.to_text(end - 1) + 1)
    is_longer = rest is not None and len(WORDS_ONLY.sub("", rest.group(1))) > MAX_REST
    head = key[max(0, start - 14) : start]
    before = BEFORE.search(head)
    after = AFTER.match(key, end)
    first = part.to_text(start)
    if is_longer:  # 清朗·优化营商网络环境—… goes on: another campaign's name begins like this one
        strength = Strength.BARE
    elif before is not None:
        strength = Strength.NAMED
    elif after is not None or SELF_TELLING.search(key, start, end):
        strength = Strength.ACTION
    elif first and part.text[first - 1] in QUOTES_OPEN:
        strength = Strength.QUOTED
    else:
        strength = Strength.BARE
    years = [
        *(before.groups() if before else ()),
        *(found.group(1) for found in (YEAR_BEFORE.search(head),) if found),
        *(found.group(1) for found in (YEAR_AFTER.match(key, end),) if found),
        *((after.group(1),) if after else ()),
    ]
    year = next((int(text) for text in years if text and text.isdigit()), None)
    if len(key[start:end]) <= SHORT_NAME and not years:
        strength = Strength.BARE  # “清朗”“净网”等专项行动: a word of that length needs its year
    shift = start - (len(head) - before.start(2)) if before else start
    begin, finish = part.to_text(shift), part.to_text(end - 1) + 1
    whole = rest.end(1) if rest is not None and not is_longer else finish
    return Mention(
        part=part,
        start=begin,
        end=finish,
        strength=strength,
        rule=rule,
        campaigns=campaigns,
        year=year,
        name=part.said(begin, whole),
    )


def _find_series(
    part: Part, key: str, catalogue: Catalogue, *, rule: str = "series"
) -> Iterator[Mention]:
    for found in _find_around(SERIES_NAME, key, SERIES, REACH):
        year = found.group(1) or found.group(2)
        is_whole = bool(year or found.group(3))
        yield Mention(
            part=part,
            start=part.to_text(found.start()),
            end=part.to_text(found.end() - 1) + 1,
            strength=Strength.NAMED if is_whole else Strength.BARE,
            rule=rule,
            campaigns=catalogue.plans,
            year=int(year) if year else None,
            is_series=True,
        )


def _find_around(
    pattern: re.Pattern[str], text: str, word: str, reach: int
) -> Iterator[re.Match[str]]:
    """Give the matches around each place of a word; none goes ``reach`` beyond it."""
    last, at = 0, text.find(word)
    while at >= 0:
        found = pattern.search(text, max(last, at - reach), at + len(word) + reach)
        if found is not None:
            last = found.end()
            yield found
        at = text.find(word, max(at + 1, last))


def _find_damaged(name: str, catalogue: Catalogue) -> tuple[Campaign, ...]:
    """Give the campaigns whose name this is with characters lost, as on filtered mirrors."""
    key = YEAR.sub("", "".join(WORDS.findall(name)))
    if len(key) < LEAST_DAMAGED:
        return ()
    for whole, campaigns in catalogue.names.items():
        is_near = 0 < len(whole) - len(key) <= MOST_LOST
        if is_near and key[0] in whole and _is_subsequence(key, whole):
            return campaigns
    return ()


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _find_new(part: Part, known: list[Mention], catalogue: Catalogue) -> Iterator[Mention]:
    """Find names in the form of a campaign's that the catalogue does not hold."""
    text = part.text
    if SERIES not in text:
        return
    for pattern, rule in ((NEW_NAME, "name not in the catalogue"), (LOCAL_NAME, "local name")):
        for found in pattern.finditer(text):
            start, end = found.span("name")
            if any(
                other.start < end and start < other.end and other.strength > Strength.BARE
                for other in known
            ):
                continue
            name = found.group("name").strip(" “”\"'「」『』‘’·")
            if NOT_A_NAME.search(name) or name == SERIES:
                continue
            year = LEADING_YEAR.match(name)
            damaged = _find_damaged(name, catalogue) if pattern is NEW_NAME else ()
            printed = part.said(start, end).strip(" “”\"'「」『』‘’·")
            yield Mention(
                part=part,
                start=start if pattern is LOCAL_NAME else found.start(),
                end=end,
                strength=Strength.NAMED,
                rule="damaged name" if damaged else rule,
                campaigns=damaged,
                year=int(year.group(1)) if year else None,
                name=printed if pattern is LOCAL_NAME else f"{SERIES}·{printed}",
            )
