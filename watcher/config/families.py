"""Whether a ``[[source]]`` and the family it names fit together, in words where they do not."""

from __future__ import annotations

from collections.abc import Iterator

from watcher.config.faults import near, one_of
from watcher.config.source_table import SourceTable
from watcher.sources import FAMILIES, missing_values
from watcher.sources.families import Family, read_values

JSON_KINDS = frozenset({"json", "json_html"})


def find_family_faults(table: SourceTable) -> Iterator[tuple[str, str]]:
    """Give (key, sentence) for everything in a table that its family contradicts or misses."""
    if table.family is None:
        if table.values:
            mend = f"name one by family = ..., of {one_of(FAMILIES)}"
            yield (
                f"values.{next(iter(table.values))}",
                f"is a value of a family, and the table names none; {mend}",
            )
        return
    family = FAMILIES[table.family]
    yield from _check_values(table, table.family, family)
    if table.kind is not None and table.kind != family.kind:
        message = f'"{table.kind}" contradicts the family "{table.family}", which is read as'
        yield "kind", f'{message} "{family.kind}"; leave kind out'
    if family.kind not in JSON_KINDS and table.listing.items:
        message = f'are paths into JSON, and the family "{table.family}" is read as'
        yield (
            "listing.items",
            f'{message} "{family.kind}"; leave them out, or choose another family',
        )
    if family.kind == "json" and table.listing.rows:
        message = f'are selectors, and the family "{table.family}" brings JSON'
        yield "listing.rows", f"{message}; leave them out, or choose another family"


def _check_values(table: SourceTable, name: str, family: Family) -> Iterator[tuple[str, str]]:
    """Compare the values by hand with what the family knows and what the address says."""
    known = [*family.values, *(family.hop.find if family.hop else ())]
    told = read_values(family, table.url)
    for key, value in table.values.items():
        if key not in known:
            mend = near(key, known) or (
                f"; it has {one_of(known)}" if known else "; it needs none: leave it out"
            )
            yield f"values.{key}", f'is not a value of the family "{name}"{mend}'
        elif told.get(key, value) != value:
            message = f'"{value}" contradicts the address, which says "{told[key]}"'
            yield f"values.{key}", f"{message}; leave it out, or mend the address"
    for key in missing_values(family, table.url, table.values):
        hint = family.hints.get(key, f"the {key} of the column")
        message = f'the family "{name}" needs {key} ({hint}), and the address does not tell it'
        example = f"write an address such as {family.example}"
        yield "url", f'{message}; {example}, or give values = {{ {key} = "..." }}'
