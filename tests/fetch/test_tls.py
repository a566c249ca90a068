"""TLS on loopback with a certificate made for these tests (loopback.pem, trusted by nobody)."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from watcher.errors import Refused, Unreachable
from watcher.fetch import transport
from watcher.model.source import Tls, Way

PEM = Path(__file__).with_name("loopback.pem")
CERTIFICATE = PEM.read_text("ascii").partition("-----BEGIN PRIVATE")[0]
PIN = hashlib.sha256(ssl.PEM_cert_to_DER_cert(CERTIFICATE)).hexdigest()
NAMES = {"loopback.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}


@pytest.fixture
def tls_server(net: Any) -> Any:
    """Start a TLS server; ``seen`` holds the server names and versions of its handshakes."""

    def start(newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Any:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
        context.maximum_version = newest
        names: list[str] = []
        context.sni_callback = lambda _sock, name, _context: names.append(name or "")
        versions: list[str | None] = []

        def answer(raw: socket.socket, _first: bytes) -> None:
            with contextlib.suppress(OSError), context.wrap_socket(raw, server_side=True) as conn:
                versions.append(conn.version())
                conn.recv(65536)
                conn.sendall(net.answer_of(b"over tls"))

        server = net.serve(answer)
        server.reads_first = False
        server.names, server.versions = names, versions
        return server

    return start


def ask(net: Any, server: Any, **way: Any) -> Any:
    fetcher = net.fetcher(resolver=net.lookup(NAMES), deadline_seconds=5)
    return fetcher.fetch(net.ask(f"https://loopback.example:{server.port}/", way=Way(**way)))


def trust_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    real = transport.tls_context

    def context_with_us(tls: Tls, *, is_pinned: bool) -> ssl.SSLContext:
        context = real.__wrapped__(tls, is_pinned=is_pinned)
        context.load_verify_locations(PEM)
        return context

    monkeypatch.setattr(transport, "tls_context", context_with_us)


def test_a_certificate_nobody_vouches_for_is_refused_by_name(net: Any, tls_server: Any) -> None:
    server = tls_server()
    with pytest.raises(Unreachable, match="certificate is not valid"):
        ask(net, server)
    assert server.names == ["loopback.example"]


def test_a_valid_certificate_is_checked_against_the_name(
    net: Any, tls_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust_ourselves(monkeypatch)
    server = tls_server()
    assert ask(net, server).content == b"over tls"
    fetcher = net.fetcher(resolver=net.lookup(NAMES), deadline_seconds=5)
    with pytest.raises(Unreachable, match="certificate is not valid"):
        fetcher.fetch(net.ask(f"https://other.example:{server.port}/"))


def test_a_pinned_certificate_is_taken_and_no_other(net: Any, tls_server: Any) -> None:
    server = tls_server()
    assert ask(net, server, certificate=PIN).content == b"over tls"
    with pytest.raises(Refused, match="pinned"):
        ask(net, server, certificate="0" * 64)


@pytest.mark.parametrize(
    ("tls", "version"), [(Tls.MODERN, "TLSv1.3"), (Tls.CAP_1_2, "TLSv1.2"), (Tls.LEGACY, "TLSv1.2")]
)
def test_tls_is_spoken_as_the_source_asks(
    tls: Tls, version: str, net: Any, tls_server: Any
) -> None:
    server = tls_server()
    assert ask(net, server, certificate=PIN, tls=tls).content == b"over tls"
    assert server.versions == [version]


def test_only_the_legacy_way_takes_old_renegotiation() -> None:
    flags = {tls: transport.tls_context(tls, is_pinned=False).options & 4 for tls in Tls}
    assert flags == {Tls.MODERN: 0, Tls.CAP_1_2: 0, Tls.LEGACY: 4}


@pytest.mark.parametrize(("family", "is_reached"), [(None, True), (4, True), (6, False)])
def test_the_address_family_can_be_fixed(family: int | None, is_reached: bool, net: Any) -> None:
    server = net.serve(net.answer_of(b"here"))
    fetcher = net.fetcher(resolver=net.lookup({"site.example": ["127.0.0.1"]}))
    request = net.ask(f"http://site.example:{server.port}/", way=Way(family=family))
    if is_reached:
        assert fetcher.fetch(request).content == b"here"
    else:
        with pytest.raises(Unreachable, match="no IPv6 address"):
            fetcher.fetch(request)
