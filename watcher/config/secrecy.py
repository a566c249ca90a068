"""Whether a channel's address holds a secret in clear.

A configuration file is copied, committed and mailed; the addresses of chat platforms are keys to
them. So every secret part must be ``${NAME}``, which the sender takes from the environment or from
a credential file.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

OPEN_SCHEMES = frozenset(
    {
        *("dbus", "glib", "gnome", "kde", "log", "macosx", "qt", "rsyslog", "syslog", "windows"),
        *("form", "forms", "json", "jsons", "xml", "xmls"),
        *("mailto", "mailtos", "mqtt", "mqtts"),
    }
)
"""Apprise schemes that work without a token; the address of any other is a secret somewhere."""

MEND = "write it as ${NAME} and give NAME by the environment or a credential file"
_PLACEHOLDER = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_SECRET_NAME = re.compile(
    r"token|secret|passw|pwd|^pass$|key|auth|cookie|session|^sig|credential", re.IGNORECASE
)
_RUN = re.compile(r"[0-9]+|[A-Za-z]+")
LEAST_RANDOM_CHARACTERS = 16
LEAST_RANDOM_RUNS = 4

_SESSION_NAME = re.compile(r"sess|sid\b|^sid|login|clearance|jsl|csrf|passport", re.IGNORECASE)
"""Names of cookies that stand for a visitor, or for a challenge that one has passed."""


def clear_secret(url: str) -> str | None:
    """Return what is secret and stands in clear in a channel's address, as a sentence, or None.

    The sentence never repeats the secret. Addresses without ``://`` are left to the sender's own
    check, and so is one that is a single ``${NAME}``.
    """
    scheme, mark, rest = url.partition("://")
    if not mark or _PLACEHOLDER.fullmatch(url):
        return None
    blank = _PLACEHOLDER.sub("${}", rest)
    place, _, query = blank.partition("?")
    authority, *segments = place.split("/")
    userinfo, at, host = authority.rpartition("@")
    _, colon, password = userinfo.partition(":")
    if at and colon and password and not _is_blank(password):
        return f"has a password in clear; {MEND}"
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if value and not _is_blank(value) and (_names_secret(name) or _looks_random(value)):
            return f'has the value of "{unquote(name)}" in clear; {MEND}'
    if any(_looks_random(part) for part in (userinfo, host, *segments)):
        return f"has something in clear that looks like a token; {MEND}"
    if scheme.lower() not in OPEN_SCHEMES and "${}" not in blank:
        return f"is a {scheme}:// address, whose parts are keys to the channel; {MEND}"
    return None


def find_secret_cookie(name: str, value: str) -> str | None:
    """Return why a cookie must not stand in the file, as a sentence, or None.

    Cookies that choose a language or region are plain; those that tell who asks are keys.
    """
    if _SESSION_NAME.search(name) or _names_secret(name) or _looks_random(value):
        return (
            f'"{name}" looks like a session, which is a key to somebody\'s access; '
            "a source must be readable without one"
        )
    return None


def _is_blank(text: str) -> bool:
    """Whether nothing but placeholders stands here."""
    return not text.replace("${}", "")


def _names_secret(name: str) -> bool:
    return bool(_SECRET_NAME.search(unquote(name).lstrip("+-: ")))


def _looks_random(text: str) -> bool:
    """Whether a part is long and mixes letters and digits as tokens do and words do not."""
    for word in unquote(text).replace("${}", " ").split():
        joined = re.sub(r"[-_.:]", "", word)
        runs = _RUN.findall(joined)
        if len(joined) >= LEAST_RANDOM_CHARACTERS and len(runs) >= LEAST_RANDOM_RUNS:
            return True
    return False
