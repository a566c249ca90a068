"""The JSON Schema of ``sources.toml``, for editors: made from the tables that check the file.

It knows what a single value must look like. What needs other keys or other tables (a channel that
a route names, a family's values) is told when the file is read.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from watcher.config.rules import Table
from watcher.config.tables import ChannelTable, RouteTable, SourceTable

TABLES: Mapping[str, type[Table]] = MappingProxyType(
    {"source": SourceTable, "channel": ChannelTable, "route": RouteTable}
)
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest draft that the TOML language servers (Taplo, Tombi) read in full."""
BOUNDS = {"ge": "minimum", "le": "maximum"}
NAMES = frozenset({"properties", "definitions", "patternProperties"})
"""Where the keys of a schema are names of the file, not words of the schema."""


def build_schema() -> dict[str, Any]:
    """Return the schema."""
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        (table, "validation") for table in TABLES.values()
    ]
    _, found = models_json_schema(wanted, ref_template="#/definitions/{model}")
    definitions = found["$defs"]
    for table in _all_tables(Table):
        if table.__name__ in definitions:
            _describe(definitions[table.__name__], table)
    return {
        "$schema": DRAFT,
        "title": "sources.toml",
        "description": "What notice-watcher watches, and who is told.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {"type": "array", "items": {"$ref": f"#/definitions/{table.__name__}"}}
            for name, table in TABLES.items()
        },
        "definitions": {name: _tidy(part) for name, part in sorted(definitions.items())},
    }


def render_schema() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(build_schema(), ensure_ascii=False, indent=1) + "\n"


def _all_tables(table: type[Table]) -> list[type[Table]]:
    below = [inner for each in table.__subclasses__() for inner in _all_tables(each)]
    return [*table.__subclasses__(), *below]


def _describe(definition: dict[str, Any], table: type[Table]) -> None:
    """Put the text under each key of a table into its schema."""
    words = _read_words(table)
    for name, part in definition["properties"].items():
        if name in words:
            part["description"] = words[name]


def _read_words(table: type[Table]) -> dict[str, str]:
    """Return the texts that stand under the keys of a table in the source code.

    Read when the schema is made, not at every start of the program: it takes a while.
    """
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(table))).body
    lines = body.body if isinstance(body, ast.ClassDef) else []
    words: dict[str, str] = {}
    for line, following in pairwise(lines):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            text = _read_text(following)
            if text:
                words[line.target.id] = " ".join(text.split())
    return words


def _read_text(line: ast.stmt) -> str:
    if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant):
        return str(line.value.value)
    return ""


def _tidy(part: Any) -> Any:
    """Take out what says nothing in TOML: null, titles made of names, words beside a reference."""
    if isinstance(part, list):
        return [_tidy(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: {name: _tidy(inner) for name, inner in value.items()} if key in NAMES else _tidy(value)
        for key, value in part.items()
        if not (key == "title" or (key == "default" and (value is None or value == [])))
        and not (key == "default" and isinstance(value, dict))
    }
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return _tidy_choices(kept)


def _tidy_choices(kept: dict[str, Any]) -> dict[str, Any]:
    """Make choices of plain ones; bounds that pydantic leaves beside them go to the number."""
    bounds = {BOUNDS[key]: kept.pop(key) for key in BOUNDS if key in kept}
    choices = [each for each in kept.get("anyOf", []) if each != {"type": "null"}]
    choices = [each | bounds if each.get("type") == "number" else each for each in choices]
    least = kept.pop("minLength", None) if choices else None
    if least is not None:
        choices = [each | {"minItems": least} if "items" in each else each for each in choices]
    if len(choices) == 1:
        kept = {**choices[0], **{key: value for key, value in kept.items() if key != "anyOf"}}
    elif choices:
        kept["anyOf"] = choices
    if "$ref" in kept and len(kept) > 1:
        kept = {"allOf": [{"$ref": kept.pop("$ref")}], **kept}
    return kept
