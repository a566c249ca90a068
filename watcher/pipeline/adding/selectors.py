"""CSS selectors for rows and their fields, made from the elements they must hit. Pure.

Names that a template gives to single rows or states ("odd", "on", "li3") or that hold long numbers
(ids of one article) are never used: they would not hold tomorrow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from watcher.text import dom

PASSING = re.compile(
    r"(?:odd|even|first|last|on|off|cur|current|active|hover|selected|show|hide|hidden|new|top|hot"
    r"|clearfix|cf|cl|fl|fr|clear|left|right|w\d+|h\d+|m[tblr]?\d+|p[tblr]?\d+|col-.*|bg\d*)",
    re.IGNORECASE,
)
PLAIN_NAME = re.compile(r"-?[A-Za-z_][\w-]{0,60}")
MOST_TRIED = 80
MOST_CONTEXTS = 6


def stable_classes(node: dom.Node) -> list[str]:
    """Give the classes of an element that name what it is."""
    return [name for name in (node.get("class") or "").split() if is_stable(name)]


def is_stable(name: str) -> bool:
    """Whether an id or class can be expected to be there tomorrow."""
    if not PLAIN_NAME.fullmatch(name) or PASSING.fullmatch(name):
        return False
    return not re.search(r"\d{4,}", name) and not re.fullmatch(r"[a-z]{1,3}\d{1,3}", name)


def row_selectors(document: dom.Dom, rows: Sequence[dom.Node]) -> Iterator[str]:
    """Give selectors that hit the rows and nothing else that has a link, best first."""
    wanted = set(rows)
    tried: set[str] = set()
    for css in _row_candidates(rows):
        if css in tried:
            continue
        tried.add(css)
        if len(tried) > MOST_TRIED:
            return
        hit = document.css(css)
        if wanted <= set(hit) and not any(_has_link(each) for each in hit if each not in wanted):
            yield css


def inner_selectors(row: dom.Node, node: dom.Node) -> list[str]:
    """Give selectors, relative to the row, by which a node in it may be named; plainest first."""
    if node == row:
        return [""]
    tag, names = node.tag, stable_classes(node)
    found = [tag, *(f"{tag}.{name}" for name in names)]
    above = node.parent
    if above is None or above == row:
        place = _place(node)
        return [*found, f"{tag}:nth-child({place})"]
    step = above
    for _ in range(4):
        if step == row or step.parent is None:
            break
        found += [f"{step.tag}.{name} {tag}" for name in stable_classes(step)]
        found.append(f"{step.tag} {tag}")
        if step.tag == "td":
            found.append(f"td:nth-child({_place(step)}) {tag}")
        step = step.parent
    return found


def vote(choices: Iterable[Sequence[str]]) -> list[str]:
    """Order the selectors proposed for single rows by how many rows propose them, plainest first.

    Of those that as many rows propose, the one that stood earlier in the lists comes first.
    """
    counted: Counter[str] = Counter()
    place: dict[str, int] = {}
    for choice in choices:
        for at, css in enumerate(choice):
            counted[css] += 1
            place[css] = min(place.get(css, at), at)
    return sorted(counted, key=lambda css: (-counted[css], place[css]))


def unique_selector(document: dom.Dom, node: dom.Node) -> str | None:
    """Give a selector that hits this element of the page and no other, by its id or class."""
    name = node.get("id") or ""
    found = [f"#{name}"] if is_stable(name) else []
    found += [f"{node.tag}.{each}" for each in stable_classes(node)]
    return next((css for css in found if document.css(css) == [node]), None)


def _row_candidates(rows: Sequence[dom.Node]) -> Iterator[str]:
    tag = rows[0].tag
    if any(row.tag != tag for row in rows):
        return
    classes = _common(rows)
    simple = [tag, *(f"{tag}.{name}" for name in classes)]
    contexts = list(_contexts(rows))
    for depth, context in contexts:
        joint = " > " if depth == 1 else " "
        yield from (f"{context}{joint}{each}" for each in simple)
    yield from simple[1:]
    parents = _common_tags(rows)
    for depth, context in contexts:
        yield from (f"{context} {' > '.join([*parents[depth - 1 :: -1], each])}" for each in simple)
        yield from (f"{context} {each}:has(a[href])" for each in simple)
        yield from (f"{context} {each}:has(> a[href])" for each in simple)
    yield from (f"{each}:has(> a[href])" for each in simple)
    if parents:
        yield f"{parents[0]} > {simple[-1]}:has(a[href])"


def _contexts(rows: Sequence[dom.Node]) -> Iterator[tuple[int, str]]:
    """Give what may stand before the row in a selector, with its distance: ids, then classes."""
    current = list(rows)
    for depth in range(1, MOST_CONTEXTS + 1):
        parents = [above for node in current if (above := node.parent) is not None]
        if len(parents) != len(current):
            return
        current = list(dict.fromkeys(parents))
        tag, name = current[0].tag, current[0].get("id") or ""
        if any(node.tag != tag for node in current) or tag in {"body", "html"}:
            return
        if len(current) == 1 and is_stable(name):
            yield depth, f"#{name}"
        for each in _common(current):
            yield depth, f"{tag}.{each}"


def _common(nodes: Sequence[dom.Node]) -> list[str]:
    first = stable_classes(nodes[0])
    rest = [set(stable_classes(node)) for node in nodes[1:]]
    return [name for name in first if all(name in each for each in rest)]


def _common_tags(rows: Sequence[dom.Node]) -> list[str]:
    """Give the names of the elements around the first row, innermost first."""
    tags: list[str] = []
    above = rows[0].parent
    while above is not None and above.tag not in {"body", "html"} and len(tags) < MOST_CONTEXTS:
        tags.append(above.tag)
        above = above.parent
    return tags


def _place(node: dom.Node) -> int:
    above = node.parent
    siblings = above.children if above is not None else ()
    return next((at for at, each in enumerate(siblings, start=1) if each == node), 1)


def _has_link(node: dom.Node) -> bool:
    return bool(node.get("href")) or node.first("a[href]") is not None
