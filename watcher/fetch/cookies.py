"""Cookies that a host set for one source, sent back to that host alone, in memory only.

Some sites answer an endless redirect, or another page, to a client that forgets what they set. A
cookie stays with the host that set it (its Domain is not honoured: no site of ours needs it), with
the source it was set for, and ends with the process. What scripts set is not run and not kept.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

MOST_JARS = 4000
MOST_COOKIES = 30
LONGEST_COOKIE = 4096
LONGEST_LINE = 8192
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
VALUE = re.compile(r"[\x21-\x3a\x3c-\x7e]*")
"""Printable ASCII without blanks and semicolons; wider than RFC 6265 allows, as browsers are."""
LONGEST_LIFE = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie. ``until`` is None for one that lives as long as the process."""

    name: str
    value: str
    path: str
    is_secure: bool
    until: datetime | None


class Cookies:
    """The jars of all sources by source and host. Thread-safe; its contents are never logged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jars: OrderedDict[tuple[str, str], dict[tuple[str, str], Cookie]] = OrderedDict()

    def keep(self, jar: str, host: str, lines: Iterable[str], *, path: str, now: datetime) -> None:
        """Take the Set-Cookie lines of an answer; those that cannot be read are passed over."""
        read = [_parse(line, path=path, now=now) for line in lines]
        with self._lock:
            for cookie in read:
                if cookie is not None:
                    self._take(jar, host, cookie, now)

    def line_for(self, jar: str, host: str, *, path: str, is_secure: bool, now: datetime) -> str:
        """Return the Cookie header for a request; the empty string where there is nothing."""
        with self._lock:
            kept = list(self._jars.get((jar, host), {}).values())
        fitting = [
            cookie
            for cookie in kept
            if (is_secure or not cookie.is_secure)
            and (cookie.until is None or cookie.until > now)
            and _is_below(path, cookie.path)
        ]
        fitting.sort(key=lambda cookie: -len(cookie.path))  # RFC 6265 5.4: longer paths first
        line = "; ".join(f"{cookie.name}={cookie.value}" for cookie in fitting)
        return line if len(line) <= LONGEST_LINE else ""

    def _take(self, jar: str, host: str, cookie: Cookie, now: datetime) -> None:
        kept = self._jars.setdefault((jar, host), {})
        self._jars.move_to_end((jar, host))
        kept.pop((cookie.name, cookie.path), None)
        if cookie.until is None or cookie.until > now:
            kept[cookie.name, cookie.path] = cookie
        while len(kept) > MOST_COOKIES:
            kept.pop(next(iter(kept)))
        if len(self._jars) > MOST_JARS:
            self._jars.popitem(last=False)


def merge_lines(own: str, kept: str) -> str:
    """Join a source's own Cookie line with the kept one; its own cookies win."""
    names = {pair.partition("=")[0].strip() for pair in own.split(";")}
    rest = [pair for pair in kept.split("; ") if pair and pair.partition("=")[0] not in names]
    return "; ".join([*([own] if own else []), *rest])


def _parse(line: str, *, path: str, now: datetime) -> Cookie | None:
    """Read one Set-Cookie line (RFC 6265, 5.2); None where it is none that can be sent back."""
    if len(line) > LONGEST_COOKIE:
        return None
    pair, *attributes = line.split(";")
    name, sign, value = pair.partition("=")
    name, value = name.strip(), value.strip()
    if not sign or not NAME.fullmatch(name) or not VALUE.fullmatch(value):
        return None
    said = {
        key.strip().lower(): text.strip()
        for key, _, text in (each.partition("=") for each in attributes)
    }
    folder = said.get("path", "")
    return Cookie(
        name=name,
        value=value,
        path=folder if folder.startswith("/") else _folder_of(path),
        is_secure="secure" in said,
        until=_read_end(said, now),
    )


def _read_end(said: dict[str, str], now: datetime) -> datetime | None:
    """Read when a cookie ends: Max-Age before Expires; what cannot be read does not count."""
    if re.fullmatch(r"-?\d{1,12}", said.get("max-age", "")):
        return now + min(timedelta(seconds=int(said["max-age"])), LONGEST_LIFE)
    try:
        end = parsedate_to_datetime(said["expires"].replace("-", " "))
    except (KeyError, ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = end if end.tzinfo is not None else end.replace(tzinfo=now.tzinfo)
    return min(aware, now + LONGEST_LIFE)


def _folder_of(path: str) -> str:
    folder = path.rpartition("/")[0]
    return folder or "/"


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/")
