"""Text and HTML given by hand take the same steps as pages met live, silently.

Rows are judged and stored in batches, one transaction a batch: an answer is given only for what is
committed, so a stop at any moment loses nothing that was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from watcher.errors import InputError, ParseError
from watcher.model.source import Source, Tier
from watcher.pipeline.arrival import Arrival, Recorded
from watcher.pipeline.reading import Read, read_html, read_text, read_texts
from watcher.pipeline.record import preview, record
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.text.urls import canonical

BATCH = 64
"""Documents a transaction: with synchronous=FULL a commit costs milliseconds."""

BATCH_SECONDS = 60.0

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
    with ThreadPoolExecutor(1, thread_name_prefix="read-ahead") as ahead:
        waiting: Future[list[Arrival | Answer]] | None = None
        for batch in _batches(items):
            following = ahead.submit(_read_all, services, batch)
            if waiting is not None:
                yield from _store(services, waiting.result(), dry_run=dry_run)
            waiting = following
        if waiting is not None:
            yield from _store(services, waiting.result(), dry_run=dry_run)


def _batches(items: Iterable[Item | Answer]) -> Iterator[list[Item | Answer]]:
    batch: list[Item | Answer] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _store(
    services: Services, arrivals: Sequence[Arrival | Answer], *, dry_run: bool
) -> list[Answer]:
    """Judge and store one batch in one transaction."""
    now = services.clock()
    teller = Teller(routes=(), now=now, is_silent=True, later_routes=services.routes)
    opened = services.store.reading() if dry_run else services.store.writing()
    with opened as tx:
        return [
            each
            if isinstance(each, Answer)
            else Answer(
                id=each.external_id or each.key,
                recorded=preview(tx, each) if dry_run else record(tx, each, teller, now=now),
            )
            for each in arrivals
        ]


def _read_all(services: Services, batch: Sequence[Item | Answer]) -> list[Arrival | Answer]:
    """Read a batch while the one before it is stored.

    HTML goes page by page through the killable workers. A full batch of text goes through a worker
    as a whole, so that reading and storing each have a core; a few texts are not worth its start.
    """
    services.decisions.refresh(services.store)
    if any(isinstance(each, Item) and each.html is not None for each in batch):
        with ThreadPoolExecutor(services.parsers.size) as threads:
            return list(threads.map(lambda each: _read_one(services, each), batch))
    texts = [each for each in batch if isinstance(each, Item)]
    if len(batch) == BATCH:
        today = services.today(BY_HAND)
        rows = tuple((each.text or "", each.url, each.title, each.published_on) for each in texts)
        with suppress(ParseError):  # one text may be too much for a worker: then one by one
            reads = services.parsers.call(read_texts, rows, today, wall_seconds=BATCH_SECONDS)
            found = dict(zip((id(each) for each in texts), reads, strict=True))
            return [_read_one(services, each, found.get(id(each))) for each in batch]
    return [_read_one(services, each) for each in batch]


def _read_one(
    services: Services, item: Item | Answer, read: Read | None = None
) -> Arrival | Answer:
    if isinstance(item, Answer):
        return item
    try:
        source = _source(services, item.source_id)
        read = read or _read(services, item, services.today(source))
    except (InputError, ParseError) as error:
        return Answer(id=item.id, error=str(error))
    document = read.document
    study = services.study(document)
    return Arrival(
        key=f"id:{item.id}" if item.id != item.url else canonical(item.id),
        external_id=item.id,
        source=source,
        url=item.url,
        document=document,
        print_=read.print_,
        canon=read.canon,
        labels=study.labels,
        study=study,
    )


def _read(services: Services, item: Item, today: date) -> Read:
    if item.html is not None:
        return services.parse(read_html, item.html, item.url, item.title, item.published_on, today)
    return read_text(item.text or "", item.url, item.title, item.published_on, today)


def _source(services: Services, source_id: str | None) -> Source:
    if source_id is None:
        return BY_HAND
    source = services.sources.get(source_id)
    if source is None:
        raise InputError(f"unknown source {source_id!r}; name one of sources.toml, or leave it out")
    return source
