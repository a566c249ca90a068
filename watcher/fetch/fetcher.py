"""The fetcher: one call brings one page, whatever the other side does."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

import httpx

from watcher.errors import Blocked, FetchError, Refused
from watcher.fetch.backend import CURRENT, Call
from watcher.fetch.exchange import (
    HEADER_ALLOWANCE,
    MEBIBYTE,
    NO_PROXIES,
    Exchange,
    Hop,
    Limits,
    Redirect,
)
from watcher.fetch.ledger import Ledger
from watcher.fetch.politeness import HostGate
from watcher.fetch.redirects import host_key, is_same_host, parse_location, parse_url, show
from watcher.fetch.resolver import Lookup, Resolver, look_up
from watcher.fetch.robots import Robots
from watcher.fetch.robots_keeper import RobotsKeeper
from watcher.fetch.transport import translate
from watcher.model.page import NotModified, Page, PageRequest

AGENT = "notice-watcher"
USER_AGENT = f"{AGENT} (monitor of public notices)"
MOST_HOPS = 5
LOGGERS = ("httpx", "httpcore")


class Fetcher:
    """Fetches pages for all sources through one pool. Thread-safe; call it from many threads.

    ``clock`` gives the aware UTC time kept with a page. ``deadline_seconds`` bounds one fetch from
    name lookup to last byte, redirects included; waiting for the host's turn does not count.
    ``wire_limit`` and ``decoded_limit`` are bytes. ``resolver`` replaces the system's name lookup.
    ``obey_robots`` keeps to robots.txt, but for requests that say ``ignore_robots``. ``monotonic``
    and ``sleep`` are for simulations of the spacing. ``ledger`` is a folder through which processes
    keep a host's spacing together. ``proxies`` gives the address of every proxy that a way names;
    what a proxied request asks for is judged by the addresses we see before the proxy hears of it.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        user_agent: str = USER_AGENT,
        deadline_seconds: float = 60.0,
        wire_limit: int = 10 * MEBIBYTE,
        decoded_limit: int = 32 * MEBIBYTE,
        resolver: Lookup | None = None,
        obey_robots: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        ledger: Path | None = None,
        proxies: Mapping[str, str] = NO_PROXIES,
    ) -> None:
        self._deadline_seconds = deadline_seconds
        shared = None if ledger is None else Ledger(ledger)
        self._gate = HostGate(now=monotonic, sleep=sleep, ledger=shared)
        self._exchange = Exchange(
            clock=clock,
            user_agent=user_agent,
            limits=Limits(
                deadline_seconds=deadline_seconds, wire=wire_limit, decoded=decoded_limit
            ),
            resolver=Resolver(resolver or look_up),
            proxies=proxies,
        )
        self._robots = RobotsKeeper(now=monotonic, agent=AGENT) if obey_robots else None
        for name in LOGGERS:  # their INFO lines print whole addresses, tokens included
            logger = logging.getLogger(name)
            logger.setLevel(max(logger.level, logging.WARNING))

    def fetch(self, request: PageRequest) -> Page | NotModified:
        """Bring one page.

        Raises:
            FetchError: one of its kinds, with a message that holds no password or token.
        """
        url = parse_url(request.url)
        call = Call(deadline=time.monotonic() + self._deadline_seconds, bytes_left=HEADER_ALLOWANCE)
        token = CURRENT.set(call)
        try:
            return self._follow(request, url, call)
        finally:
            CURRENT.reset(token)

    def use_proxies(self, proxies: Mapping[str, str]) -> None:
        """Take new addresses of proxies; requests that run go on as they are."""
        self._exchange.use_proxies(proxies)

    def close(self) -> None:
        """Wake all who wait for a turn and close every connection."""
        self._gate.close()
        self._exchange.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _follow(self, request: PageRequest, url: httpx.URL, call: Call) -> Page | NotModified:
        """Walk the redirects, every hop checked like the first, none of their bodies read."""
        hop = Hop(url=url, method=request.method, body=request.body, is_home=True)
        visited: set[tuple[str, str, str]] = set()
        for _ in range(MOST_HOPS + 1):
            # Asked again with a cookie it has just set, a site is not going in a circle.
            cookies = self._exchange.cookie_header(request, hop).get("Cookie", "")
            asked = (hop.method, str(hop.url), cookies)
            if asked in visited:
                raise Blocked(f"{show(hop.url)} redirects in a circle, as for a cookie")
            visited.add(asked)
            answer = self._take_turn(self._mind_robots(request, hop, call), hop, call)
            if not isinstance(answer, Redirect):
                return answer
            hop = _next_hop(hop, answer, home=url)
        raise Refused(f"{show(url)} redirects more than {MOST_HOPS} times", hint="")

    def _mind_robots(self, request: PageRequest, hop: Hop, call: Call) -> PageRequest:
        """Refuse what robots.txt forbids and take over the delay it asks for."""
        if self._robots is None or request.ignore_robots:
            return request

        def bring(address: httpx.URL) -> Page | NotModified:
            asked = replace(
                request,
                url=str(address),
                method="GET",
                headers={},
                body=None,
                etag=None,
                last_modified=None,
                ignore_robots=True,
                jar="",
            )
            return self._follow(asked, address, call)

        rules: Robots = self._robots.rules_for(hop.url, bring)
        if not rules.allows(hop.url.raw_path.decode("ascii", "replace")):
            raise Refused(
                f"robots.txt of {hop.url.host} forbids {show(hop.url)}",
                hint="Ask the site, or set ignore_robots = true in the source: it is recorded.",
            )
        delay = max(request.host_delay_seconds, rules.delay_seconds)
        return replace(request, host_delay_seconds=delay)

    def _take_turn(
        self, request: PageRequest, hop: Hop, call: Call
    ) -> Page | NotModified | Redirect:
        """Wait for the host's turn, outside the deadline, and ask."""
        waiting_since = time.monotonic()
        with self._gate.turn(host_key(hop.url), delay_seconds=request.host_delay_seconds):
            call.deadline += time.monotonic() - waiting_since
            try:
                return self._exchange.ask(request, hop, call)
            except FetchError:
                raise
            except Exception as error:
                raise translate(error, show(hop.url)) from error


def _next_hop(hop: Hop, answer: Redirect, *, home: httpx.URL) -> Hop:
    """Say what to ask next (RFC 9110, 15.4): 307 and 308 keep the method, the others do not."""
    target = parse_location(hop.url, answer.location)
    is_home = is_same_host(home, target)
    if answer.status in {307, 308} and hop.body is not None:
        if not is_home:
            raise Refused(f"{show(hop.url)} redirects a form to another host", hint="")
        return Hop(url=target, method=hop.method, body=hop.body, is_home=True)
    method = "HEAD" if hop.method == "HEAD" else "GET"
    return Hop(url=target, method=method, body=None, is_home=is_home)
