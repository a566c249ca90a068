"""Quiet or late: a source's silence, held against its own rhythm on Chinese working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from watcher.model.health import Health, SourceState
from watcher.model.listing import Entry
from watcher.model.source import Source
from watcher.schedule import Silence, judge_silence, learn_limit
from watcher.schedule.rhythm import HISTORY
from watcher.store import seen
from watcher.store.database import Transaction

LATE_HINT = "Open the list in a browser: if it shows newer notices, run `watcher sources test ID`."


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a source's silence means: the state with what was learned, and a diagnosis if any."""

    state: SourceState
    health: Health
    diagnosis: str = ""
    hint: str = ""


def judge_rhythm(
    tx: Transaction,
    source: Source,
    state: SourceState,
    entries: Iterable[Entry],
    *,
    has_news: bool,
    today: date,
) -> Rhythm:
    """Say whether a readable source is ok, quiet or late, and remember its newest day and rhythm.

    ``entries`` are the rows just read; ``has_news`` says that one of them was unknown. The rhythm
    is the source's own ``rhythm_days``, else learned once a day from the days on which it
    published.
    """
    days = [each.published_on for each in entries if each.published_on is not None]
    newest = max((day for day in days if day <= today), default=None)
    if has_news or (newest is None and state.newest_on is None):
        newest = today
    if state.newest_on is not None:
        newest = max(newest or state.newest_on, state.newest_on)
    state = replace(state, newest_on=newest)
    if source.rhythm_days is None and state.limit_on != today:
        state = replace(state, limit_days=_learn(tx, source, state, today), limit_on=today)
    if newest is None:
        return Rhythm(state, Health.OK)
    limit = source.rhythm_days if source.rhythm_days is not None else state.limit_days
    silence = judge_silence(newest, today, limit)
    if silence.health is Health.OK:
        return Rhythm(state, Health.OK)
    hint = LATE_HINT if silence.health is Health.LATE else ""
    return Rhythm(state, silence.health, _tell(silence, newest), hint)


def _learn(tx: Transaction, source: Source, state: SourceState, today: date) -> int | None:
    days = seen.published_days(tx, source.id, today - HISTORY)
    if state.baseline_at is not None:
        days |= seen.first_seen_days(tx, source.id, state.baseline_at)
    return learn_limit(days, today=today)


def _tell(silence: Silence, newest: date) -> str:
    said = (
        f"Nothing new since {newest.isoformat()}: {silence.days} working days, "
        f"where {silence.limit} are the most to be expected"
    )
    if silence.is_calendar_sure:
        return said
    return f"{said}, counted without the make-up days, which are not announced"
