"""Which measures were taken against which of the accounts that a notice names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

MEASURE = (
    "关闭|关停|禁言|永久封禁|封禁|封停|封号|下架|下线|停播|限流|限制流量|清理粉丝|取消营利权限|取消互动功能|取消直播权限|"
    "暂停营利权限|暂停(?:发布内容|更新|直播|投稿|使用|服务|功能)|停业整顿|注销|列入黑名单|纳入平台黑名单|纳入黑名单|约谈|"
    "责令(?:限期)?(?:整改|改正|停止)|罚款|没收违法所得|警告|行政拘留|解散|断开链接|禁止关注|取消认证|扣除信用分|通报批评|清退"
)
MEASURES = re.compile(rf"{MEASURE}|(?<=被)清理|(?<=予以)清理")
# What says that a measure was taken against the accounts of this item or of the whole notice.
DONE = (
    "已被|已(?=永久|依法|责令|暂停|关|禁|封|下|约)|"
    "被|予以|采取|处以|给予|依法|依约|依规|平台已|已对|进行"
)
DONE_WORDS = re.compile(DONE)
TAKEN = re.compile(rf"(?:{DONE})[^。；;\n]{{0,40}}")
# 关闭“…”“…”等网站: the measure comes first.
ACTIVE = re.compile(rf"(?P<measure>{MEASURE})(?:了|一批)?[^，,。；;“”「」、\n]{{0,10}}$")
THREATENED = re.compile(
    r"逾期|拒不|将(?:依法|依规|视情|按|会|进一步)|如(?:不|未|再)|一旦|情节严重的"
)
"""A measure that depends on what is still to come was not taken."""
TEXTS = re.compile(r"(?:信息|内容|言论|文章|视频|帖文|评论)[^，,。；;\n]{0,6}$")
"""What stands before 已被清理 where texts were taken down and not an account."""
ALL = re.compile(r"(?:上述|以上|相关|对)[^。；;\n]{0,16}(?:账号|小程序|应用|app|平台|网站)")
SENTENCE_END = re.compile(r"[。；;\n]")
LONGEST_HEAD = 24
LONGEST_SENTENCE = 600
LONGEST_ITEM = 1500

Place = tuple[int, int]


class Sanctions:
    """The measures of one text. ``runs`` are the places of all account names, in any order.

    ``borders`` are the starts of its numbered items.
    """

    def __init__(self, text: str, runs: Iterable[Place], borders: list[int]) -> None:
        self._text = text
        self._starts = sorted(start for start, _ in runs)
        self._borders = borders
        self._ends = [found.start() for found in SENTENCE_END.finditer(text)]
        self._done = [found.start() for found in DONE_WORDS.finditer(text)]
        self._later: dict[Place, tuple[str, ...]] = {}

    def of(self, run: Place) -> tuple[str, ...]:
        """Give the measures against the accounts of one run of names.

        Looked for, in this order: right before the names, behind them up to the next names, later
        in the sentence, in the next sentence of the item that names nobody, in a closing sentence
        about all.
        """
        start, end = run
        first, last = self._sentence(start)
        active = ACTIVE.search(self._text, max(first, start - LONGEST_HEAD), start)
        if active is not None and not THREATENED.search(self._text, first, start):
            return (active.group("measure"),)
        found: tuple[str, ...] = ()
        if self._next_done(end) < last:
            index = bisect_left(self._starts, end)
            after = self._starts[index] if index < len(self._starts) else last
            found = self._taken(end, min(after, last)) or self._taken(end, last, first_only=True)
        return (
            found
            or self._taken_later(last, min(self._item_end(start), last + LONGEST_ITEM))
            or self.general
        )

    def _next_done(self, position: int) -> int:
        """Give where the next word stands that says something was done."""
        index = bisect_left(self._done, position)
        return self._done[index] if index < len(self._done) else len(self._text)

    def _sentence(self, position: int) -> Place:
        """Give the borders of the sentence around a position, no farther than a long one goes."""
        index = bisect_left(self._ends, position)
        first = self._ends[index - 1] + 1 if index else 0
        last = self._ends[index] if index < len(self._ends) else len(self._text)
        return max(first, position - LONGEST_SENTENCE), min(last, position + LONGEST_SENTENCE)

    def _item_end(self, position: int) -> int:
        index = bisect_right(self._borders, position)
        return self._borders[index] if index < len(self._borders) else len(self._text)

    def _taken_later(self, start: int, end: int) -> tuple[str, ...]:
        place = (start, end)
        if place not in self._later:
            self._later[place] = self._find_later(start, end)
        return self._later[place]

    def _find_later(self, start: int, end: int) -> tuple[str, ...]:
        while start < end:
            done = self._next_done(start)
            if done >= end:
                return ()
            start = max(start, self._sentence(done)[0] - 1)
            first, last = start, self._sentence(start + 1)[1]
            index = bisect_left(self._starts, first)
            names_somebody = index < len(self._starts) and self._starts[index] < last
            found = () if names_somebody else self._taken(first, min(last, end))
            if found:
                return found
            start = max(last, start + 1)
        return ()

    def _taken(self, start: int, end: int, *, first_only: bool = False) -> tuple[str, ...]:
        """Give the measures that a stretch says were taken, each once."""
        if self._next_done(start) >= end:
            return ()
        found: list[str] = []
        for taken in TAKEN.finditer(self._text, start, end):
            sentence, _ = self._sentence(taken.start())
            if THREATENED.search(self._text, sentence, taken.end()):
                continue
            for measure in MEASURES.finditer(taken.group()):
                at = taken.start() + measure.start()
                before = self._text[max(0, at - LONGEST_HEAD) : at]
                if measure.group() != "清理" or TEXTS.search(before) is None:
                    found.append(measure.group())
            if found and first_only:
                break
        return tuple(dict.fromkeys(found))

    @cached_property
    def general(self) -> tuple[str, ...]:
        """Give the measures of a closing sentence about all accounts."""
        end = len(self._text)
        least = self._borders[-1] if self._borders else 0
        while end > least:
            start = max(self._text.rfind(mark, least, end - 1) for mark in "。\n") + 1
            start = max(start, least)
            if ALL.search(self._text, start, end):
                found = self._taken(start, end)
                if found:
                    return found
            end = start if start < end else end - 1
        return ()
