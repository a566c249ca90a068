"""One request and its answer: no redirects, no turns, only the exchange and its limits."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zlib import crc32

import httpx

from watcher.errors import Refused, TimedOut, TooLarge, Unreachable
from watcher.fetch.answers import PAGE_STATUSES, REDIRECT_STATUSES, judge_answer
from watcher.fetch.backend import Call, GuardedBackend, check_addresses
from watcher.fetch.bodies import ACCEPTED, SHARED_LIMIT, Body, Budget
from watcher.fetch.cookies import Cookies, merge_lines
from watcher.fetch.redirects import host_key, keep_headers, show
from watcher.fetch.resolver import Resolver
from watcher.fetch.transport import MOST_IDLE, GuardedTransport
from watcher.model.page import NotModified, Page, PageRequest
from watcher.model.source import Way

MEBIBYTE = 1 << 20
POOLS = 32
NO_PROXIES: Mapping[str, str] = MappingProxyType({})
HEADER_ALLOWANCE = 262144
"""Bytes of one answer that may come before or around its body: interim answers, headers, chunks."""
ERROR_BODY_SECONDS = 5.0
ERROR_BODY_BYTES = 65536
"""As much of an error's body is read as it takes to tell a challenge from an error."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a chain. ``is_home``: on the host the source names, so its headers go."""

    url: httpx.URL
    method: str
    body: bytes | None
    is_home: bool


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where an answer points to; ``location`` is as it was sent."""

    status: int
    location: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may take. Seconds and bytes."""

    deadline_seconds: float
    wire: int
    decoded: int


