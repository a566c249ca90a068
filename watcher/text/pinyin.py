"""Injected pinyin: what scraper sites put behind Chinese characters to look original.

Seen: ``網(wǎng)絡``, ``环【huan】境``, ``(比)【bi】``, and a tone-marked syllable with no
bracket. Rules are narrow: only behind a Han character, only what divides into syllables of
Mandarin, and without a tone mark only one syllable of two letters or more in brackets (so "(a)" of
a list stays).
"""

from __future__ import annotations

import re
from functools import lru_cache

_HAN = "㐀-䶿一-鿿豈-﫿〇\U00020000-\U000323af"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_SYLLABLES = """
a ai an ang ao e ei en eng er o ou yi ya yao ye you yan yin yang ying yong yo wu wa wo wai wei wan
wen wang weng yu yue yuan yun
ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu
pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu
fa fan fang fei fen feng fo fou fu
da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo
ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo
na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nü nüe
la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu long lou lu luan lun luo lü
lüe lo
ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo
ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo
ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo
ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun
qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun
zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun
zhuo cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun
chuo sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun
shuo ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo
za zai zan zang zao ze zei zen zeng zi zong zou zu zuan zui zun zuo
ca cai can cang cao ce cen ceng ci cong cou cu cuan cui cun cuo
sa sai san sang sao se sen seng si song sou su suan sui sun suo
n ng m
"""
_PLAIN = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ", "aaaaeeeeiiiioooouuuuüüüünnnm")
_KNOWN = frozenset(_SYLLABLES.split())
_WORD = re.compile("(?:" + "|".join(sorted(_KNOWN, key=len, reverse=True)) + ")+")
_LETTERS = f"A-Za-zÜü{_TONED}{_TONED.upper()}"
_OPEN, _CLOSE = r"(\[{<【〔〈「『", r")\]}>】〕〉」』"
_BRACKETED = re.compile(
    rf"[{_OPEN}](?<=[{_HAN}][{_OPEN}])\s?"
    rf"(?P<body>[{_LETTERS}][{_LETTERS}' ·,]{{0,30}}[1-5]?)\s?[{_CLOSE}]"
    rf"|\((?P<char>[{_HAN}])\)[\[【〔](?P<behind>[{_LETTERS}]{{1,7}}[1-5]?)[\]】〕]"
)
_BARE = re.compile(rf"[a-zü{_TONED}](?<=[{_HAN}].)[a-zü{_TONED}]{{0,11}}")
_HAS_TONE = re.compile(f"[{_TONED}{_TONED.upper()}]")
_HAS_BRACKET = re.compile(rf"[{_OPEN}]\s?[{_LETTERS}]")


def find_pinyin(text: str) -> list[tuple[int, int, str]]:
    """Give what to replace to take injected pinyin out: (start, end, replacement), in order.

    The text must be in NFKC. Taking it out can bring a further bracket next to its character, so
    callers repeat until nothing is found.
    """
    toned = _HAS_TONE.search(text) is not None
    if not toned and not _HAS_BRACKET.search(text):
        return []
    edits = []
    for match in _BRACKETED.finditer(text):
        char = match["char"]
        if char is not None:
            if is_pinyin(match["behind"]):
                edits.append((match.start(), match.end(), char))
        elif is_pinyin(match["body"]):
            edits.append((match.start(), match.end(), ""))
    if edits or not toned:
        return edits
    return [
        (match.start(), match.end(), "")
        for match in _BARE.finditer(text)
        if _HAS_TONE.search(match[0]) and is_pinyin(match[0])
    ]


@lru_cache(maxsize=4096)
def is_pinyin(text: str) -> bool:
    """Whether text reads as pinyin: syllables with a tone mark, or one long syllable without."""
    lowered = text.lower().rstrip("12345")
    if not lowered:
        return False
    if _HAS_TONE.search(lowered):
        words = re.split("[' ·,]+", lowered.translate(_PLAIN).strip("' ·,"))
        return all(_WORD.fullmatch(word) for word in words)
    return len(lowered) > 1 and lowered in _KNOWN and text.islower()  # (AI) is no pinyin
