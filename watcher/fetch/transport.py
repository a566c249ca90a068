"""httpx as this program uses it: our connections, no proxy from the environment, our errors."""

from __future__ import annotations

import ssl
from functools import cache

import httpcore
import httpx

from watcher.errors import FetchError, TimedOut, Unreachable
from watcher.fetch.backend import GuardedBackend
from watcher.model.source import Tls, Way

IDLE_SECONDS = 30.0
MOST_IDLE = 8
"""A pool; hosts are spread over several, see Exchange."""

LEGACY_RENEGOTIATION = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT; the ssl module names it from Python 3.12 on."""


@cache
def tls_context(tls: Tls, *, is_pinned: bool) -> ssl.SSLContext:
    """Return the TLS context of a way; each is built once, it reads the whole certificate store.

    With a pinned certificate the chain and the name are not checked here: the backend compares the
    certificate itself, which says more.
    """
    context = httpx.create_ssl_context(trust_env=False)
    if tls is not Tls.MODERN:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    if tls is Tls.LEGACY:
        context.options |= LEGACY_RENEGOTIATION
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
    if is_pinned:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport over a pool whose connections are opened by our backend.

    httpx has no public way to hand in a network backend; its version is pinned for this reason.
    """

    def __init__(self, backend: GuardedBackend, way: Way, *, proxy: str | None = None) -> None:
        context = tls_context(way.tls, is_pinned=way.certificate is not None)
        super().__init__(verify=context, trust_env=False)
        if proxy is not None:
            self._pool = _proxy_pool(proxy, context, backend)
            return
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=None,
            max_keepalive_connections=MOST_IDLE,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=backend,
        )


def _proxy_pool(
    address: str, context: ssl.SSLContext, backend: GuardedBackend
) -> httpcore.HTTPProxy:
    """Return a pool that reaches every host through a proxy; its password goes to it alone."""
    url = httpx.URL(address)
    has_user = bool(url.username or url.password)
    return httpcore.HTTPProxy(
        proxy_url=str(url.copy_with(userinfo=b"")),
        proxy_auth=(url.username, url.password) if has_user else None,
        ssl_context=context,
        proxy_ssl_context=tls_context(Tls.MODERN, is_pinned=False)
        if url.scheme == "https"
        else None,
        max_connections=None,
        max_keepalive_connections=MOST_IDLE,
        keepalive_expiry=IDLE_SECONDS,
        network_backend=backend,
    )


def translate(error: Exception, shown: str) -> FetchError:
    """Turn a library's error into ours; its text may hold addresses and is not passed on."""
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return TimedOut(f"{shown} did not answer within the deadline")
    if isinstance(error, httpx.ProxyError):
        return Unreachable(f"the proxy did not lead to {shown}")
    if isinstance(error, httpx.RemoteProtocolError):
        return Unreachable(f"{shown} broke off or does not speak HTTP")
    if isinstance(error.__cause__, httpcore.ConnectError) or isinstance(error, httpx.ConnectError):
        return Unreachable(f"no connection to {shown}: {_tls_reason(error)}")
    if isinstance(error, httpx.HTTPError):
        return Unreachable(f"the connection to {shown} was lost ({type(error).__name__})")
    return Unreachable(f"{shown} could not be fetched ({type(error).__name__})")


def _tls_reason(error: Exception) -> str:
    """Name a TLS failure by OpenSSL's own words, which hold no address."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate is not valid ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"TLS failed ({cause.reason or 'handshake'})"
        cause = cause.__cause__ or cause.__context__
    return "refused"
