"""The links and rows of a list that was found by its shape, as elements of the page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from watcher.model.listing import Entry
from watcher.sources.rows import real_href
from watcher.text import dom
from watcher.text.urls import absolute, canonical

MOST_LINKS = 4_000
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Anchored:
    """One entry with the element that is its row and the link inside it (or the row itself)."""

    entry: Entry
    row: dom.Node
    link: dom.Node


def find_rows(document: dom.Dom, entries: Iterable[Entry], base: str) -> tuple[Anchored, ...]:
    """Find the element of each entry's row, in order; empty where one entry cannot be found.

    A row is the greatest element around a link that holds no other entry's link, but not greater
    than that of most rows (a list may stand in parts of which one has a single row).
    """
    links = _find_links(document, {canonical(each.url): each for each in entries if each.url}, base)
    if not links:
        return ()
    holders = Counter(node for link in links.values() for node in _around(link))
    heights = {key: _height(link, holders) for key, link in links.items()}
    usual = Counter(heights.values()).most_common(1)[0][0]
    return tuple(
        Anchored(entry, [link, *_around(link)][min(heights[key], usual)], link)
        for entry in entries
        if (key := canonical(entry.url or "")) in links
        for link in (links[key],)
    )


def _find_links(
    document: dom.Dom, entries: dict[str, Entry], base: str
) -> dict[str, dom.Node] | None:
    """Choose a link for each entry: of several to one page the one that stands like the others."""
    found: dict[str, list[dom.Node]] = {key: [] for key in entries}
    for node in document.css("a[href]")[:MOST_LINKS]:
        url = absolute(real_href(node.get("href") or ""), base)
        key = canonical(url) if url else ""
        if key in found:
            found[key].append(node)
    if not all(found.values()):
        return None
    usual = Counter(way for nodes in found.values() for way in {_way(node) for node in nodes})

    def rank(node: dom.Node, title: str) -> tuple[bool, int]:
        text = node.get("title") or node.text
        return title[:6] in text.replace("\n", " "), usual[_way(node)]

    return {
        key: max(nodes, key=lambda node, key=key: rank(node, entries[key].title))  # type: ignore[misc]  # a default binds the loop's value
        for key, nodes in found.items()
    }


def _way(node: dom.Node) -> tuple[str, ...]:
    return (node.get("class") or "", *(each.tag for each in _around(node)))


def _around(node: dom.Node) -> Sequence[dom.Node]:
    above: list[dom.Node] = []
    parent = node.parent
    while parent is not None and len(above) < MOST_STEPS:
        above.append(parent)
        parent = parent.parent
    return above


def _height(link: dom.Node, holders: Counter[dom.Node]) -> int:
    """Count the steps from a link up to the last element that holds no other entry's link."""
    height = 0
    for node in _around(link):
        if holders[node] > 1 or node.tag in {"body", "html"}:
            break
        height += 1
    return height
