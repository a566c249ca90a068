"""From an outbox row to the message that is sent now: rendered, summed up, cut into parts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from watcher.alerts.events import event_code
from watcher.alerts.formats import DigestFacts, render, render_digest, split_bytes
from watcher.alerts.formats.words import say
from watcher.model.delivery import Message, OutboxRow, Part
from watcher.model.event import Channel, CopyRef, Event, EventKind
from watcher.pipeline import summing
from watcher.pipeline.services import Services
from watcher.pipeline.ways import limit_of
from watcher.store import events, notices, parts
from watcher.store import sources as states
from watcher.store.database import Transaction

COPIES_NAMED = 8
MARK_BYTES = 64
"""Room left in every part for the words that mark a possible duplicate."""
SHORT = "line"
"""What was refused is sent once more in this format: a line and its link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a message is made of, read in the transaction that claimed its row."""

    row: OutboxRow
    channel: Channel
    event: Event
    members: tuple[Event, ...] = ()
    facts: DigestFacts | None = None
    part: Part | None = None
    """Set where parts of this message were accepted before: this is the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to be sent; ``bodies`` are all parts where it was cut just now."""

    message: Message
    part: Part | None = None
    bodies: tuple[str, ...] = field(default=())
    is_unsendable: bool = False
    """It could not be put into words: nothing was sent, and the channel is not to blame."""


def read_draft(tx: Transaction, services: Services, row: OutboxRow) -> Draft:
    """Read what a claimed row's message is made of."""
    event = events.get_event(tx, row.event_id)
    draft = Draft(
        row=row,
        channel=services.channels[row.channel_id],
        event=event,
        part=parts.next_part(tx, row.id),
    )
    if draft.part is not None:
        return draft
    if event.kind is EventKind.DIGEST:
        told = events.get_events(tx, summing.read_numbers(event))
        return replace(draft, members=tuple(told), facts=_facts(tx, services, event))
    return replace(draft, event=_with_copies(tx, services, event))


def compose(draft: Draft) -> Outgoing:
    """Return the message, or its next part, marked where it may have arrived before."""
    if draft.part is not None:
        return Outgoing(message=_of_part(draft, draft.part), part=draft.part)
    message = replace(_render(draft), key=draft.row.dedup_key)
    limit = limit_of(draft.channel)
    text = f"{message.title}\n\n{message.body}".strip() if message.title else message.body
    if limit is None or len(text.encode()) <= limit:
        return Outgoing(message=message)
    bodies = split_bytes(text, limit - MARK_BYTES, message.event_id)
    first = Part(number=1, count=len(bodies), body=bodies[0])
    return Outgoing(message=replace(message, title="", body=bodies[0]), part=first, bodies=bodies)


def _render(draft: Draft) -> Message:
    row, channel = draft.row, draft.channel
    if draft.facts is not None:
        return render_digest(
            draft.members,
            draft.facts,
            format=channel.format,
            language=channel.language,
            digest_id=event_code(draft.event),
            maybe_duplicate=row.maybe_sent,
            attempt=row.attempts,
        )
    return render(
        draft.event,
        format=SHORT if row.was_refused else channel.format,
        language=channel.language,
        maybe_duplicate=row.maybe_sent,
        attempt=row.attempts,
    )


def _of_part(draft: Draft, part: Part) -> Message:
    """Return a stored part; a mark goes behind its number, where every part has one."""
    body = part.body
    if draft.row.maybe_sent:
        mark = say("duplicate", draft.channel.language, attempt=draft.row.attempts)
        head, _, rest = body.partition("\n")
        body = f"{head} · {mark}\n{rest}"
    return Message(
        title="",
        body=body,
        event_id=event_code(draft.event),
        key=f"{draft.row.dedup_key}.{part.number}",
    )


def _facts(tx: Transaction, services: Services, summary: Event) -> DigestFacts:
    """Return how the sources are, and for which channel a fallback stands in."""
    known = states.all_states(tx)
    ailing = [
        source.name
        for source in services.sources.values()
        if (state := known.get(source.id)) is not None and state.health.is_broken
    ]
    return DigestFacts(
        period=summary.title,
        sources=len(services.sources),
        healthy_sources=len(services.sources) - len(ailing),
        ailing=tuple(ailing),
        stands_in_for=summary.extra.get(summing.NOTE_FOR, ""),
        down_since=summary.extra.get(summing.DOWN_SINCE, ""),
    )


def _with_copies(tx: Transaction, services: Services, event: Event) -> Event:
    """Name the copies known by now, so that one alert shows the whole family."""
    if event.notice_id is None or event.kind.is_about_source:
        return event
    summary = notices.get_notice(tx, event.notice_id)
    if summary is None:
        return event
    copies = tuple(
        CopyRef(
            title=page.title,
            url=page.url,
            relation=page.relation or "",
            source_name=services.name_of(page.source_id),
        )
        for page in notices.pages_of(tx, summary.id)
        if page.id != summary.original_page_id
    )
    return replace(event, copies=copies[:COPIES_NAMED])
