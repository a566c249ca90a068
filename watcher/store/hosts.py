"""What is remembered of each host: which lines recur on its pages. One row a host, few hosts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from watcher.model.host import HostLines
from watcher.store.database import Transaction
from watcher.store.host_tables import HostLinesRow

lines = HostLinesRow.__table__

MOST_HOSTS = 3_000
"""More are not kept: the host whose pages were seen longest ago is forgotten."""

_OF_HOST = select(lines).where(lines.c.host == bindparam("wanted"))
_INSERT = insert(lines)
_UPDATE = update(lines).where(lines.c.host == bindparam("wanted"))


def find_lines(tx: Transaction, host: str) -> HostLines:
    """Return what is known of a host's lines; of an unknown host, nothing."""
    row = tx.run(_OF_HOST, {"wanted": host}).one_or_none()
    if row is None:
        return HostLines()
    counts = {int(key): int(count) for key, count in row.counts.items()}
    return HostLines(pages=row.pages, counts=counts)


def save_lines(tx: Transaction, host: str, known: HostLines, *, now: datetime) -> None:
    """Store what is known of a host's lines, in place of what was."""
    values = {
        "pages": known.pages,
        "counts": {str(key): count for key, count in known.counts.items()},
        "seen_at": now,
    }
    if tx.run(_UPDATE, {"wanted": host, **values}).rowcount:
        return
    tx.run(_INSERT, {"host": host, **values})
    if int(tx.run(select(func.count()).select_from(lines)).scalar_one()) > MOST_HOSTS:
        oldest = select(lines.c.host).order_by(lines.c.seen_at, lines.c.host).limit(1)
        tx.run(delete(lines).where(lines.c.host.in_(oldest.scalar_subquery())))
