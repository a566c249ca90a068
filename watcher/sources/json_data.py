"""JSON as sites send it: bare, in a JSONP call, in a script of a page; values by path. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST_MESSAGE = 80
JSONP = re.compile(r"^\s*(?:/\*.{0,50}?\*/)?\s*(?:try\s*\{)?\s*[\w.$]{1,100}\s*\(", re.DOTALL)
STATUS_KEYS = ("message", "msg", "errmsg", "error", "rptCode", "code", "status", "success")


def load(text: str) -> Any:
    """Read JSON; a JSONP call around it is taken off.

    Raises:
        ValueError: it is not JSON, or nested too deep.
    """
    body = text.lstrip("\ufeff \t\r\n").rstrip()
    if body[:1] not in {"{", "["}:
        call = JSONP.match(body)
        end = body.rfind(")")
        if call is not None and end > call.end():
            body = body[call.end() : end]
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def walk(data: Any, path: str) -> list[Any]:
    """Give every value at a path: keys and list positions joined by dots, ``*`` for each element.

    The empty path is the value itself. A text that holds JSON is read on the way.
    """
    found = [data]
    for key in path.split(".") if path else ():
        found = [value for item in found for value in _step(_unpack(item), key)]
    return found


def rows_at(data: Any, paths: tuple[str, ...]) -> list[Any] | None:
    """Give the rows at the first path that leads to a list; None where none does."""
    for path in paths or ("",):
        values = [_unpack(value) for value in walk(data, path)]
        lists = [value for value in values if isinstance(value, list)]
        if lists:
            return [row for part in lists for row in part]
        if "*" in path and values:
            return values
    return None


def text_at(data: Any, paths: tuple[str, ...]) -> str:
    """Give the first value at one of the paths that can be shown, as text; empty if none."""
    for path in paths:
        for value in walk(data, path):
            text = as_text(value)
            if text.strip():
                return text
    return ""


def as_text(value: Any) -> str:
    """Give a plain value as text; whole numbers without a fraction (epoch times)."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def explain(data: Any) -> str:
    """Say what JSON without rows holds: its keys and what its status fields say."""
    if isinstance(data, list):
        return f"a list of {len(data)}"
    if not isinstance(data, dict):
        return f"a single {type(data).__name__}"
    status = [
        f"{key}={json.dumps(data[key], ensure_ascii=False)}"
        for key in STATUS_KEYS
        if isinstance(data.get(key), str | int | bool)
    ]
    keys = ", ".join(str(key)[:30] for key in list(data)[:8])
    said = f"; it says {'; '.join(status)}"[:LONGEST_MESSAGE] if status else ""
    return f"an object with the keys {keys or '(none)'}{said}"


def _unpack(value: Any) -> Any:
    """Read a text that is itself JSON."""
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _step(value: Any, key: str) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values()) if key == "*" else [value[key]] if key in value else []
    if isinstance(value, list):
        if key == "*":
            return value
        if key.isdecimal() and int(key) < len(value):
            return [value[int(key)]]
    return []
