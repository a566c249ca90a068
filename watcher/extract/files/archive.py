"""Opening ZIP containers (archives, DOCX, XLSX) without believing what they say of themselves."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from watcher.extract.files.result import MOST_UNPACKED_BYTES, Unreadable

MOST_RATIO = 200
"""A member that grows more than this when unpacked, beyond a megabyte, is a bomb."""
_MEGABYTE = 1024 * 1024
_STEP = 64 * 1024
_ENCRYPTED = 0x1
_FAULTS = (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError)


@contextmanager
def open_zip(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file in memory; names without the UTF-8 flag are read as GBK.

    Raises:
        Unreadable: it is damaged or says something impossible of itself.
    """
    try:
        with zipfile.ZipFile(BytesIO(content), metadata_encoding="gb18030") as archive:
            yield archive
    except (*_FAULTS, zlib.error) as error:
        raise Unreadable(f"the archive is damaged ({type(error).__name__})") from error


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, left: int) -> bytes:
    """Unpack one member, at most ``left`` bytes, counting what comes and not what is promised.

    Raises:
        Unreadable: it is locked, grows too much, or is larger than ``left``.
    """
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable("it is locked with a password")
    most = min(left, MOST_UNPACKED_BYTES)
    parts = bytearray()
    with archive.open(info) as member:
        while step := member.read(_STEP):
            parts += step
            if len(parts) > most:
                raise Unreadable("it is too large when unpacked")
            if len(parts) > _MEGABYTE and len(parts) > MOST_RATIO * max(1, info.compress_size):
                raise Unreadable("it grows without measure when unpacked (a zip bomb)")
    return bytes(parts)
