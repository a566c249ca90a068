"""Files and pictures that belong to a notice: what its text, and the block around it, link to.

Seen on official sites: links with a file's ending, links without one whose text has it or begins
with 附件 (cac.gov.cn ``downloadfile.jsp``, tc260.org.cn ``/sysFile/downloadFile/``), and whole
notices inside a PDF viewer's frame (miit.gov.cn ``viewer.html?file=``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from watcher.extract.files.kinds import name_kind
from watcher.model.document import Attachment
from watcher.text import dom
from watcher.text.clean import squeeze
from watcher.text.outline import Outline
from watcher.text.urls import absolute

_WANTED = "a[href], iframe[src], embed[src], object[data], img"
_DOWNLOAD = re.compile(r"down(?:load|file)|attach|/files?/|getfile|fileurl|upload")
_NAMED = re.compile(r"[（(【]?\s?附\s?(?:件|表|录)")
_TRIFLE = re.compile(
    "icon|filetype|logo|qrcode|ewm|erweima|share|arrow|spacer|blank|loading|button|/btn|emoji"
)
_TEMPLATE_FOLDERS = frozenset(
    ["image", "images", "img", "imgs", "skin", "skins", "style", "styles", "css", "theme", "themes"]
)
_VIEWER = ("file", "pdf", "src", "url")
_MOST = 40
_MOST_PICTURES = 20
_LEAST_PICTURE = 120
_NEIGHBOURS = 12
_LEVELS = 3
PICTURE_NOTE = "a picture, whose text is not read"


def find_attachments(
    base: str, outline: Outline, element: int, selected: dom.Node | None, url: str | None
) -> tuple[Attachment, ...]:
    """Find the files and pictures of a notice, in the order of the page; none is fetched here.

    ``base`` is the page's own base address, ``selected`` the body that a selector chose,
    ``element`` the block in which the body was found.
    """
    root = selected or _widen(outline, element)
    if root is None:
        return ()
    around = absolute(base, url) or url
    found: dict[str, Attachment] = {}
    pictures = 0
    for href, name, kind in _candidates(root):
        address = absolute(href, around)
        if address is None or len(found) >= _MOST:
            continue
        if kind == "image":
            pictures += 1
            if pictures > _MOST_PICTURES:
                continue
        note = PICTURE_NOTE if kind == "image" else ""
        shown = squeeze(name)[:200] or _last_part(address)
        key = address.partition("#")[0]
        found.setdefault(key, Attachment(name=shown, url=address, kind=kind, note=note))
    return tuple(found.values())


def _widen(outline: Outline, element: int) -> dom.Node | None:
    """Take the blocks around a body that add little to it: lists of files stand below it."""
    if element < 0:
        return None
    size = outline.last[element] - outline.first[element]
    for _ in range(_LEVELS):
        above = outline.parents[element]
        if above < 0 or outline.last[above] - outline.first[above] > size + _NEIGHBOURS:
            break
        element = above
    return dom.Node(outline.raws[element])


def _candidates(root: dom.Node) -> Iterator[tuple[str, str, str]]:
    """Give (address as printed, name, kind) of everything that may belong to the notice."""
    for node in root.css(_WANTED):
        attributes = node.attributes
        if node.tag == "img":
            source = attributes.get("data-src") or attributes.get("src") or ""
            if source and not _is_trifle(source, attributes):
                yield source, attributes.get("alt", ""), "image"
        elif node.tag == "a":
            href = attributes["href"]
            name = attributes.get("title") or attributes.get("download") or node.text
            kind = _link_kind(href, name) or _link_kind(href, node.text)
            if kind is not None:
                yield href, node.text or name, kind
        else:
            framed = _framed_file(attributes.get("src") or attributes.get("data") or "")
            if framed:
                yield framed, "", name_kind(framed)


def _link_kind(href: str, name: str) -> str | None:
    """Give the kind of file behind a link ("" where only a download tells it); None for no file."""
    kind = name_kind(href.partition("?")[0]) or name_kind(name)
    if kind:
        return kind
    query = name_kind(href) if "?" in href else ""
    if query == "image":  # buttons to share a page name its picture
        return None
    if query or (_DOWNLOAD.search(href.lower()) and _NAMED.match(name)):
        return query
    return None


def _framed_file(source: str) -> str:
    """Give the file that a frame shows, from a viewer's parameters where it is one."""
    if name_kind(source.partition("?")[0]) == "pdf":
        return source
    try:
        fields = parse_qs(urlsplit(source).query, max_num_fields=50)
    except ValueError:
        return ""
    for name in _VIEWER:
        for value in fields.get(name, ()):
            if name_kind(value):
                return value
    return ""


def _is_trifle(source: str, attributes: dict[str, str]) -> bool:
    """Whether a picture is the page's own: an icon, a code to scan, a spacer."""
    if source[:5].lower() == "data:":
        return True
    lowered = source.lower()
    if _TRIFLE.search(lowered) or not _TEMPLATE_FOLDERS.isdisjoint(lowered.rsplit("/", 2)[-2:-1]):
        return True
    sizes = [attributes.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdigit() and int(size) < _LEAST_PICTURE for size in sizes)


def _last_part(address: str) -> str:
    return squeeze(unquote(urlsplit(address).path.rpartition("/")[2]))[:200] or address[:200]
