"""Pages made to hurt, and real-looking pages made to be broken; both the same for one seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.html"))
FRAGMENTS = (
    "<div>",
    "</div>",
    "<p>",
    "<table><tr><td>",
    "</table>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<script>",
    "</script>",
    "<style>",
    "<textarea>",
    "<select><option>",
    "<template>",
    "<svg><math>",
    "<plaintext>",
    "<a href='javascript:x'>",
    "<b><i><p>",
    "<meta charset=utf-7>",
    "<base href='http://[::1'>",
    "\x00",
    "\ud800",
    "\u202e",
    "&#0;&#xd800;&#1114112;",
    "<title>",
    "2026-02-30",
    "附件：",
    "相关阅读",
    "<" * 50,
    "<p " + "a=b " * 50 + ">",
)

SHAPES: dict[str, Callable[[], str]] = {
    "nested div": lambda: "<div>" * 100_000,
    "nested div, closed": lambda: "<div>" * 40_000 + "文" + "</div>" * 40_000,
    "nested inline": lambda: "<b>" * 50_000 + "文",
    "attributes": lambda: "<p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">文",
    "options": lambda: "<select>" + "<option>文" * 100_000,
    "formatting, lexbor#340": lambda: (
        "".join(f"<b {n}>" for n in range(3_000))
        + "".join(f"<i {n}>" for n in range(3_000))
        + "x</b>" * 3_000
    ),
    "adoption agency": lambda: "<a><b><p>" * 5_000 + "</a></b>" * 5_000,
    "nested tables": lambda: "<table><tr><td>" * 5_000 + "文",
    "foster parents": lambda: "<table>" + "文<div>" * 20_000,
    "cells": lambda: "<table>" + "<tr><td>文<td>文" * 50_000,
    "lists": lambda: "<ul><li>" * 20_000,
    "unclosed paragraphs": lambda: "<p>文。" * 200_000,
    "one long line": lambda: "<p>" + "网" * 4_000_000,
    "one long attribute": lambda: "<p title='" + "x" * 50_000_000 + "'>文",
    "one long comment": lambda: "<!--" + "-" * 5_000_000,
    "one long script": lambda: "<script>" + "ct='" * 1_000_000,
    "one long title": lambda: "<title>" + "题_-| " * 500_000 + "</title>",
    "links": lambda: "<a href=/a.pdf>附件</a>" * 100_000,
    "pictures": lambda: "<img src=/a.png>" * 200_000,
    "metas": lambda: "<meta name=PubDate content=2025-01-01>" * 100_000,
    "linked data": lambda: (
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + "<p>文。" * 100
    ),
    "entities": lambda: "<p>" + "&amp;&#x4e00;" * 500_000,
    "nul": lambda: "<p>\x00" * 200_000,
    "surrogates": lambda: "<p>\ud800\udfff文。" * 200_000,
    "templates": lambda: "<template><svg><foreignObject>" * 5_000,
    "frames": lambda: "<frameset>" * 50_000 + "<iframe src=viewer?file=/a.pdf>" * 10_000,
}
"""The shapes on which parsers of HTML are known to be slow, to crash or to grow."""


def mutate(chance: random.Random, html: str) -> str:
    """Damage a page: cut, double and move pieces, put in fragments, flip characters."""
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(html) + 1)
        to = min(len(html), at + chance.randint(1, 400))
        match chance.randrange(6):
            case 0:
                html = html[:at] + html[to:]
            case 1:
                html = html[:to] + html[at:to] * chance.randint(1, 20) + html[to:]
            case 2:
                html = html[:at] + chance.choice(FRAGMENTS) * chance.randint(1, 9) + html[at:]
            case 3:
                html = html[:at] + chr(chance.randrange(0x110000)) + html[at + 1 :]
            case 4:
                other = chance.randrange(len(html) + 1)
                html = html[:at] + html[other : other + to - at] + html[at:]
            case _:
                html = html[:to] if chance.random() < 0.2 else html.replace("<", "< ", 3)
    return html


def make_pages(count: int, *, seed: int) -> Iterator[str]:
    """Give damaged pages made of the written examples."""
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    chance = random.Random(seed)
    for _ in range(count):
        yield mutate(chance, chance.choice(texts))
