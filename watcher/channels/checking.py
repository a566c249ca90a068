"""Which sender a channel URL belongs to, and what is wrong with one before anything is sent."""

from __future__ import annotations

import difflib
import re
from datetime import UTC, datetime
from urllib.parse import unquote

from watcher.channels import secrets
from watcher.channels.platforms import PLATFORMS, Platform, read_address
from watcher.channels.redact import tidy
from watcher.channels.schemes import APPRISE
from watcher.errors import ConfigError
from watcher.model.delivery import Message

_OWN = {scheme: platform for platform in PLATFORMS for scheme in platform.schemes}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PLAIN = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})
"""Webhooks of the operator's own: host, port and path, so apprise need not look at them."""
_MAIL = frozenset({"mailto", "mailtos"})
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def check_url(url: str) -> str | None:
    """Return what is wrong with a configured channel URL and how to mend it, or None.

    ``${NAME}`` stands for a secret that is not known yet. The sentence repeats nothing of the URL
    but its scheme.
    """
    text = url.strip()
    if secrets.PLACEHOLDER.fullmatch(text):
        return None
    if not read_scheme(text):
        return "has no scheme: an address looks like mailto://... or dingtalk://..."
    if not is_known(text):
        return name_scheme(text)
    if read_scheme(text) in _MAIL and _has_many_recipients(text):
        return "names several recipients: give each a channel, so that a repeat misses nobody"
    return None if secrets.names(text) else _check_parts(text)


def find_limit(url: str) -> int | None:
    """Return how many UTF-8 bytes of title and body together always fit in one message.

    None where no limit is known. Where a platform counts characters, as many bytes are sure to fit.
    """
    platform = find_platform(url)
    return (platform.max_bytes or platform.max_characters) if platform is not None else None


def find_rate(url: str) -> int | None:
    """Return how many messages a minute the platform takes from one channel, None if unknown."""
    platform = find_platform(url)
    return platform.per_minute if platform is not None else None


def find_platform(url: str) -> Platform | None:
    """Return the platform of ours that takes ``url``, also in the form the platform hands out."""
    text = url.strip()
    for platform in PLATFORMS:
        if text.lower().startswith(platform.web):
            return platform
        if platform.web_form is not None and platform.web_form.match(text):
            return platform
    return _OWN.get(read_scheme(text))


def is_known(url: str) -> bool:
    """Whether there is a sender for the address's scheme."""
    return find_platform(url) is not None or read_scheme(url) in APPRISE


def read_scheme(url: str) -> str:
    """Return the scheme in lower case, empty where there is none."""
    match = _SCHEME.match(url.strip())
    return match[1].lower() if match else ""


def name_scheme(url: str) -> str:
    """Return a sentence on a scheme that nobody takes, with the ones it may have meant."""
    scheme = read_scheme(url)
    if scheme in {"http", "https"}:
        return "is a web address: write json:// or jsons:// for a webhook of your own"
    near = difflib.get_close_matches(scheme, sorted(APPRISE), n=3)
    meant = f": did you mean {', '.join(f'{name}://' for name in near)}?" if near else ""
    return f"has the unknown scheme {tidy(scheme, limit=20)}://{meant}"


def _check_parts(url: str) -> str | None:
    platform, scheme = find_platform(url), read_scheme(url)
    if platform is not None:
        return _check_own(platform, url)
    if scheme in _PLAIN:
        return None if _has_plain_host(url) else f"needs a host: {scheme}://HOST[:PORT]/PATH"
    from watcher.channels import long_tail  # noqa: PLC0415 - loads apprise: a second, 50 MB

    if long_tail.load(url) is not None:
        return None
    page = "https://github.com/caronc/apprise/wiki"
    return f"is not usable: see {page} for how a {scheme}:// address looks"


def _check_own(platform: Platform, url: str) -> str | None:
    try:
        platform.build(read_address(url), Message(title="", body=""), _ANY_TIME)
    except ConfigError:
        return f"is not usable: a {platform.name} channel looks like {platform.form}"
    return None


def _has_many_recipients(url: str) -> bool:
    address = read_address(url)
    told = [address.query.get(key, "") for key in ("to", "cc", "bcc")]
    listed = [part for part in re.split(r"[,;\s]+", " ".join(told)) if part]
    return len(listed) + len([part for part in address.segments if "@" in unquote(part)]) > 1


def _has_plain_host(url: str) -> bool:
    host, _, port = read_address(url).host.partition(":")
    return bool(host) and (not port or (port.isdigit() and 0 < int(port) < 65536))
