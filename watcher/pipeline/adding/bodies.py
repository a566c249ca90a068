"""Where a notice's text stands on its page: one selector, proved by reading with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from watcher import extract
from watcher.model.listing import Entry
from watcher.model.page import Page
from watcher.model.source import DetailRules, Source
from watcher.pipeline.adding.selectors import unique_selector
from watcher.sources.rows import decode_page
from watcher.text import dom
from watcher.text.fold import fold_key

BOXES = "div, td, article, section, main, ucapcontent"
MOST_BOXES = 600
LEAST_SHARE = 0.95
MOST_SHARE = 1.1
"""A selector may bring a little more than was found without it (a line of the site), not a lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailSeen:
    """One notice as read with the proposed rules.

    ``how`` says where its text was found without a selector; ``rules`` may be empty.
    """

    url: str
    title: str
    published_on: date | None
    characters: int
    start: str
    how: str
    rules: DetailRules
    problems: tuple[str, ...] = ()


def read_notice(page: Page, source: Source, entry: Entry | None, today: date) -> DetailSeen:
    """Read a detail page and propose a selector for its text where one reads the same."""
    plain = replace(source, detail=DetailRules())
    found = extract.extract_page(page, source=plain, entry=entry, today=today)
    rules = source.detail
    if found.body and not (rules.body and _reads_same(page, source, rules, found.body, today)):
        rules = replace(rules, body=())
        css = next(_choose(page, source, found.body, today), None)
        rules = replace(rules, body=(css,)) if css else rules
    read = extract.extract_page(
        page, source=replace(source, detail=rules), entry=entry, today=today
    )
    return DetailSeen(
        url=page.final_url,
        title=read.title,
        published_on=read.published_on,
        characters=len(read.body.replace("\n", "")),
        start=read.body[:120],
        how=found.provenance.get("body", ""),
        rules=rules,
        problems=read.problems,
    )


def _choose(page: Page, source: Source, body: str, today: date) -> Iterator[str]:
    """Give selectors of boxes that hold the text and little else, the tightest first."""
    document = dom.parse(decode_page(source, page))
    wanted = fold_key(body)
    boxes: list[tuple[int, dom.Node]] = []
    for node in document.css(BOXES)[:MOST_BOXES]:
        size = len(node.text)
        if size >= LEAST_SHARE * len(wanted):
            boxes.append((size, node))
    for _, node in sorted(boxes, key=lambda box: box[0])[:12]:
        css = unique_selector(document, node)
        if css and _reads_same(page, source, DetailRules(body=(css,)), body, today):
            yield css


def _reads_same(page: Page, source: Source, rules: DetailRules, body: str, today: date) -> bool:
    read = extract.extract_page(page, source=replace(source, detail=rules), entry=None, today=today)
    if read.provenance.get("body") != "selector":
        return False
    mine, theirs = fold_key(read.body), fold_key(body)
    is_near = LEAST_SHARE * len(theirs) <= len(mine) <= MOST_SHARE * len(theirs)
    return is_near and (theirs[:40] in mine and theirs[-40:] in mine)
