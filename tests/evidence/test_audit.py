from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from evidence_pages import make_page

from watcher.evidence import Archive, member
from watcher.model.page import EvidenceRef

COUNT = 14
TURNS = 300


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[EvidenceRef]]:
    root = tmp_path_factory.mktemp("archive")
    archive = Archive(root)
    return root, [archive.keep(make_page(number)) for number in range(COUNT)]


def test_a_clean_archive_raises_no_alarm(kept: tuple[Path, list[EvidenceRef]]) -> None:
    root, refs = kept
    assert list(Archive(root).verify()) == []
    assert list(Archive(root).verify(refs)) == []


def test_every_flipped_bit_is_found_and_named(kept: tuple[Path, list[EvidenceRef]]) -> None:
    root, refs = kept
    chance = random.Random(1)
    archive = Archive(root)
    for _ in range(TURNS):
        ref = chance.choice(refs)
        path = root / ref.file
        clean = path.read_bytes()
        content = bytearray(clean)
        content[ref.offset + chance.randrange(ref.length)] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        faults = list(archive.verify())
        assert (ref.file, ref.offset) in {(fault.file, fault.offset) for fault in faults}
        assert [fault.offset for fault in archive.verify([ref])] == [ref.offset]
        path.write_bytes(clean)


def test_every_bit_of_one_member_counts() -> None:
    packed = member.pack("通知正文".encode() * 20)
    assert member.unpack(packed) == "通知正文".encode() * 20
    for at in range(len(packed) * 8):
        flipped = bytearray(packed)
        flipped[at // 8] ^= 1 << at % 8
        with pytest.raises(member.Damaged):
            member.unpack(bytes(flipped))


@pytest.mark.parametrize("how", ["delete", "truncate", "swap", "repeat", "drop file", "foreign"])
def test_moved_and_missing_records_are_found_and_named(
    kept: tuple[Path, list[EvidenceRef]], tmp_path: Path, how: str
) -> None:
    clean, refs = kept
    chance = random.Random(how)
    for turn in range(30):
        root = tmp_path / str(turn)
        shutil.copytree(clean, root)
        ref, other = chance.sample(refs, 2)
        sequence = refs.index(ref) + 1
        damage(root, how, ref, other, chance)
        faults = list(Archive(root).verify())
        assert faults, (how, ref, other)
        if how in {"delete", "drop file"}:
            gaps = [fault for fault in faults if fault.kind == "missing"]
            assert any((fault.sequence or 0) <= sequence for fault in gaps)
            assert list(Archive(root).verify([ref]))
        shutil.rmtree(root)


def damage(
    root: Path, how: str, ref: EvidenceRef, other: EvidenceRef, chance: random.Random
) -> None:
    path = root / ref.file
    content = path.read_bytes()
    piece = content[ref.offset : ref.offset + ref.length]
    rest = content[: ref.offset] + content[ref.offset + ref.length :]
    match how:
        case "delete":
            path.write_bytes(rest)
        case "truncate":
            os.truncate(path, chance.randrange(len(content)))
        case "swap":
            path.write_bytes(rest)
            target = root / other.file
            target.write_bytes(target.read_bytes() + piece if target != path else piece + rest)
            if target == path and piece + rest == content:
                path.write_bytes(rest + piece)
        case "repeat":
            path.write_bytes(content[: ref.offset + ref.length] + piece + content[ref.offset :])
        case "drop file":
            path.unlink()
        case "foreign":
            twin = Archive(root / "twin")
            made = twin.keep(make_page(999))
            forged = (root / "twin" / made.file).read_bytes()
            path.write_bytes(content[: ref.offset] + forged + content[ref.offset + ref.length :])


def test_records_cut_off_together_with_the_head_need_the_references(
    kept: tuple[Path, list[EvidenceRef]], tmp_path: Path
) -> None:
    clean, refs = kept
    shutil.copytree(clean, tmp_path / "a")
    short = Archive(tmp_path / "b")
    for number in range(COUNT - 2):
        short.keep(make_page(number))
    assert list(short.verify()) == []
    faults = list(short.verify(refs))
    assert [(fault.kind, fault.offset) for fault in faults] == [
        ("missing" if not (tmp_path / "b" / ref.file).exists() else "altered", ref.offset)
        for ref in refs[-2:]
    ]


def test_verifying_while_somebody_writes_raises_no_alarm(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(5):
        archive.keep(make_page(number))
    faults = archive.verify()
    for number in range(5, 10):
        archive.keep(make_page(number))
    assert list(faults) == []
