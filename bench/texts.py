"""Documents to ingest: made ones in the length of news items, or a given file's."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

CHARACTERS = 700
WORDS = 8000
PHRASES = ("有关单位要认真组织实施", "现将有关事项通知如下", "据新华社报道", "会议指出", "依法依规")


def write_news(path: Path, *, news: Path | None, documents: int) -> int:
    """Write JSON lines for ``watcher ingest``; return how many."""
    rows = _read(news) if news else _make(documents)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in islice(rows, documents):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _read(path: Path) -> Iterator[dict[str, str | None]]:
    """Read a file of JSON lines, plain or gzipped, whose dates may be called ``date``."""
    opened: IO[str]
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as opened
    ):
        for line in opened:
            row = json.loads(line)
            yield {
                "id": row["id"],
                "url": row.get("url"),
                "title": row.get("title"),
                "text": row["text"],
                "published": row.get("published") or row.get("date"),
            }


def _make(documents: int) -> Iterable[dict[str, str | None]]:
    """Make texts of the length of news items: words by Zipf's law, some phrases in common."""
    chance = random.Random(20251122)
    words = ["".join(chr(chance.randint(0x4E00, 0x7FFF)) for _ in range(2)) for _ in range(WORDS)]
    weights = [1 / rank for rank in range(10, WORDS + 10)]
    for number in range(documents):
        drawn = iter(chance.choices(words, weights, k=CHARACTERS // 2))
        lines = [
            f"{chance.choice(PHRASES)}，{''.join(islice(drawn, 20))}，"
            f"{''.join(islice(drawn, 20))}{chance.randint(2, 9600)}件。"
            for _ in range(CHARACTERS // 80)
        ]
        yield {
            "id": f"made-{number}",
            "url": None,
            "title": f"关于{''.join(chance.choices(words, k=6))}的通知",
            "text": "\n".join(lines),
            "published": f"2025-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}",
        }
