"""One transaction a parcel of rows: the notices and how far the backfill came, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from watcher.errors import InputError
from watcher.model.backfill import Backfill, BackfillState
from watcher.model.event import Event, EventKind
from watcher.model.listing import Entry
from watcher.model.source import Source
from watcher.pipeline.arrival import Arrival, Verdict
from watcher.pipeline.backfill.bringing import Brought
from watcher.pipeline.backfill.walk import Turn
from watcher.pipeline.reading import entry_key
from watcher.pipeline.record import record
from watcher.pipeline.services import Services
from watcher.pipeline.tell import Teller
from watcher.schedule import fraction
from watcher.store import backfills, evidence, pages
from watcher.store.database import Transaction

TAIL = 3
"""Last dated rows of a list page that say how far it goes back: the newest of them counts, since a
pinned or late row may stand anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Rows that are stored together. ``turn`` is set where they are the first of a list page."""

    rows: Sequence[Brought]
    turn: Turn | None = None


class Storer:
    """Stores parcels in their order; ``at`` is the backfill as the database has it."""

    def __init__(self, services: Services, source: Source, backfill: Backfill) -> None:
        self._services = services
        self._source = source
        self.at = backfill

    def store(self, parcel: Parcel) -> Backfill:
        """Store a parcel and return how far the backfill came with it.

        Raises:
            InputError: another process moves the same backfill; nothing was stored.
        """
        now = self._services.clock()
        before = after = self.at
        with self._services.store.writing() as tx:
            if parcel.turn is not None:
                after = advance(before, parcel.turn.after)
                for page, ref in parcel.turn.kept:
                    evidence.add_evidence(tx, page, ref)
            known = pages.find_pages(tx, [each.key for each in parcel.rows])
            done = {key for key, page in known.items() if page.notice_id is not None}
            for each in parcel.rows:
                if each.key in done or each.arrival is None:
                    after = replace(after, known=after.known + 1)
                else:
                    is_new = each.key not in known
                    after = self._record(tx, each, each.arrival, after, is_new=is_new, now=now)
                    done.add(each.key)
                after = replace(after, done=after.done + (not each.is_inline))
            inline = parcel.turn.rows if parcel.turn and not after.pending else ()
            after = replace(_reached(after, inline or after.pending), changed_at=now)
            backfills.save(tx, before, after)
        self.at = after
        return after

    def note_days(self, turn: Turn) -> list[date]:
        """Return the days that the stored notices of an undated list page have, in list order."""
        keys = [entry_key(self._source, entry) for entry in reversed(turn.rows)]
        with self._services.store.writing() as tx:
            found = pages.find_pages(tx, keys)
            days = [found[key].published_on for key in keys if key in found]
            known = [day for day in days if day is not None]
            after = _back_to(self.at, known)
            backfills.save(tx, self.at, replace(after, changed_at=self._services.clock()))
        self.at = after
        return known

    def finish(self, walked: Backfill) -> Backfill:
        """Close the backfill and store its one event, for the routes that ask for it."""
        now = self._services.clock()
        after = replace(
            advance(self.at, walked, is_new_page=False),
            state=BackfillState.FINISHED,
            changed_at=now,
            finished_at=now,
        )
        with self._services.store.writing() as tx:
            present = backfills.get_backfill(tx, after.id)
            if present.state is not BackfillState.RUNNING:
                raise InputError(f"another process ended the backfill of {self._source.id}")
            backfills.save(tx, self.at, after)
            self._tell(tx, after, now)
        self.at = after
        return after

    def _record(
        self,
        tx: Transaction,
        brought: Brought,
        arrival: Arrival,
        after: Backfill,
        *,
        is_new: bool,
        now: datetime,
    ) -> Backfill:
        later = self._services.routes
        teller = Teller(routes=(), now=now, is_silent=True, later_routes=later)
        recorded = record(tx, arrival, teller, now=now)
        if is_new and recorded.page_id is not None:
            changes: dict[str, object] = {"listed": 0}
            if not brought.has_failed and not arrival.inline:
                changes |= far_look(self._source, arrival.key, now)
            pages.change_page(tx, recorded.page_id, **changes)
        return replace(
            after,
            stored=after.stored + 1,
            copies=after.copies + (recorded.verdict is Verdict.COPY),
            unread=after.unread + brought.has_failed,
        )

    def _tell(self, tx: Transaction, done: Backfill, now: datetime) -> None:
        reached = done.reached_on or done.oldest_on
        event = Event(
            kind=EventKind.BACKFILLED,
            source_id=self._source.id,
            source_name=self._source.name,
            tier=self._source.tier.value,
            at=now,
            title=self._source.name,
            url=self._source.url,
            extra={
                "since": done.since.isoformat(),
                "until": done.until.isoformat(),
                "pages": str(done.pages_read),
                "stored": str(done.stored),
                "known": str(done.known),
                "unread": str(done.unread),
                "reached": reached.isoformat() if reached else "?",
            },
        )
        teller = Teller(routes=self._services.routes, now=now)
        teller.store(tx, event, subject=f"source:{self._source.id}", page_id=None)


def advance(at: Backfill, walked: Backfill, *, is_new_page: bool = True) -> Backfill:
    """Return how far the walk came joined with what is stored."""
    return replace(
        walked,
        done=0 if is_new_page else at.done,
        pending=walked.pending if is_new_page else at.pending,
        stored=at.stored,
        copies=at.copies,
        known=at.known,
        unread=at.unread,
        reached_on=at.reached_on,
    )


def far_look(source: Source, key: str, now: datetime) -> dict[str, object]:
    """Return the columns that put a page's next look far away, spread over a time.

    An old page is rarely edited, and thousands stored in an hour must not be due in one hour.
    """
    gaps = source.recheck_seconds
    wait = gaps[-1] * (1 + fraction(key))
    return {"recheck_stage": len(gaps) - 1, "recheck_at": now + timedelta(seconds=wait)}


def _reached(after: Backfill, rows: Sequence[Entry]) -> Backfill:
    """Note how far back the list page goes once all its rows (oldest first) are stored."""
    if after.done < len(after.pending):
        return after
    days = [each.published_on for each in reversed(rows) if each.published_on is not None]
    return _back_to(after, days)


def _back_to(after: Backfill, days: Sequence[date]) -> Backfill:
    """Note the days of a list page's rows, in list order."""
    reached = max(days[-TAIL:], default=None)
    if reached is None or (after.reached_on is not None and reached > after.reached_on):
        return after
    return replace(after, reached_on=reached)
