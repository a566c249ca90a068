"""The form in which texts are compared, with a way back to the page's own characters.

On top of folding: one code point a number or date part (numerals.py), lower case, word characters
only. Everything else that mirrors change freely (punctuation, quotes, spacing, line breaks) is
gone; where sentences and lines ended is kept beside it, as layout tells prose from link lists.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from watcher.dedup.numerals import DATE_PLANE, FIGURE_PLANE, tokens
from watcher.model.match import Span
from watcher.text.fold import Folded, fold

Codes = NDArray[np.uint32]
Places = NDArray[np.int32]

_TABLE_SIZE = 0x10000
_EMOJI = (0x1F000, 0x1FAFF)
_STOPS = "。!?;！？；"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_READING = re.compile(rf"\([a-zA-Z\s]{{0,7}}[{_TONED}][a-zA-Z{_TONED}\s]{{0,7}}\)")


@cache
def _is_word() -> NDArray[np.bool_]:
    keep = [unicodedata.category(chr(code))[0] in "LN" for code in range(_TABLE_SIZE)]
    return np.array(keep, dtype=np.bool_)


@cache
def _lower() -> Codes:
    table = np.arange(_TABLE_SIZE, dtype=np.uint32)
    for code in range(0x600):
        lowered = chr(code).lower()
        if len(lowered) == 1:
            table[code] = ord(lowered)
    return table


@cache
def _is_stop() -> NDArray[np.bool_]:
    return np.isin(np.arange(_TABLE_SIZE), [ord(c) for c in _STOPS])


@dataclass(frozen=True, slots=True)
class Canon:
    """A text in comparable form.

    ``codes[i]`` is the i-th code point and ``at[i]`` its place in ``folded.text``. ``stops`` counts
    the sentence ends and ``lines`` the line breaks before each place (one entry more than
    ``codes``). ``digits`` are the places in ``folded.text`` where numbers begin.
    """

    codes: Codes
    at: Places
    folded: Folded
    stops: Places
    lines: Places
    digits: tuple[int, ...]

    def pack(self) -> PackedCanon:
        """Return the text as plain data."""
        return PackedCanon(
            codes=self.codes.tobytes(),
            at=self.at.tobytes(),
            stops=self.stops.tobytes(),
            lines=self.lines.tobytes(),
            folded=self.folded,
            digits=self.digits,
        )

    def __len__(self) -> int:
        return len(self.codes)

    def text(self, start: int = 0, end: int | None = None) -> str:
        """Return code points [start, end) as a string; numbers are private-use characters."""
        return self.codes[start:end].tobytes().decode("utf-32-le")

    def folded_text(self, start: int, end: int) -> str:
        """Return the folded text, punctuation included, that lies behind [start, end)."""
        if start >= end:
            return ""
        stop = int(self.at[end]) if end < len(self) else len(self.folded.text)
        return self.folded.text[int(self.at[start]) : stop]

    def numbers(self, start: int, end: int) -> list[int]:
        """Return the number and date code points in [start, end)."""
        part = self.codes[start:end]
        return [int(code) for code in part[part >= FIGURE_PLANE]]

    def span(self, where: str, original: str, start: int, end: int) -> Span:
        """Return the page's own characters behind [start, end)."""
        first, last = self.folded.origin(int(self.at[start]), int(self.at[end - 1]) + 1)
        return Span(where=where, start=first, end=last, text=original[first:last])


@dataclass(frozen=True, slots=True)
class PackedCanon:
    """A comparable text as plain data, for another process: numbers as bytes of this machine."""

    codes: bytes
    at: bytes
    stops: bytes
    lines: bytes
    folded: Folded
    digits: tuple[int, ...]

    def unpack(self) -> Canon:
        """Return the text itself; raise ValueError where the parts do not fit together."""
        codes = np.frombuffer(self.codes, dtype=np.uint32)
        at, stops, lines = (
            np.frombuffer(each, dtype=np.int32) for each in (self.at, self.stops, self.lines)
        )
        ends = len(codes) + len(stops[-1:])
        if len(at) != len(codes) or len(stops) != ends or len(lines) != ends:
            raise ValueError("a packed text whose parts have different lengths")
        return Canon(codes, at, self.folded, stops, lines, self.digits)


def _number_starts(raw: Codes) -> list[int]:
    is_digit = (raw >= ord("0")) & (raw <= ord("9"))
    starts = np.flatnonzero(is_digit[1:] & ~is_digit[:-1]) + 1
    return ([0] if len(raw) and is_digit[0] else []) + starts.tolist()


def numbers_of(folded: str) -> list[int]:
    """Return the number and date code points of a piece of folded text, in order of its kind."""
    raw = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return [value for _, _, values in tokens(folded, _number_starts(raw)) for value in values]


def canonical(text: str) -> Canon:
    """Return a text in comparable form."""
    folded = fold(text)
    text = folded.text
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    near = np.minimum(raw, _TABLE_SIZE - 1)
    far = raw >= _TABLE_SIZE
    keep = _is_word()[near]
    stops = np.cumsum(_is_stop()[near], dtype=np.int32)
    lines = np.cumsum(raw == ord("\n"), dtype=np.int32)
    codes = _lower()[near]
    if far.any():  # rare Han characters stay, emoji and private characters go
        codes[far] = raw[far]
        keep |= far & (raw < FIGURE_PLANE) & ~((raw >= _EMOJI[0]) & (raw <= _EMOJI[1]))
    digits = _number_starts(raw)
    for start, end, values in tokens(text, digits):
        keep[start:end] = False
        for place, value in enumerate(values):
            codes[start + place] = value
            keep[start + place] = True
    if "(" in text:
        for found in _READING.finditer(text):  # a reading torn from its character by a space
            keep[found.start() : found.end()] = False
    at = np.flatnonzero(keep).astype(np.int32)
    return Canon(
        codes=codes[at],
        at=at,
        folded=folded,
        stops=np.append(stops[at], stops[-1:]),
        lines=np.append(lines[at], lines[-1:]),
        digits=tuple(digits),
    )


def is_number(codes: Codes) -> NDArray[np.bool_]:
    """Return which code points stand for a number or a part of a date."""
    return codes >= FIGURE_PLANE


def is_date(codes: Codes) -> NDArray[np.bool_]:
    """Return which code points stand for a part of a date."""
    return codes >= DATE_PLANE


_WHITE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """Return a text on one line, for evidence sentences."""
    return _WHITE.sub(" ", text).strip()
