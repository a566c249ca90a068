"""What a channel's platform takes: how long a message, how many a minute."""

from __future__ import annotations

from functools import lru_cache

from watcher.channels import find_limit, find_rate
from watcher.model.event import Channel

_rate = lru_cache(maxsize=256)(find_rate)
_limit = lru_cache(maxsize=256)(find_limit)


def rate_of(channel: Channel) -> int | None:
    """Return how many messages a minute a channel takes, None where no rate is known."""
    return _rate(channel.url)


def limit_of(channel: Channel) -> int | None:
    """Return how many bytes fit into one message, None where no limit is known."""
    return _limit(channel.url)
