"""Keeps each site's robots.txt for a day."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx

from watcher.errors import BadStatus, Blocked, FetchError, Gone, Refused, Unreachable
from watcher.fetch.robots import ALLOW_ALL, Robots, parse_robots
from watcher.model.page import NotModified, Page

KEPT_SECONDS = 86400.0
"""RFC 9309 2.4: not to be used for more than a day."""
MOST_KEPT = 10_000


class RobotsKeeper:
    """The rules of sites by scheme, host and port. Thread-safe."""

    def __init__(self, *, now: Callable[[], float], agent: str) -> None:
        self._now = now
        self._agent = agent
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Robots]] = {}

    def rules_for(self, url: httpx.URL, bring: Callable[[httpx.URL], Page | NotModified]) -> Robots:
        """Return the rules of a site, brought by ``bring`` where they are not known or too old.

        Raises:
            Unreachable: the rules could not be brought, which forbids all (RFC 9309 2.3.1.4).
        """
        address = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        key = str(address)
        with self._lock:
            known = self._kept.get(key)
        if known is not None and self._now() - known[0] < KEPT_SECONDS:
            return known[1]
        rules = self._bring(address, bring)
        with self._lock:
            self._kept.pop(key, None)
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = (self._now(), rules)
        return rules

    def _bring(
        self, address: httpx.URL, bring: Callable[[httpx.URL], Page | NotModified]
    ) -> Robots:
        try:
            page = bring(address)
        except (Gone, Blocked, Refused):
            # No rules can be had: RFC 9309 2.3.1.3 lets all be read; the page has its own guard.
            return ALLOW_ALL
        except BadStatus as error:
            if error.status < 500:
                return ALLOW_ALL
            raise Unreachable(f"robots.txt of {address.host} answers {error.status}") from error
        except FetchError as error:
            raise Unreachable(f"robots.txt of {address.host} did not come: {error}") from error
        return (
            parse_robots(page.content, agent=self._agent) if isinstance(page, Page) else ALLOW_ALL
        )
