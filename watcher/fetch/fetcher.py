"""The fetcher: one call brings one page, whatever the other side does."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import httpx

from watcher.errors import Blocked, FetchError, Refused, TimedOut, TooLarge, Unreachable
from watcher.fetch.answers import PAGE_STATUSES, REDIRECT_STATUSES, judge_answer
from watcher.fetch.backend import CURRENT, Call, GuardedBackend
from watcher.fetch.bodies import ACCEPTED, SHARED_LIMIT, Body, Budget
from watcher.fetch.politeness import HostGate
from watcher.fetch.redirects import (
    host_key,
    is_same_host,
    keep_headers,
    parse_location,
    parse_url,
    show,
)
from watcher.fetch.resolver import Lookup, Resolver, look_up
from watcher.fetch.transport import GuardedTransport, translate
from watcher.model.page import NotModified, Page, PageRequest
from watcher.model.source import Way

USER_AGENT = "notice-watcher (monitor of public notices)"
MEBIBYTE = 1 << 20
MOST_HOPS = 5
HEADER_ALLOWANCE = 262144
"""Bytes of one answer that may come before or around its body: interim answers, headers, chunks."""
ERROR_BODY_BYTES = 65536
"""As much of an error's body is read as it takes to tell a challenge from an error."""
LOGGERS = ("httpx", "httpcore")


