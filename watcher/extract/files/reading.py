"""One file to text, whatever it is; a ZIP archive member by member."""

from __future__ import annotations

import zipfile

from watcher.extract.files.archive import open_zip, unpack
from watcher.extract.files.kinds import tell_kind
from watcher.extract.files.result import MOST_UNPACKED_BYTES, FileText, Gathered, Unreadable
from watcher.text import charset
from watcher.text.clean import clean

_MOST_MEMBERS = 60
_NAMES = {
    "doc": "an old Word document (DOC)",
    "wps": "a WPS document",
    "et": "a WPS table",
    "ofd": "an OFD document",
    "rtf": "an RTF document",
    "ppt": "slides",
    "pptx": "slides",
    "dps": "slides",
    "rar": "a RAR archive",
    "7z": "a 7z archive",
    "gz": "a GZIP archive",
    "image": "a picture",
    "html": "a page where a file was promised",
    "zip": "an archive inside an archive",
    "": "a file of unknown kind",
}


def read_file(content: bytes, name: str) -> FileText:
    """Read a file's text; never raises on what it holds.

    ``note`` says why nothing was read, or what was left out. The kinds that are not read (DOC, WPS,
    OFD, pictures and others) say so.
    """
    kind = tell_kind(content, name)
    try:
        return _read_zip(content) if kind == "zip" else _read_one(content, kind)
    except Unreadable as error:
        return FileText(kind=kind, note=f"not read: {error}")


def _read_one(content: bytes, kind: str) -> FileText:
    # Each reader is imported when the first such file comes: most workers never see one.
    if kind == "pdf":
        from watcher.extract.files.pdf import read_pdf  # noqa: PLC0415 - see above

        return read_pdf(content)
    if kind == "docx":
        from watcher.extract.files.docx import read_docx  # noqa: PLC0415 - see above

        return read_docx(content)
    if kind in {"xlsx", "xlsm", "xls", "csv"}:
        from watcher.extract.files import sheets  # noqa: PLC0415 - see above

        return sheets.read_csv(content) if kind == "csv" else sheets.read_sheets(content, kind)
    if kind == "txt":
        gathered = Gathered()
        gathered.add_all(clean(charset.decode(content).text).split("\n"))
        return gathered.finish(kind)
    raise Unreadable(f"{_NAMES.get(kind, kind)}, a kind that is not read")


def _read_zip(content: bytes) -> FileText:
    gathered = Gathered()
    left = MOST_UNPACKED_BYTES
    with open_zip(content) as archive:
        members = [info for info in archive.infolist() if not _is_aside(info)]
        for info in members[:_MOST_MEMBERS]:
            name = clean(info.filename)
            try:
                inner = unpack(archive, info, left=left)
                left -= len(inner)
                kind = tell_kind(inner, name)
                read = _read_one(inner, kind)
            except Unreadable as error:
                gathered.note(f"{name}: not read: {error}")
                continue
            gathered.begin(name)
            first = len(gathered.lines)
            gathered.add_all(read.text.split("\n"))
            gathered.parts += [(first + at, f"{name}, {place}") for at, place in read.parts if at]
            if read.note:
                gathered.note(f"{name}: {read.note}")
            if gathered.is_full:
                break
    if len(members) > _MOST_MEMBERS:
        gathered.note(f"of {len(members)} files the first {_MOST_MEMBERS} were read")
    return gathered.finish("zip")


def _is_aside(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder or what macOS adds to archives."""
    return info.is_dir() or info.filename.startswith("__MACOSX/")
