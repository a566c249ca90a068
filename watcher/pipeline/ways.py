"""What a channel's platform takes: how long a message, how many a minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from watcher.channels import describe, find_limit, find_rate
from watcher.channels.secrets import PLACEHOLDER
from watcher.errors import ParseError
from watcher.model.event import Channel
from watcher.pipeline.services import Services

_rate = lru_cache(maxsize=256)(find_rate)
_limit = lru_cache(maxsize=256)(find_limit)

STRICTEST = (2000, 20)
"""Bytes a message and messages a minute that every platform takes: used while nothing is known."""
ASK_AGAIN = timedelta(minutes=1)

_Ways = tuple[int | None, int | None]
_learnt: dict[str, _Ways] = {}
_asked: dict[str, datetime] = {}


def learn(services: Services) -> None:
    """Ask the sender what channels take whose address is one secret: only it can see the platform.

    Cut to no limit or to a wrong one, such a channel would lose the ends of long messages.
    """
    now = services.clock()
    for channel in services.channels.values():
        url = channel.url
        if not PLACEHOLDER.fullmatch(url.strip()) or url in _learnt:
            continue
        if url in _asked and abs(now - _asked[url]) < ASK_AGAIN:
            continue
        _asked[url] = now
        try:
            found = services.senders.call(describe, url, services.credentials)
        except ParseError:  # no process to be had just now
            continue
        if found is not None:
            _learnt[url] = found


def rate_of(channel: Channel) -> int | None:
    """Return how many messages a minute a channel takes, None where no rate is known."""
    return _rate(channel.url) if not _is_hidden(channel) else _learnt.get(channel.url, STRICTEST)[1]


def limit_of(channel: Channel) -> int | None:
    """Return how many bytes fit into one message, None where no limit is known."""
    return (
        _limit(channel.url) if not _is_hidden(channel) else _learnt.get(channel.url, STRICTEST)[0]
    )


def _is_hidden(channel: Channel) -> bool:
    return PLACEHOLDER.fullmatch(channel.url.strip()) is not None
