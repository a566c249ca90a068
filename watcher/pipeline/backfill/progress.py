"""How far a backfill is and how long it will take, judged by the days it went back. Pure."""

from __future__ import annotations

from watcher.model.backfill import Backfill


def measure_share(backfill: Backfill) -> float:
    """Return which share of the way from the newest day to ``since`` is walked, 0 to 1.

    How many rows a list holds is not known beforehand; how many days lie between is. Within a list
    page the rows stored count.
    """
    if backfill.reason is not None and backfill.done >= len(backfill.pending):
        return 1.0
    top = backfill.newest_on or backfill.until
    whole = max((top - backfill.since).days, 1)
    reached = backfill.reached_on or top
    days = [row.published_on for row in backfill.pending if row.published_on is not None]
    page = max((reached - min(days)).days, 0) if days else 0
    part = backfill.done / len(backfill.pending) if backfill.pending else 0.0
    return min(max(((top - reached).days + page * part) / whole, 0.0), 1.0)


def estimate_seconds(share: float, share_before: float, elapsed_seconds: float) -> float | None:
    """Return the seconds that the rest will take; None while nothing can be said.

    ``share_before`` is what was walked when this run of the program began.
    """
    gone = share - share_before
    if gone <= 0 or elapsed_seconds <= 0:
        return None
    return elapsed_seconds * (1 - share) / gone
