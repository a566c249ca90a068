"""One parsed ``sources.toml`` and the faults found in it, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from watcher.config.faults import describe, near, one_of, printable
from watcher.config.lines import Place, find_tables
from watcher.config.rules import Table

TABLES = ("source", "channel", "route")
AnyTable = TypeVar("AnyTable", bound=Table)


@dataclass(slots=True)
class Reader:
    """The tables of one file. ``found`` collects (line, sentence) pairs; line 0 is the file.

    Lines are looked for at the first fault: a right file of ten thousand sources needs none.
    """

    path: Path
    data: dict[str, Any]
    text: str
    found: list[tuple[int, str]] = field(default_factory=list)
    _places: dict[str, list[Place]] | None = None

    def faults(self) -> list[str]:
        """Return the faults in the order of the file."""
        return [sentence for _, sentence in sorted(self.found, key=lambda fault: fault[0])]

    def add_file_fault(self, message: str) -> None:
        """Record a fault of the file as a whole."""
        self.found.append((0, f"{self.path}: {printable(message)}"))

    def add_fault(self, table: str, index: int, key: str, message: str) -> None:
        """Record a fault of the ``index``-th ``[[table]]``, at ``key`` where one is named."""
        if self._places is None:
            self._places = find_tables(self.text)
        places = self._places.get(table, [])
        is_sure = len(places) == len(self.rows(table))
        line = places[index].line_of(key) if is_sure else 0
        named = self.ids(table)[index] or f"number {index + 1}"
        where = f"{self.path}:{line}" if line else str(self.path)
        what = f"{key}: {message}" if key else message
        self.found.append((line, f"{where}: " + printable(f'[[{table}]] "{named}": {what}')))

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the tables of one name as they stand in the file."""
        return list(self.data.get(table, []))

    def ids(self, table: str) -> list[str]:
        """Return the ids of the tables as they stand in the file; empty where there is none."""
        return [row["id"] if isinstance(row.get("id"), str) else "" for row in self.rows(table)]

    def check_top(self) -> None:
        """Record what is wrong with the names of the tables, and leave out what cannot be read."""
        for name in list(self.data):
            if name not in TABLES:
                mend = near(name, TABLES) or f"; the file has {one_of(TABLES)} tables only"
                self.add_file_fault(f'"{name}" is not a table that exists{mend}')
            elif isinstance(self.data[name], dict):
                self.add_file_fault(f"[{name}] is a single table; write [[{name}]] for each {name}")
            elif not all(isinstance(row, dict) for row in _as_list(self.data[name])):
                self.add_file_fault(f'"{name}" is not a list of tables; write [[{name}]]')
            else:
                continue
            del self.data[name]

    def read(self, table: str, model: type[AnyTable]) -> list[tuple[int, AnyTable]]:
        """Return the well-formed tables with their index; record the faults of the others."""
        read: list[tuple[int, AnyTable]] = []
        for index, row in enumerate(self.rows(table)):
            try:
                read.append((index, model.model_validate(row)))
            except ValidationError as error:
                for fault in error.errors(include_url=False):
                    key = ".".join(str(part) for part in fault["loc"] if isinstance(part, str))
                    hidden = table == "channel" and key == "url"
                    self.add_fault(table, index, key, describe(fault, model, hidden=hidden))
        self._check_double_ids(table)
        return read

    def _check_double_ids(self, table: str) -> None:
        seen: set[str] = set()
        for index, name in enumerate(self.ids(table)):
            if name and name in seen:
                message = f'"{name}" is already the id of an earlier [[{table}]]; ids are unique'
                self.add_fault(table, index, "id", message)
            seen.add(name)


def _as_list(value: object) -> list[object]:
    """Return a list as it is; anything else as a list that holds it."""
    return value if isinstance(value, list) else [value]
