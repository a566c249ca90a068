"""Write damaged copies and look-alikes of any base documents, with the family each belongs to.

    make_mirrors_hard.py --base FILE.jsonl.gz:COUNT [--base ...] --queries N --seed S --out OUT

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
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]
Damage = Callable[[str, random.Random], str]

SYNONYMS = (
    "开展 举行|网络 集会|行动 举动|清朗 明朗|整治 整理|加强 增强|规范 标准|问题 成绩|管理 办理|"
    "重要 首要|推动 鞭策|落实 落真|严格 严厉|依法 遵法|信息 动静|发展 成长|提高 进步|保护 庇护|"
    "建立 成立|完善 美满|进行 停止|要求 请求|工作 事情|通过 经由过程|国家 国度|企业 公司|"
    "人员 职员|活动 勾当|采取 采用|制度 轨制|负责 卖力|建设 扶植|服务 办事|支持 撑持|情况 环境"
)
BRANDS = ("星河娱乐", "金沙体育", "天盛棋牌", "云顶彩票", "百胜电竞")
FRAMES_BEFORE = (
    "网站首页 | 机构概况 | 信息公开 | 办事大厅 | 互动交流",
    "当前位置：首页 > 要闻 > 正文",
)
FRAMES_AFTER = (
    "责任编辑：李明  审核：王芳",
    "版权声明：本网转载文章版权归原作者所有，如有侵权请联系我们删除。",
    "主办单位：某市融媒体中心 备案号：某ICP备00000000号",
)
FILTERED = ("违法", "犯罪", "色情", "赌博", "暴力", "诈骗", "政府", "中央", "领导", "国务院")
BOPOMOFO = "ㄒㄓㄔㄕㄖㄗ"


def lose_character(text: str, rng: random.Random) -> str:
    """Drop one common character everywhere."""
    common = [c for c in "平台网络工作发展国家人民信息管理安全" if text.count(c) > 1]
    return text.replace(rng.choice(common), "") if common else text


def filter_words(text: str, rng: random.Random) -> str:
    """Delete or star out words that a filter dislikes."""
    words = rng.sample(FILTERED, 4)
    with_what = rng.choice(("", "**"))
    return re.sub("|".join(words), with_what, text)


def garble_lists(text: str, rng: random.Random) -> str:
    """Decode list numbers into noise."""
    return re.sub(
        r"(?m)^(\s*)[（(]?[一二三四五六七八九十]{1,3}[）)、]",
        lambda m: m[1] + "。" + rng.choice(BOPOMOFO) + rng.choice(("唬", "弧", "?")),
        text,
    )


def splice_brand(text: str, rng: random.Random) -> str:
    """Put a brand or pieces of a headline between clauses."""
    brand = rng.choice(BRANDS)
    return re.sub(r"(?<=[，。；])", lambda _m: brand if rng.random() < 0.15 else "", text)


def splice_syllables(text: str, rng: random.Random) -> str:
    """Put the characters of the first line one by one behind clauses."""
    title = [c for c in text[:12] if c.isalnum()] or ["快"]
    return re.sub(
        r"(?<=[，。；])", lambda _m: rng.choice(title) if rng.random() < 0.2 else "", text
    )


def spin_synonyms(text: str, rng: random.Random) -> str:
    """Replace words by synonyms, campaign names included."""
    pairs = [pair.split() for pair in SYNONYMS.split("|")]
    for old, new in rng.sample(pairs, len(pairs) * 2 // 3):
        text = text.replace(old, new)
    return text


def shuffle_phrases(text: str, rng: random.Random) -> str:
    """Exchange the clauses within sentences, each clause kept."""

    def shuffled(match: re.Match[str]) -> str:
        clauses = match[0][:-1].split("，")
        if len(clauses) > 2 and rng.random() < 0.7:
            rng.shuffle(clauses)
        return "，".join(clauses) + match[0][-1]

    return re.sub(r"[^。；\n]+[。；\n]", shuffled, text)


def double_text(text: str, rng: random.Random) -> str:
    """Print the whole text, or its first third, twice."""
    return text + "\n" + text if rng.random() < 0.5 else text[: len(text) // 3] + "\n" + text


def _cp1252(byte: int) -> str:
    raw = bytes((byte,))
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def read_as_latin(text: str, _rng: random.Random) -> str:
    """Read UTF-8 as Windows-1252, as browsers do."""
    return "".join(_cp1252(byte) for byte in text.encode())


def read_as_gbk(text: str, _rng: random.Random) -> str:
    """Read UTF-8 as GB18030; some bytes do not survive."""
    return text.encode().decode("gb18030", errors="replace")


def turn_quotes(text: str, _rng: random.Random) -> str:
    """Corner quotes for curly ones."""
    return text.translate(str.maketrans("“”‘’", "「」『』"))


def break_quotes(text: str, _rng: random.Random) -> str:
    """Question marks for quotes."""
    return re.sub("[“”‘’]", "?", text)


def vary_dots(text: str, rng: random.Random) -> str:
    """Print the name's dot otherwise, or not at all."""
    return text.replace("·", rng.choice(("・", "•", "．", "")))


def corrupt_figure(text: str, rng: random.Random) -> str:
    """Print one figure wrong."""
    found = list(re.finditer(r"(?<!\d)\d{3,}(?![\d年])", text))
    if not found:
        return text
    one = rng.choice(found)
    return text[: one.start()] + one[0][:-1] + text[one.end() :]


def spell_numerals(text: str, _rng: random.Random) -> str:
    """Years in Chinese digits, the rest full-width."""
    han = str.maketrans("0123456789", "〇一二三四五六七八九")
    text = re.sub(r"(?:19|20)\d\d(?=年)", lambda m: m[0].translate(han), text)
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def keep_last(text: str, rng: random.Random) -> str:
    """Keep the last third or so."""
    return text[int(len(text) * rng.uniform(0.5, 0.7)) :]


def keep_middle(text: str, rng: random.Random) -> str:
    """Keep a middle part."""
    return text[int(len(text) * rng.uniform(0.2, 0.4)) :][: int(len(text) * 0.45)]


def forward(text: str, rng: random.Random) -> str:
    """Put a local body's own lines around the text."""
    place = rng.choice(("江城市", "海州区", "云岭县"))
    head = f"{place}各有关单位：现将上级有关文件转发给你们，请结合实际认真贯彻执行，"
    head += f"并于{rng.randint(1, 12)}月{rng.randint(1, 28)}日前将落实情况报送{place}办公室。"
    return f"{head}\n{text}\n{place}办公室  联系人：陈工"


def annotate(text: str, rng: random.Random) -> str:
    """Put readings behind some characters, in brackets of several kinds."""
    readings = {"网": "wǎng", "的": "de", "中": "zhōng", "会": "huì", "国": "guó", "发": "fā"}
    style = rng.choice(("({})", "【{}】", "（{}）"))
    chosen = rng.sample(sorted(readings), 3)
    return "".join(c + style.format(readings[c]) if c in chosen else c for c in text)


DAMAGE: tuple[Damage, ...] = (
    lose_character, filter_words, garble_lists, splice_brand, splice_syllables, spin_synonyms,
    shuffle_phrases, double_text, read_as_latin, read_as_gbk, turn_quotes, break_quotes, vary_dots,
    corrupt_figure, spell_numerals, keep_last, keep_middle, forward, annotate,
)  # fmt: skip
WHOLE_PAGE = frozenset({read_as_latin, read_as_gbk})


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


LOOKALIKES = (other_body, other_batch, quoting)


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
