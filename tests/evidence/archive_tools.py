"""Writers in processes of their own, and damage."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from watcher.model.page import EvidenceRef

ROOT = Path(__file__).parent.parent.parent


def list_tree(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


WRITE = """
import sys
sys.path[:0] = {path!r}
import dataclasses, json
from pathlib import Path
from evidence_pages import make_page
from watcher.evidence import Archive
archive, name = Archive(Path(sys.argv[1])), sys.argv[2]
for number in range(int(sys.argv[3])):
    page = make_page(number, url=f"http://{{name}}.test/{{number}}", content=name.encode() * 3000)
    print(json.dumps(dataclasses.asdict(archive.keep(page))), flush=True)
"""


def start_writer(root: Path, name: str, count: int) -> subprocess.Popen[str]:
    path = [str(ROOT), str(Path(__file__).parent)]
    script = WRITE.format(path=path)
    return subprocess.Popen(
        [sys.executable, "-c", script, str(root), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def read_refs(text: str) -> list[EvidenceRef]:
    return [EvidenceRef(**json.loads(line)) for line in text.splitlines() if line.endswith("}")]


def flip(path: Path, at: int, bit: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)
