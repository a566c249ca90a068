"""Whether a stretch of a page is a text of its own there: it has a headline and opens as one.

Pages that gather notices print each under a headline, which need not be the one its issuer gave
it. A section of one notice has a heading too, but does not open like a notice: who did what, when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.dedup.canon import Canon, squeeze

LEAST_HEADLINE = 7
LEAST_HAN = 4
LONGEST_HEADLINE = 45
MOST_LABELS = 3
"""Lines of dates and sources between a headline and its text."""
LATE = 10
"""Characters into a line from which a stretch begins in its middle."""
LEAST_TEXT = 40
NEAR = 400
_WORD = re.compile(r"\w")
_HAN = re.compile("[\u3400-\u9fff]")
_PAPER = re.compile("《([^《》\n]{6,60})》")
_DAY = re.compile(r"\d+年\d+月\d+日")
_STOP = re.compile("[。!?;]")
_NUMBER = r"[一二三四五六七八九十]{1,3}[、.]|\(?[一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、]"
_MARKS = re.compile(rf"^[#*>\s]*(?:{_NUMBER})?\s*")
_NUMBERED = re.compile(rf"[#*>\s]*(?:{_NUMBER})")
_ENCLOSED = re.compile("制[定订]本(?:方案|办法|规定|意见|细则|条例|标准|指南|通知|要点|计划)")
_NUMBER_LINE = re.compile(r"[〔\[(]\d{4}[〕\])]第?\d+号$")
_CASE = re.compile("案[件例]?$")
_BRACKETED = re.compile("^[【〖].+[】〗]$")
"""A line set apart by its brackets is a headline even where it is short."""
_SECTION = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[条章节编部]|(?:典型)?案[例件]|附件?[\d:一二三])"
)
_BODY = "网信办|网信部门|办公室|委员会|部门|国务院|[部局委厅署院]"
_OPENING = re.compile(
    r"^(?:.{0,12}(?:讯|消息|电)\)?\s?)?(?:"
    r"近日|日前|昨[日天]|今[日天年]|即日起|截至|记者|据|自\d|现将"
    r"|\d{4}年|\d{1,2}月|[一二三四五六七八九十]{1,2}月"
    r"|为[^。]{4,80},|各[^。,]{2,60}:|[^。,]{2,20}以来,"
    r"|[^。,:]{2,14}(?:消息|讯|\d日电)(?:\([^)]{1,12}\))?\s?:"
    rf"|[^。,:]{{2,30}}(?:{_BODY})[^。,:]{{0,20}}(?:决定|印发|开展|启动|召开|发布|公布|部署|通报|组织|处置|近日|日前|联合)"
    r"|[^。,]{4,60}的(?:通知|公告|通报|意见)$)"
)


def is_section(line: str) -> bool:
    """Whether a line begins with the number or the name of a section."""
    bare = line.lstrip("#*> \t")
    return bool(_NUMBERED.match(bare) or _SECTION.match(bare))


def opens_anew(canon: Canon, start: int) -> bool:
    """Whether the line at a place opens as a text of its own, under a headline of its or not."""
    begin = _line_of(canon, start)
    return begin is not None and _opens_with(canon.folded.text[begin:]) is not None


def opens_section(canon: Canon, start: int) -> bool:
    """Whether the line at a place, or the one above it, has the number of a section."""
    begin = canon.folded.text.rfind("\n", 0, int(canon.at[start])) + 1
    above = canon.folded.text[:begin].rstrip().rpartition("\n")[2]
    return is_section(canon.folded.text[begin:]) or is_section(above)


def is_headed(canon: Canon, start: int) -> bool:
    """Whether a text of its own begins at a place and has a headline, if only the page's title."""
    begin = _line_of(canon, start)
    if begin is None:
        return False
    has_headline = _opens_with(canon.folded.text[begin:])
    if has_headline or (start <= LATE and has_headline is not None):
        return True
    above = _headline_above(canon.folded.text[:begin])
    return bool(above) and (has_headline is not None or not _NUMBERED.match(above))


