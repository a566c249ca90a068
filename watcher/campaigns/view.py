"""A document as the rules read it: folded parts with the way back to the printed text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate

from watcher.campaigns.respell import Anchors, mend_typos, to_mainland
from watcher.model.document import Document
from watcher.model.match import Span
from watcher.text.fold import Folded, fold

WORDS = re.compile(r"[^\W_]+")
GAPS = re.compile(r"([\W_]+)")
LEAD_CHARACTERS = 450
"""Word characters at the head of a body that say what the notice itself is about."""
LEAD_LINES = 4
TAIL_WORDS = (
    "相关(?:阅读|新闻|报道|文章|推荐|链接|资讯)|猜你喜欢|推荐阅读|延伸阅读|热门(?:文章|新闻|推荐)?|"
    "更多(?:精彩|新闻)?|上一篇|下一篇|热点(?:推荐|新闻)?|为你推荐|精彩推荐|最近发表|"
    "related (?:news|articles|posts)"
)
TAIL_HEADING = re.compile(rf"^[\W_]*(?:{TAIL_WORDS})[\W_]*(?:[:：].*)?$", re.MULTILINE)
HAS_SENTENCE = re.compile(r"[。；;！!]|, |\. |,[^\n]{12,},")
SENTENCE_ENDS = "。；;!！\n"
"""No question mark: it stands for lost quotation marks on damaged pages."""


@dataclass(frozen=True)
class Part:
    """Title or body.

    ``plain`` is the folded text with the series word mended, ``text`` the same in lower case and
    mainland words, ``key`` its word characters only. ``text`` and ``key`` have positions of their
    own, and spans always lead back to ``printed``.
    """

    where: str
    printed: str
    folded: Folded
    plain: str
    text: str
    key: str
    key_starts: tuple[int, ...]
    text_starts: tuple[int, ...]
    anchors: Anchors = ((0, 0),)
    """Pairs (position in ``text``, position in the folded text)."""
    is_as_printed: bool = False
    """Whether positions in ``text`` are those in ``printed``: nothing was put in or left out."""

    def to_text(self, position: int) -> int:
        """Turn a position in ``key`` into one in ``text``."""
        index = max(bisect_right(self.key_starts, position) - 1, 0)
        if not self.key_starts:
            return 0
        return self.text_starts[index] + position - self.key_starts[index]

    def to_key(self, position: int) -> int:
        """Turn a position in ``text`` into the nearest one in ``key`` at or behind it."""
        index = bisect_right(self.text_starts, position) - 1
        if index < 0:
            return 0
        limit = self.key_starts[index + 1] if index + 1 < len(self.key_starts) else len(self.key)
        return min(self.key_starts[index] + position - self.text_starts[index], limit)

    def span(self, start: int, end: int) -> Span:
        """Give the printed span behind ``text[start:end]``."""
        first, last = (start, end) if self.is_as_printed else self._origin(start, end)
        return Span(where=self.where, start=first, end=last, text=self.printed[first:last])

    def show(self, start: int, end: int) -> str:
        """Give the printed text behind ``text[start:end]``."""
        first, last = (start, end) if self.is_as_printed else self._origin(start, end)
        return self.printed[first:last]

    def _origin(self, start: int, end: int) -> tuple[int, int]:
        if len(self.anchors) > 1:
            start, end = self._to_folded(start), self._to_folded(end)
        return self.folded.origin(start, end)

    def key_span(self, start: int, end: int) -> Span:
        """Give the printed span behind ``key[start:end]``."""
        return self.span(self.to_text(start), self.to_text(end - 1) + 1)

    def said(self, start: int, end: int) -> str:
        """Give ``text[start:end]`` folded, in the case of print: for names that are compared."""
        if len(self.anchors) > 1:
            return self.text[start:end]
        return self.plain[start:end]

    def _to_folded(self, position: int) -> int:
        index = bisect_right(self.anchors, (position, len(self.folded.text))) - 1
        at, origin = self.anchors[index]
        return min(origin + position - at, len(self.folded.text))

    def sentence(self, position: int) -> tuple[int, int]:
        """Give the borders in ``text`` of the sentence around a position."""
        start = max(self.text.rfind(mark, 0, position) for mark in SENTENCE_ENDS) + 1
        ends = [found for mark in SENTENCE_ENDS if (found := self.text.find(mark, position)) >= 0]
        return start, min(ends, default=len(self.text))

    def line(self, position: int) -> tuple[int, int]:
        """Give the borders in ``text`` of the line around a position."""
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return start, len(self.text) if end < 0 else end

    @cached_property
    def tail_start(self) -> int:
        """Where in ``text`` a list of related pages begins: a heading with headlines only."""
        for found in TAIL_HEADING.finditer(self.text) if self.where == "body" else ():
            lines = [line for line in self.text[found.end() :].splitlines() if line.strip()]
            telling = sum(HAS_SENTENCE.search(line) is not None for line in lines)
            if telling * 5 <= len(lines):
                return found.start()
        return len(self.text)

    def is_headline(self, position: int) -> bool:
        """Whether a line of a body is a headline only, as related lists are made of."""
        if HAS_SENTENCE.search(self.text) is None:
            return False
        start, end = self.line(position)
        return HAS_SENTENCE.search(self.text, start, end) is None

    @cached_property
    def lead_end(self) -> int:
        """Where in ``text`` the lead of a body ends."""
        if self.where == "title" or not self.key:
            return len(self.text)
        by_size = self.to_text(min(LEAD_CHARACTERS, len(self.key) - 1)) + 1
        position, lines = 0, 0
        while lines < LEAD_LINES:
            cut = self.text.find("\n", position)
            if cut < 0:
                return by_size
            lines += cut > position
            position = cut + 1
        return min(by_size, max(position, 1)) if lines else by_size

    @property
    def lead(self) -> str:
        """The folded lead."""
        return self.text[: min(self.lead_end, self.tail_start)]


@dataclass(frozen=True)
class View:
    """A document's folded title and body."""

    title: Part
    body: Part
    document: Document = field(repr=False)

    def parts(self) -> Iterator[Part]:
        """Give title, then body."""
        yield self.title
        yield self.body


def make_view(document: Document) -> View:
    """Fold a document once for all rules."""
    return View(
        title=make_part("title", document.title),
        body=make_part("body", document.body),
        document=document,
    )


@lru_cache(maxsize=4)
def make_part(where: str, printed: str) -> Part:
    """Fold one text and index its word characters; kept for the next reader of the same page."""
    folded = fold(printed)
    plain = mend_typos(folded.text)
    text = plain.lower()
    if len(text) != len(plain):  # a few letters change their length: leave case alone then
        text = plain
    text, anchors = to_mainland(text)
    pieces = GAPS.split(text)  # words, with the gaps between them at the odd places
    starts = list(accumulate(map(len, pieces), initial=0))
    words, text_starts = pieces[::2], starts[:-1:2]
    first, last = int(not words[0]), len(words) - (len(words) > 1 and not words[-1])
    words, text_starts = words[first:last], text_starts[first:last]
    return Part(
        where=where,
        printed=printed,
        folded=folded,
        plain=plain,
        text=text,
        key="".join(words),
        key_starts=tuple(accumulate(map(len, words[:-1]), initial=0)) if words else (),
        text_starts=tuple(text_starts),
        anchors=anchors,
        is_as_printed=len(anchors) == 1 and folded == Folded(folded.text, folded.length),
    )
