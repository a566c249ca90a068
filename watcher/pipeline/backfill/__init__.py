"""Walking a source's list back to a day, silently, politely, and able to stop at any moment.

``walk`` turns the pages of the list, ``bringing`` fetches and reads the pages its rows name,
``storing`` records them in one transaction a parcel together with how far the walk came, ``run``
joins the three. Threads are in ``crew``. May import what the pipeline may.

A notice met here takes the steps of a live check: the same keys, readers, verdicts and families.
Three things differ. Nobody is told. ``first_seen_at`` is when the backfill met the page, and not
when the site published it. And the page counts as not listed, so that a live check does not take
it for one pulled from the list, and its next look is a far one.
"""

from watcher.pipeline.backfill.run import Plan, Report, run_backfill

__all__ = ["Plan", "Report", "run_backfill"]
