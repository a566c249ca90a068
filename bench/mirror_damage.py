"""What copying sites do to a text, one function a kind; all take a text and a source of chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[str, random.Random], str]

SYNONYMS = (
    "开展 举行|网络 集会|行动 举动|清朗 明朗|整治 整理|加强 增强|规范 标准|问题 成绩|管理 办理|"
    "重要 首要|推动 鞭策|落实 落真|严格 严厉|依法 遵法|信息 动静|发展 成长|提高 进步|保护 庇护|"
    "建立 成立|完善 美满|进行 停止|要求 请求|工作 事情|通过 经由过程|国家 国度|企业 公司|"
    "人员 职员|活动 勾当|采取 采用|制度 轨制|负责 卖力|建设 扶植|服务 办事|支持 撑持|情况 环境"
)
BRANDS = ("星河娱乐", "金沙体育", "天盛棋牌", "云顶彩票", "百胜电竞")
FILTERED = ("违法", "犯罪", "色情", "赌博", "暴力", "诈骗", "政府", "中央", "领导", "国务院")
BOPOMOFO = "ㄒㄓㄔㄕㄖㄗ"
READINGS = ("wǎng", "de", "zhōng", "huì", "guó", "fā", "chǎn", "yè", "xíng", "dòng")


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


def print_lead_twice(text: str, _rng: random.Random) -> str:
    """Print the page's description before the body, as meta tags come out."""
    return f"{text[:110]}...\n{text}"


def print_script(text: str, rng: random.Random) -> str:
    """Print a player's script before the body."""
    name = f"opt{rng.randint(1, 99)}"
    script = f'window.__{name}__ = window.__{name}__ || function (o) {{ if (!o) return; o.w = "1"; '
    return f'{script}return o; }}; var {name} = {{"id":"v{rng.randint(1, 9)}"}};\n{text}'


def list_keywords(text: str, rng: random.Random) -> str:
    """Put a hijacked site's keyword lines before the body."""
    words = [rng.choice(BRANDS) + rng.choice(("官网", "下载", "入口", "登录")) for _ in range(12)]
    return f"{','.join(words[:6])}\n{'_'.join(words[6:])}\n{text}"


def annotate_densely(text: str, rng: random.Random) -> str:
    """Put a toned reading behind a character of nearly every clause."""
    return re.sub(
        r"([\u4e00-\u9fff])(?=[，。；、])",
        lambda m: f"{m[1]}({rng.choice(READINGS)})" if rng.random() < 0.8 else m[1],
        text,
    )


def misname(text: str, _rng: random.Random) -> str:
    """Print the campaign's name with its usual typo and the body under its other name."""
    return text.replace("清朗", "晴朗").replace("中央网信办", "国家网信办")


DAMAGE: tuple[Damage, ...] = (
    lose_character, filter_words, garble_lists, splice_brand, splice_syllables, spin_synonyms,
    shuffle_phrases, double_text, read_as_latin, read_as_gbk, turn_quotes, break_quotes, vary_dots,
    corrupt_figure, spell_numerals, keep_last, keep_middle, forward, annotate,
    print_lead_twice, print_script, list_keywords, annotate_densely, misname,
)  # fmt: skip
WHOLE_PAGE = frozenset({read_as_latin, read_as_gbk})
