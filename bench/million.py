"""``python -m bench.million``: the index of copies at 10 k, 100 k and 1,000,000 documents.

Fills one store through the program's index and measures it at every power of ten: bytes a document,
and in a process of its own the time to open, to judge and the memory that takes. It may be stopped
at any time and goes on where it was; the store is removed when the last figure is printed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path

from bench import shelf
from bench.judging import judge_all
from bench.made_notices import Maker
from bench.memory import measure_peak
from bench.trees import count_bytes
from watcher.store.database import Store

CHARACTERS = 700
LEAST = 10_000
QUERIES = 200
"""Queries of each kind."""
MEGA = 1_000_000
MOST_BYTES = 2500
MOST_MEGABYTES = 300
MOST_SECONDS = 0.025


def main() -> None:
    """Fill and measure, or (with ``--judge``) judge against what is there."""
    parser = argparse.ArgumentParser(prog="python -m bench.million", description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path("build/million"))
    parser.add_argument("--keep", action="store_true", help="leave the store where it is")
    parser.add_argument("--judge", action="store_true", help="print figures of judging as JSON")
    wanted = parser.parse_args()
    if wanted.judge:
        print(json.dumps(judge(wanted.folder)))
        return
    wanted.folder.mkdir(parents=True, exist_ok=True)
    steps = [*takewhile(lambda n: n < wanted.documents, (LEAST * 10**n for n in range(9)))]
    for documents in [*steps, wanted.documents]:
        _grow(wanted.folder, documents)
    if not wanted.keep:
        shutil.rmtree(wanted.folder)


def _url(folder: Path) -> str:
    return f"sqlite:///{folder.resolve() / 'watcher.db'}"


def _grow(folder: Path, documents: int) -> None:
    """Fill up to a number of documents and print its figures, unless that was done before."""
    kept = folder / f"{documents}.txt"
    if not kept.exists():
        fill(folder, documents)
        kept.write_text(_describe(folder, documents), encoding="utf-8")
    print(kept.read_text(encoding="utf-8"), flush=True)


def fill(folder: Path, documents: int) -> None:
    """Store documents up to a number, saying how fast it goes."""
    store = Store.open(_url(folder))
    first, began, cpu = shelf.count_pages(store), time.perf_counter(), time.process_time()
    for done in shelf.fill(store, Maker(CHARACTERS), documents):
        seconds, spent = time.perf_counter() - began, time.process_time() - cpu
        rate = (done - first) / seconds
        print(
            f"  {done:>9,} stored, {rate:,.0f} a second ({(done - first) / spent:,.0f} a second of"
            f" processor time), {(documents - done) / rate / 60:,.0f} min to {documents:,}",
            flush=True,
        )
    store.close()


def judge(folder: Path) -> dict[str, float]:
    """Open the store and judge copies, unseen documents and next year's, in this process alone."""
    began = time.perf_counter()
    store = Store.open(_url(folder))
    found = {"open": time.perf_counter() - began}
    sums = judge_all(store, Maker(CHARACTERS), QUERIES)
    store.close()
    found |= {f"right: {kind}": statistics.fmean(each) for kind, each in sums.right.items()}
    for name, seconds in (("", sums.seconds), ("cpu ", sums.cpu_seconds)):
        found[f"{name}p50"] = statistics.median(seconds)
        found[f"{name}p95"] = statistics.quantiles(seconds, n=20)[-1]
    return found | {"peak": measure_peak()}


def _describe(folder: Path, documents: int) -> str:
    """Measure a store of so many documents and put the figures on lines."""
    file = folder / "watcher.db"
    lists, keys = count_bytes(file, "posting"), count_bytes(file, "page_key")
    command = [sys.executable, "-m", "bench.million", "--judge", "--folder", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout)
    index = (lists + keys) / documents
    rights = ", ".join(
        f"{key[7:]} {share:.1%}" for key, share in found.items() if key.startswith("right: ")
    )
    size = file.stat().st_size / MEGA
    clock, cpu = (
        [1000 * found[f"{kind}{each}"] for each in ("p50", "p95")] for kind in ("", "cpu ")
    )
    return f"""\
{documents:,} documents of {CHARACTERS} characters, {size:,.0f} MB with their texts
  index: {index:,.0f} bytes a document {_mark(index, MOST_BYTES)}
    shingles {lists / documents:,.0f}, keys {keys / documents:,.0f}
  opened in {found["open"]:.2f} s, nothing is rebuilt
  judged in {clock[0]:.1f} ms, p95 {clock[1]:.1f} ms {_mark(found["p95"], MOST_SECONDS)}
    processor time {cpu[0]:.1f} ms, p95 {cpu[1]:.1f} ms
  judged right: {rights}
  memory of the judging process: {found["peak"]:,.0f} MB {_mark(found["peak"], MOST_MEGABYTES)}"""


def _mark(value: float, most: float) -> str:
    return "good" if value <= most else "MISSED"


if __name__ == "__main__":
    main()
