"""Why a text is judged as it is: candidates, alignment and verdict, without storing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watcher import dedup
from watcher.model.document import Document
from watcher.model.match import Candidate, Match
from watcher.pipeline.ingest import BY_HAND, Item
from watcher.pipeline.place import judge
from watcher.pipeline.reading import Read, read_html, read_text
from watcher.pipeline.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was looked at and concluded.

    ``examined`` are the candidates that were aligned, best first; ``alignment`` lays the page on
    the first of them (or on the one that was joined), which ``aligned_with`` names by its notice.
    """

    document: Document
    match: Match
    examined: tuple[dedup.Examined, ...]
    aligned_with: str | None
    alignment: tuple[dedup.Stretch, ...]


def explain(services: Services, item: Item) -> Explanation:
    """Judge an item against the store as it is, and say how.

    Raises:
        InputError, ParseError: the item cannot be read.
    """
    read = _read(services, item)
    with services.store.reading() as tx:
        match, candidates = judge(tx, read.document, read.print_)
    examined = dedup.examine(read.document, read.print_, candidates)
    shown = _find_shown(candidates, examined, match)
    return Explanation(
        document=read.document,
        match=match,
        examined=examined,
        aligned_with=shown.notice_id if shown else None,
        alignment=dedup.lay_out(read.document, shown.document) if shown else (),
    )


def _read(services: Services, item: Item) -> Read:
    today = services.today(BY_HAND)
    if item.html is not None:
        return services.parse(read_html, item.html, item.url, item.title, item.published_on, today)
    return read_text(item.text or "", item.url, item.title, item.published_on, today)


def _find_shown(
    candidates: Sequence[Candidate], examined: Sequence[dedup.Examined], match: Match
) -> Candidate | None:
    """Return the page that was joined, else the best of those that share something.

    A page in another language, or without text, is joined without being laid on the other.
    """
    compared = {each.candidate.page_id for each in examined}
    joined = [each for each in candidates if each.page_id == match.page_id in compared]
    near = [each.candidate for each in examined if each.kind != "apart"]
    return next(iter(joined + near), None)
