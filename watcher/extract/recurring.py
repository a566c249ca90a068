"""Lines that stand on many pages of one host are furniture, whatever they look like.

One page cannot tell them from the notice; whoever sees many pages of a host can. The caller counts
the keys of each page's lines by host, and hands back those that stand on most of them.
"""

from __future__ import annotations

from watcher.extract.container import key_of
from watcher.text import dom

_LEAST = 6
_MOST_KEYS = 600


def line_keys(html: str) -> frozenset[str]:
    """Give the keys of a page's lines, to be counted over the pages of its host.

    Keys are a line's word characters in lower case; lines of fewer than six are left out, and of a
    very long page only the first lines are told.
    """
    body = dom.parse(html).body
    if body is None:
        return frozenset()
    keys = (key_of(line.text) for line in dom.outline_of(body).lines[:_MOST_KEYS])
    return frozenset(key for key in keys if len(key) >= _LEAST)
