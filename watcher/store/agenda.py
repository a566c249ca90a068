"""What a check of a source begins with, in one statement: most checks need no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select

from watcher.model.health import SourceState
from watcher.model.known import PageState
from watcher.store.database import Transaction
from watcher.store.reach_tables import GapRow
from watcher.store.sources import read_state
from watcher.store.tables import PageRow, SourceRow

source = SourceRow.__table__
page = PageRow.__table__
gap = GapRow.__table__

_MISSING = exists().where(
    page.c.source_id == source.c.id,
    page.c.inline == 1,
    page.c.listed == 1,
    page.c.state == PageState.MISSING.value,
)
_DUE = exists().where(page.c.source_id == source.c.id, page.c.recheck_at <= bindparam("now"))
_TRIED = exists().where(gap.c.source_id == source.c.id, gap.c.closed == 0, gap.c.final == 0)
_AGENDA = select(
    source, _MISSING.label("is_missing"), _DUE.label("is_due"), _TRIED.label("is_tried")
).where(source.c.id == bindparam("wanted"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A source's state, and what its next check has to do beside reading the list.

    ``has_missing_bodies``: a body that stood in the list itself is missing there, and must be
    looked for. ``has_due_pages``: known pages are to be looked at again. ``has_tried_gap``: a gap
    is to be closed.
    """

    state: SourceState
    has_missing_bodies: bool = False
    has_due_pages: bool = False
    has_tried_gap: bool = False


def read_agenda(tx: Transaction, source_id: str, now: datetime) -> Agenda:
    """Return what a check of a source begins with; one never checked has nothing else to do."""
    row = tx.run(_AGENDA, {"wanted": source_id, "now": now}).one_or_none()
    if row is None:
        return Agenda(state=SourceState(source_id=source_id))
    return Agenda(
        state=read_state(row),
        has_missing_bodies=bool(row.is_missing),
        has_due_pages=bool(row.is_due),
        has_tried_gap=bool(row.is_tried),
    )
