"""Addresses: what may be asked for, where a redirect may lead, how an address is printed. Pure.

There is one parser, httpx's, for the check and for the connection alike: two parsers that disagree
about a backslash or an @ are how guards are talked past.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx

from watcher.errors import Refused

LONGEST_URL = 8192
NOT_IN_URLS = re.compile(r"[\\\x00-\x1f\x7f]")
HOSTLESS = re.compile(r"(?:https?:)?/{3}|https?:(?!//)|https?://$", re.IGNORECASE)
"""Forms that some parsers read as a host and others as a path."""
DEFAULT_PORTS = {"http": 80, "https": 443}
OWN_HEADERS = frozenset(
    {
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "accept-encoding",
        "te",
        "trailer",
        "upgrade",
        "expect",
        "range",
    }
)
"""Headers that belong to the connection: a source's own values for them are not sent."""


def parse_url(text: str) -> httpx.URL:
    """Read an absolute http or https address.

    Raises:
        Refused: another scheme, no host, a user name, control characters, a backslash, too long.
    """
    if len(text) > LONGEST_URL:
        raise Refused("the address is longer than 8,192 characters", hint="")
    if NOT_IN_URLS.search(text):
        raise Refused("the address holds a backslash or a control character", hint="")
    try:
        url = httpx.URL(text)
        port = url.port
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Refused(f"the address cannot be read ({type(error).__name__})", hint="") from error
    if url.scheme not in DEFAULT_PORTS:
        raise Refused(f"the scheme {url.scheme[:20]!r} is not http or https", hint="")
    if url.userinfo:
        raise Refused("the address carries a user name or password", hint="")
    if not url.host or port == 0:
        raise Refused("the address names no host or port", hint="")
    return url


def parse_location(current: httpx.URL, raw: bytes) -> httpx.URL:
    """Read a Location header against the address that sent it.

    Bytes outside ASCII are percent-encoded as they are (GBK paths are met), spaces likewise.

    Raises:
        Refused: not http(s), a downgrade to http, user or password in it, or unreadable.
    """
    if len(raw) > LONGEST_URL:
        raise Refused("a redirect leads to an address of more than 8,192 bytes", hint="")
    text = "".join(
        f"%{byte:02X}" if byte > 0x7E or byte == 0x20 else chr(byte) for byte in raw.strip()
    )
    if not text or NOT_IN_URLS.search(text) or HOSTLESS.match(text):
        raise Refused("a redirect leads to an address that cannot be read", hint="")
    try:
        target = parse_url(str(current.join(text))).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused("a redirect leads to an address that cannot be read", hint="") from error
    if current.scheme == "https" and target.scheme == "http":
        raise Refused(f"a redirect leads from https down to http ({show(target)})", hint="")
    return target


def is_same_host(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two addresses lie on one host; the default ports of http and https count as one."""
    return host_key(one) == host_key(other)


def host_key(url: httpx.URL) -> str:
    """Name the host for manners and limits: host alone on a default port, else host and port."""
    if url.port is None or url.port == DEFAULT_PORTS.get(url.scheme):
        return url.host
    return f"{url.host}:{url.port}"


def keep_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return a source's headers without those that belong to the connection.

    Raises:
        Refused: a name or value that would break the header lines.
    """
    kept: dict[str, str] = {}
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or re.search(
            r"[\x00-\x08\x0a-\x1f\x7f]", value
        ):
            raise Refused(f"the header {name[:40]!r} cannot be sent", hint="")
        if name.lower() not in OWN_HEADERS:
            kept[name] = value
    return kept


def show(url: httpx.URL) -> str:
    """Return an address that may be printed: no user, password, query or fragment."""
    port = "" if url.port is None else f":{url.port}"
    query = "?…" if url.query else ""
    return f"{url.scheme}://{url.host}{port}{url.path}"[:300] + query