def is_enclosed(canon: Canon, start: int) -> bool:
    """Whether the text at a place is what the page announces: a paper that it names elsewhere."""
    begin = _line_of(canon, start)
    if begin is None:
        return False
    line = canon.folded.text[begin:].partition("\n")[0]
    above = _papers_above(canon.folded.text[:begin])
    named = {squeeze(name) for name in _PAPER.findall(canon.folded.text)}
    return any(squeeze(_MARKS.sub("", each)) in named for each in (line, *above))


def _papers_above(text: str) -> list[str]:
    """Return the lines shortly above a place: a title, chapters, the day of a paper."""
    return [line for line in text[-NEAR:].split("\n") if line.strip()][-MOST_LABELS - 1 :]


def _line_of(canon: Canon, start: int) -> int | None:
    """Return where the line begins that a place opens; None for a place in its middle."""
    at = int(canon.at[start])
    begin = canon.folded.text.rfind("\n", 0, at) + 1
    return begin if at - begin <= LATE else None


def _opens_with(text: str) -> bool | None:
    """Return whether a text that opens like a notice begins with a headline; None for others."""
    head, _, rest = text.partition("\n")
    if _is_headline(head) and _is_opening(head, rest):
        return True
    return False if _opens(head) else None


def _is_opening(headline: str, following: str) -> bool:
    """Whether a text of its own follows a headline.

    Sections of official texts are numbered (GB/T 9704-2012, 7.3.3): below a number only an opening
    tells a text of its own, below a headline without one any sentence does.
    """
    first = [*_first_lines(following[:NEAR])][-1:]
    if not first or len(first[0]) < LEAST_TEXT or _SECTION.match(first[0].strip()):
        return False
    if not _STOP.search(first[0]) and first[0].rstrip()[-1] != ":":
        return False  # the days on which a law was passed and amended
    if _ENCLOSED.search(first[0]):
        return False  # the plan that a notice sends out stands behind it
    return _opens(first[0]) or not _NUMBERED.match(headline.strip())


def _headline_above(text: str) -> str:
    above = [line.strip() for line in text[-NEAR:].split("\n") if line.strip()]
    for line in reversed(above[-MOST_LABELS - 1 :]):
        if _is_headline(line):
            return line
        if _STOP.search(line):
            break
    return ""


def count_parts(canon: Canon, hull: tuple[int, int]) -> tuple[int, int]:
    """Count the texts of their own that begin within a stretch, behind its start, and outside."""
    start, end = int(canon.at[hull[0]]), int(canon.at[hull[1] - 1])
    openings = _find_openings(canon.folded.text)
    inside = sum(start + LONGEST_HEADLINE < place <= end for place in openings)
    outside = sum(not start - LATE <= place <= end for place in openings)
    return inside, outside


def _find_openings(text: str) -> set[int]:
    """Return where the first sentences of texts with a headline begin."""
    found = set()
    place = 0
    for line in text.split("\n"):
        after = place + len(line) + 1
        if _is_headline(line):
            following = text[after : after + NEAR]
            if _is_opening(line, following):
                found.add(after + following.index([*_first_lines(following)][-1]))
        place = after
    return found


def _first_lines(text: str) -> Iterator[str]:
    """Yield the lines up to the first that is a sentence, labels before it included."""
    for number, line in enumerate(filter(str.strip, text.split("\n"))):
        yield line
        if number == MOST_LABELS or _STOP.search(line):
            return


def _is_headline(line: str) -> bool:
    bare = _MARKS.sub("", line.strip()).rstrip("*# ")
    least = LEAST_HAN if _BRACKETED.match(bare) else LEAST_HEADLINE
    return (
        len(bare) <= LONGEST_HEADLINE
        and len(_WORD.findall(bare)) >= least
        and len(_HAN.findall(_DAY.sub("", bare))) >= LEAST_HAN
        and not _STOP.search(bare)
        and bare[-1] not in ":,"
        and not _SECTION.match(bare)
        and not _NUMBER_LINE.search(bare)
        and not (_CASE.search(bare) and _NUMBERED.match(line.strip()))
    )


def _opens(line: str) -> bool:
    return _OPENING.match(_MARKS.sub("", line.strip())) is not None
