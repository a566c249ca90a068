"""Source kinds: how a listing page becomes rows. One file a kind, one line in ``KINDS``.

Pure: takes fetched pages, gives listings and the next request. May import: watcher.model,
watcher.errors, watcher.text.
"""

from watcher.sources.families import FAMILIES, dress, missing_values
from watcher.sources.family_finding import find_family
from watcher.sources.kinds import KINDS, parse_listing
from watcher.sources.paging import first_request

__all__ = [
    "FAMILIES",
    "KINDS",
    "dress",
    "find_family",
    "first_request",
    "missing_values",
    "parse_listing",
]
