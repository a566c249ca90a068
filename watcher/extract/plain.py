"""Plain text with its furniture to a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from watcher.extract import anchor, facts, furniture, region
from watcher.extract.code import strip_code
from watcher.extract.html import extract_html
from watcher.extract.titles import choose_title, strip_title
from watcher.model.document import MIN_BODY_CHARACTERS, Document
from watcher.text import charset, clauses, language
from watcher.text.clean import clean, squeeze
from watcher.text.dates import date_in_url, find_dates, join_parts, parse_date
from watcher.text.fold import fold_key
from watcher.text.outline import Line

MAX_CHARACTERS = 2_000_000
"""Longer texts are cut and said to be."""
_PAGE = re.compile(r"\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE)
_BREAK_TAG = re.compile(
    r"</?(?:p|div|br|li|tr|h[1-6]|ul|ol|table|section)\b[^<>]{0,500}>", re.IGNORECASE
)
_INLINE_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|img|td|th|sup|sub|center|tbody)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\(<?[^()\n]{0,2000}\)")
_LINK_END = re.compile(r"([^\[\]]{0,300})\]\(<?[^()\s]{0,2000}\)\s*")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"\s*(?:[-*+•·▪■◆]\s+|●\s*)(.*)")
_EMPHASIS = re.compile(r"\*\*|__|^>\s|(?<=\d)\\(?=\.)|^\*+|\*+$")
_TABLE_RULE = re.compile(r"[|:\s-]+")
_DAY = re.compile(r"\d{1,2}日?")
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?月?")
_NOT_PUBLISHED = re.compile(r"快照|有效|截止|截至|更新|生成|到期|通过|批准|施行|修正|修订|审议")
_SENTENCE = re.compile(r"[。；]|[：:]$")
_SENTENCE_END = re.compile(r"(?<=[。！？])(?![”’」』）)])|\s{2,}")
_LONGEST_LINE = 1000
_LED_NOTE = re.compile(
    r"[（(][^（）()\n]{0,20}(?:[仅僅]供[参參]考|[图圖]片?[来來]源)[^（）()\n]{0,20}[)）]\s*(?=\S{15})"
)
_LEAST_LOST = 200
_HEAD_LINES = 40
_MAX_FIRST = 120
_LEAST_HEAD = 15


@dataclass(slots=True)
class _Read:
    """A text cut into its parts; indexes are into ``lines``.

    ``apart`` is a second stretch of the notice, before or behind the one from start to end.
    """

    lines: list[Line]
    weights: list[float]
    start: int
    end: int
    apart: tuple[int, int] | None = None


def extract_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    published_on: date | None = None,
    today: date,
) -> Document:
    """Read a notice from plain text as people and scrapers save it; never raises.

    The text may begin with its title, date lines (also a day and a year-month on lines of their
    own), source lines and printed page script, may be Markdown or hold stray tags, and may end
    with lists of other pages. A given title or day wins over what is found. Where nothing but a
    title and a date is there the body is empty and a problem says so.
    """
    if _PAGE.match(text):
        return extract_html(
            text, url=url or "", title=title, published_on=published_on, today=today
        )
    problems: list[str] = []
    if len(text) > MAX_CHARACTERS:
        problems.append(f"the text is longer than {MAX_CHARACTERS} characters and was cut")
    prepared = charset.recover(text[:MAX_CHARACTERS])
    if prepared is not None:
        problems.append("the text had been saved in a wrong charset and was turned back")
    found_title = squeeze(title or "")
    lines = read_lines(text[:MAX_CHARACTERS] if prepared is None else prepared, found_title)
    read = _cut(lines, found_title)
    provenance: dict[str, str] = {}
    if found_title:
        provenance["title"] = "given"
    else:
        found_title = choose_title(read.lines, read.start, read.end)
        provenance["title"] = "text"
    day = published_on
    if day is not None:
        provenance["published_on"] = "given"
    else:
        day, provenance["published_on"] = _find_published(read, today), "text"
        hint = date_in_url(url)
        if day is None and hint and hint <= today:
            day, provenance["published_on"] = hint, "url"
    _extend(read, found_title)
    body = _body(read, found_title)
    if len(body) < MIN_BODY_CHARACTERS and _text_length(lines) >= _LEAST_LOST:
        # Furniture all over, or nothing that looks like it: too much text is better than none.
        read.start, read.end = 0, len(lines)
        body = "\n".join(strip_title([line.text for line in lines], found_title))
        problems.append("the notice could not be told from what stands around it")
    body_lines = body.split("\n") if body else []
    around = [line.text for line in [*read.lines[: read.start], *read.lines[read.end :][:12]]]
    signed_on, signer = facts.find_signature(body_lines, today=today)
    if len(body) < MIN_BODY_CHARACTERS:
        problems.append("there is no text to compare: the page holds a title and a date only")
    return Document(
        title=found_title,
        body=body,
        url=url,
        published_on=day,
        signed_on=signed_on,
        issuer=signer or facts.find_issuer(found_title),
        document_number=facts.find_number([*around[:_HEAD_LINES], *body_lines[:6]]),
        source_line=facts.find_source([*around, *body_lines[-4:]]),
        language=language.detect(f"{found_title}\n{body}"),
        provenance={name: how for name, how in provenance.items() if how},
        problems=tuple(problems),
    )


def read_lines(text: str, title: str = "") -> list[Line]:
    """Read plain text, Markdown or text with stray tags as lines.

    In lines that hold a whole page a known title stands on a line of its own.
    """
    cleaned = strip_code(clean(text))
    if "<" in cleaned:
        cleaned = _INLINE_TAG.sub("", _BREAK_TAG.sub("\n", cleaned))
    is_markdown = "](" in cleaned
    lines = []
    for raw in _cut_long(cleaned.split("\n"), title):
        line = _read_markdown(raw) if is_markdown else None
        line = line or _read_line(raw)
        if line.text:
            lines.append(line)
    return lines


def _cut_long(lines: list[str], title: str) -> Iterator[str]:
    """Cut lines that hold a whole page: only sentences and the title tell the parts apart."""
    for line in lines:
        if len(line) <= _LONGEST_LINE:
            yield line
            continue
        for sentence in _SENTENCE_END.split(line):
            before, printed, after = sentence.partition(title) if title else (sentence, "", "")
            yield from (part for part in (before, printed, after) if part or not printed)


def _read_line(raw: str) -> Line:
    if raw[:1] in "（(":  # a picture's note before the first sentence
        raw = _LED_NOTE.sub("", raw, count=1)
    heading = _HEADING.match(raw)
    if heading:
        return Line(squeeze(_EMPHASIS.sub("", heading[2])), heading=len(heading[1]))
    bullet = _BULLET.fullmatch(raw)
    if bullet:
        return Line(squeeze(_EMPHASIS.sub("", bullet[1])), is_bullet=True)
    if raw.startswith("|") and raw.rstrip().endswith("|"):  # a table in Markdown
        raw = (
            "" if _TABLE_RULE.fullmatch(raw.strip()) else raw.strip().strip("|").replace("|", "\t")
        )
    if "\t" in raw:
        cells = "\t".join(squeeze(cell) for cell in raw.split("\t")).strip()
        return Line(cells, is_row="\t" in cells)
    return Line(_EMPHASIS.sub("", raw).strip())


def _read_markdown(raw: str) -> Line | None:
    if "](" not in raw:
        return None
    without = _IMAGE.sub("", raw)
    broken = _LINK_END.fullmatch(without)
    if broken:  # a link whose text began on the line before
        line = _read_line(broken[1])
        line.linked = 1.0
        return line
    linked = sum(len(found) for found in _LINK.findall(without))
    line = _read_line(_LINK.sub(r"\1", without))
    line.linked = linked / max(1, len(line.text))
    return line


def _cut(lines: list[Line], title: str) -> _Read:
    weights = region.weigh_all(lines)
    titled = _title_lines(lines, title)
    for index in titled:
        weights[index] = min(weights[index], 0.0)
    heaviest = region.find_region(weights)
    headlines = anchor.find_headlines(lines, title) if title else [each + 1 for each in titled]
    stretches = anchor.choose(
        lines, weights, heaviest, anchor.find_behind(lines, weights, headlines)
    )
    if len(stretches) == 1:
        return _Read(lines, weights, *stretches[0])
    (apart,) = (each for each in stretches if each != heaviest)
    return _Read(lines, weights, *heaviest, apart)


def _title_lines(lines: list[Line], title: str) -> list[int]:
    """Give the lines that are the title or look like one, and those that repeat them.

    With a title given these are its copies; else the first line, if it is no sentence, and the main
    headings of Markdown.
    """
    if title:
        named = {title}
    else:
        named = {line.text for line in lines[:_HEAD_LINES] if line.heading in {1, 2}}
        if lines and len(lines[0].text) <= _MAX_FIRST and not _SENTENCE.search(lines[0].text):
            named.add(lines[0].text)
    return [index for index, line in enumerate(lines) if line.text in named]


def _extend(read: _Read, title: str) -> None:
    """Take in the neutral lines between the title and the first sentence.

    They say who adopted a rule and when, or name its first part. Where page furniture stands
    between, only long lines next to the text are taken: short ones may be the site's.
    """
    if read.end <= read.start:
        return
    key = fold_key(title)
    long_from = start = read.start
    while start > 0 and read.weights[start - 1] == 0 and not read.lines[start - 1].linked:
        if fold_key(read.lines[start - 1].text) == key:
            read.start = start
            return
        start -= 1
        if long_from == start + 1 and len(read.lines[start].text) >= _LEAST_HEAD:
            long_from = start
    read.start = long_from


def _text_length(lines: list[Line]) -> int:
    """Count the characters outside links, lists of dates and short labels."""
    return sum(len(line.text) for line in lines if not line.linked and len(line.text) > _LEAST_HEAD)


def _body(read: _Read, title: str) -> str:
    spans = sorted({(read.start, read.end), read.apart or (read.start, read.end)})
    kept = [
        text
        for span in spans
        for text in region.keep(read.lines, read.weights, whole=range(*span), core=range(*span))
    ]
    parts = clauses.split("\n".join(kept))
    return "\n".join(strip_title([clause.text for clause in parts], title))


def _find_published(read: _Read, today: date) -> date | None:
    before = read.lines[: read.start] if read.end > read.start else read.lines
    head = [line.text for line in before][-_HEAD_LINES:]
    for first, second in pairwise(head):
        if _DAY.fullmatch(first) and _YEAR_MONTH.fullmatch(second):
            return join_parts(first, second, today=today)
    labelled = [text for text in head if furniture.is_label(text)]
    for text in [*labelled, *head]:
        if len(text) > 200 or _NOT_PUBLISHED.search(text):
            continue
        days = find_dates(text, today=today)
        if days:
            return days[0].day
        if furniture.is_label(text) and re.search(r"时间|日期|前|ago", text):
            return parse_date(text.split("：")[-1].split(":", 1)[-1], today=today)
    return None
