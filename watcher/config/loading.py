"""``sources.toml`` to model values, with every fault of the file named at once."""

from __future__ import annotations

import re
import shlex
import stat
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from watcher.channels import check_url
from watcher.config.families import find_family_faults
from watcher.config.faults import near, one_of, printable
from watcher.config.reading import Reader
from watcher.config.tables import ChannelTable, RouteTable, SourceTable
from watcher.errors import ConfigError
from watcher.model.event import Channel, Route
from watcher.model.source import Source

SHIPPED = Path(__file__).with_name("sources.toml")
"""The configuration a wheel brings along; in a checkout it stands at the root only."""
HINT = "Nothing was changed; mend the file and try again."
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What ``sources.toml`` says. Ids are unique and every name that refers to one exists."""

    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
    routes: tuple[Route, ...] = ()


def load_config(path: Path) -> Config:
    """Return the configuration in a file.

    Raises:
        ConfigError: the file is missing, may be written by others, is not TOML, or holds faults;
            ``faults`` has a sentence each: file and line, table and id, key, fault, mend.
    """
    text = _read(path)
    faults = _permission_faults(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([*faults, _syntax_fault(path, text, error)], hint=HINT) from None
    except RecursionError:
        raise ConfigError(
            [*faults, f"{path}: is nested too deeply to be meant"], hint=HINT
        ) from None
    reader = Reader(path, data, text)
    reader.check_top()
    sources = reader.read("source", SourceTable)
    channels = reader.read("channel", ChannelTable)
    routes = reader.read("route", RouteTable)
    _check_sources(reader, sources)
    _check_channels(reader)
    _check_fallbacks(reader, channels)
    _check_recipients(reader, channels)
    _check_routes(reader)
    faults += reader.faults()
    if faults:
        raise ConfigError(faults, hint=HINT)
    return Config(
        sources=tuple(table.to_model() for _, table in sources),
        channels=tuple(channel for _, table in channels for channel in table.to_models()),
        routes=tuple(_spread(table.to_model(), channels) for _, table in routes),
    )


def _read(path: Path) -> str:
    """Return the text of the file, or raise with what is in the way."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        fault = f"{path}: there is no such file; {_where_to_begin(path)}"
    except IsADirectoryError:
        fault = f"{path}: is a folder; WATCHER_SOURCES names a file"
    except OSError as error:
        fault = f"{path}: cannot be read: {error.strerror}"
    else:
        try:
            return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            fault = f"{path}:{line}: is not UTF-8 text; save the file as UTF-8"
    raise ConfigError([fault], hint=HINT)


def _where_to_begin(path: Path) -> str:
    """Return how to get a first configuration; a wheel brings the one of the checkout."""
    if SHIPPED.is_file():
        command = (
            f"mkdir -p {shlex.quote(str(path.parent))} && cp {SHIPPED} {shlex.quote(str(path))}"
        )
        return f"begin with the one that came along: {command}"
    return "make it, or name another by WATCHER_SOURCES"


def _permission_faults(path: Path) -> list[str]:
    """Return a fault where others than the owner may write: they would choose what is fetched."""
    if path.stat().st_mode & OTHERS_MAY_WRITE:
        return [f"{path}: others than its owner may write to it; run: chmod go-w {path}"]
    return []


