"""Adds a ``[[source]]`` table to ``sources.toml``: text at its end, so that nothing else moves."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from watcher.config.loading import Config, load_config
from watcher.errors import ConfigError, InputError
from watcher.model.source import (
    DetailRules,
    HopRules,
    ListingRules,
    PageRules,
    Pick,
    Source,
    Tier,
    Way,
)
from watcher.sources import dress

PLAIN = Source(id="", name="", kind="auto", tier=Tier.OFFICIAL, url="")
"""What a table that says nothing gives."""
SPANS = ((86400, "d"), (3600, "h"), (60, "m"))
NEW_FILE_MODE = 0o600
COOKIE = "Cookie"
WHOLE = frozenset({"pages", "hop"})
"""Tables that take the place of the family's as a whole."""


def render_source(source: Source) -> str:
    """Return the table of a source, ending in a newline; what is at its default is left out.

    What its family brings is left out too. Reading the table back gives the same source.
    """
    base = _tables(_dressed(source)) if source.family else {}
    tables = _tables(source)
    if any(_lacks(name, tables[name], brought) for name, brought in base.items()):
        return render_source(replace(source, family=None))  # the family brings what is not wanted
    lines = ["[[source]]", *_lines(_head(source))]
    for name, table in tables.items():
        own = {key: value for key, value in table.items() if base.get(name, {}).get(key) != value}
        if own:
            lines += [f"[source.{name}]", *_lines(table if name in WHOLE else own)]
    return "\n".join(lines) + "\n"


def _lacks(name: str, table: Mapping[str, str], brought: Mapping[str, str]) -> bool:
    """Whether a family brings a key that the source does not want."""
    if name in WHOLE:
        return bool(brought) and not table
    return bool(brought.keys() - table.keys())


def _tables(source: Source) -> dict[str, dict[str, str]]:
    """Return the tables inside a source's table, all keys that are not at their default."""
    return {
        "listing": _listing(source.listing),
        "pages": _pages(source.pages),
        "hop": _hop(source.hop),
        "detail": _detail(source.detail),
        "way": _way(source.way),
        "headers": {key: _text(value) for key, value in source.headers.items() if key != COOKIE},
        "cookies": _cookies(source.headers.get(COOKIE, "")),
    }


def _dressed(source: Source) -> Source:
    """Return what the family alone makes of the source's address."""
    bare = replace(PLAIN, id=source.id, name=source.name, tier=source.tier, url=source.url)
    return dress(bare, source.family) if source.family else bare


def append_table(path: Path, table: str) -> Config:
    """Append a table to the file, or begin a new file with it; return what the file now says.

    The new text is loaded before it takes the file's place, in one step: a reader sees the old file
    or the new one. Comments, order and permissions stay.

    Raises:
        ConfigError: the file with the table in it would have faults; nothing was changed.
        InputError: the file or its folder cannot be written to.
    """
    target = path.resolve()  # a symbolic link stays one
    try:
        old = target.read_bytes() if target.exists() else b""
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if target.exists() else NEW_FILE_MODE
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".sources-", suffix=".toml")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
    trial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_joined(old, table))
            file.flush()
            os.fsync(file.fileno())
        config = _load(trial, shown=path)
        trial.chmod(mode)
        if (target.read_bytes() if target.exists() else b"") != old:
            raise InputError(f"{path} was changed by somebody else meanwhile; nothing was written")
        trial.replace(target)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        trial.unlink(missing_ok=True)
    return config


def _load(trial: Path, *, shown: Path) -> Config:
    """Load the new text; faults name the file it is meant for."""
    try:
        return load_config(trial)
    except ConfigError as error:
        faults = [fault.replace(str(trial), str(shown)) for fault in error.faults]
        raise ConfigError(faults, hint="Nothing was changed.") from None


def _joined(old: bytes, table: str) -> bytes:
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    body = table.encode().replace(b"\n", newline)
    if not old.strip():
        return body
    gap = newline if old.endswith(b"\n") else newline * 2
    return old + gap + body


def _lines(table: Mapping[str, str]) -> list[str]:
    return [f"{key} = {value}" for key, value in table.items()]


