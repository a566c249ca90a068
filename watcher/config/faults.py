"""Faults in words: what pydantic found, as one sentence with its mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

SHOWN_CHARACTERS = 60


def near(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean ...?"`` for the nearest known word, else the empty string."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""


def one_of(words: Iterable[str]) -> str:
    """Return the words as a quoted list for a sentence."""
    return ", ".join(f'"{word}"' for word in words)


def printable(sentence: str) -> str:
    """Return a sentence on one line, what cannot be printed written as an escape."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in sentence
    )


def shown(value: object) -> str:
    """Return a value as it may stand in a message: short and on one line."""
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def describe(fault: ErrorDetails, model: type[BaseModel], *, hidden: bool = False) -> str:
    """Return one fault found by ``model`` in plain words with the mend, without the place.

    ``hidden`` keeps the value out of the sentence: it may hold a secret.
    """
    kind = fault["type"]
    value = "(hidden)" if hidden else fault.get("input")
    context = fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        return "is missing; every such table needs it"
    if kind == "extra_forbidden":
        return f"is not a key that exists here{near(str(fault['loc'][-1]), keys_at(model, fault))}"
    if kind in {"enum", "literal_error"}:
        allowed = [part.strip("'") for part in _alternatives(str(context["expected"]))]
        choices = one_of(allowed) if "'" in str(context["expected"]) else ", ".join(allowed)
        return f"{shown(value)} is not one of {choices}{near(str(value), allowed)}"
    if kind in _WORDS:
        return f"{shown(value)} {_WORDS[kind].format(**context)}"
    return f"{shown(value)}: {fault['msg'][0].lower()}{fault['msg'][1:]}"


_WORDS = {
    "string_type": "is not text; write it in quotes",
    "int_type": "is not a whole number; write it without quotes",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_type": "is not a number",
    "float_parsing": "is not a number",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "tuple_type": 'is not a list; write ["...", "..."]',
    "list_type": 'is not a list; write ["...", "..."]',
    "dict_type": 'is not a table; write {{ key = "value" }}',
    "model_type": 'is not a table; write {{ key = "value" }}',
    "string_too_short": "is too short",
    "string_too_long": "is longer than {max_length} characters",
    "too_short": "is empty; give at least one",
    "greater_than_equal": "is too small; the least is {ge}",
    "greater_than": "is too small; it must be more than {gt}",
    "less_than_equal": "is too large; the most is {le}",
}


def _alternatives(expected: str) -> list[str]:
    """Return the choices of pydantic's ``"'a', 'b' or 'c'"``."""
    return expected.replace(" or ", ", ").split(", ")


def keys_at(model: type[BaseModel], fault: ErrorDetails) -> list[str]:
    """Return the keys that exist in the table where an unknown key was found."""
    current = model
    for part in fault["loc"][:-1]:
        field = current.model_fields.get(str(part))
        if field is None:
            return []
        inner = _model_of(field.annotation)
        if inner is None:
            return []
        current = inner
    return list(current.model_fields)


def _model_of(annotation: object) -> type[BaseModel] | None:
    """Return the table model inside an annotation such as ``PickTable | None``."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    inner = (_model_of(part) for part in get_args(annotation))
    return next((model for model in inner if model is not None), None)
