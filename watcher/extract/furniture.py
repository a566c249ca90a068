"""Lines of a page that are not the notice: what they look like, whatever site they stand on.

Rules are word lists about whole lines, kept narrow: a line that could be the notice's own stays.
Every line of every page is asked, so the first character decides whether a pattern is tried, and
patterns are in lower case as is what they are asked of: one that ignores case by itself takes many
times as long.
"""

from __future__ import annotations

import re
from enum import IntEnum

from watcher.extract.words import BUTTONS, LABELS, LISTS, NOTES, OPENERS, OURSELVES, RELATED, WEAK

_LEGAL = re.compile(
    "ICP[备備證证]|公网安备|All Rights Reserved|如有侵权|侵权请联系|不代表本[站网平]|仅供参考，"
)
_RIGHTS = re.compile(
    "不代表|版权|侵权|转载|立场|免责|授权|来自网络|互联网|原创发布|未做任何修改|收录|删除处理"
)
_PUNCTUATION = " \t-_|*#·•●■◆▪>》»（([【《“\"'「『『.,，、:：+—–=~"
_CREDIT = re.compile(
    r"[\W_]*(?:来源|稿源|编辑|责编|责任编辑|本文编辑|校对|供稿|監製|监制|審核|审核|值班编辑|值班编委)\s?[:：].{0,60}"
)
_BYLINE = re.compile(r"(?:发表于|发布于|發表於)\s?(?:19|20)\d\d[-/.年]")
_MAX_BYLINE = 120
_MAX_SMALL = 60
_MAX_NOTE = 600


def _either(words: tuple[str, ...]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word.lower()) for word in ordered)


def _initials(*lists: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[0].lower() for words in lists for word in words)


_STRONG_LABELS = tuple(word for word in LABELS if word not in WEAK)
_STRONG_BUTTONS = tuple(word for word in BUTTONS if word not in WEAK)
_CERTAIN_LINE = re.compile(
    rf"[\W_]*(?:(?:{_either(_STRONG_LABELS)})\s?[:：].{{0,80}}"
    rf"|(?:(?:{_either(_STRONG_BUTTONS)})[\W_]*){{1,12}})"
)
_LABEL_LINE = re.compile(rf"[\W_]*(?:本文|文章|信息)?(?:{_either(LABELS)})\s?[:：].{{0,120}}")
_SMALL_LINE = re.compile(rf"[\W_]*(?:(?:{_either(BUTTONS)})\d{{0,6}}[\W_]*){{1,12}}")
_RELATED_LINE = re.compile(
    rf"[\W_]*(?:(?:{_either(RELATED)})[\W_]{{0,3}}(?:{_either(LISTS)})|{_either(OPENERS)}"
    r"|更多关于.{1,12}的?(?:资讯|新闻|内容|文章)|上一篇.{0,60}下一篇.{0,60}|previous post.{0,80})"
    r"[\W_]*(?:更多|more)?[\W_]*"
)
_NOTE_LINE = re.compile(rf"[\W_]*(?:{_either(NOTES)})")
_FIRST_LABEL = _initials(LABELS) | frozenset("本文信")
_FIRST_SMALL = _initials(BUTTONS) | frozenset("0123456789")
_FIRST_RELATED = _initials(RELATED, OPENERS) | frozenset("更上p")
_OURSELVES_LINE = re.compile(rf"[\W_]*(?:{_either(OURSELVES)})")
_FIRST_NOTE = _initials(NOTES)
_FIRST_OURSELVES = _initials(OURSELVES)
_ALL_DIGITS = re.compile(r"[\W_]*\d{1,6}(?:人|次|条|篇|℃)?[\W_]*")

_STOPS = frozenset("。！？；!?;…：:")
_CLOSERS = "”’」』）)]】\"'"
_LATIN_CLOSERS = "”\"')"
_TEASER = re.compile(r"^(?:\.{3}|…)(?![.…])|(?<![.…])(?:\.{3}|…)$|[^.…](?:\.{3}|…)\s+[^\s.…]")
DATE_ONLY = re.compile(
    r"[\W_]*(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}[-/月]\d{1,2}日?)"
    r"[\sT]*(?:\d{1,2}[:：时]\d{2}(?:[:：分]\d{2}秒?)?)?[\W_]*(?:星期.|周.)?[\W_]*"
)
_DATE_TAIL = re.compile(
    r"(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|[\s\[(（]\d{2}-\d{2})"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?\s*$"
)
_MARKUP = re.compile(r"class=\"|</?[a-z]{1,10}[\s>]|&nbsp;|\$\(|function\s?\(|\.push\(")


