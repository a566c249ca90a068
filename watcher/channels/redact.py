"""Nothing secret leaves in a text: one redactor for errors, logs and what attempts record."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, quote_plus, unquote

MASK = "***"
QUIET = frozenset({"urllib3", "requests", "httpx", "httpcore"})
"""Libraries that log URLs, headers or payloads."""

_LEAST_CHARACTERS = 4
"""Shorter parts of a URL are no secret worth the damage that hiding them does to the text."""
_OPEN_HOSTS = frozenset(
    {"json", "jsons", "xml", "xmls", "form", "forms", "mailto", "mailtos", "http", "https"}
)
"""Schemes whose host is a server's name; elsewhere the host's place holds a token."""
_PUBLIC = frozenset(
    {
        *("robot", "send", "open-apis", "hook", "cgi-bin", "webhook", "webhooks", "services"),
        *("workflows", "triggers", "manual", "paths", "invoke"),
    }
)
"""Path segments of every webhook of a platform: no secrets, and words that errors need."""


def redact(text: str, urls: Iterable[str]) -> str:
    """Return ``text`` with every secret part of ``urls`` masked, however it is encoded.

    ``urls`` are full addresses or bare secrets. User names, passwords, path segments, query values
    and, where a scheme keeps its token there, the host count as secret.
    """
    parts = {form for url in urls for part in _split(url) for form in _spell(part)}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, MASK)
    return text


def tidy(text: str, *, limit: int = 200) -> str:
    """Return ``text`` as one line of printable characters, at most ``limit`` of them."""
    line = "".join(character if character.isprintable() else " " for character in text[: 8 * limit])
    line = " ".join(line.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


class RedactingFilter(logging.Filter):
    """Masks the secrets of ``urls`` in every record that passes a handler."""

    def __init__(self, urls: Iterable[str]) -> None:
        super().__init__()
        self._urls = tuple(urls)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message and its traceback; always let it pass."""
        record.msg, record.args = redact(record.getMessage(), self._urls), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self._urls)
        return True


def quiet_libraries() -> None:
    """Stop the logs of the libraries that know our URLs, whatever level anybody asks for.

    httpx logs every URL at INFO, urllib3 at DEBUG. Call it after they are imported.
    """
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in QUIET:
            logging.getLogger(name).disabled = True
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _split(url: str) -> set[str]:
    scheme, mark, rest = url.partition("://")
    if not mark:
        return {url}
    place, _, query = rest.partition("?")
    authority, *segments = place.partition("#")[0].split("/")
    userinfo, _, host = authority.rpartition("@")
    user, _, password = userinfo.partition(":")
    parts = {url, user, password, userinfo, *segments, *(value for _, value in parse_qsl(query))}
    if len([segment for segment in segments if segment]) > 1:
        parts.add("/".join(segments).strip("/"))
    if scheme.lower() not in _OPEN_HOSTS:
        parts |= {host, *host.split(":")}
    if userinfo:
        parts.add(base64.b64encode(unquote(userinfo).encode()).decode("ascii"))
    return parts


def _spell(part: str) -> set[str]:
    plain = unquote(part)
    forms = {part, plain, quote(plain), quote(plain, safe=""), quote_plus(plain)}
    return {form for form in forms if len(form) >= _LEAST_CHARACTERS and form not in _PUBLIC}
