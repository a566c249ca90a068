"""Network in: brings pages, politely, within limits, and never from an address it must not touch.

The only room that opens connections to sources. May import: watcher.model, watcher.errors,
watcher.text, httpx and httpcore (which no other room may import).
"""

from watcher.fetch.challenge import find_challenge
from watcher.fetch.fetcher import Fetcher

__all__ = ["Fetcher", "find_challenge"]
