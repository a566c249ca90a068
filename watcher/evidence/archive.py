"""Keeping pages and reading them back."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from watcher.errors import DiskFull, StoreError
from watcher.evidence import audit, files, record, tail
from watcher.evidence.audit import Fault
from watcher.evidence.head import read_head
from watcher.evidence.known import Known
from watcher.evidence.member import Damaged
from watcher.evidence.record import Kept
from watcher.model.page import EvidenceRef, Page

LOCK_SECONDS = 30.0
"""One write takes milliseconds; a lock held this long is held by a process that hangs."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Archive:
    """All pages ever acted on, in one hash chain, under the folder ``root``.

    Records are gzip members of WARC/1.1 files by day, ``YYYY/MM/watch-YYYYMMDD-NN.warc.gz``. Many
    threads and processes may keep pages at once: a lock on ``.lock`` makes them one writer. The
    same content of the same address is stored once; keeping it again returns the first record.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._known = Known(root / "known")
        self._looked_further = False

    def keep(self, page: Page) -> EvidenceRef:
        """Store ``page`` for good and say where; it is on the disk when this returns.

        Raises DiskFull or another StoreError with the archive as it was before.
        """
        return self.keep_all((page,))[0]

    def keep_all(self, pages: Sequence[Page]) -> list[EvidenceRef]:
        """Store pages in their order and say where; all are on the disk when this returns.

        Many pages cost hardly more waiting for the disk than one.

        Raises DiskFull or another StoreError; the archive then holds whole records only.
        """
        for page in pages:
            if hashlib.sha256(page.content).hexdigest() != page.sha256:
                raise StoreError(f"the SHA-256 given for {page.url} is not that of its content")
        with self._writing():
            found: dict[Identity, EvidenceRef] = {}
            fresh: dict[Identity, Page] = {}
            for page in pages:
                seen = self._known.find(page) if _identity(page) not in fresh else None
                if seen is not None and self._is_intact(seen):
                    found[_identity(page)] = seen
                else:
                    fresh.setdefault(_identity(page), page)
            refs = self._append(list(fresh.values()))
            for page, ref in zip(fresh.values(), refs, strict=True):
                self._known.add(page, ref)
                found[_identity(page)] = ref
        return [found[_identity(page)] for page in pages]

    def read(self, ref: EvidenceRef) -> Page:
        """Return the page kept at ``ref``; StoreError where it is missing or was altered."""
        try:
            with _as_store_errors(self._root):
                return self._read(ref).page
        except Damaged as error:
            place = f"the record at byte {ref.offset} of {ref.file}"
            raise StoreError(f"{place} is damaged: {error}") from error

    def verify(self, refs: Iterable[EvidenceRef] | None = None) -> Iterator[Fault]:
        """Yield every fault: of all records and their order, or of the given references only.

        The whole archive proves itself except for records cut off together with the head; the
        references that the database holds prove those.
        """
        if refs is not None:
            return audit.check_refs(self._root, refs)
        with self._writing():
            head, names = read_head(self._root), files.list_files(self._root)
            sizes = {name: files.locate(self._root, name).stat().st_size for name in names}
        return audit.check_all(self._root, head, sizes)

    def _read(self, ref: EvidenceRef) -> Kept:
        packed = files.read_member(files.locate(self._root, ref.file), ref.offset, ref.length)
        kept = record.parse(packed)
        if (kept.page.sha256, kept.chain) != (ref.sha256, ref.chain):
            raise Damaged("another record stands in its place")
        return kept

    def _is_intact(self, ref: EvidenceRef) -> bool:
        try:
            self._read(ref)
        except (OSError, Damaged, StoreError):
            return False
        return True

    def _append(self, pages: Sequence[Page]) -> list[EvidenceRef]:
        """Append records, with one wait for the disk a file."""
        if not pages:
            return []
        head, is_whole = tail.recover(self._root, look_further=not self._looked_further)
        self._looked_further = True
        refs: list[EvidenceRef] = []
        moved, waiting = head, b""
        for page in pages:
            name = files.choose_name(
                moved.file, fetched_at=page.fetched_at, size=moved.length, is_whole=is_whole
            )
            if name != moved.file:
                if waiting:
                    tail.append(self._root, head, waiting, moved)
                # A crash may have left an unacknowledged record in a file the head does not know.
                head = tail.adopt(self._root, replace(moved, file=name, length=0))
                moved, waiting, is_whole = head, b"", True
            packed, chain = record.build(page, sequence=moved.sequence + 1, previous=moved.chain)
            refs.append(
                EvidenceRef(
                    file=name,
                    offset=moved.length,
                    length=len(packed),
                    sha256=page.sha256,
                    chain=chain,
                )
            )
            end = moved.length + len(packed)
            moved = replace(moved, sequence=moved.sequence + 1, chain=chain, length=end)
            waiting += packed
        tail.append(self._root, head, waiting, moved)
        return refs

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only writer among all threads and processes; low-level errors leave as ours."""
        with self._lock, _as_store_errors(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            fd = os.open(self._root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _lock(fd)
                yield
            finally:
                os.close(fd)


Identity = tuple[str, str, int, str]
"""What makes two fetched pages the same: addresses, status and content."""


def _identity(page: Page) -> Identity:
    return page.url, page.final_url, page.status, page.sha256


def _lock(fd: int) -> None:
    """Wait for the other writers, but not for one that hangs: StoreError after LOCK_SECONDS."""
    deadline = time.monotonic() + LOCK_SECONDS
    pause = 0.001
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                hint = "Find the process that holds the archive's .lock and end it."
                raise StoreError("another process keeps the archive locked", hint=hint) from error
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        else:
            return


@contextmanager
def _as_store_errors(root: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError(f"{error.filename} is missing from the archive") from error
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(f"no space is left for the archive {root}") from error
        raise StoreError(f"the archive {root} cannot be used: {error.strerror}") from error