class Look(IntEnum):
    """What a line looks like that is not a notice's own; OWN where it may be one."""

    OWN = 0
    RELATED = 1
    """It opens a list of other pages."""
    FURNITURE = 2
    TEASER = 3
    """Cut text of another page."""
    DATE = 4


def look_at(text: str) -> Look:
    """Say what a line looks like: every line of every page is asked once."""
    first = _first(text)
    if is_related(text, first):
        return Look.RELATED
    if _is_small(text, first) or is_label(text, first) or is_note(text, first) or has_markup(text):
        return Look.FURNITURE
    if is_teaser(text):
        return Look.TEASER
    if first.isdigit() and DATE_ONLY.fullmatch(text):
        return Look.DATE
    return Look.OWN


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, closing quotes and brackets aside."""
    bare = text.rstrip(_CLOSERS)
    if bare[-1:] in _STOPS:
        return True
    return bare[-1:] == "." and not text[len(bare) :].strip(_LATIN_CLOSERS)


def has_date_tail(text: str) -> bool:
    """Whether a line ends with a day in digits, as rows of lists do."""
    return (text[-1:].isdigit() or text[-1:] in "])）】") and bool(_DATE_TAIL.search(text))


def has_markup(text: str) -> bool:
    """Whether a line shows printed markup or script."""
    may_be = "<" in text or "(" in text or "&" in text or "=" in text
    return may_be and _MARKUP.search(text) is not None


def is_teaser(text: str) -> bool:
    """Whether a line is cut text of another page.

    Lists of other pages end or begin so with one ellipsis; authors write "……".
    """
    return ("…" in text or "..." in text) and _TEASER.search(text) is not None


def is_related(text: str, first: str | None = None) -> bool:
    """Whether a line opens a list of other pages.

    Here and below ``first`` is the line's first character that says anything, where it is known.
    """
    return (
        len(text) <= 2 * _MAX_SMALL
        and (_first(text) if first is None else first) in _FIRST_RELATED
        and _RELATED_LINE.fullmatch(text.lower()) is not None
    )


def is_label(text: str, first: str | None = None) -> bool:
    """Whether a line is a labelled field around a notice: 来源：…, 发布时间：…, 浏览次数：…."""
    if (
        ("：" in text or ":" in text)
        and (_first(text) if first is None else first) in _FIRST_LABEL
        and _LABEL_LINE.fullmatch(text.lower())
    ):
        return True
    return (
        len(text) <= _MAX_BYLINE and ("于" in text or "於" in text) and bool(_BYLINE.search(text))
    )


def is_note(text: str, first: str | None = None) -> bool:
    """Whether a line is the site's own note: copyright, disclaimer, follow us, registration."""
    if len(text) > _MAX_NOTE:
        return False
    first = _first(text) if first is None else first
    if first in _FIRST_NOTE and _NOTE_LINE.match(text.lower()):
        return True
    if first in _FIRST_OURSELVES and _OURSELVES_LINE.match(text) and _RIGHTS.search(text):
        return True
    if ("：" in text or ":" in text) and _CREDIT.fullmatch(text):
        return True
    return _may_be_legal(text) and _LEGAL.search(text) is not None


def _may_be_legal(text: str) -> bool:
    # Looking for a few fixed words is many times faster than the pattern that settles it.
    return (
        "ICP" in text
        or "侵权" in text
        or "不代表" in text
        or "公网安备" in text
        or "仅供参考" in text
        or "All Rights" in text
    )


def is_furniture(text: str, first: str | None = None) -> bool:
    """Whether a line is certainly no part of a notice's own text."""
    first = _first(text) if first is None else first
    return (
        _is_small(text, first)
        or is_label(text, first)
        or is_note(text, first)
        or is_related(text, first)
    )


def _is_small(text: str, first: str) -> bool:
    """Whether a line is made of buttons, signs or a count alone."""
    if len(text) > _MAX_SMALL:
        return False
    if not first or (first in _FIRST_SMALL and _SMALL_LINE.fullmatch(text.lower())):
        return True
    return first.isdigit() and _ALL_DIGITS.fullmatch(text) is not None


def is_certain(text: str) -> bool:
    """Whether a line is furniture even between two paragraphs of a notice."""
    first = _first(text)
    if not first:
        return True
    if first in _FIRST_LABEL or first in _FIRST_SMALL:
        return _CERTAIN_LINE.fullmatch(text.lower()) is not None or is_note(text, first)
    return is_note(text, first)


def _first(text: str) -> str:
    first = text[:1]
    return (first if first.isalnum() else text.lstrip(_PUNCTUATION)[:1]).lower()
