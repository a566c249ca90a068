"""Whether a notice names one of the user's own: names, brands, apps, credit codes.

Names are looked up by their first characters, so a text costs the same for ten names and for ten
thousand; no automaton library is needed (measured: see docs/campaigns.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import concat

from watcher.campaigns.view import Part, make_part
from watcher.model.document import Document
from watcher.model.match import Span
from watcher.model.watch import Hit, HitKind, WatchEntry
from watcher.text.fold import fold_key

LEGAL_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|集团公司|公司|集团)$"
)
LEAST_SHORT_FORM = 4
LEAST_NAME = 2
PREFIX = 4
SHORT_NAME = 2
INSIDE = re.compile(r"[\s·•.\-_—–()&'’“”\"]*")
BREAKS = re.compile(r"[\t\n]")
STARS = re.compile(r"(?<=\w)\*{1,6}|\*{1,6}(?=\w)")
TOKEN_END = re.compile(r"[^\w·&*-]")
LONGEST_MASKED = 24
LEAST_SHOWN = 2
CODE_LENGTH = 18
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE = re.compile(r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{18}(?![0-9a-z])")


@dataclass(frozen=True, slots=True)
class Listed:
    """One spelling of an entry. ``key`` is folded."""

    entry: WatchEntry
    text: str
    key: str
    kind: HitKind
    role: str = ""


class WatchList:
    """Entries with their indexes; build it once."""

    def __init__(self, entries: Iterable[WatchEntry]) -> None:
        self.entries = tuple(entries)
        self._codes = {
            entry.credit_code.upper(): entry for entry in self.entries if entry.credit_code
        }
        self._by_prefix: dict[str, list[Listed]] = defaultdict(list)
        self._by_end: dict[tuple[int, int, str], list[Listed]] = defaultdict(list)
        for entry in self.entries:
            for listed in _spellings(entry):
                self._by_prefix[listed.key[:PREFIX]].append(listed)
                for place in (0, -1):  # a masked name shows its first or its last character
                    end = (len(listed.key), place, listed.key[place])
                    self._by_end[end].append(listed)
        for found in self._by_prefix.values():
            found.sort(key=lambda listed: -len(listed.key))
        self._starts = frozenset(prefix[:2] for prefix in self._by_prefix)

    def count_spellings(self) -> int:
        """Return how many different texts are looked for, codes included."""
        return sum(map(len, self._by_prefix.values())) + len(self._codes)

    def find(self, document: Document) -> tuple[Hit, ...]:
        """Give every hit in title, body and the texts of attachments, in their order."""
        parts = [make_part("title", document.title), make_part("body", document.body)]
        parts += [
            make_part(f"attachment:{file.name}", file.text)
            for file in document.attachments
            if file.text
        ]
        return tuple(hit for part in parts for hit in self._find_in(part))

    def _find_in(self, part: Part) -> list[Hit]:
        hits = [*self._find_names(part), *self._find_masked(part), *self._find_codes(part)]
        return sorted(hits, key=lambda hit: (hit.span.start, hit.span.end))

    def _find_names(self, part: Part) -> Iterator[Hit]:
        """Give the longest name at each place; names inside a longer one are not repeated."""
        key, starts, by_prefix = part.key, self._starts, self._by_prefix
        last = 0
        pairs = map(concat, key, key[1:])
        for position in [at for at, pair in enumerate(pairs) if pair in starts]:
            if position < last:
                continue
            for size in (PREFIX, 3, 2):
                listed = next(
                    (
                        one
                        for one in by_prefix.get(key[position : position + size], ())
                        if key.startswith(one.key, position) and _is_whole(part, position, one.key)
                    ),
                    None,
                )
                if listed is not None:
                    last = position + len(listed.key)
                    yield _hit(part, position, listed)
                    break

    def _find_masked(self, part: Part) -> Iterator[Hit]:
        if "*" not in part.text:
            return
        for start, end in _masked_tokens(part.text):
            shown = re.sub(r"[^\w*]", "", part.text[start:end])
            if len(shown.replace("*", "")) < LEAST_SHOWN or set(shown) == {"*"}:
                continue
            place = 0 if shown[0] != "*" else -1
            pattern = re.compile("".join("." if char == "*" else re.escape(char) for char in shown))
            for listed in self._by_end.get((len(shown), place, shown[place]), ()):
                if pattern.fullmatch(listed.key):
                    span = part.span(start, end)
                    why = f"“{span.text}” hides characters; the others agree with “{listed.text}”"
                    yield _make(listed, HitKind.MASKED, why, span)

    def _find_codes(self, part: Part) -> Iterator[Hit]:
        if not self._codes:
            return
        for found in CODE.finditer(part.text):
            code = found.group().upper()
            entry, kind = self._codes.get(code), HitKind.CREDIT_CODE
            if entry is None and not is_credit_code(code):
                entry, kind = self._find_misprint(code), HitKind.CODE_MISPRINT
            if entry is None:
                continue
            why = (
                f"the unified credit code of {entry.name}"
                if kind is HitKind.CREDIT_CODE
                else f"one character off the unified credit code of {entry.name}"
            )
            listed = Listed(entry, entry.credit_code, code.lower(), kind)
            yield _make(listed, kind, why, part.span(found.start(), found.end()))

    def _find_misprint(self, code: str) -> WatchEntry | None:
        for listed, entry in self._codes.items():
            if sum(one != other for one, other in zip(code, listed, strict=False)) == 1:
                return entry
        return None


def _spellings(entry: WatchEntry) -> Iterator[Listed]:
    """Give the listed names and the name without its legal form; too short ones are left out."""
    seen: set[str] = set()
    roles = dict(zip(entry.aliases, entry.roles, strict=False))
    names = [(entry.name, HitKind.NAME), *((one, HitKind.ALIAS) for one in entry.aliases)]
    for name, kind in [
        *names,
        *((LEGAL_FORM.sub("", one), HitKind.SHORT_FORM) for one, _ in names),
    ]:
        key = fold_key(name)
        least = LEAST_SHORT_FORM if kind is HitKind.SHORT_FORM else LEAST_NAME
        if len(key) >= least and key not in seen:
            seen.add(key)
            yield Listed(entry, name, key, kind, roles.get(name, ""))


def _masked_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Give the borders of words with asterisks in them, each once."""
    last = 0
    for found in STARS.finditer(text):
        if found.start() < last:
            continue
        head = text[max(last, found.start() - LONGEST_MASKED) : found.start()]
        cut = TOKEN_END.search(head[::-1])
        start = found.start() - (cut.start() if cut else len(head))
        after = TOKEN_END.search(text, found.end(), found.end() + LONGEST_MASKED)
        last = after.start() if after else min(found.end() + LONGEST_MASKED, len(text))
        yield start, last


