"""Templates of addresses and bodies: filled, and read back out of a filled address. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

SLOT = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]*)?\}")
JSON_START = ("{", "[")


def fill_url(template: str, values: Mapping[str, str]) -> str:
    """Fill an address or a form; values are percent-encoded, unknown slots stay."""
    return SLOT.sub(lambda slot: _value(slot, values, lambda text: quote(text, safe="")), template)


def fill_body(template: str, values: Mapping[str, str]) -> str:
    """Fill a body: as JSON text where it begins like JSON, else as a form."""
    if not is_json(template):
        return fill_url(template, values)
    return SLOT.sub(lambda slot: _value(slot, values, _in_json), template)


def is_json(body: str) -> bool:
    """Whether a body is sent as JSON."""
    return body.lstrip().startswith(JSON_START)


def read_back(template: str, url: str) -> dict[str, str] | None:
    """Give the values an address was filled with; None where it is not of this template."""
    pieces: list[str] = []
    seen: set[str] = set()
    end = 0
    for slot in SLOT.finditer(template):
        name = (slot.group(1) or "value").replace(".", "_")
        pieces.append(re.escape(template[end : slot.start()]))
        pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>[^&/?#]*)")
        seen.add(name)
        end = slot.end()
    pieces.append(re.escape(template[end:]))
    found = re.fullmatch("".join(pieces), url)
    return None if found is None else {k: unquote(v) for k, v in found.groupdict().items()}


def _value(slot: re.Match[str], values: Mapping[str, str], encode: object) -> str:
    name = slot.group(1) or ""
    if name not in values or not callable(encode):
        return slot.group()
    return str(encode(values[name]))


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