class Fetcher:
    """Fetches pages for all sources through one pool. Thread-safe; call it from many threads.

    ``clock`` gives the aware UTC time kept with a page. ``deadline_seconds`` bounds one fetch from
    name lookup to last byte, redirects included; waiting for the host's turn does not count.
    ``wire_limit`` and ``decoded_limit`` are bytes. ``resolver`` replaces the system's name lookup.
    ``monotonic`` and ``sleep`` are for simulations of the spacing.
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
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._clock = clock
        self._user_agent = user_agent
        self._deadline_seconds = deadline_seconds
        self._wire_limit = wire_limit
        self._decoded_limit = decoded_limit
        self._resolver = Resolver(resolver or look_up)
        self._gate = HostGate(now=monotonic, sleep=sleep)
        self._budget = Budget(max(SHARED_LIMIT, decoded_limit))
        self._lock = threading.Lock()
        self._transports: dict[tuple[bool, Way], httpx.BaseTransport] = {}
        for name in LOGGERS:  # their INFO lines print whole addresses, tokens included
            logger = logging.getLogger(name)
            logger.setLevel(max(logger.level, logging.WARNING))

    def fetch(self, request: PageRequest) -> Page | NotModified:
        """Bring one page.

        Raises:
            FetchError: one of its kinds, with a message that holds no password or token.
        """
        url = parse_url(request.url)
        call = Call(
            deadline=time.monotonic() + self._deadline_seconds,
            bytes_left=HEADER_ALLOWANCE,
        )
        token = CURRENT.set(call)
        try:
            return self._follow(request, url, call)
        finally:
            CURRENT.reset(token)

    def close(self) -> None:
        """Wake all who wait for a turn and close every connection."""
        self._gate.close()
        with self._lock:
            transports = list(self._transports.values())
        for transport in transports:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _follow(self, request: PageRequest, url: httpx.URL, call: Call) -> Page | NotModified:
        """Walk the redirects, every hop checked like the first, none of their bodies read."""
        hop = _Hop(url=url, method=request.method, body=request.body, is_home=True)
        visited: set[tuple[str, str]] = set()
        for _ in range(MOST_HOPS + 1):
            if (hop.method, str(hop.url)) in visited:
                raise Blocked(f"{show(hop.url)} redirects in a circle, as for a cookie")
            visited.add((hop.method, str(hop.url)))
            answer = self._take_turn(request, hop, call)
            if not isinstance(answer, _Redirect):
                return answer
            hop = _next_hop(hop, answer, home=url)
        raise Refused(f"{show(url)} redirects more than {MOST_HOPS} times", hint="")

    def _take_turn(
        self, request: PageRequest, hop: _Hop, call: Call
    ) -> Page | NotModified | _Redirect:
        """Wait for the host's turn, outside the deadline, and ask."""
        waiting_since = time.monotonic()
        with self._gate.turn(host_key(hop.url), delay_seconds=request.host_delay_seconds):
            call.deadline += time.monotonic() - waiting_since
            try:
                return self._ask(request, hop, call)
            except FetchError:
                raise
            except Exception as error:
                raise translate(error, show(hop.url)) from error

    def _ask(self, request: PageRequest, hop: _Hop, call: Call) -> Page | NotModified | _Redirect:
        # Not through httpx.Client: it reads Location and Set-Cookie of every answer by itself.
        transport = self._transport(allow_private=request.allow_private, way=request.way)
        headers = self._headers(request, hop)
        sent = httpx.Request(hop.method, hop.url, headers=headers, content=hop.body)
        opened_before = call.opened
        call.bytes_left = HEADER_ALLOWANCE
        try:
            response = transport.handle_request(sent)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            if call.opened > opened_before or hop.method != "GET":
                raise
            # A kept connection that the server closed just now: asked once more on a new one.
            response = transport.handle_request(sent)
        call.bytes_left += self._wire_limit
        try:
            return self._read(request, hop, response, call)
        finally:
            response.close()

    def _read(
        self, request: PageRequest, hop: _Hop, response: httpx.Response, call: Call
    ) -> Page | NotModified | _Redirect:
        now = self._clock()
        status = response.status_code
        # A plain dict: pages cross process boundaries.
        headers = {name.lower(): value for name, value in response.headers.items()}
        is_conditional = request.etag is not None or request.last_modified is not None
        if status == 304 and is_conditional:
            for _ in response.iter_raw():  # a 304 has no body: this frees the connection for reuse
                pass
            return NotModified(url=request.url, fetched_at=now)
        if status in REDIRECT_STATUSES and "location" in headers:
            return _Redirect(status=status, location=_raw_location(response))
        is_page = status in PAGE_STATUSES
        content, verified = self._read_body(response, headers, call, whole=is_page)
        fault = judge_answer(status, headers, content, shown=show(hop.url), now=now)
        if fault is not None:
            raise fault
        return Page(
            url=request.url,
            final_url=str(hop.url),
            status=status,
            headers=headers,
            content=content,
            fetched_at=now,
            sha256=hashlib.sha256(content).hexdigest(),
            length_verified=verified,
        )

    def _read_body(
        self, response: httpx.Response, headers: Mapping[str, str], call: Call, *, whole: bool
    ) -> tuple[bytes, bool]:
        """Return the body and whether its length is proved; of an error only the beginning."""
        verified = "content-length" in headers or "chunked" in headers.get("transfer-encoding", "")
        if not whole:
            return self._read_start(response, headers, call), verified
        declared = headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:19]) > self._wire_limit:
            raise TooLarge(f"the body is announced with {declared[:19]} bytes")
        body = Body(
            headers.get("content-encoding", ""),
            wire_limit=self._wire_limit,
            decoded_limit=self._decoded_limit,
            budget=self._budget,
        )
        try:
            for chunk in response.iter_raw():
                call.remaining()
                body.feed(chunk)
            if body.is_empty_coded and not verified:
                raise Unreachable("the compressed body was cut short")
            return body.finish(), verified
        finally:
            body.release()

    def _read_start(
        self, response: httpx.Response, headers: Mapping[str, str], call: Call
    ) -> bytes:
        """Read the beginning of an error's body; what cannot be read is no matter."""
        start = b""
        try:
            body = Body(
                headers.get("content-encoding", ""),
                wire_limit=ERROR_BODY_BYTES,
                decoded_limit=MEBIBYTE,
            )
            for chunk in response.iter_raw():
                call.remaining()
                body.feed(chunk)
                start = body.start
        except (Unreachable, TooLarge, TimedOut, httpx.HTTPError):
            return start
        return start

    def _headers(self, request: PageRequest, hop: _Hop) -> dict[str, str]:
        headers = {
            "User-Agent": self._user_agent,
            "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        }
        if hop.is_home:
            own = keep_headers(request.headers)
            lowered = {name.lower() for name in own}
            headers = {n: v for n, v in headers.items() if n.lower() not in lowered} | own
        headers["Accept-Encoding"] = ACCEPTED
        if request.etag is not None:
            headers |= keep_headers({"If-None-Match": request.etag})
        if request.last_modified is not None:
            headers |= keep_headers({"If-Modified-Since": request.last_modified})
        return headers

    def _transport(self, *, allow_private: bool, way: Way) -> httpx.BaseTransport:
        """Return the pool of a way: a connection to a private address serves no other source."""
        with self._lock:
            key = (allow_private, way)
            transport = self._transports.get(key)
            if transport is None:
                backend = GuardedBackend(self._resolver, allow_private=allow_private, way=way)
                transport = self._transports[key] = GuardedTransport(backend, way)
            return transport


@dataclass(frozen=True, slots=True)
class _Hop:
    """One request of a chain. ``is_home``: on the host the source names, so its headers go."""

    url: httpx.URL
    method: str
    body: bytes | None
    is_home: bool


@dataclass(frozen=True, slots=True)
class _Redirect:
    """Where an answer points to."""

    status: int
    location: bytes


def _raw_location(response: httpx.Response) -> bytes:
    """Return the first Location as it was sent, undecoded."""
    return next(value for name, value in response.headers.raw if name.lower() == b"location")


def _next_hop(hop: _Hop, answer: _Redirect, *, home: httpx.URL) -> _Hop:
    """Say what to ask next (RFC 9110, 15.4): 307 and 308 keep the method, the others do not."""
    target = parse_location(hop.url, answer.location)
    is_home = is_same_host(home, target)
    if answer.status in {307, 308} and hop.body is not None:
        if not is_home:
            raise Refused(f"{show(hop.url)} redirects a form to another host", hint="")
        return _Hop(url=target, method=hop.method, body=hop.body, is_home=True)
    method = "HEAD" if hop.method == "HEAD" else "GET"
    return _Hop(url=target, method=method, body=None, is_home=is_home)
