"""Proxies by name: sources name them, the environment or a credential file says where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from watcher.channels.secrets import read_all
from watcher.config.settings import PROXY_PREFIX
from watcher.errors import ConfigError
from watcher.model.source import Source

SCHEMES = ("http", "https")
HINT = "The address of a proxy may hold a password: it stands in no file but a credential."


def proxy_variable(name: str) -> str:
    """Return the name of the variable, or credential file, with a proxy's address."""
    return PROXY_PREFIX + name.upper()


def load_proxies(
    sources: Iterable[Source], environ: Mapping[str, str], directory: Path | None = None
) -> dict[str, str]:
    """Return the address of every proxy that the sources name, by its name.

    A file in ``directory`` (the credentials) wins over the environment variable of that name.

    Raises:
        ConfigError: an address is missing or cannot be one; every fault names the proxy, the
            variable and the sources that need it, and repeats no address.
    """
    wanted: dict[str, list[str]] = {}
    for source in sources:
        if source.way.proxy is not None:
            wanted.setdefault(source.way.proxy, []).append(source.id)
    found: dict[str, str] = {}
    faults: list[str] = []
    for name, ids in wanted.items():
        variable = proxy_variable(name)
        read, missing = read_all(f"${{{variable}}}", environ, directory)
        address = read.get(variable, "").strip()
        fault = missing[0] if missing else _find_fault(address)
        if fault:
            needing = ", ".join(f'"{each}"' for each in ids[:3]) + (" ..." if ids[3:] else "")
            faults.append(f'the proxy "{name}" of [[source]] {needing}: {variable}: {fault}')
        else:
            found[name] = address
    if faults:
        raise ConfigError(faults, hint=HINT)
    return found


def _find_fault(address: str) -> str | None:
    """Say why a text is no proxy's address, without repeating it."""
    mend = "write http://host:port or http://user:password@host:port"
    try:
        parts = urlsplit(address)
        is_fine = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return f"is not the address of a proxy; {mend}"
    if not is_fine or re.search(r"\s", address):
        return f"is not the address of a proxy; {mend}"
    if parts.path.strip("/") or parts.query or parts.fragment:
        return f"says more than host and port; {mend}"
    return None
