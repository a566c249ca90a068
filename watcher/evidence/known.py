"""An index from (address, content) to the record that keeps it, so that nothing is kept twice.

It is a convenience: 256 text files that are only ever appended to. A line that is damaged, or
points at a record that is, is as good as absent, and the page is kept again.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from contextlib import suppress
from pathlib import Path

from watcher.model.page import EvidenceRef, Page


class Known:
    """The index in the folder ``root``, which is made when the first line is written."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, page: Page) -> EvidenceRef | None:
        """Return the newest record with this page's requested address and content."""
        key = _make_key(page)
        try:
            lines = self._locate(key).read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            return None
        for line in reversed(lines):
            if line.startswith(key) and (ref := _parse(line)) is not None:
                return ref
        return None

    def add(self, page: Page, ref: EvidenceRef) -> None:
        """Remember where ``page`` is kept; a failure to write costs only a second copy one day."""
        key = _make_key(page)
        fields = (key, ref.file, str(ref.offset), str(ref.length), ref.sha256, ref.chain)
        text = " ".join(fields)
        line = f"{text} {zlib.crc32(text.encode('ascii')):08x}\n"
        with suppress(OSError):
            self._root.mkdir(exist_ok=True)
            fd = os.open(
                self._locate(key), os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
            )
            try:
                os.write(fd, b"\n" * _is_torn(fd) + line.encode("ascii"))
            finally:
                os.close(fd)

    def _locate(self, key: str) -> Path:
        return self._root / f"{key[:2]}.txt"


def _is_torn(fd: int) -> bool:
    """Whether a crash left the last line without its end."""
    size = os.fstat(fd).st_size
    return size > 0 and os.pread(fd, 1, size - 1) != b"\n"


def _make_key(page: Page) -> str:
    identity = f"{page.url}\n{page.final_url}\n{page.status}\n{page.sha256}"
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def _parse(line: str) -> EvidenceRef | None:
    text, _, checksum = line.rpartition(" ")
    if f"{zlib.crc32(text.encode('ascii', 'replace')):08x}" != checksum:
        return None
    _, file, offset, length, sha256, chain = text.split(" ")
    return EvidenceRef(
        file=file, offset=int(offset), length=int(length), sha256=sha256, chain=chain
    )
