"""Secrets stand outside the configuration: ``${NAME}`` in a channel's URL is filled in late.

Only the process that sends calls this, so that no other process holds what it returns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from watcher.errors import ConfigError

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
MAX_SECRET_BYTES = 8192


def names(url: str) -> tuple[str, ...]:
    """Return the secrets that ``url`` names, in order, without repeats."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(url)))


def resolve(url: str, environ: Mapping[str, str], directory: Path | None) -> str:
    """Return ``url`` with every ``${NAME}`` filled in.

    A file NAME in ``directory`` (systemd's ``$CREDENTIALS_DIRECTORY``) wins over the environment
    variable NAME. Values are taken literally: what would change the meaning of the address is
    percent-encoded, except that a value in the place of host or path may hold ``/`` and ``:``
    (a webhook's tokens), and that a URL which is one placeholder is replaced as a whole.

    Raises ConfigError that names all missing or unusable secrets, and never their values.
    """
    found, faults = read_all(url, environ, directory)
    if faults:
        raise ConfigError(faults)
    whole = PLACEHOLDER.fullmatch(url.strip())
    if whole:
        return found[whole[1]]
    return PLACEHOLDER.sub(lambda match: quote(found[match[1]], safe=_safe(url, match)), url)


def read_all(
    url: str, environ: Mapping[str, str], directory: Path | None
) -> tuple[dict[str, str], list[str]]:
    """Return the values of the secrets that ``url`` names, and a sentence for each that fails."""
    found: dict[str, str] = {}
    faults = []
    for name in names(url):
        value = _read(name, environ, directory)
        if value is None:
            faults.append(f"the secret {name} is missing: {_say_where(name, directory)}")
        elif any(ord(character) < 0x20 or ord(character) == 0x7F for character in value):
            faults.append(f"the secret {name} holds a line break or control character: remove it")
        else:
            found[name] = value
    return found, faults


def _read(name: str, environ: Mapping[str, str], directory: Path | None) -> str | None:
    if directory is not None:
        try:
            with (directory / name).open("rb") as stream:
                content = stream.read(MAX_SECRET_BYTES)
        except OSError:
            content = b""
        value = content.decode("utf-8", "replace").strip("\r\n")
        if value:
            return value
    return environ.get(name) or None


def _say_where(name: str, directory: Path | None) -> str:
    where = f"set the environment variable {name}"
    if directory is None:
        return f"{where}, or give it as a systemd credential"
    return f"{where}, or put it in the file {name} in the credentials directory"


def _safe(url: str, match: re.Match[str]) -> str:
    """Return which reserved characters may stay in a value at this place of the URL."""
    start = url.find("://") + 3
    end = next((at for at in range(start, len(url)) if url[at] in "/?#"), len(url))
    query = url.find("?", start)
    is_userinfo = match.start() < url.rfind("@", start, end)
    is_query = 0 <= query < match.start()
    return "" if is_userinfo or is_query else "/:"
