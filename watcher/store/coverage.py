"""What is stored of each source, by the day on which it was published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, or_, select

from watcher.model.health import Health
from watcher.model.known import PageState
from watcher.store.database import Transaction
from watcher.store.tables import CheckRow, PageRow

page = PageRow.__table__
check_log = CheckRow.__table__

UNREAD = "The page could not be read"
"""How the problem of a page begins that is stored by its title alone."""
GOOD: Collection[str] = [health.value for health in Health if not health.is_broken]


@dataclass(frozen=True, slots=True)
class DayCount:
    """Pages of a source published on one day, and those of them that have no text."""

    day: date
    pages: int
    unread: int


def count_days(tx: Transaction, source_id: str) -> list[DayCount]:
    """Count a source's pages by the day of their publication, in the order of the days."""
    no_text = or_(page.c.state == PageState.UNREAD.value, page.c.problem.startswith(UNREAD))
    rows = tx.run(
        select(
            page.c.published_on,
            func.count().label("pages"),
            func.sum(case((no_text, 1), else_=0)).label("unread"),
        )
        .where(page.c.source_id == source_id, page.c.published_on.is_not(None))
        .group_by(page.c.published_on)
        .order_by(page.c.published_on)
    )
    return [DayCount(row.published_on, row.pages, int(row.unread)) for row in rows]


def last_good_check(tx: Transaction, source_id: str, before: datetime) -> datetime | None:
    """Return when a source was last read well before an instant, as far as the log goes back."""
    return tx.run(
        select(func.max(check_log.c.finished_at)).where(
            check_log.c.source_id == source_id,
            check_log.c.finished_at < before,
            check_log.c.health.in_(GOOD),
        )
    ).scalar()
