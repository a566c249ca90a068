"""The growing end of the archive: appending, and what a crash may have left there.

Every function here runs under the archive's lock.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from watcher.evidence import files
from watcher.evidence.head import Head, read_head, sync_folder, write_head
from watcher.evidence.member import Damaged


def recover(root: Path, *, look_further: bool) -> tuple[Head, bool]:
    """Return the true head and whether its file is whole, so that it may be appended to.

    Whole records behind the head are taken over, a torn one is cut off: it was never acknowledged.
    ``look_further`` also looks into files after the head's, which an older head (a restored
    backup) does not know.
    """
    head = read_head(root)
    if head is None:
        return _rebuild(root)
    if head.file:
        path = files.locate(root, head.file)
        size = path.stat().st_size if path.exists() else -1
        if size < head.length:
            return head, False
        if size > head.length:
            head = adopt(root, head)
    if look_further:
        names = files.list_files(root)
        later = names[names.index(head.file) + 1 :] if head.file in names else names
        for name in later:
            head = adopt(root, replace(head, file=name, length=0))
    return head, True


def adopt(root: Path, head: Head) -> Head:
    """Return the head behind the records that continue it in ``head.file``; cut off the rest."""
    path = files.locate(root, head.file)
    if not path.exists():
        return head
    for offset, length, kept in files.walk(path, head.length):
        is_next = not isinstance(kept, Damaged) and kept.previous == head.chain
        if isinstance(kept, Damaged) or not is_next:
            os.truncate(path, offset)
            break
        head = replace(head, sequence=kept.sequence, chain=kept.chain, length=offset + length)
    return head


def append(root: Path, head: Head, packed: bytes, moved: Head) -> None:
    """Write records behind ``head`` and let ``moved`` be the head; OSError leaves all or none.

    A crash before the head has moved leaves records that :func:`recover` takes over or cuts off.
    """
    path = files.locate(root, head.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _write_at(fd, packed, head.length)
        os.fsync(fd)
        if head.length == 0:
            for folder in (path.parent, path.parent.parent, root):
                sync_folder(folder)
        write_head(root, moved)
    except OSError:
        # A head that has moved and could only not be synced keeps its record: both are whole.
        if read_head(root) != moved:
            with suppress(OSError):
                os.ftruncate(fd, head.length)
                os.fsync(fd)
        raise
    finally:
        os.close(fd)


def _write_at(fd: int, content: bytes, offset: int) -> None:
    view = memoryview(content)
    while view:
        written = os.pwrite(fd, view, offset)
        view, offset = view[written:], offset + written


def _rebuild(root: Path) -> tuple[Head, bool]:
    """Make a head from the records themselves; its file counts as damaged, so a new one follows."""
    head, names = Head(), files.list_files(root)
    for name in names:
        for _, _, kept in files.walk(files.locate(root, name)):
            if not isinstance(kept, Damaged) and kept.sequence > head.sequence:
                head = replace(head, sequence=kept.sequence, chain=kept.chain)
    if not names:
        return head, True
    return replace(head, file=names[-1]), False
