"""A page laid out flat: its lines as a reader sees them and the elements they stand in.

One walk over the document, in a loop, gives lists that the rest of the program can add up and
compare without touching the DOM again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watcher.text.clean import squeeze

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "textarea", "select", "object"}
    | {"svg", "iframe", "canvas", "audio", "video", "map", "datalist", "math", "embed", "applet"}
)
"""Elements whose content a reader does not see as text of the page."""
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dir"}
    | {"dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main"}
    | {"menu", "nav", "ol", "optgroup", "option", "p", "pre", "section", "summary", "table"}
    | {"tbody", "tfoot", "thead", "tr", "ul", "ucapcontent", "caption", "button"}
)
"""Elements that begin and end a line."""
_BREAKS = frozenset({"br", "hr"})
_CELLS = frozenset({"td", "th"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_MAX_CELL = 400
HIDDEN = (
    '[hidden], [style*="display:none" i], [style*="display: none" i], [style*="mso-hide:all" i]'
)
"""What the page itself hides. Not visibility: WeChat keeps its articles so until a script runs."""


@dataclass(slots=True)
class OutlineLine:
    """One line of the page.

    ``element`` is the index of the block it stands in, ``linked`` the share (0..1) of its
    characters inside links, ``heading`` 1..6 in a heading, else 0. A table row has tabs between its
    cells.
    """

    text: str
    element: int
    linked: float = 0.0
    heading: int = 0
    is_bullet: bool = False
    is_row: bool = False


@dataclass(slots=True)
class Outline:
    """Lines and block elements in document order.

    Element ``i`` has its name in ``tags[i]``, the block around it in ``parents[i]`` (-1 for the top)
    and the lines [``first[i]``, ``last[i]``) inside.
    """

    lines: list[OutlineLine] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    raws: list[LexborNode] = field(default_factory=list)


class _Walk:
    """The state of one walk: the line being written and the blocks that are open."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.parts: list[str] = []
        self.linked = 0
        self.links = 0
        self.open: list[int] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
        if self.links:
            self.linked += len(text.strip())

    def end_line(self) -> None:
        if not self.parts:
            return
        text = _finish("".join(self.parts))
        if text:
            element = self.open[-1] if self.open else -1
            tag = self.outline.tags[element] if element >= 0 else ""
            self.outline.lines.append(
                OutlineLine(
                    text,
                    element,
                    min(1.0, self.linked / len(text)),
                    _HEADINGS.get(tag, 0),
                    tag == "li",
                    "\t" in text,
                )
            )
        self.parts = []
        self.linked = 0

    def enter(self, tag: str, raw: LexborNode) -> None:
        self.end_line()
        out = self.outline
        out.tags.append(tag)
        out.parents.append(self.open[-1] if self.open else -1)
        out.first.append(len(out.lines))
        out.last.append(-1)
        out.raws.append(raw)
        self.open.append(len(out.tags) - 1)

    def leave(self) -> None:
        self.end_line()
        self.outline.last[self.open.pop()] = len(self.outline.lines)


_BLOCK, _LINK, _ROW_BLOCK = 1, 2, 3


def lay_out(top: LexborNode) -> Outline:
    """Lay out an element; hidden parts, scripts and styles are left out."""
    hidden = {raw.mem_id for raw in top.css(HIDDEN)}
    hidden.discard(top.mem_id)
    walk = _Walk()
    # (node, what to close when it is met again, whether it is inside a data table's row)
    stack: list[tuple[LexborNode, int, bool]] = [(top, 0, False)]
    while stack:
        node, closing, in_row = stack.pop()
        if closing:
            _close(walk, closing)
            continue
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            if walk.parts or not text.isspace():
                walk.write(text.replace("\t", " ") if "\t" in text else text)
            continue
        if tag is None or tag[0] == "-" or tag in UNSEEN or (hidden and node.mem_id in hidden):
            continue
        if tag in BLOCKS:
            if tag in _BREAKS:
                _break(walk, in_row=in_row)
                continue
            if tag == "table" and not in_row and is_data_table(node):
                in_row = True
            if in_row and tag not in {"tr", "table"}:
                walk.write(" ")
                stack.append((node, _ROW_BLOCK, in_row))
            else:
                walk.enter(tag, node)
                stack.append((node, _BLOCK, in_row))
        elif tag in _CELLS:
            if in_row:
                walk.write("\t")
            else:
                walk.enter(tag, node)
                stack.append((node, _BLOCK, in_row))
        elif tag == "a":
            walk.links += 1
            stack.append((node, _LINK, in_row))
        child = node.last_child
        while child is not None:
            stack.append((child, 0, in_row))
            child = child.prev
    walk.end_line()
    return walk.outline


def is_data_table(raw: LexborNode) -> bool:
    """Whether a table holds data: rows of short cells and no table inside it.

    Old sites lay whole pages out with tables; their cells are long or hold further tables.
    """
    if any(found.mem_id != raw.mem_id for found in raw.css("table")):
        return False
    cells = raw.css("td, th")
    rows = raw.css("tr")
    if len(cells) < 2 * len(rows) or len(rows) < 2:
        return False
    return all(len(cell.text(deep=True).strip()) <= _MAX_CELL for cell in cells[:200])


def _break(walk: _Walk, *, in_row: bool) -> None:
    if in_row:
        walk.write(" ")
    else:
        walk.end_line()


def _close(walk: _Walk, closing: int) -> None:
    if closing == _BLOCK:
        walk.leave()
    elif closing == _LINK:
        walk.links -= 1
    else:
        walk.write(" ")


def _finish(text: str) -> str:
    if "\t" not in text:
        return squeeze(text)
    return "\t".join(squeeze(cell) for cell in text.split("\t")).strip("\t ")
