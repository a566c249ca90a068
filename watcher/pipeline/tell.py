"""Step 10: turn what was decided into events and the outbox rows of those who should hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.alerts.events import dedup_key
from watcher.alerts.routing import route
from watcher.campaigns.facts import list_bodies
from watcher.model.change import Diff
from watcher.model.document import Document
from watcher.model.event import Event, EventKind, Route
from watcher.model.health import Gap, Health
from watcher.model.ids import short_id
from watcher.model.known import KnownPage, PageState
from watcher.model.match import Match
from watcher.model.source import Source
from watcher.pipeline.arrival import Arrival
from watcher.pipeline.bearing import add_bearing
from watcher.pipeline.naming import make_named
from watcher.pipeline.proposing import note_proposal
from watcher.pipeline.texts import excerpt_of
from watcher.store import events, notices
from watcher.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An arrival whose page and notice are decided; what every event about it needs."""

    arrival: Arrival
    notice_id: str
    page_id: int
    match: Match
    content_hash: str
    evidence_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Stores events with their outbox rows; a silent one (baseline, ingest) stores none."""

    routes: Sequence[Route]
    now: datetime
    is_silent: bool = False
    later_routes: Sequence[Route] = ()
    """For what a silent arrival shows of pages that were told of before."""

    @property
    def aloud(self) -> Teller:
        """The same teller for what is no part of a silent arrival."""
        return replace(self, routes=self.routes or self.later_routes, is_silent=False)

    def store(
        self,
        tx: Transaction,
        event: Event,
        *,
        subject: str,
        page_id: int | None,
        body: str = "",
        hearers: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        """Store one event for everybody whose route asks for it, or for the given hearers.

        ``body`` is the notice's whole text, for routes that look for names in it.
        """
        if self.is_silent:
            return
        if hearers is None:
            hearers = route(event, self.routes, body=body)
        waits = {each.id: each.wait_seconds for each in self.routes}
        wait = min((waits.get(route_id, 0.0) for route_id, _ in hearers), default=0.0)
        events.add_event(
            tx,
            event,
            subject=subject,
            page_id=page_id,
            hearers=hearers,
            key_of=dedup_key,
            wait_seconds=wait if event.kind is EventKind.NEW else 0.0,
        )

    def tell_new(self, tx: Transaction, placed: Placed) -> None:
        """A notice that no page carried before."""
        self._tell(tx, placed, EventKind.NEW, subject=f"notice:{placed.notice_id}")

    def tell_copy(self, tx: Transaction, placed: Placed) -> None:
        """A copy joined a known notice."""
        self._tell(tx, placed, EventKind.COPY, subject=f"page:{placed.page_id}")

    def tell_official(self, tx: Transaction, placed: Placed) -> None:
        """The issuer's own text appeared.

        An alert about the copy that still waits is put right.
        """
        waiting = events.unsent_event(tx, placed.notice_id, EventKind.NEW)
        if waiting is not None and not self.is_silent:
            self._put_right(tx, placed, waiting)
            return
        self._tell(tx, placed, EventKind.OFFICIAL, subject=f"notice:{placed.notice_id}")

    def _put_right(self, tx: Transaction, placed: Placed, waiting: Event) -> None:
        """Let a waiting alert speak of the issuer's own text, and tell whom that concerns besides.

        A route that did not want the copy may want the original, and one may ask for originals
        alone: whoever is not told by the alert that was put right is told of the original.
        """
        body = placed.arrival.document.whole_text
        if former := events.page_of(tx, waiting.id):  # is a copy now; nobody need hear of it
            copy = replace(waiting, kind=EventKind.COPY)
            self.store(tx, copy, subject=f"page:{former}", page_id=former, hearers=())
        event = self._event(tx, EventKind.NEW, placed)
        event = replace(event, id=waiting.id, seq=waiting.seq, subject=waiting.subject)
        events.replace_event(tx, event, page_id=placed.page_id)
        hearers = route(event, self.routes, body=body)
        events.add_hearers(tx, event, hearers, key_of=dedup_key, due_at=self.now)
        told = events.channels_of(tx, event.id)
        official = self._event(tx, EventKind.OFFICIAL, placed)
        others = [pair for pair in route(official, self.routes, body=body) if pair[1] not in told]
        if others:
            subject = f"notice:{placed.notice_id}"
            self.store(tx, official, subject=subject, page_id=placed.page_id, hearers=others)

    def tell_changed(self, tx: Transaction, placed: Placed, change: Diff) -> None:
        """The page that stands for its notice says something else now.

        A copy's edits are kept as revisions but tell nobody, and so do edits of script,
        punctuation or spacing alone: neither changes what the notice demands.
        """
        if change.cosmetic or not _speaks_for(tx, placed.notice_id, placed.page_id):
            self._tell_named(tx, placed)
            return
        self._tell(tx, placed, EventKind.CHANGED, subject=f"page:{placed.page_id}", change=change)

    def tell_back(self, tx: Transaction, placed: Placed, known: KnownPage) -> None:
        """A page that was told to be withdrawn is there again."""
        if known.state is not PageState.WITHDRAWN:
            return
        notices.set_withdrawn(tx, placed.notice_id, withdrawn=False)
        self._tell(tx, placed, EventKind.REAPPEARED, subject=f"page:{known.id}")

    def tell_withdrawn(
        self, tx: Transaction, source: Source, known: KnownPage, document: Document | None
    ) -> None:
        """A page is gone, twice confirmed; told only of the page that stands for its notice."""
        if known.notice_id is None or not _speaks_for(tx, known.notice_id, known.id):
            return
        notices.set_withdrawn(tx, known.notice_id, withdrawn=True)
        event = Event(
            kind=EventKind.WITHDRAWN,
            source_id=source.id,
            source_name=source.name,
            tier=source.tier.value,
            at=self.now,
            content_hash=known.content_hash,
            title=known.title,
            url=known.url,
            excerpt=excerpt_of(document),
        )
        event = _with_notice(tx, event, known.notice_id)
        body = document.body if document else ""
        self.store(tx, event, subject=f"page:{known.id}", page_id=known.id, body=body)

    def tell_source(
        self,
        tx: Transaction,
        source: Source,
        kind: EventKind,
        *,
        health: Health,
        diagnosis: str,
        hint: str,
    ) -> None:
        """A source became unreadable, or readable again; told even while its first pass is due."""
        event = Event(
            kind=kind,
            source_id=source.id,
            source_name=source.name,
            tier=source.tier.value,
            at=self.now,
            title=source.name,
            url=source.url,
            diagnosis=diagnosis,
            hint=hint,
            extra={"health": health.value},
        )
        replace(self, is_silent=False).store(tx, event, subject=f"source:{source.id}", page_id=None)

    def tell_gap(
        self, tx: Transaction, source: Source, gap: Gap, *, since: datetime | None
    ) -> None:
        """More was published than could be read back to; ``since`` is the last good check."""
        day = (since or gap.found_at).date()
        event = Event(
            kind=EventKind.SOURCE_GAP,
            source_id=source.id,
            source_name=source.name,
            tier=source.tier.value,
            at=self.now,
            title=source.name,
            url=source.url,
            diagnosis=(
                f"Some notices since {day.isoformat()} may be missing: {gap.rows} unknown rows on "
                f"{gap.pages_read} pages met no known one, {gap.why}"
            ),
            hint=f"Run: watcher backfill {source.id} --since {day.isoformat()}",
            extra={"rows": str(gap.rows), "pages": str(gap.pages_read)},
        )
        replace(self, is_silent=False).store(tx, event, subject=f"source:{source.id}", page_id=None)

    def _tell(
        self,
        tx: Transaction,
        placed: Placed,
        kind: EventKind,
        *,
        subject: str,
        change: Diff | None = None,
    ) -> None:
        self._tell_proposal(tx, placed)
        if not self.is_silent:
            event = replace(self._event(tx, kind, placed), diff=change)
            body = placed.arrival.document.whole_text
            self.store(tx, event, subject=subject, page_id=placed.page_id, body=body)
        self._tell_named(tx, placed)

    def _tell_named(self, tx: Transaction, placed: Placed) -> None:
        """Tell of the user's own names where nobody heard of the page otherwise."""
        study, body = placed.arrival.study, placed.arrival.document.whole_text
        if study is None or not study.hits or not self.routes:
            return
        seen = self._event(tx, EventKind.NAMED, placed)
        event = make_named(tx, seen, is_first_pass=self.is_silent)
        if event is not None:
            loud = replace(self, is_silent=False)
            subject = f"page:{placed.page_id}"
            loud.store(tx, event, subject=subject, page_id=placed.page_id, body=body)

    def _tell_proposal(self, tx: Transaction, placed: Placed) -> None:
        """A launch notice speaks of a campaign that the catalogue lacks."""
        study = placed.arrival.study
        if study is None or study.proposal is None:
            return
        seen = self._event(tx, EventKind.CAMPAIGN_PROPOSED, placed)
        event = note_proposal(tx, study.proposal, seen, now=self.now)
        if event is not None:
            subject = f"campaign:{study.proposal.id}"
            self.store(tx, event, subject=subject, page_id=placed.page_id)

    def _event(self, tx: Transaction, kind: EventKind, placed: Placed) -> Event:
        arrival = placed.arrival
        document, labels = arrival.document, arrival.labels
        event = Event(
            kind=kind,
            source_id=arrival.source.id,
            source_name=arrival.source.name,
            tier=arrival.source.tier.value,
            at=self.now,
            content_hash=placed.content_hash,
            title=document.title,
            url=arrival.url,
            published_on=document.published_on,
            issuer="、".join(list_bodies(document.issuer or arrival.source.issuer or "")) or None,
            campaign=labels.campaign.value if labels.campaign else None,
            stage=labels.stage.value if labels.stage else None,
            document_type=labels.document_type.value if labels.document_type else None,
            excerpt=excerpt_of(document),
            evidence=short_id("V", placed.evidence_id) if placed.evidence_id else "",
            relation=placed.match.relation.value,
            score=placed.match.score or None,
            language=document.language,
        )
        event = _with_notice(tx, event, placed.notice_id)
        return add_bearing(tx, event, document, arrival.study)


def _speaks_for(tx: Transaction, notice_id: str, page_id: int) -> bool:
    """Whether a page is the one that stands for its notice."""
    summary = notices.get_notice(tx, notice_id)
    return summary is not None and summary.original_page_id == page_id


def _with_notice(tx: Transaction, event: Event, notice_id: str) -> Event:
    """Fill what the page itself does not say from its notice."""
    if (summary := notices.get_notice(tx, notice_id)) is None:
        return replace(event, notice_id=notice_id)
    return replace(
        event,
        notice_id=notice_id,
        published_on=event.published_on or summary.published_on,
        issuer=event.issuer or summary.issuer,
        campaign=event.campaign or summary.campaign,
        stage=event.stage or summary.stage,
        document_type=event.document_type or summary.document_type,
    )
