"""The head of the chain: where the last acknowledged record ends.

A crash may leave an older head: records behind it are found again on the next write. A shorter
file than the head says is damage, which ``verify`` reports.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from watcher.evidence.record import START_OF_CHAIN

NAME = "head.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last record's ``sequence`` and ``chain``; ``file`` is ``length`` bytes long behind it."""

    sequence: int = 0
    chain: str = START_OF_CHAIN
    file: str = ""
    length: int = 0


def read_head(root: Path) -> Head | None:
    """Return the head, or None where it is missing or damaged."""
    try:
        fields = json.loads((root / NAME).read_text(encoding="ascii"))
        head = Head(**fields["head"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return head if fields.get("crc32") == _checksum(head) else None


def write_head(root: Path, head: Head) -> None:
    """Replace the head in one step; OSError leaves the old one."""
    content = json.dumps({"head": asdict(head), "crc32": _checksum(head)}).encode("ascii")
    new = root / f"{NAME}.new"
    fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(fd, content)
        os.fsync(fd)
    finally:
        os.close(fd)
    new.replace(root / NAME)
    sync_folder(root)


def sync_folder(folder: Path) -> None:
    """Bring names created or replaced in ``folder`` to the disk."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _checksum(head: Head) -> int:
    return zlib.crc32(json.dumps(asdict(head), sort_keys=True).encode("ascii"))
