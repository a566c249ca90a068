"""Step 12: what a check means for its source, who hears, and when the next one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.model.event import EventKind
from watcher.model.health import CheckOutcome, Gap, Health, SourceState
from watcher.model.known import SeenRow
from watcher.model.listing import Entry
from watcher.model.page import EvidenceRef, Page
from watcher.pipeline.details import Desk
from watcher.pipeline.listing import ListingRead
from watcher.pipeline.overlap import FIRST_DEEP, Overlap
from watcher.pipeline.recheck import note_listing
from watcher.pipeline.services import Services
from watcher.pipeline.silence import judge_rhythm
from watcher.pipeline.tell import Teller
from watcher.schedule import fraction, next_check
from watcher.store import evidence, gaps, seen, stories
from watcher.store import sources as states
from watcher.store.database import Transaction
from watcher.text.fold import fold_key

TOLD_WITHIN = timedelta(hours=1)
"""A source that cannot be read is told after this at the latest, however long its interval."""
RELAPSE_WITHIN = timedelta(hours=24)
"""A source that breaks again so soon after it recovered is still in the same story ..."""
STEADY_FOR = timedelta(hours=6)
"""... and is told to have recovered only after it was well for so long."""
MOVED_HINT = "Open the new address in a browser and put it into the url of this source."


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One check that came to its end, good or bad; ``kept`` are the pages of its list."""

    services: Services
    desk: Desk
    state: SourceState
    outcome: CheckOutcome
    read: ListingRead | None
    kept: tuple[tuple[Page, EvidenceRef], ...]
    started_at: datetime

    def close(self) -> CheckOutcome:
        """Store everything that the check found, in one transaction; return the final outcome."""
        source, now = self.desk.source, self.services.clock()
        teller = replace(self.desk.teller, now=now)
        with self.services.store.writing() as tx:
            for page, ref in self.kept:
                evidence.add_evidence(tx, page, ref)
            if self.outcome.health.is_broken:
                after, outcome = self._close_bad(now), self.outcome
            else:
                after, outcome = self._close_good(tx, teller, now)
            after = self._set_times(after, outcome, now)
            after = self._tell_health(tx, teller, after, now)
            states.save_state(tx, after)
            states.log_check(tx, source.id, outcome, started_at=self.started_at, finished_at=now)
        return outcome

    def _close_bad(self, now: datetime) -> SourceState:
        state, outcome = self.state, self.outcome
        return replace(
            state,
            health=outcome.health,
            diagnosis=outcome.diagnosis,
            hint=outcome.hint,
            since_at=state.since_at if state.health is outcome.health else now,
            last_check_at=now,
            failures=state.failures + 1,
        )

    def _close_good(
        self, tx: Transaction, teller: Teller, now: datetime
    ) -> tuple[SourceState, CheckOutcome]:
        source, read, outcome = self.desk.source, self.read, self.outcome
        state = replace(
            self.state,
            baseline_at=self.state.baseline_at or now,
            deep_at=self.state.deep_at or now + FIRST_DEEP,
            last_check_at=now,
            last_ok_at=now,
            failures=0,
        )
        assert read is not None  # noqa: S101  # a good outcome has read something
        entries: tuple[Entry, ...] = ()
        has_news = False
        if read.listing is not None and read.overlap is not None:
            overlap = read.overlap
            has_news = self.state.baseline_at is not None and _has_news(overlap)
            entries = tuple(overlap.rows.values())[: overlap.first_rows]
            note_listing(tx, source, entries, teller)
            self._note_rows(tx, overlap, now)
            self._note_gap(tx, teller, overlap.gap)
            state = replace(state, rows=overlap.first_rows)
            if overlap.is_deep:
                again = timedelta(hours=20 + 8 * fraction(f"{source.id}|{now.isoformat()}"))
                state = replace(state, deep_at=now + again)
            if overlap.gap is not None:
                state = replace(state, deep_at=now)  # rows put in before a burst moved far down
        state = self._keep_validators(state)
        rhythm = judge_rhythm(
            tx, source, state, entries, has_news=has_news, today=self.services.today(source)
        )
        state, health = rhythm.state, rhythm.health
        diagnosis, hint = rhythm.diagnosis, rhythm.hint
        if outcome.health is Health.MOVED:
            health, diagnosis, hint = Health.MOVED, outcome.diagnosis, outcome.hint
        same = self.state.health is health
        state = replace(
            state,
            health=health,
            diagnosis=diagnosis,
            hint=hint,
            since_at=self.state.since_at if same else now,
        )
        return state, replace(outcome, health=health, diagnosis=diagnosis, hint=hint)

    def _note_rows(self, tx: Transaction, overlap: Overlap, now: datetime) -> None:
        source = self.desk.source
        before = seen.first_page(tx, source.id)
        rows = {
            key: SeenRow(
                key=key,
                title_key=self._title_key(key, entry, overlap.known),
                published_on=entry.published_on,
                position=at if at < overlap.first_rows else -1,
                first_seen_at=now,
            )
            for at, (key, entry) in enumerate(overlap.rows.items())
        }
        gone = {key: replace(row, position=-1) for key, row in before.items() if key not in rows}
        seen.note_rows(tx, source.id, rows | gone, {**before, **overlap.known})

    def _title_key(self, key: str, entry: Entry, known: Mapping[str, SeenRow]) -> str:
        """A new title whose page could not be read is met again as new next time."""
        if self.desk.has_unread and key in known:
            return known[key].title_key
        return fold_key(entry.title)

    def _note_gap(self, tx: Transaction, teller: Teller, gap: Gap | None) -> None:
        if gap is None:
            return
        if gap.id:
            gaps.change_gap(tx, gap)
        else:
            gaps.add_gap(tx, gap)
        if not gap.is_closed and gap.is_final:
            teller.tell_gap(tx, self.desk.source, gap, since=self.state.last_ok_at)

    def _keep_validators(self, state: SourceState) -> SourceState:
        read = self.read
        if read is None or read.page is None:
            return state
        page, rows_sha256 = read.page, read.rows_sha256 or state.rows_sha256
        # An unread entry must be met again: without validators the next list is read whole.
        is_done = not self.desk.has_unread
        return replace(
            state,
            etag=page.etag if is_done else None,
            last_modified=page.last_modified if is_done else None,
            listing_sha256=page.sha256 if is_done else None,
            rows_sha256=rows_sha256 if is_done else None,
        )

    def _set_times(self, state: SourceState, outcome: CheckOutcome, now: datetime) -> SourceState:
        source = self.desk.source
        due_at = next_check(
            source_id=source.id,
            interval=timedelta(seconds=source.interval_seconds),
            failures=max(state.failures - source.unhealthy_after + 1, 0),
            now=now,
            retry_after_seconds=outcome.retry_after_seconds,
        )
        if state.baseline_at == now and state.deep_at is not None:
            due_at = min(due_at, state.deep_at)  # the first pass was just now
        return replace(state, next_check_at=due_at)

    def _tell_health(
        self, tx: Transaction, teller: Teller, state: SourceState, now: datetime
    ) -> SourceState:
        source = self.desk.source
        if state.health.is_broken:
            if state.told_unhealthy or not self._is_time_to_tell(state, now):
                return state
            teller.tell_source(
                tx,
                source,
                EventKind.SOURCE_UNHEALTHY,
                health=state.health,
                diagnosis=state.diagnosis,
                hint=state.hint,
            )
            return replace(state, told_unhealthy=True)
        if state.told_unhealthy and self._has_recovered(tx, state, now):
            self._tell_recovered(tx, teller)
            state = replace(state, told_unhealthy=False)
        return self._tell_soft(tx, teller, state, now)

    def _is_time_to_tell(self, state: SourceState, now: datetime) -> bool:
        if state.failures >= self.desk.source.unhealthy_after:
            return True
        since = state.last_ok_at
        return since is not None and now - since >= TOLD_WITHIN and state.failures > 1

    def _has_recovered(self, tx: Transaction, state: SourceState, now: datetime) -> bool:
        """Whether it is time to say so: at once, but after a relapse only when it has lasted."""
        told = stories.count_events(
            tx,
            f"source:{state.source_id}",
            EventKind.SOURCE_RECOVERED,
            since=now - RELAPSE_WITHIN,
        )
        if told == 0:
            return True
        failed_at = states.last_failure_at(tx, state.source_id)
        return failed_at is None or now - failed_at >= STEADY_FOR

    def _tell_recovered(self, tx: Transaction, teller: Teller) -> None:
        before = self.state
        is_fresh = before.health.is_broken
        teller.tell_source(
            tx,
            self.desk.source,
            EventKind.SOURCE_RECOVERED,
            health=before.health if is_fresh else Health.OK,
            diagnosis=before.diagnosis if is_fresh else "",
            hint="",
        )

    def _tell_soft(
        self, tx: Transaction, teller: Teller, state: SourceState, now: datetime
    ) -> SourceState:
        """Tell once that a source is late or has moved although it can be read."""
        if state.health is Health.OK or state.health is Health.QUIET:
            if state.told_soft == Health.MOVED.value:
                self._tell_recovered_move(tx, teller)
            return replace(state, told_soft="")
        if state.health.value == state.told_soft:
            return state
        if state.health is Health.MOVED and not self._is_steady(state, now):
            return state
        teller.tell_source(
            tx,
            self.desk.source,
            EventKind.SOURCE_UNHEALTHY,
            health=state.health,
            diagnosis=state.diagnosis,
            hint=state.hint,
        )
        return replace(state, told_soft=state.health.value)

    def _tell_recovered_move(self, tx: Transaction, teller: Teller) -> None:
        teller.tell_source(
            tx,
            self.desk.source,
            EventKind.SOURCE_RECOVERED,
            health=Health.MOVED,
            diagnosis=self.state.diagnosis,
            hint="",
        )

    def _is_steady(self, state: SourceState, now: datetime) -> bool:
        """Whether a move was seen at a third poll, or for an hour: some sites send away briefly."""
        since = state.since_at
        third = timedelta(seconds=1.5 * self.desk.source.interval_seconds)
        return since is not None and now - since >= min(third, TOLD_WITHIN)


def _has_news(overlap: Overlap) -> bool:
    return any(key not in overlap.known for key in list(overlap.rows)[: overlap.first_rows])