def _syntax_fault(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    """Return a syntax error with its line and column."""
    message = str(error)
    position = _POSITION.search(message)
    line, column = text.count("\n") + 1, 1
    if position and position[1]:
        line, column = int(position[1]), int(position[2])
    what = printable(_POSITION.sub("", message))
    if what == "Invalid value":
        what += "; texts stand in quotes, true and false in small letters"
    return f"{path}:{line}:{column}: line {line}, column {column} is not TOML: {what}"


def _check_sources(reader: Reader, sources: Sequence[tuple[int, SourceTable]]) -> None:
    """Record faults between the keys of one source and between sources."""
    seen: dict[str, str] = {}
    for index, source in sources:
        rules = source.listing
        for key, message in find_family_faults(source):
            reader.add_fault("source", index, key, message)
        if source.kind == "html" and source.family is None and not rules.rows:
            message = 'is missing; give selectors of the rows, or write kind = "auto"'
            reader.add_fault("source", index, "listing.rows", message)
        if (rules.day is None) != (rules.year_month is None):
            key = "listing.day" if rules.day else "listing.year_month"
            reader.add_fault("source", index, key, "day and year_month belong together; give both")
        if source.url in seen:
            message = f'is already watched by "{seen[source.url]}"; one page needs one source'
            reader.add_fault("source", index, "url", message)
        seen.setdefault(source.url, source.id)


def _check_channels(reader: Reader) -> None:
    """Record addresses that no sender takes and channels that the routes leave out.

    A file without any route sends everything to all channels, so none is left out.
    """
    routed = {name for row in reader.rows("route") for name in _texts(row.get("channels"))}
    for index, row in enumerate(reader.rows("channel")):
        url, name = row.get("url"), row.get("id")
        if isinstance(url, str) and (fault := check_url(url)):
            reader.add_fault("channel", index, "url", fault)
        stands_in = {row.get("fallback") for row in reader.rows("channel")}
        if routed and isinstance(name, str) and name not in {*routed, *stands_in}:
            mend = f'add a [[route]] with channels = ["{name}"], or remove the channel'
            reader.add_fault("channel", index, "", f"no route leads here; {mend}")


def _check_fallbacks(reader: Reader, channels: Sequence[tuple[int, ChannelTable]]) -> None:
    """Record fallbacks that do not exist, are the channel itself, or are several."""
    tables = {table.id: table for _, table in channels}
    for index, table in channels:
        if table.fallback is None:
            continue
        other = tables.get(table.fallback)
        if table.fallback == table.id:
            reader.add_fault("channel", index, "fallback", "is the channel itself; name another")
        elif other is None:
            mend = near(table.fallback, tables) or _known("channel", list(tables))
            message = f'there is no channel "{table.fallback}"{mend}'
            reader.add_fault("channel", index, "fallback", message)
        elif len(other.to) > 0:
            message = f'"{other.id}" names its recipients by "to"; put the one into its url'
            reader.add_fault("channel", index, "fallback", message)


def _check_recipients(reader: Reader, channels: Sequence[tuple[int, ChannelTable]]) -> None:
    """Record recipients where they cannot be meant."""
    for index, table in channels:
        if table.to and not table.url.lower().startswith(("mailto://", "mailtos://")):
            reader.add_fault("channel", index, "to", "is for mailto:// and mailtos:// only")
        elif table.to and re.search(r"[?&](?:to|cc|bcc)=", table.url):
            reader.add_fault("channel", index, "to", "stands in the url too; keep one of them")


def _spread(route: Route, channels: Sequence[tuple[int, ChannelTable]]) -> Route:
    """Return a route that names every recipient of a channel with several."""
    ids = {table.id: [each.id for each in table.to_models()] for _, table in channels}
    names = (name for channel in route.channels for name in ids.get(channel, [channel]))
    return replace(route, channels=tuple(dict.fromkeys(names)))


def _check_routes(reader: Reader) -> None:
    """Record names of channels and sources that do not exist."""
    for index, row in enumerate(reader.rows("route")):
        for key, table in (("channels", "channel"), ("sources", "source")):
            known = [name for name in reader.ids(table) if name]
            for name in _texts(row.get(key)):
                if name not in known:
                    mend = near(name, known) or _known(table, known)
                    reader.add_fault("route", index, key, f'there is no {table} "{name}"{mend}')


def _known(table: str, ids: list[str]) -> str:
    return f"; there are {one_of(ids)}" if ids else f"; the file has no [[{table}]]"


def _texts(value: object) -> list[str]:
    """Return the texts in a value that should be a text or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]