class Exchange:
    """Asks for one page over shared pools. Thread-safe."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        user_agent: str,
        limits: Limits,
        resolver: Resolver,
        proxies: Mapping[str, str] = NO_PROXIES,
    ) -> None:
        self._clock = clock
        self._user_agent = user_agent
        self._limits = limits
        self._resolver = resolver
        self._proxies = proxies
        self._cookies = Cookies()
        self._budget = Budget(max(SHARED_LIMIT, limits.decoded))
        self._lock = threading.Lock()
        self._transports: dict[tuple[bool, Way, int], httpx.BaseTransport] = {}
        self._retired: list[httpx.BaseTransport] = []

    def use_proxies(self, proxies: Mapping[str, str]) -> None:
        """Take new addresses of proxies for the connections that are opened from now on."""
        with self._lock:
            self._proxies = proxies
            done = self._retired  # since the change before this one, their requests have ended
            proxied = [key for key in self._transports if key[1].proxy is not None]
            self._retired = [self._transports.pop(key) for key in proxied]
        for transport in done:
            transport.close()

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            transports = [*self._transports.values(), *self._retired]
        for transport in transports:
            transport.close()

    def ask(self, request: PageRequest, hop: Hop, call: Call) -> Page | NotModified | Redirect:
        """Send one request and read its answer.

        Raises:
            FetchError: the answer is not the page, or breaks a limit.
            httpx.HTTPError: the connection failed.
        """
        # Not through httpx.Client: it reads Location and Set-Cookie of every answer by itself.
        if request.way.proxy is not None:
            self._check_target(request, hop, call)
        transport = self._transport(
            allow_private=request.allow_private, way=request.way, host=hop.url.host
        )
        headers = self._headers(request, hop) | self.cookie_header(request, hop)
        sent = httpx.Request(hop.method, hop.url, headers=headers, content=hop.body)
        call.bytes_left = HEADER_ALLOWANCE
        response = self._send(transport, sent, call)
        call.bytes_left += self._limits.wire
        try:
            return self._read(request, hop, response, call)
        finally:
            response.close()

    def _send(
        self, transport: httpx.BaseTransport, sent: httpx.Request, call: Call
    ) -> httpx.Response:
        """Send a request; asked again where a kept connection was closed by the server just now.

        Several kept ones may be dead. Each try takes one of them out, so a new one is opened in the
        end, and what fails there has failed (RFC 9110, 9.2.2: only GET may be repeated).
        """
        for _ in range(MOST_IDLE):
            opened_before = call.opened
            try:
                return transport.handle_request(sent)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                if call.opened > opened_before or sent.method != "GET":
                    raise
            call.remaining()
        return transport.handle_request(sent)

    def _read(
        self, request: PageRequest, hop: Hop, response: httpx.Response, call: Call
    ) -> Page | NotModified | Redirect:
        now = self._clock()
        status = response.status_code
        # A plain dict: pages cross process boundaries.
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._keep_cookies(request, hop, response, now)
        is_conditional = request.etag is not None or request.last_modified is not None
        if status == 304 and is_conditional:
            for _ in response.iter_raw():  # a 304 has no body: this frees the connection for reuse
                pass
            return NotModified(url=request.url, fetched_at=now)
        if status in REDIRECT_STATUSES and "location" in headers:
            return Redirect(status=status, location=_raw_location(response))
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
        if declared.isascii() and declared.isdigit() and int(declared[:19]) > self._limits.wire:
            raise TooLarge(f"the body is announced with {declared[:19]} bytes")
        body = Body(
            headers.get("content-encoding", ""),
            wire_limit=self._limits.wire,
            decoded_limit=self._limits.decoded,
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
        """Read the beginning of an error's body; what cannot be read in time is no matter."""
        start = b""
        call.deadline = min(call.deadline, call.now() + ERROR_BODY_SECONDS)
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

    def _headers(self, request: PageRequest, hop: Hop) -> dict[str, str]:
        headers = {
            "User-Agent": self._user_agent,
            "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        }
        if hop.is_home:
            own = keep_headers(request.headers)
            own = {name: value for name, value in own.items() if name.lower() != "cookie"}
            lowered = {name.lower() for name in own}
            headers = {n: v for n, v in headers.items() if n.lower() not in lowered} | own
        headers["Accept-Encoding"] = ACCEPTED
        if request.etag is not None:
            headers |= keep_headers({"If-None-Match": request.etag})
        if request.last_modified is not None:
            headers |= keep_headers({"If-Modified-Since": request.last_modified})
        return headers

    def cookie_header(self, request: PageRequest, hop: Hop) -> dict[str, str]:
        """Return the Cookie header of a request: the source's own, and what the host had set."""
        own = next((v for n, v in request.headers.items() if n.lower() == "cookie"), "")
        own = own if hop.is_home else ""
        kept = ""
        if request.jar:
            kept = self._cookies.line_for(
                request.jar,
                host_key(hop.url),
                path=hop.url.path,
                is_secure=hop.url.scheme == "https",
                now=self._clock(),
            )
        line = merge_lines(own, kept)
        return {"Cookie": line} if line else {}

    def _keep_cookies(
        self, request: PageRequest, hop: Hop, response: httpx.Response, now: datetime
    ) -> None:
        lines = response.headers.get_list("set-cookie")
        if request.jar and lines:
            host = host_key(hop.url)
            self._cookies.keep(request.jar, host, lines, path=hop.url.path, now=now)

    def _check_target(self, request: PageRequest, hop: Hop, call: Call) -> None:
        """Judge the addresses of a host that a proxy will connect to, as far as we can see them.

        The proxy looks the name up again by itself: a name that changes in between, or that has
        another address in the proxy's network, is the proxy's to guard.
        """
        addresses = self._resolver.resolve(hop.url.host, seconds=call.remaining())
        check_addresses(hop.url.host, addresses, allow_private=request.allow_private)

    def _transport(self, *, allow_private: bool, way: Way, host: str = "") -> httpx.BaseTransport:
        """Return the pool of a way: a connection to a private address serves no other source.

        Hosts are spread over several pools: at every request a pool looks at all it holds.
        """
        with self._lock:
            key = (allow_private, way, crc32(host.encode()) % POOLS)
            transport = self._transports.get(key)
            if transport is None:
                transport = self._transports[key] = self._open(allow_private, way)
            return transport

    def _open(self, allow_private: bool, way: Way) -> httpx.BaseTransport:  # noqa: FBT001 - part of a key
        if way.proxy is None:
            backend = GuardedBackend(self._resolver, allow_private=allow_private, way=way)
            return GuardedTransport(backend, way)
        address = self._proxies.get(way.proxy)
        if address is None:
            hint = f"Set WATCHER_PROXY_{way.proxy.upper()}, or a credential of that name."
            raise Refused(f"nobody says where the proxy {way.proxy!r} is", hint=hint)
        # The operator chose where the proxy is: often the same machine or network.
        own_way = replace(way, family=None)
        backend = GuardedBackend(self._resolver, allow_private=True, way=own_way)
        return GuardedTransport(backend, way, proxy=address)


def _raw_location(response: httpx.Response) -> bytes:
    """Return the first Location as it was sent, undecoded."""
    return next(value for name, value in response.headers.raw if name.lower() == b"location")
