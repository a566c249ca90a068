"""HTML without selectolax names outside this room.

selectolax 1.0 has the lexbor engine only. It takes text (bytes would be read as UTF-8 whatever the
page says) and answers a selector it cannot read with no match, so selectors from configuration are
tried by ``check_selector`` first.
"""

from __future__ import annotations

from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from watcher.text.clean import clean, squeeze
from watcher.text.outline import Outline, lay_out

MAX_HTML_CHARACTERS = 8 * 1024 * 1024
"""Longer pages are cut: no notice is this long, and parsing costs memory many times its size."""


class Node:
    """One element. Two nodes are equal where they are the same element of one document."""

    __slots__ = ("raw",)

    def __init__(self, raw: LexborNode) -> None:
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.raw.mem_id == other.raw.mem_id

    def __hash__(self) -> int:
        return hash(self.raw.mem_id)

    @property
    def tag(self) -> str:
        """The element's name in lower case."""
        return self.raw.tag or ""

    @property
    def attributes(self) -> dict[str, str]:
        """All attributes; one without a value has the empty string."""
        return {name: value or "" for name, value in self.raw.attributes.items()}

    def get(self, name: str) -> str | None:
        """Give an attribute's value, cleaned; None where the element does not have it."""
        attributes = self.raw.attributes
        return clean(attributes[name] or "") if name in attributes else None

    def css(self, selector: str) -> list[Node]:
        """Give all descendants that match; a selector that cannot be read matches nothing."""
        return _select(self.raw, selector)

    def first(self, selector: str) -> Node | None:
        """Give the first descendant that matches, or None."""
        return _select_first(self.raw, selector)

    def matches(self, selector: str) -> bool:
        """Whether this element itself matches."""
        try:
            return bool(self.raw.css_matches(selector))
        except (SelectolaxError, ValueError):
            return False

    @property
    def parent(self) -> Node | None:
        """The element around this one."""
        above = self.raw.parent
        return Node(above) if above is not None and above.is_element_node else None

    @property
    def children(self) -> tuple[Node, ...]:
        """Child elements in order."""
        return tuple(Node(raw) for raw in self.raw.iter(include_text=False))

    @property
    def html(self) -> str:
        """The element as markup, itself included."""
        return self.raw.html or ""

    @property
    def inner_html(self) -> str:
        """The markup inside the element."""
        return self.raw.inner_html or ""

    @property
    def text(self) -> str:
        """All text inside as one line."""
        return squeeze(self.raw.text(deep=True))

    @property
    def raw_text(self) -> str:
        """All text inside as it stands, scripts included."""
        return clean(self.raw.text(deep=True))

    def remove(self) -> None:
        """Take the element and all inside it out of the document; it must not be used again."""
        self.raw.decompose()


class Dom:
    """A parsed page."""

    __slots__ = ("parser",)

    def __init__(self, parser: LexborHTMLParser) -> None:
        self.parser = parser

    @property
    def root(self) -> Node | None:
        """The ``html`` element; None for an empty document."""
        raw = self.parser.root
        return Node(raw) if raw is not None else None

    @property
    def head(self) -> Node | None:
        """The ``head`` element, if there is one."""
        raw = self.parser.head
        return Node(raw) if raw is not None else None

    @property
    def body(self) -> Node | None:
        """The ``body`` element, if there is one."""
        raw = self.parser.body
        return Node(raw) if raw is not None else None

    def css(self, selector: str) -> list[Node]:
        """Give all elements that match; a selector that cannot be read matches nothing."""
        root = self.parser.root
        return _select(root, selector) if root is not None else []

    def first(self, selector: str) -> Node | None:
        """Give the first element that matches, or None."""
        root = self.parser.root
        return _select_first(root, selector) if root is not None else None

    def strip(self, tags: list[str]) -> None:
        """Take all elements of these names out of the document, with all inside them."""
        self.parser.strip_tags(tags, recursive=True)


def parse(html: str) -> Dom:
    """Parse HTML of any quality; never raises. See MAX_HTML_CHARACTERS.

    lexbor is quadratic on some shapes (lexbor#340): call it for fetched pages inside a worker.
    """
    text = html[:MAX_HTML_CHARACTERS]
    try:
        return Dom(LexborHTMLParser(text))
    except (UnicodeEncodeError, ValueError, SelectolaxError):
        return Dom(LexborHTMLParser(clean(text) or "<html></html>"))


@lru_cache(maxsize=512)
def check_selector(css: str) -> str | None:
    """Say what is wrong with a CSS selector; None where it can be used.

    lexbor takes some broken selectors (``[a="``, NUL) and then matches nothing, which would look
    like an empty list: quotes and brackets are counted first.
    """
    if not css.strip():
        return "the selector is empty"
    if clean(css) != css:
        return "the selector holds characters that cannot be seen"
    fault = _find_imbalance(css)
    if fault:
        return fault
    try:
        LexborHTMLParser("<html><body><p></p></body></html>").css(css)
    except (SelectolaxError, ValueError) as error:
        return f"the selector cannot be read: {error}"
    return None


def text_of(node: Node) -> str:
    """Give what a reader sees inside an element: a line a block, a tab between table cells.

    Scripts, styles and what the page hides are left out; white space is one space; there are no
    empty lines. Works in a loop, however deep the document.
    """
    return "\n".join(line.text for line in lay_out(node.raw).lines)


def outline_of(node: Node) -> Outline:
    """Lay out an element as lines and blocks; see watcher.text.outline."""
    return lay_out(node.raw)


def _select(raw: LexborNode, selector: str) -> list[Node]:
    try:
        return [Node(found) for found in raw.css(selector)]
    except (SelectolaxError, ValueError):
        return []


def _select_first(raw: LexborNode, selector: str) -> Node | None:
    try:
        found = raw.css_first(selector)
    except (SelectolaxError, ValueError):
        return None
    return Node(found) if found is not None else None


def _find_imbalance(css: str) -> str | None:
    pairs = {")": "(", "]": "["}
    opened: list[str] = []
    quote = ""
    escaped = False
    for char in css:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            opened.append(char)
        elif char in pairs and (not opened or opened.pop() != pairs[char]):
            return f"the selector has a {char} without its {pairs[char]}"
    if quote:
        return f"the selector has a {quote} that is not closed"
    return f"the selector has a {opened[-1]} that is not closed" if opened else None
