"""Text and HTML given by hand take the same steps as pages met live, silently.

Rows are judged and stored in batches, one transaction a batch: an answer is given only for what is
committed, so a stop at any moment loses nothing that was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from watcher.campaigns import classify
from watcher.errors import InputError, ParseError
from watcher.model.source import Source, Tier
from watcher.pipeline.arrival import Arrival, Recorded
from watcher.pipeline.reading import Read, read_html, read_text
from watcher.pipeline.record import preview, record
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.text.urls import canonical

BATCH = 64
"""Documents a transaction: with synchronous=FULL a commit costs milliseconds."""

BY_HAND = Source(
    id="by-hand",
    name="ingested by hand",
    kind="html",
    tier=Tier.AGGREGATOR,
    url="http://localhost/",
)
"""Stands for the source of rows that name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of an ingest. Exactly one of ``text`` and ``html`` is set."""

    id: str
    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    published_on: date | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one item: ``recorded``, or ``error`` in one sentence."""

    id: str
    recorded: Recorded | None = None
    error: str = ""


def ingest(
    services: Services, items: Iterable[Item | Answer], *, dry_run: bool = False
) -> Iterator[Answer]:
    """Judge items and, unless it is a dry run, store them; yield an answer for each.

    An :class:`Answer` among the items (a line that could not be read) is passed through in its
    place. A dry run judges every item against the store as it is.
    """
    batch: list[Item | Answer] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield from _handle(services, batch, dry_run=dry_run)
            batch = []
    if batch:
        yield from _handle(services, batch, dry_run=dry_run)


def _handle(
    services: Services, batch: Sequence[Item | Answer], *, dry_run: bool
) -> Iterator[Answer]:
    now = services.clock()
    arrivals = _read_all(services, batch)
    if dry_run:
        with services.store.reading() as tx:
            yield from [
                each
                if isinstance(each, Answer)
                else Answer(id=each.external_id or each.key, recorded=preview(tx, each))
                for each in arrivals
            ]
        return
    teller = Teller(routes=(), now=now, is_silent=True)
    with services.store.writing() as tx:
        answers = [
            each
            if isinstance(each, Answer)
            else Answer(id=each.external_id or each.key, recorded=record(tx, each, teller, now=now))
            for each in arrivals
        ]
    yield from answers


def _read_all(services: Services, batch: Sequence[Item | Answer]) -> list[Arrival | Answer]:
    """Read a batch; HTML goes through the killable workers, several at a time."""
    if not any(isinstance(each, Item) and each.html is not None for each in batch):
        return [_read_one(services, each) for each in batch]
    with ThreadPoolExecutor(services.parsers.size) as threads:
        return list(threads.map(lambda each: _read_one(services, each), batch))


def _read_one(services: Services, item: Item | Answer) -> Arrival | Answer:
    if isinstance(item, Answer):
        return item
    try:
        source = _source(services, item.source_id)
        read = _read(services, item, services.today(source))
    except (InputError, ParseError) as error:
        return Answer(id=item.id, error=str(error))
    document = read.document
    return Arrival(
        key=f"id:{item.id}" if item.id != item.url else canonical(item.id),
        external_id=item.id,
        source=source,
        url=item.url,
        document=document,
        print_=read.print_,
        labels=classify(document, services.catalogue, published_on=document.published_on),
    )


def _read(services: Services, item: Item, today: date) -> Read:
    if item.html is not None:
        return services.parsers.call(
            read_html, item.html, item.url, item.title, item.published_on, today
        )
    return read_text(item.text or "", item.url, item.title, item.published_on, today)


def _source(services: Services, source_id: str | None) -> Source:
    if source_id is None:
        return BY_HAND
    source = services.sources.get(source_id)
    if source is None:
        raise InputError(f"unknown source {source_id!r}; name one of sources.toml, or leave it out")
    return source
