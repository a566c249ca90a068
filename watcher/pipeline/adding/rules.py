"""From a list found by its shape to selectors that read the same rows, proved by reading. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from watcher.model.listing import Entry, Listing
from watcher.model.page import Page
from watcher.model.source import ListingRules, Pick, Source
from watcher.pipeline.adding.anchors import Anchored, find_rows
from watcher.pipeline.adding.selectors import inner_selectors, row_selectors, vote
from watcher.sources.rows import Place, decode_page, find_base, read_rows
from watcher.text import dom
from watcher.text.dates import parse_date
from watcher.text.fold import fold_key
from watcher.text.urls import canonical

MOST_ROW_RULES = 4
MOST_FIELD_RULES = 8
LONGEST_DATE = 40
DAY = re.compile(r"\d{1,2}日?")
YEAR_MONTH = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}月?")
PRINTED = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"
IN_ROW = (rf"({PRINTED})\D{{0,12}}$", rf"^\D{{0,12}}({PRINTED})", rf"({PRINTED})")
HEADINGS = "h1, h2, h3, h4, h5, h6, p, span, strong, b, div"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a reading compares with the one it is to reproduce. ``dated`` counts rows with a day."""

    links: bool
    titles: int
    days: int
    dated: int
    rows: int

    @property
    def is_whole(self) -> bool:
        """Whether every row, title and day came out again, in order."""
        return self.links and self.titles == self.rows and self.days == self.rows


def compare(read: Sequence[Entry], wanted: Sequence[Entry]) -> Agreement:
    """Compare a reading with the one wanted, row by row.

    The whole of a title that is cut is as good, and a day where none was found.
    """
    pairs = list(zip(read, wanted, strict=False))
    links = [canonical(each.url or "") for each in read]
    return Agreement(
        links=links == [canonical(each.url or "") for each in wanted],
        titles=sum(_is_title(mine.title, theirs) for mine, theirs in pairs),
        days=sum(theirs.published_on in {None, mine.published_on} for mine, theirs in pairs),
        dated=sum(mine.published_on is not None for mine in read),
        rows=len(wanted),
    )


def propose_rules(source: Source, page: Page, wanted: Listing, *, today: date) -> ListingRules:
    """Give rules by which kind "html" reads the wanted rows of the page.

    Without row selectors where none reproduces them: the list is then read by its shape.
    """
    document = dom.parse(decode_page(source, page))
    base = find_base(document, page.final_url)
    rows = find_rows(document, wanted.entries, base)
    if len(rows) < len(wanted.entries) or not rows:
        return ListingRules()
    trial = _Trial(document, Place(base=base, today=today), rows)
    for css in islice(row_selectors(document, [each.row for each in rows]), MOST_ROW_RULES):
        rules = trial.fill_in(ListingRules(rows=(css,)))
        if rules is not None:
            return rules
    return ListingRules()


@dataclass(frozen=True, slots=True)
class _Trial:
    """One page on which rules are tried."""

    document: dom.Dom
    place: Place
    rows: tuple[Anchored, ...]

    def fill_in(self, rules: ListingRules) -> ListingRules | None:
        """Add link, title and date to a row rule; None where the rows do not come out whole."""
        links = vote(inner_selectors(each.row, each.link) for each in self.rows)
        linked = self._first_with_links(rules, links)
        if linked is None:
            return None
        titled = self._best(
            linked,
            (replace(linked, title=_pick(css)) for css in (*_same(linked), *self._titles(links))),
        )
        dated = self._best(titled, self._dates(titled))
        return dated if self._agree(dated).is_whole else None

    def _first_with_links(self, rules: ListingRules, links: list[str]) -> ListingRules | None:
        for css in links[:MOST_FIELD_RULES]:
            tried = replace(rules, link=_pick(css, attr="href"), title=_pick(css))
            if self._agree(tried).links:
                return tried
        return None

    def _best(self, start: ListingRules, choices: Iterable[ListingRules]) -> ListingRules:
        """Give the choice that reads most titles and days as wanted; the first of equals."""
        best, score = start, -1
        for choice in choices:
            found = self._agree(choice)
            points = found.titles + found.days + found.dated
            if found.links and points > score:
                best, score = choice, points
            if found.is_whole and found.dated == found.rows:
                break
        return best

    def _agree(self, rules: ListingRules) -> Agreement:
        read = read_rows(self.document, rules, self.place)
        return compare(read.entries, [each.entry for each in self.rows])

    def _titles(self, links: list[str]) -> list[str]:
        """Give where a title may stand other than in the whole link: in an element inside it."""
        inside = vote(
            [
                css
                for node in each.link.css(HEADINGS)[:6]
                if _is_title(node.text, each.entry)
                for css in inner_selectors(each.row, node)
            ]
            for each in self.rows
        )
        return [*inside[:MOST_FIELD_RULES], *links[1:3]]

    def _dates(self, rules: ListingRules) -> Iterable[ListingRules]:
        """Give rules with a date; the plain ones first, without any last."""
        for css in vote(self._day_places(each) for each in self.rows)[:MOST_FIELD_RULES]:
            yield replace(rules, date=_pick(css))
        days = vote(self._places(each, DAY) for each in self.rows)[:2]
        months = vote(self._places(each, YEAR_MONTH) for each in self.rows)[:2]
        for day in days:
            for month in months:
                yield replace(rules, day=_pick(day), year_month=_pick(month))
        for pattern in IN_ROW:
            yield replace(rules, date=Pick(regex=pattern))
        yield rules

    def _day_places(self, anchored: Anchored) -> list[str]:
        """Give selectors of the elements of a row that print its day and little else."""
        day, today = anchored.entry.published_on, self.place.today
        nodes = [
            node
            for node in anchored.row.css("*")[:80]
            if node not in {anchored.link, anchored.row}
            and len(text := node.text) <= LONGEST_DATE
            and (found := parse_date(text, today=today)) is not None
            and found == (day or found)
        ]
        inner = [node for node in nodes if not any(each.parent == node for each in nodes)]
        return [css for node in inner for css in inner_selectors(anchored.row, node)]

    def _places(self, anchored: Anchored, pattern: re.Pattern[str]) -> list[str]:
        nodes = [node for node in anchored.row.css("*")[:80] if pattern.fullmatch(node.text)]
        inner = [node for node in nodes if not any(each.parent == node for each in nodes)]
        return [css for node in inner for css in inner_selectors(anchored.row, node)]


def _same(rules: ListingRules) -> tuple[str, ...]:
    return rules.title.css or ("",)


def _pick(css: str, *, attr: str | None = None) -> Pick:
    """Give a pick by one selector; the empty one is the row itself."""
    return Pick(css=(css,) if css else (), attr=attr)


def _is_title(read: str, wanted: Entry) -> bool:
    """Whether a title is the wanted one, or its whole where that one is cut short.

    Where the link holds the row's day as well, the title wanted is the one without it.
    """
    title = wanted.title.removesuffix(wanted.published_text).rstrip(" [(（【") or wanted.title
    mine, theirs = fold_key(read), fold_key(title)
    return mine == theirs or (wanted.title_cut and bool(theirs) and mine.startswith(theirs))
