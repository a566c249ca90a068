"""Names and whole-file operations of the archive. Names are made here and nowhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from watcher.errors import StoreError
from watcher.evidence import member, record
from watcher.evidence.member import Damaged
from watcher.evidence.record import Kept

MAX_FILE_BYTES = 1 << 30
"""A day's file is followed by a further one when it is this large."""

_NAME = re.compile(
    r"(?P<year>\d{4})/(?P<month>\d{2})/watch-(?P<day>\d{8})-(?P<number>\d{2,})\.warc\.gz", re.ASCII
)


def choose_name(current: str, *, fetched_at: datetime, size: int, is_whole: bool) -> str:
    """Return the file that the next record goes to.

    A later day opens a new file; an earlier one (ingest, a clock set back) does not, so that
    records stand in the order of the chain. A damaged or full file is left alone.
    """
    day = fetched_at.astimezone(UTC)
    match = _NAME.fullmatch(current)
    if match is None or f"{day:%Y%m%d}".zfill(8) > match["day"]:
        return f"{day.year:04d}/{day:%m}/watch-{day.year:04d}{day:%m%d}-00.warc.gz"
    if is_whole and size < MAX_FILE_BYTES:
        return current
    number = int(match["number"]) + 1
    return f"{match['year']}/{match['month']}/watch-{match['day']}-{number:02d}.warc.gz"


def locate(root: Path, file: str) -> Path:
    """Return the path of an archive file; StoreError for any name that is not one of ours."""
    if not _NAME.fullmatch(file):
        raise StoreError(f"{file!r} is not the name of an archive file")
    return root / file


def list_files(root: Path) -> list[str]:
    """Return the archive's files in the order of their days and numbers."""
    names = (path.relative_to(root).as_posix() for path in root.glob("*/*/watch-*.warc.gz"))
    ours = [
        (match["day"], int(match["number"]), name)
        for name in names
        if (match := _NAME.fullmatch(name))
    ]
    return [name for _, _, name in sorted(ours)]


def read_member(path: Path, offset: int, length: int | None = None) -> bytes:
    """Return the bytes of the member at ``offset``; Damaged where there is no whole one."""
    with path.open("rb") as stream:
        stream.seek(offset)
        if length is None:
            length = member.measure(stream.read(member.HEAD_BYTES))
            stream.seek(offset)
        # The length may be a flipped bit: read no more than there is.
        left = os.fstat(stream.fileno()).st_size - offset
        return stream.read(max(0, min(length, left)))


def walk(path: Path, start: int = 0) -> Iterator[tuple[int, int, Kept | Damaged]]:
    """Yield (offset, length, record or damage) for a file from ``start`` on.

    After damage the walk goes on at the next place that begins like a record.
    """
    size = path.stat().st_size
    offset = start
    while offset < size:
        try:
            packed = read_member(path, offset)
            kept = record.parse(packed)
        except Damaged as damage:
            following = _find_next(path, offset + 1, size)
            yield offset, following - offset, damage
            offset = following
        else:
            yield offset, len(packed), kept
            offset += len(packed)


def _find_next(path: Path, start: int, size: int) -> int:
    overlap = len(member.SIGNATURE) - 1
    with path.open("rb") as stream:
        offset = start
        while offset < size:
            stream.seek(offset)
            block = stream.read(1 << 20)
            at = block.find(member.SIGNATURE)
            if at >= 0:
                return offset + at
            offset += max(1, len(block) - overlap)
    return size