def _is_whole(part: Part, position: int, key: str) -> bool:
    """Whether a name found among word characters stands as one name in the text."""
    start, end = part.to_text(position), part.to_text(position + len(key) - 1) + 1
    text = part.text
    if key[0].isascii() and text[start - 1 : start].isascii() and text[start - 1 : start].isalnum():
        return False
    if key[-1].isascii() and text[end : end + 1].isascii() and text[end : end + 1].isalnum():
        return False
    if end - start == len(key):
        return True
    return not BREAKS.search(text, start, end) and len(INSIDE.sub("", text[start:end])) == len(key)


def _hit(part: Part, position: int, listed: Listed) -> Hit:
    span = part.key_span(position, position + len(listed.key))
    kind = listed.kind
    if len(listed.key) <= SHORT_NAME and not _stands_alone(part, position, listed.key):
        kind = HitKind.EMBEDDED
    why = {
        HitKind.NAME: f"the name “{listed.text}”",
        HitKind.ALIAS: f"“{listed.text}”, {listed.role or 'another name'} of {listed.entry.name}",
        HitKind.SHORT_FORM: f"“{listed.text}”, {listed.entry.name} without its legal form",
        HitKind.EMBEDDED: f"“{listed.text}” is short and stands inside other words",
    }[kind]
    return _make(listed, kind, why, span)


# Words that may stand beside a short name without being part of it.
BESIDE = re.compile(
    r"(?:平台|公司|app|集团|账号|官方|网|等|旗下|和|与|在|对|将|被|的|称|已|因|、|已被|及)"
)


def _stands_alone(part: Part, position: int, key: str) -> bool:
    """Whether a short name is set off by punctuation, a border or a word of its own."""
    start, end = part.to_text(position), part.to_text(position + len(key) - 1) + 1
    before, after = part.text[max(0, start - 1) : start], part.text[end : end + 2]
    left = not before or not before.isalnum() or BESIDE.fullmatch(before) is not None
    right = not after or not after[0].isalnum() or BESIDE.match(after) is not None
    return left and right


def _make(listed: Listed, kind: HitKind, why: str, span: Span) -> Hit:
    return Hit(entry_id=listed.entry.id, kind=kind, listed=listed.text, why=why, span=span)


def is_credit_code(code: str) -> bool:
    """Whether a unified social credit code has the right check digit (GB 32100-2015)."""
    code = code.upper()
    return len(code) == CODE_LENGTH and check_letter(code) == code[-1]


def check_letter(code: str) -> str:
    """Return the check digit of a credit code's first 17 characters, empty where one is none."""
    body = code.upper()[: CODE_LENGTH - 1]
    if len(body) < CODE_LENGTH - 1 or any(char not in CODE_ALPHABET for char in body):
        return ""
    total = sum(CODE_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return CODE_ALPHABET[-total % 31]
