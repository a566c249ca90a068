"""Addresses: from an href to an absolute address, and from an address to a page's identity."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_TRIM = re.compile("^[\x00-\x20]+|[\x00-\x20]+$")  # WHATWG URL 4.4: leading and trailing controls
_INSIDE = re.compile("[\t\r\n]")
_MAX = 8_192
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(utm_\w+|spm|scm|fbclid|gclid|bd_vid|isappinstalled|nsukey|wxfrom|share_token|jsessionid)=.*|"
    r"from=(timeline|singlemessage|groupmessage|appmsg)",
    re.IGNORECASE | re.DOTALL,
)
# mp.weixin.qq.com signs links with parameters that change; these four name the article.
_WECHAT = ("__biz", "mid", "idx", "sn")
_SAFE = "!$&'()*+,;=:@~-._"
_ROOTED = re.compile(r"/(?!/)[\w\-./]*(?:\?[\w\-=&.]+)?", re.ASCII)
"""Most links of most lists: nothing in them is to be resolved but dots, and nothing quoted."""
_PLAIN_PATH = re.compile(r"(?:/[\w\-.]+)*/?", re.ASCII)


def absolute(href: str | None, base: str | None) -> str | None:
    """Resolve an href against the page's address; None where it is not http or https.

    Backslashes and user names before the host are refused: parsers disagree on which host such an
    address names (changedetection.io 08017d66).
    """
    if not href:
        return None
    text = _INSIDE.sub("", _TRIM.sub("", href[: _MAX + 1]))
    if not text or len(text) > _MAX or "\\" in text:
        return None
    if base and _ROOTED.fullmatch(text) and "/." not in text:
        origin = _origin(base)
        if origin is not None:
            return origin + text
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc:
        return None
    return joined.replace(" ", "%20")


@lru_cache(maxsize=256)
def _origin(base: str) -> str | None:
    """Give scheme, host and port of a base as they stand; None where it must be looked at."""
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or " " in parts.netloc:
        return None
    return f"{parts.scheme}://{parts.netloc}"


def canonical(url: str) -> str:
    """Give the identity of a page's address: two addresses of one page have one.

    Scheme http and https are one, the host is in lower case and without its default port, the path
    has its percent-codes normalised, tracking parameters and the fragment (but a script route,
    ``#/`` or ``#!``) go, parameters are sorted. An address that cannot be read comes back trimmed.
    """
    text = _INSIDE.sub("", _TRIM.sub("", url))[:_MAX]
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return text
    if parts.scheme not in _PORTS or not host:
        return text
    name = host.rstrip(".")
    netloc = name if port in {None, 80, 443} else f"{name}:{port}"
    query = _query(parts, name)
    route = f"#{parts.fragment}" if parts.fragment[:1] in {"/", "!"} else ""
    return f"https://{netloc}{_path(parts.path)}{'?' if query else ''}{query}{route}"


def host_of(url: str | None) -> str:
    """Give the host of an address in lower case, without ``www.``; empty where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path(path: str) -> str:
    if path and _PLAIN_PATH.fullmatch(path) and "/." not in path:
        return path
    segments: list[str] = []
    parts = (path or "/").split("/")
    for part in parts[1:] if parts[0] == "" else parts:
        if part == "..":
            del segments[-1:]
        elif part != ".":
            segments.append(
                quote(unquote(part, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")
            )
    if parts[-1] in {".", ".."}:
        segments.append("")
    return "/" + re.sub("/{2,}", "/", "/".join(segments)).lstrip("/")


def _query(parts: SplitResult, host: str) -> str:
    bare = _TRIM.sub("", parts.query)  # what a dropped fragment leaves at the end is no parameter
    if "=" not in bare:
        return bare
    try:
        pairs = parse_qsl(
            bare, keep_blank_values=True, errors="surrogateescape", max_num_fields=200
        )
    except ValueError:
        return bare
    if host == "mp.weixin.qq.com" and dict(pairs).keys() >= set(_WECHAT):
        pairs = [pair for pair in pairs if pair[0] in _WECHAT]
    kept = sorted(pair for pair in pairs if not _TRACKING.fullmatch("=".join(pair)))
    return urlencode(kept, errors="surrogateescape")
