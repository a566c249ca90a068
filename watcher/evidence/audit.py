"""Proving the archive: every record as written, none missing, all in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import StoreError
from watcher.evidence import files, record
from watcher.evidence.head import NAME, Head
from watcher.evidence.member import Damaged
from watcher.evidence.record import START_OF_CHAIN, Kept
from watcher.model.page import EvidenceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is not as it was written.

    ``kind`` is "altered", "missing", "reordered", "unlinked" or "head". ``file`` and ``offset``
    say where; ``sequence`` and ``url`` name the record where they are known. ``message`` is a
    sentence.
    """

    kind: str
    message: str
    file: str = ""
    offset: int | None = None
    sequence: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    previous: str
    chain: str
    file: str
    offset: int


def check_refs(root: Path, refs: Iterable[EvidenceRef]) -> Iterator[Fault]:
    """Yield a fault for each reference whose record is missing or not what it was."""
    for ref in refs:
        try:
            packed = files.read_member(files.locate(root, ref.file), ref.offset, ref.length)
            kept = record.parse(packed)
        except FileNotFoundError:
            yield _tell("missing", f"{ref.file} is missing", ref.file, ref.offset)
        except (OSError, Damaged, StoreError) as error:
            message = f"the record at byte {ref.offset} of {ref.file} cannot be trusted: {error}"
            yield _tell("altered", message, ref.file, ref.offset)
        else:
            if (kept.page.sha256, kept.chain) != (ref.sha256, ref.chain):
                message = f"another record stands at byte {ref.offset} of {ref.file}"
                yield _tell("altered", message, ref.file, ref.offset, kept)


def check_all(root: Path, head: Head | None, sizes: Mapping[str, int]) -> Iterator[Fault]:
    """Yield every fault of the files, read up to ``sizes``, against each other and ``head``."""
    places: dict[int, _Place] = {}
    last = 0
    for name, size in sizes.items():
        for offset, _, kept in _read_file(root, name, size):
            if isinstance(kept, Damaged):
                message = f"the record at byte {offset} of {name} was altered: {kept}"
                yield _tell("altered", message, name, offset)
                continue
            if kept.sequence <= last:
                message = f"record {kept.sequence} stands behind record {last}"
                yield _tell("reordered", message, name, offset, kept)
            last = max(last, kept.sequence)
            places.setdefault(kept.sequence, _Place(kept.previous, kept.chain, name, offset))
    yield from _check_links(places)
    yield from _check_end(places, head, sizes)


def _read_file(root: Path, name: str, size: int) -> Iterator[tuple[int, int, Kept | Damaged]]:
    for offset, length, kept in files.walk(files.locate(root, name)):
        if offset >= size:  # kept while we read
            return
        yield offset, length, kept


def _check_links(places: Mapping[int, _Place]) -> Iterator[Fault]:
    before = 0
    for sequence in sorted(places):
        place = places[sequence]
        if sequence > before + 1:
            yield _tell_gap(before + 1, sequence - 1, place)
        elif place.previous != (places[before].chain if before else START_OF_CHAIN):
            message = f"record {sequence} does not continue record {before}"
            yield Fault(
                kind="unlinked",
                message=message,
                file=place.file,
                offset=place.offset,
                sequence=sequence,
            )
        before = sequence


def _check_end(
    places: Mapping[int, _Place], head: Head | None, sizes: Mapping[str, int]
) -> Iterator[Fault]:
    last = max(places, default=0)
    if head is None:
        if sizes:
            yield Fault(kind="head", message=f"{NAME} is missing or damaged", file=NAME)
    elif head.sequence > last:
        message = f"records {last + 1} to {head.sequence}, the newest, are missing"
        yield Fault(kind="missing", message=message, file=head.file, sequence=last + 1)
    elif head.sequence in places and places[head.sequence].chain != head.chain:
        message = f"record {head.sequence} is not the one that was acknowledged"
        yield Fault(kind="unlinked", message=message, file=head.file, sequence=head.sequence)


def _tell_gap(first: int, final: int, behind: _Place) -> Fault:
    which = f"record {first} is" if first == final else f"records {first} to {final} are"
    message = f"{which} missing before byte {behind.offset} of {behind.file}"
    return Fault(kind="missing", message=message, file=behind.file, sequence=first)


def _tell(kind: str, message: str, file: str, offset: int, kept: Kept | None = None) -> Fault:
    return Fault(
        kind=kind,
        message=message,
        file=file,
        offset=offset,
        sequence=kept.sequence if kept else None,
        url=kept.page.url if kept else "",
    )
