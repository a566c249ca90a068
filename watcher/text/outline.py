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
class Line:
    """One line as a reader sees it, whatever it was read from.

    ``element`` is the index of the block it stands in (-1 for plain text), ``linked`` the share
    (0..1) of its characters inside links, ``heading`` 1..6 in a heading, else 0. A table row has
    tabs between its cells.
    """

    text: str
    element: int = -1
    linked: float = 0.0
    heading: int = 0
    is_bullet: bool = False
    is_row: bool = False


@dataclass(slots=True)
class Outline:
    """Lines and block elements in document order.

    Element ``i`` has its name in ``tags[i]``, the block around it in ``parents[i]`` (-1 for the
    top) and the lines [``first[i]``, ``last[i]``) inside.
    """

    lines: list[Line] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    raws: list[LexborNode] = field(default_factory=list)


_SKIP, _BREAK, _BLOCK, _CELL, _LINK, _TEXT = 1, 2, 3, 4, 5, 6
_ROLES = {
    **dict.fromkeys(UNSEEN, _SKIP),
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(_CELLS, _CELL),
    **dict.fromkeys(_BREAKS, _BREAK),
    "a": _LINK,
    "-text": _TEXT,
    "-comment": _SKIP,
    "-doctype": _SKIP,
}


class _Writer:
    """The line being written and the blocks that are open."""

    __slots__ = ("linked", "open", "outer", "outline", "parts", "rows", "top")

    def __init__(self, top: LexborNode) -> None:
        self.top = top
        self.outer: set[int] | None = None
        self.outline = Outline()
        self.parts: list[str] = []
        self.linked = 0
        self.rows = 0
        """Data tables that are open: inside them blocks are spaces and cells are tabs."""
        self.open: list[int] = [-1]

    def end_line(self) -> None:
        parts = self.parts
        text = parts[0] if len(parts) == 1 else "".join(parts)
        text = _join_cells(text) if "\t" in text else squeeze(text)
        if text:
            out = self.outline
            element = self.open[-1]
            tag = out.tags[element] if element >= 0 else ""
            linked = min(1.0, self.linked / len(text)) if self.linked else 0.0
            heading = _HEADINGS.get(tag, 0)
            out.lines.append(Line(text, element, linked, heading, tag == "li", "\t" in text))
        parts.clear()
        self.linked = 0

    def enter(self, tag: str, raw: LexborNode) -> None:
        if self.parts:
            self.end_line()
        out = self.outline
        element = len(out.tags)
        out.parents.append(self.open[-1])
        self.open.append(element)
        out.tags.append(tag)
        out.first.append(len(out.lines))
        out.last.append(-1)
        out.raws.append(raw)
        if tag == "table" and not self.rows and self._is_innermost(raw) and _is_data_table(raw):
            self.rows = len(self.open)

    def _is_innermost(self, table: LexborNode) -> bool:
        if self.outer is None:  # most pages have no table at all
            self.outer = _find_outer_tables(self.top)
        return table.mem_id not in self.outer

    def begin(self, role: int, tag: str, raw: LexborNode) -> int:
        """Open an element that is not plainly a block; gives the role to close it with."""
        if self.rows and tag not in {"tr", "table"}:
            self.parts.append("\t" if role == _CELL else " ")
            return _TEXT if role == _BLOCK else 0
        if role == _BREAK:
            self.end_line()
            return 0
        self.enter(tag, raw)
        return _BLOCK


def lay_out(top: LexborNode) -> Outline:  # noqa: C901, PLR0912, PLR0915 - one loop, see below
    """Lay out an element; hidden parts, scripts and styles are left out.

    Every node of every page passes through this loop, some three thousand a page: what is commonest
    (blanks, texts, blocks, links) is dealt with on the spot, since a call costs more than the work,
    and the name of a tag is asked for once a page.
    """
    hidden = {raw.mem_id for raw in top.css(HIDDEN)}
    writer = _Writer(top)
    out, parts, opened, end_line = writer.outline, writer.parts, writer.open, writer.end_line
    lines, tags, parents, raws = out.lines, out.tags, out.parents, out.raws
    firsts, lasts = out.first, out.last
    kinds: dict[int, tuple[int, str]] = {}
    tag = top.tag or ""
    role = _ROLES.get(tag, 0)
    links = int(role == _LINK)
    if role not in {0, _SKIP, _LINK}:
        writer.begin(role, tag, top)
    # Elements that are open inside, each with the role to close it with (0 for none).
    stack: list[tuple[LexborNode, int]] = []
    node = top.first_child if role != _SKIP else None
    while True:
        while node is not None:
            if not parts and node.is_empty_text_node:
                node = node.next
                continue
            try:
                role, tag = kinds[node.tag_id]
            except KeyError:
                tag = node.tag or ""
                role = _ROLES.get(tag, 0)
                kinds[node.tag_id] = role, tag
            if role == _TEXT:
                text = node.text_content
                if text and (parts or not text.isspace()):
                    parts.append(text.replace("\t", " ") if "\t" in text else text)
                    if links:
                        writer.linked += len(text.strip())
            elif role != _SKIP and not (hidden and node.mem_id in hidden):
                if role == _LINK:
                    links += 1
                elif role == _BLOCK and not writer.rows and tag != "table":
                    if parts:
                        end_line()
                    parents.append(opened[-1])
                    opened.append(len(tags))
                    tags.append(tag)
                    firsts.append(len(lines))
                    lasts.append(-1)
                    raws.append(node)
                elif role:
                    role = writer.begin(role, tag, node)
                stack.append((node, role))
                node = node.first_child
                continue
            node = node.next
        if not stack:
            break
        element, closing = stack.pop()
        if closing == _BLOCK:
            if parts:
                end_line()
            if writer.rows == len(opened):
                writer.rows = 0
            lasts[opened.pop()] = len(lines)
        elif closing == _LINK:
            links -= 1
        elif closing:
            parts.append(" ")
        node = element.next
    end_line()
    for index in opened[1:]:
        lasts[index] = len(lines)
    return out


def _find_outer_tables(top: LexborNode) -> set[int]:
    """Find the tables that hold tables, each nested one looked at once."""
    outer: set[int] = set()
    for nested in top.css("table table"):
        above = nested.parent
        while above is not None and above.tag != "table":
            above = above.parent
        if above is not None:
            outer.add(above.mem_id)
    return outer


def _is_data_table(raw: LexborNode) -> bool:
    """Whether a table holds data: rows of short cells.

    Old sites lay whole pages out with tables; their cells are long or hold further tables.
    """
    cells = raw.css("td, th")
    rows = raw.css("tr")
    if len(cells) < 2 * len(rows) or len(rows) < 2:
        return False
    return all(len(cell.text(deep=True).strip()) <= _MAX_CELL for cell in cells[:200])


def _join_cells(text: str) -> str:
    return "\t".join(squeeze(cell) for cell in text.split("\t")).strip("\t ")
