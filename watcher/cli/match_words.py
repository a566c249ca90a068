"""A verdict of the dedup room in Chinese: its own words are English."""

from __future__ import annotations

import re

KINDS = {
    "copy": ("同一份通知", "the same notice"),
    "other edition": ("同类的另一份", "another edition"),
    "item": ("汇编中的一篇", "an item of that page"),
    "roundup": ("本页是汇编", "this page is a roundup"),
    "quotes": ("只是引用", "quotes it"),
    "apart": ("无关", "unrelated"),
}
RELATIONS = {
    "original": "原文",
    "repost": "转载",
    "excerpt": "节选",
    "script_variant": "繁体或注音版本",
    "translation": "译文",
    "forward": "转发（有新增内容）",
    "revision": "修订",
    "roundup": "汇编",
    "rewrite": "同一事件的另写稿",
    "successor": "后续版本",
    "sibling": "同系列的另一份",
    "commentary": "评论",
}
_REASONS = (
    (r"hardly a sentence in common", "几乎没有相同的句子"),
    (r"only (\S+) of either text is shared", "两文最多只有 {0} 相同"),
    (r"that is short, and either says the rest in its own words", "相同之处很短，其余各写各的"),
    (r"([\d,]+) characters of it are replaced by other text", "有 {0} 字被换成了别的内容"),
    (r"([\d,]+) characters differ here and there", "零散有 {0} 字不同"),
    (r"(\d+) figures? or dates? differs?", "有 {0} 处数字或日期不同"),
    (r"the two part ways and meet again further on", "中间各说各的，后文才又相同"),
    (r"each leaves out parts of the other", "各缺对方的一部分"),
    (r"(\d+) ordinals differ", "有 {0} 处条款序号不同"),
    (r"the two begin or end differently", "开头或结尾各不相同"),
    (r"their tables name different things", "所列名单不同"),
    (r"one of them names a later version", "其中一份写明了更晚的修订"),
    (r"(\d+) wordings of its articles differ", "条文有 {0} 处改动"),
    (r"that page is a roundup of several texts", "那一页是几篇文章的汇编"),
    (r"this page is a roundup of several texts", "本页是几篇文章的汇编"),
)
_PATTERNS = tuple((re.compile(pattern), zh) for pattern, zh in _REASONS)
_EVIDENCE = (
    (
        r"Carries ([\d,]+) characters \((\S+)\) of “(.*)” in the same order",
        "按原顺序载有“{2}”的 {0} 字（{1}）",
    ),
    (r"nothing is changed\.?", "没有改动"),
    (r"([\d,]+) characters are replaced\.?", "有 {0} 字被替换"),
    (r"([\d,]+) are put in\.?", "插入 {0} 字"),
    (r"([\d,]+) are left out\.?", "略去 {0} 字"),
    (r"the rest is cut\.?", "其余未载"),
    (r"(\d+) figure or date differs\.?", "有 {0} 处数字或日期不同"),
    (r"No stored page carries this text\.", "库中没有载有此文的页面"),
    (r"A title and a date only; nothing to compare\.", "只有标题和日期，无从比对"),
    (
        r"Same title and day or issuer as “(.*)”; one has no text\.",
        "与“{0}”标题相同，日期或发文机关也相同；其中一页没有正文",
    ),
    (
        r"Repeats (\d+) figures of “(.*)” in another language: (.*)\.",
        "用另一种语言重复了“{1}”的 {0} 个数字：{2}",
    ),
    (
        r"Repeats (\d+) terms of “(.*)” in the same order in another language\.",
        "用另一种语言按同样顺序重复了“{1}”的 {0} 个术语",
    ),
    (
        (
            r"Repeats (\d+) terms of “(.*)” in the same order in another language, "
            r"and its numbers (.*)\."
        ),
        "用另一种语言按同样顺序重复了“{1}”的 {0} 个术语，数字也相同：{2}",
    ),
    (
        r"Shares ([\d,]+) characters with “(.*)”, but (.*)\.",
        "与“{1}”有 {0} 字相同，但{2}",
    ),
    (
        r"English text about a Chinese notice; its original has not been seen\.",
        "英文文本，讲的是一份中文通知；尚未见到原文",
    ),
    (
        r"(\d+) readings stand behind characters; its original has not been seen\.",
        "有 {0} 处汉字后插有拼音；尚未见到原文",
    ),
    (
        r"A mainland notice in traditional characters; its original has not been seen\.",
        "繁体字的内地通知；尚未见到原文",
    ),
    (
        r"“(.*)” is named at its beginning; the texts share hardly a sentence\.",
        "开头写明所谈的是“{0}”；两文几乎没有相同的句子",
    ),
    (
        r"Both titles name “(.*)”; the texts share hardly a sentence\.",
        "两文标题都提到《{0}》；几乎没有相同的句子",
    ),
    (
        r"Names the campaign “(.*)”; the texts share hardly a sentence\.",
        "提到“{0}”行动；两文几乎没有相同的句子",
    ),
    (
        r"Judged anew: a page that carries several notices had been taken for a copy of it\.",
        "重新判定：曾被当作一份汇编的摘录",
    ),
)
_EVIDENCE_PATTERNS = tuple((re.compile(pattern), zh) for pattern, zh in _EVIDENCE)


def say_kind(kind: str, *, chinese: bool) -> str:
    """Return how a candidate was judged in the user's language."""
    zh, en = KINDS.get(kind, (kind, kind))
    return zh if chinese else en


def say_relation(relation: str, *, chinese: bool) -> str:
    """Return what a page is to a notice in the user's language."""
    return RELATIONS.get(relation, relation) if chinese else relation.replace("_", " ")


def say_reason(reason: str) -> str:
    """Return one reason of a verdict in Chinese; an unknown one stays as it is."""
    return _translate(reason, _PATTERNS)


def say_evidence(evidence: str) -> str:
    """Return a verdict's sentence of evidence in Chinese."""
    shared = re.fullmatch(r"(Shares .*”, but )(.*)\.", evidence)
    if shared:
        reasons = "，".join(map(say_reason, shared[2].split("; ")))
        return _translate(f"{shared[1]}{reasons}.", _EVIDENCE_PATTERNS) + "。"
    whole = _translate(evidence, _EVIDENCE_PATTERNS)
    if whole != evidence:
        return f"{whole}。"
    parts = [_translate(part, _EVIDENCE_PATTERNS) for part in evidence.split("; ")]
    return "，".join(parts) + ("" if parts[-1].endswith(("。", ".")) else "。")


def _translate(text: str, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, zh in patterns:
        found = pattern.fullmatch(text)
        if found:
            return zh.format(*found.groups())
    return text
