"""How long two versions of a notice take to compare."""

from __future__ import annotations

import random
import time

from watcher.diff import compare

CLAUSE = "平台应当在{days}日内对第{number}类信息开展自查，处置账号{count}个，并报送网信部门。"
ROUNDS = 5


def measure(size_bytes: int) -> float:
    """Return the processor seconds for two notices of so many bytes; the best of a few rounds.

    One clause in ten is edited, one in thirty is gone and one in thirty is new.
    """
    old, new = _make(size_bytes)
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        compare(old, new)
        best = min(best, time.process_time() - began)
    return best


def _make(size_bytes: int) -> tuple[str, str]:
    drawn = random.Random(7)
    old: list[str] = []
    new: list[str] = []
    size = 0
    while size < size_bytes:
        number, days = len(old), drawn.randint(5, 90)
        count = drawn.randint(10, 9999)
        clause = CLAUSE.format(number=number, days=days, count=count)
        size += len(clause.encode())
        old.append(clause)
        chance = drawn.random()
        if chance < 0.1:
            clause = CLAUSE.format(number=number, days=days + 5, count=count)
        if not 0.1 <= chance < 0.133:
            new.append(clause)
        if chance > 0.967:
            new.append(f"第{number}类信息由各地自行确定。")
    return "\n".join(old), "\n".join(new)
