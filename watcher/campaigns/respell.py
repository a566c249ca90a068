"""Spellings that reposts change: typing errors of the series word, and Taiwan's words for things.

Traditional mirrors are often made with a converter that also swaps vocabulary (网络 → 網路, 优化 →
最佳化), so that folding the script alone does not bring a name back.
"""

from __future__ import annotations

import re

# 晴朗 and 清郎 are typing errors seen on reposts of 2022-2025; all keep their length.
TYPOS = (("晴朗", "清朗"), ("清郎", "清朗"), ("淸朗", "清朗"), ("青朗", "清朗"))
MARK_OF_REGION = re.compile(
    "网路|程式|最佳化|演算法|人工智慧|使用者|短影片|释出|资讯(?:(?<=类资讯)|"
    "(?<=内容资讯|违法资讯|不实资讯|名称资讯|个人资讯|虚假资讯|不良资讯))"
)
"""Every branch begins with a character of its own, so that a search is fast."""
REGIONAL = {
    "网际网路": "互联网",
    "行动应用程式": "移动应用程序",
    "网路": "网络",
    "资讯": "信息",
    "程式": "程序",
    "短影片": "短视频",
    "影片": "视频",
    "最佳化": "优化",
    "演算法": "算法",
    "人工智慧": "人工智能",
    "使用者": "用户",
    "释出": "发布",
    "帐号": "账号",
    "讯息": "消息",
    "弹出视窗": "弹窗",
    "连结": "链接",
    "外部连结": "外链",
}
REGIONAL_WORDS = re.compile("|".join(sorted(REGIONAL, key=len, reverse=True)))
Anchors = tuple[tuple[int, int], ...]


def mend_typos(text: str) -> str:
    """Write the series word right; the length stays."""
    for wrong, right in TYPOS:
        text = text.replace(wrong, right)
    return text


def to_mainland(text: str) -> tuple[str, Anchors]:
    """Swap regional words where a text shows that it uses them.

    Returns the text and pairs (position in it, position in the given text) from which on the two
    run in step.
    """
    if MARK_OF_REGION.search(text) is None:
        return text, ((0, 0),)
    pieces: list[str] = []
    anchors = [(0, 0)]
    last = length = 0
    for found in REGIONAL_WORDS.finditer(text):
        new = REGIONAL[found.group()]
        pieces += (text[last : found.start()], new)
        length += found.start() - last + len(new)
        last = found.end()
        anchors.append((length, last))
    pieces.append(text[last:])
    return "".join(pieces), tuple(anchors)
