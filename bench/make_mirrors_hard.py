r"""Write damaged copies and look-alikes of any base documents, with the family each belongs to.

    python -m bench.make_mirrors_hard --base FILE.jsonl.gz:COUNT [--base ...] \
        --queries N --seed S --out OUT

A base file has one JSON object a line with id, title and text. The output is read by scorers of
the form "which notice is this page a copy of": rows with role "index" (id, family, title, text) are
what a store holds, rows with role "query" (id, kind, accept, base, ops, title, text) arrive. A
query of kind "copy" may join any index row in ``accept``; every other kind must join none. The same
seed and inputs give the same output. Needs only the standard library.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from pathlib import Path

from bench.mirror_damage import DAMAGE, WHOLE_PAGE

Row = dict[str, str]
FRAMES_BEFORE = (
    "网站首页 | 机构概况 | 信息公开 | 办事大厅 | 互动交流",
    "当前位置：首页 > 要闻 > 正文",
)
FRAMES_AFTER = (
    "责任编辑：李明  审核：王芳",
    "版权声明：本网转载文章版权归原作者所有，如有侵权请联系我们删除。",
    "主办单位：某市融媒体中心 备案号：某ICP备00000000号",
)


LEAST_FIGURES = 4


def other_body(base: Row, other: Row, _rng: random.Random) -> Row:
    """A real title over another body."""
    return {"title": base["title"], "text": other["text"]}


def other_batch(base: Row, other: Row, rng: random.Random) -> Row:
    """The same opening and close around other cases and figures."""
    lines = [line for line in base["text"].split("\n") if line.strip()]
    theirs = [line for line in other["text"].split("\n") if line.strip()]
    if len(lines) < 4 or len(theirs) < 2:
        return other_body(base, other, rng)
    kept = max(1, len(lines) // 4)
    return {"title": base["title"], "text": "\n".join(lines[:kept] + theirs + lines[-kept:])}


def quoting(base: Row, other: Row, rng: random.Random) -> Row:
    """A commentary of its own that quotes a sentence here and there."""
    quotes = [s for s in re.split(r"(?<=。)", base["text"]) if 20 < len(s) < 90]
    own = [s for s in re.split(r"(?<=。)", other["text"]) if s.strip()]
    for quote in rng.sample(quotes, min(2, len(quotes))):
        own.insert(rng.randrange(len(own) + 1), quote)
    return {"title": "评论：" + base["title"], "text": "".join(own)}


def other_month(base: Row, _other: Row, rng: random.Random) -> Row:
    """The next bulletin of a series: the same sentences, every figure another one."""

    def changed(match: re.Match[str]) -> str:
        return str(int(match[0]) + rng.randint(1, 9)) if len(match[0]) < 9 else match[0]

    if len(re.findall(r"\d[\d.]*(?:%|[万亿余多个家件人名元])", base["text"])) < LEAST_FIGURES:
        return other_body(base, _other, rng)  # hardly a figure: the text would be a copy
    return {"title": base["title"], "text": re.sub(r"\d+", changed, base["text"])}


LOOKALIKES = (other_body, other_batch, quoting, other_month)


def framed(title: str, body: str, titles: list[str], rng: random.Random) -> str:
    """Put a site's frame and a list of other headlines around a body."""
    before = rng.sample(FRAMES_BEFORE, rng.randint(0, 2))
    after = rng.sample(FRAMES_AFTER, rng.randint(1, 3))
    size = int(len(body) * rng.choice((0, 0, 0.3, 1, 2.5)))
    related: list[str] = []
    while sum(map(len, related)) < min(size, 6000):
        related.append(
            f"· {rng.choice(titles)} 2025-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        )
    return "\n".join([*before, title, body, *after, *related])


def read(path: str, count: int, rng: random.Random) -> list[Row]:
    """Read base documents of 200 to 20,000 characters, in random order."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [r for r in rows if r.get("title") and 200 <= len(r["text"]) <= 20_000]
    rng.shuffle(rows)
    return rows[:count]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", action="append", required=True, metavar="FILE:COUNT")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    rows: list[Row] = []
    for base in options.base:
        path, _, count = base.rpartition(":")
        rows += read(path, int(count), rng)
    rng.shuffle(rows)
    index, fresh = rows[: len(rows) * 3 // 4], rows[len(rows) * 3 // 4 :]
    titles = [row["title"] for row in fresh]
    with gzip.open(options.out, "wt", encoding="utf-8") as out:
        for row in index:
            out.write(
                _line(
                    role="index",
                    id=row["id"],
                    family=row["id"],
                    title=row["title"],
                    text=row["text"],
                )
            )
        for number in range(options.queries):
            base, other = rng.choice(index), rng.choice(fresh)
            if number % 5 == 4:
                make = LOOKALIKES[number // 5 % len(LOOKALIKES)]
                page, kind, ops, accept = make(base, other, rng), make.__name__, [], []
                page["text"] = framed(page["title"], page["text"], titles, rng)
            else:
                first = DAMAGE[number % len(DAMAGE)]
                chosen = [first, *rng.sample(DAMAGE, rng.choice((0, 0, 1)))]
                chosen = list(dict.fromkeys(chosen))
                chosen.sort(key=lambda damage: damage in WHOLE_PAGE)
                body, whole = base["text"], []
                for damage in chosen:
                    if damage in WHOLE_PAGE:
                        whole = [damage]
                    else:
                        body = damage(body, rng)
                text = framed(base["title"], body, titles, rng)
                for damage in whole:
                    text = damage(text, rng)
                page = {"title": base["title"], "text": text}
                kind, accept = "copy", [base["id"]]
                ops = [d.__name__ for d in chosen if d not in WHOLE_PAGE or d in whole]
            out.write(
                _line(role="query", kind=kind, id=f"h{number:05d}", accept=accept,
                      base=base["id"], ops=ops, title=page["title"], text=page["text"])
            )  # fmt: skip


def _line(**row: object) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
