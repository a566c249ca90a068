"""The wire: guarded connections on which one deadline and one byte limit hold.

httpcore asks its network backend for every connection, redirects and reconnects included, so this
is the one place where an address is checked after it was resolved and before anything is sent.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpcore

from watcher.errors import Refused, TimedOut, TooLarge, Unreachable
from watcher.fetch.addresses import Address, find_refusal
from watcher.fetch.resolver import Resolver
from watcher.model.source import Way

CONNECT_SECONDS = 10.0
"""Longest wait for one address of a host that has several."""
MOST_ADDRESSES = 4
WRITE_STEP = 65536
PLAIN_WAY = Way()
Clock = Callable[[], float]


@dataclass(slots=True)
class Call:
    """One running fetch: what is left of its time and of its bytes.

    ``deadline`` is on the monotonic clock. ``opened`` counts the connections made.
    """

    deadline: float
    bytes_left: int
    opened: int = 0
    now: Clock = time.monotonic

    def remaining(self) -> float:
        """Return the seconds left, always above zero.

        Raises:
            TimedOut: none are left.
        """
        seconds = self.deadline - self.now()
        if seconds <= 0:
            raise TimedOut("the page did not arrive within the deadline")
        return seconds

    def within(self, timeout: float | None) -> float:
        """Return the seconds one step may take: its own limit, but never beyond the deadline."""
        seconds = self.remaining()
        return seconds if timeout is None else min(seconds, timeout)

    def count(self, size: int) -> None:
        """Take received bytes off the limit.

        Raises:
            TooLarge: more arrived than allowed, headers included.
        """
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise TooLarge("the answer is larger than the limit on the wire")


CURRENT: ContextVar[Call] = ContextVar("CURRENT")
"""The fetch this thread is running; without one no connection is opened."""


class LimitedStream(httpcore.NetworkStream):
    """A connection whose every read and write obeys the running fetch, whichever that is.

    ``certificate`` is the SHA-256 of the only certificate TLS may show, where one is pinned.
    """

    def __init__(self, stream: httpcore.NetworkStream, certificate: str | None = None) -> None:
        self._stream = stream
        self._certificate = certificate

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there, at most until the deadline."""
        call = CURRENT.get()
        data = self._stream.read(max_bytes, call.within(timeout))
        call.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write in steps, so that a peer that takes single bytes cannot outlive the deadline."""
        call = CURRENT.get()
        for start in range(0, len(buffer), WRITE_STEP):
            self._stream.write(buffer[start : start + WRITE_STEP], call.within(timeout))

    def close(self) -> None:
        """Close the connection and wake a thread that still reads from it.

        Closing a socket alone leaves another thread's read waiting until its timeout.
        """
        raw = self._stream.get_extra_info("socket")
        if isinstance(raw, socket.socket):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(raw, socket.SHUT_RDWR)  # an SSLSocket's own drops its state
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Start TLS for the name that was asked for, within the deadline."""
        seconds = CURRENT.get().within(timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        if self._certificate is not None:
            shown = stream.get_extra_info("ssl_object").getpeercert(True)  # noqa: FBT003 - ssl's own
            if hashlib.sha256(shown or b"").hexdigest() != self._certificate:
                stream.close()
                raise Refused("the certificate is not the one pinned for this source", hint="")
        return LimitedStream(stream)

    def get_extra_info(self, info: str) -> Any:
        """Pass httpcore's questions about the socket through."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, resolver: Resolver, *, allow_private: bool, way: Way = PLAIN_WAY) -> None:
        self._resolver = resolver
        self._allow_private = allow_private
        self._way = way
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve once, check every answer, connect to a checked address.

        Raises:
            Refused: an answer is an address no source may live on.
            TimedOut: the deadline ran out.
            Unreachable: no address took the connection.
        """
        call = CURRENT.get()
        addresses = self._resolver.resolve(host, seconds=call.remaining())
        check_addresses(host, addresses, allow_private=self._allow_private)
        fault: Exception | None = None
        for address in self._choose(host, addresses):
            seconds = min(call.within(timeout), CONNECT_SECONDS)
            try:
                stream = self._plain.connect_tcp(
                    str(address), port, seconds, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
            else:
                call.opened += 1
                return LimitedStream(stream, self._way.certificate)
        call.remaining()
        if isinstance(fault, httpcore.ConnectTimeout):
            raise TimedOut(f"{host} did not take the connection in time")
        raise Unreachable(f"{host} refused the connection")

    def _choose(self, host: str, addresses: tuple[Address, ...]) -> list[Address]:
        """Put the addresses to try in order.

        IPv4 first: many of the sites publish IPv6 addresses that answer nobody (surveys of 2026).
        """
        family = self._way.family
        chosen = [address for address in addresses if family in {None, address.version}]
        if not chosen:
            raise Unreachable(f"{host} has no IPv{family} address")
        return sorted(chosen, key=lambda address: address.version)[:MOST_ADDRESSES]


def check_addresses(host: str, addresses: Iterable[Address], *, allow_private: bool) -> None:
    """Judge every address of a host.

    Raises:
        Refused: one of them is an address no source may live on.
    """
    for address in addresses:
        reason = find_refusal(address, allow_private=allow_private)
        if reason is None and not allow_private and _is_own(address):
            reason = "an address of this machine"
        if reason is not None:
            raise Refused(f"{host} leads to {address}: {reason}")


def _is_own(address: Address) -> bool:
    """Whether a public address is bound on this machine: its own services are no source."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True
