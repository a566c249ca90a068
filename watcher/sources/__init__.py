"""Source kinds: how a listing page becomes rows. One file a kind, one line in ``KINDS``.

Pure: takes fetched pages, gives listings and the next request. May import: watcher.model,
watcher.errors, watcher.text.
"""

from watcher.sources.kinds import KINDS, parse_listing
from watcher.sources.paging import first_request

__all__ = ["KINDS", "first_request", "parse_listing"]
