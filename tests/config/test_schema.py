"""The schema for editors: current, says every key, takes what the program takes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from watcher.cli.main import app
from watcher.config.reading import TABLES as READ_TABLES
from watcher.config.schema import TABLES, build_schema, render_schema

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "sources.schema.json"
SCHEMA = build_schema()
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}
CHECKS: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": lambda limit, value: (
        isinstance(value, TYPES[limit]) and (limit == "boolean" or not isinstance(value, bool))
    ),
    "enum": lambda limit, value: value in limit,
    "pattern": lambda limit, value: not isinstance(value, str) or bool(re.search(limit, value)),
    "minimum": lambda limit, value: not isinstance(value, int | float) or value >= limit,
    "maximum": lambda limit, value: not isinstance(value, int | float) or value <= limit,
    "minLength": lambda limit, value: not isinstance(value, str) or len(value) >= limit,
    "maxLength": lambda limit, value: not isinstance(value, str) or len(value) <= limit,
    "minItems": lambda limit, value: not isinstance(value, list) or len(value) >= limit,
    "required": lambda limit, value: not isinstance(value, dict) or set(limit) <= set(value),
    "$ref": lambda limit, value: fits(SCHEMA["definitions"][limit.rpartition("/")[2]], value),
    "anyOf": lambda limit, value: any(fits(each, value) for each in limit),
    "allOf": lambda limit, value: all(fits(each, value) for each in limit),
    "items": lambda limit, value: (
        not isinstance(value, list) or all(fits(limit, each) for each in value)
    ),
}
"""The words of JSON Schema that the schema uses, each as a check."""
SILENT = {"$schema", "title", "description", "default", "definitions"}
NAMING = {"properties", "patternProperties", "additionalProperties"}


def fits(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value fits a schema, as an editor would say."""
    words = set(schema) - SILENT - NAMING
    return all(CHECKS[word](schema[word], value) for word in words) and (
        not isinstance(value, dict) or all(names_fit(schema, name, value) for name in value)
    )


def names_fit(schema: dict[str, Any], name: str, value: dict[str, Any]) -> bool:
    known = [schema["properties"][name]] if name in schema.get("properties", {}) else []
    patterns = schema.get("patternProperties", {})
    known += [part for pattern, part in patterns.items() if re.search(pattern, name)]
    other = schema.get("additionalProperties", True)
    if not known and isinstance(other, bool):
        return other
    return all(fits(part, value[name]) for part in known or [other])


def test_the_file_is_current() -> None:
    mend = "run: watcher sources schema > docs/sources.schema.json"
    assert FILE.read_text("utf-8") == render_schema(), mend


def test_the_command_prints_it() -> None:
    assert CliRunner().invoke(app, ["sources", "schema"]).stdout == render_schema()


def test_sources_toml_points_to_it() -> None:
    first = (ROOT / "sources.toml").read_text("utf-8").split("\n", maxsplit=1)[0]
    assert first == "#:schema ./docs/sources.schema.json"
    assert json.loads(FILE.read_text("utf-8"))["$schema"].endswith("draft-07/schema#")


def test_it_knows_every_table() -> None:
    assert set(TABLES) == set(READ_TABLES) == set(SCHEMA["properties"])


@pytest.mark.parametrize(
    "table", [name for name in SCHEMA["definitions"] if name.endswith("Table")]
)
def test_every_key_is_explained(table: str) -> None:
    parts = SCHEMA["definitions"][table]["properties"]
    assert [name for name, part in parts.items() if not part.get("description")] == []


def test_our_own_file_fits() -> None:
    text = (ROOT / "sources.toml").read_text("utf-8")
    examples = re.sub(r"(?m)^# ?", "", text[text.index("# [[channel]]") :])
    for data in (tomllib.loads(text), tomllib.loads(examples)):
        for name, rows in data.items():
            for row in rows:
                assert fits(SCHEMA["definitions"][TABLES[name].__name__], row), row.get("id")


SOURCE = {"id": "a", "name": "n", "tier": "official", "url": "https://a.example/"}
ROUTE = {"id": "r", "channels": ["c"]}


@pytest.mark.parametrize(
    "more",
    [
        {"family": "cac", "values": {"channel": "A1"}},
        {"interval": "1h 30m", "recheck": [60, "1d"], "host_delay": 5.5},
        {"listing": {"rows": "li", "title": ["a", "b"], "date": {"css": "i", "regex": "."}}},
        {"listing": {"items": ["a.b"], "link": {"path": "id", "template": "/{id}"}}},
        {"hop": {"url": "/{x}", "find": {"x": {"css": "script"}}}, "pages": {"url": "p{page}"}},
        {"way": {"tls": "legacy", "family": 4, "proxy": "office"}, "headers": {"Referer": "x"}},
    ],
)
def test_it_takes_what_the_program_takes(more: dict[str, Any]) -> None:
    TABLES["source"].model_validate(SOURCE | more)
    assert fits(SCHEMA, {"source": [SOURCE | more]})


@pytest.mark.parametrize(
    "more",
    [
        {"intervall": 5},
        {"kind": "htlm"},
        {"family": "tsr"},
        {"values": {"a b": "x"}},
        {"tier": "oficial"},
        {"id": "C A"},
        {"url": "ftp://a.example/"},
        {"url": "https://u:p@a.example/"},
        {"interval": "soon"},
        {"interval": 0},
        {"min_rows": "3"},
        {"rhythm": 0},
        {"enabled": "yes"},
        {"listing": {"rowz": "li"}},
        {"listing": {"title": {"csss": "a"}}},
        {"listing": {"rows": 5}},
        {"way": {"tls": "ssl"}},
        {"way": {"family": 5}},
        {"way": {"proxy": "http://proxy:1"}},
        {"recheck": []},
        {"hop": {}},
    ],
)
def test_it_refuses_what_the_program_refuses(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        TABLES["source"].model_validate(SOURCE | more)
    assert not fits(SCHEMA, {"source": [SOURCE | more]})


@pytest.mark.parametrize("lacking", SOURCE)
def test_it_refuses_a_table_that_lacks_what_it_needs(lacking: str) -> None:
    row = {key: value for key, value in SOURCE.items() if key != lacking}
    assert not fits(SCHEMA, {"source": [row]})


@pytest.mark.parametrize(
    ("more", "is_fine"),
    [
        ({}, True),
        ({"channels": "c", "events": "new", "wait": "10m"}, True),
        ({"channels": []}, False),
        ({"events": ["newe"]}, False),
        ({"wait": 100_000}, False),
    ],
)
def test_it_judges_routes_as_the_program_does(more: dict[str, Any], *, is_fine: bool) -> None:
    assert fits(SCHEMA, {"route": [ROUTE | more]}) is is_fine
    assert not fits(SCHEMA, {"routes": [ROUTE]})