def _head(source: Source) -> dict[str, str]:
    """Return the keys that stand in the table itself, in the order of the shipped file."""
    wanted = {
        "id": _text(source.id),
        "name": _text(source.name),
        "kind": _kind(source),
        "tier": _text(source.tier.value),
        "issuer": _optional(source.issuer),
        "family": _optional(source.family),
        "url": _text(source.url),
        "method": _changed(source.method, PLAIN.method),
        "body": _optional(source.body),
        "interval": _span(source.interval_seconds, PLAIN.interval_seconds),
        "min_rows": _changed(source.min_rows, PLAIN.min_rows),
        "rhythm": _changed(source.rhythm_days, None),
        "host_delay": _span(source.host_delay_seconds, PLAIN.host_delay_seconds),
        "encoding": _optional(source.encoding),
        "allow_private": _changed(source.allow_private, PLAIN.allow_private),
        "ignore_robots": _changed(source.ignore_robots, PLAIN.ignore_robots),
        "withdraw_after": _span(source.withdraw_after_seconds, PLAIN.withdraw_after_seconds),
        "unhealthy_after": _changed(source.unhealthy_after, PLAIN.unhealthy_after),
        "recheck": _changed(list(source.recheck_seconds), list(PLAIN.recheck_seconds)),
        "zone": _changed(source.zone, PLAIN.zone),
        "enabled": _changed(source.enabled, PLAIN.enabled),
        "verified": _changed(source.verified, ""),
        "note": _changed(source.note, ""),
    }
    return {key: value for key, value in wanted.items() if value}


def _kind(source: Source) -> str:
    """Return the kind where the file would not take it for granted."""
    if source.family:
        return ""
    granted = "html" if source.listing.rows else "auto"
    return "" if source.kind == granted else _text(source.kind)


def _listing(rules: ListingRules) -> dict[str, str]:
    plain = ListingRules()
    wanted = {
        "rows": _texts(rules.rows),
        "items": _texts(rules.items),
        "data": _pick(rules.data),
        "title": _pick(rules.title) if rules.title != plain.title else "",
        "link": _pick(rules.link, attr="href") if rules.link != plain.link else "",
        "date": _pick(rules.date),
        "day": _pick(rules.day),
        "year_month": _pick(rules.year_month),
        "body": _pick(rules.body),
        "drop": _texts(rules.drop),
        "link_allow": _optional(rules.link_allow),
        "next_page": _pick(rules.next_page, attr="href"),
    }
    return {key: value for key, value in wanted.items() if value}


def _pages(rules: PageRules | None) -> dict[str, str]:
    if rules is None:
        return {}
    plain = PageRules()
    wanted = {
        "url": _optional(rules.url),
        "method": _changed(rules.method, plain.method),
        "body": _optional(rules.body),
        "start": str(rules.start),
        "step": _changed(rules.step, plain.step),
        "most": _changed(rules.most, plain.most),
        "kind": _optional(rules.kind),
        "listing": _inline(_listing(rules.listing)) if rules.listing else "",
    }
    return {key: value for key, value in wanted.items() if value}


def _hop(rules: HopRules | None) -> dict[str, str]:
    if rules is None:
        return {}
    wanted = {
        "url": _text(rules.url),
        "method": _changed(rules.method, "GET"),
        "body": _optional(rules.body),
        "find": _inline({name: _pick(pick) for name, pick in rules.find.items()}),
    }
    return {key: value for key, value in wanted.items() if value}


def _detail(rules: DetailRules) -> dict[str, str]:
    names = ("title", "date", "issuer", "body", "drop")
    return {name: _texts(value) for name in names if (value := getattr(rules, name))}


def _way(way: Way) -> dict[str, str]:
    plain = Way()
    wanted = {
        "tls": _changed(way.tls.value, plain.tls.value),
        "certificate": _optional(way.certificate),
        "family": _changed(way.family, plain.family),
        "proxy": _optional(way.proxy),
    }
    return {key: value for key, value in wanted.items() if value}


def _cookies(line: str) -> dict[str, str]:
    """Return the cookies of a header line; in the file they stand in a table of their own."""
    pairs = (pair.split("=", 1) for pair in line.split("; ") if "=" in pair)
    return {_text(name): _text(value) for name, value in pairs}


def _pick(pick: Pick | None, *, attr: str | None = None) -> str:
    """Return where a field stands: a selector where that is all, else a table on one line."""
    if pick is None:
        return ""
    is_plain = pick.css and not (pick.regex or pick.path or pick.template)
    if is_plain and pick.attr == attr:
        return _texts(pick.css)
    return _inline(
        {
            "css": _texts(pick.css),
            "path": _texts(pick.path),
            "attr": _optional(pick.attr),
            "regex": _optional(pick.regex),
            "template": _optional(pick.template),
        }
    )


def _inline(table: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in table.items() if value) + " }"


def _texts(values: Iterable[str]) -> str:
    """Return one text, or a list of several; the empty string for none."""
    found = [_text(value) for value in values]
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]" if found else ""


def _text(value: str) -> str:
    """Return a text as TOML writes it: JSON's escapes are TOML's, but for the one of DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _optional(value: str | None) -> str:
    return "" if value is None else _text(value)


def _changed(value: object, default: object) -> str:
    """Return a value that is not the default, as TOML; the empty string where it is."""
    if value == default:
        return ""
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _span(seconds: float, default: float) -> str:
    if seconds == default:
        return ""
    for size, unit in SPANS:
        if seconds >= size and seconds % size == 0:
            return _text(f"{int(seconds // size)}{unit}")
    return json.dumps(seconds)
