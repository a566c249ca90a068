"""Which kind of file some bytes are: by their beginning; by the name only where that says less.

Names and Content-Type lie: downloads of Chinese sites are often ``application/octet-stream``
without a name (``downloadfile.jsp``), and an error page may come under the name of a PDF.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),  # WebP
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument".encode("utf-16-le"), "doc"),
    ("Workbook".encode("utf-16-le"), "xls"),
    ("PowerPoint".encode("utf-16-le"), "ppt"),
    ("Book".encode("utf-16-le"), "xls"),
)
_HTML = re.compile(rb"\s{0,200}(?:<!doctype html|<html|<head|<script|<body)", re.IGNORECASE)
_NAME = re.compile(r"\.(\w{2,5})(?:$|[?#;&\s)）\]】])")
_TEXTS = frozenset({"csv", "txt"})
UNREAD = frozenset({"doc", "wps", "ofd", "rtf", "rar", "7z", "gz", "image", "ppt", "pptx", "et"})
"""Kinds that are known and not read."""
KNOWN = UNREAD | {"pdf", "docx", "xlsx", "xlsm", "xls", "csv", "txt", "zip", "dps"}
"""Endings of names that make a link an attachment."""
_IMAGES = frozenset({"jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff"})


def name_kind(name: str) -> str:
    """Give the ending of a file's name or address, in lower case; "" without a known one."""
    for ending in reversed(_NAME.findall(name[-300:].lower())):
        if ending in _IMAGES:
            return "image"
        if ending in KNOWN:
            return str(ending)
    return ""


def tell_kind(content: bytes, name: str) -> str:
    """Tell a file's kind from its bytes; its name decides only among texts and OLE files."""
    named = name_kind(name)
    # A PDF may carry up to a kilobyte of other bytes in front (PDF 1.7, implementation note 13).
    if b"%PDF-" in content[:1024]:
        return "pdf"
    found = next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")
    if found:
        return found
    if content.startswith(_OLE):
        return _tell_ole(content, named)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _tell_zip(content)
    if _HTML.match(content[:1000]):
        return "html"
    return named if named in _TEXTS else ""


def _tell_ole(content: bytes, named: str) -> str:
    if named in {"wps", "et", "dps"}:  # WPS writes the same streams as Word and Excel
        return "xls" if named == "et" and _OLE_STREAMS[1][0] in content else named
    for stream, kind in _OLE_STREAMS:
        if stream in content:
            return kind
    return named if named in {"doc", "xls", "ppt"} else "doc"


def _tell_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist()[:5_000])
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    for begins, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if "[Content_Types].xml" in names and any(name.startswith(begins) for name in names):
            return kind
    return "zip"
