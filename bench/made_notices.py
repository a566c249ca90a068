"""Made notices with known copies: deterministic by number, so that a run can go on where it ended.

Words follow Zipf's law and stock phrases recur, as they do in official prose; numbers and dates
stand in most sentences.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import accumulate

from watcher.model.document import Document

WORDS = 20_000
SENTENCE = 12
"""Words a sentence."""
CHARACTERS = 35
"""Characters a sentence, about."""
PHRASES = (
    "各地区各部门要高度重视",
    "现将有关事项通知如下",
    "要切实加强组织领导",
    "依法依规严肃处理",
    "维护广大人民群众合法权益",
    "取得了积极成效",
    "明确责任分工",
    "建立健全长效机制",
)
FRAME = "首页 新闻 政务 服务\n当前位置：首页 > 要闻\n来源：某某网 责任编辑：某某 浏览次数：{seen}"
TAIL = "相关链接\n上一篇：没有了\n版权声明：转载请注明来源，如有侵权请联系我们删除。"
YEAR = 2024
_COUNT = re.compile(r"\d+件")


class Maker:
    """Makes documents of about ``characters`` characters; document n is the same in every run."""

    def __init__(self, characters: int) -> None:
        self._sentences = max(1, round(characters / CHARACTERS))

    @cached_property
    def _words(self) -> list[str]:
        chance = random.Random(YEAR)
        lengths = chance.choices((1, 2, 3, 4), (1, 6, 2, 1), k=WORDS)
        characters = _common_characters()
        return ["".join(chance.choices(characters, k=length)) for length in lengths]

    @cached_property
    def _weights(self) -> list[float]:
        return list(accumulate(1 / rank for rank in range(8, WORDS + 8)))

    def document(self, number: int) -> Document:
        """Return notice ``number``."""
        chance = random.Random(number)
        drawn = chance.choices(
            self._words, cum_weights=self._weights, k=SENTENCE * self._sentences + 4
        )
        lines = []
        for index in range(self._sentences):
            words = drawn[index * SENTENCE : (index + 1) * SENTENCE]
            if index % 3 == 0:
                words[4] = chance.choice(PHRASES)
            if index % 4 == 1:
                words[8] = f"{chance.randint(2, 9600)}件"
            lines.append(f"{''.join(words[:6])}，{''.join(words[6:])}。")
        day = date(YEAR, chance.randint(1, 12), chance.randint(1, 28))
        lines.append(f"{day.year}年{day.month}月{day.day}日")
        return Document(
            title=f"关于{''.join(drawn[-4:])}有关工作的通知{number}",
            body="\n".join(lines),
            published_on=day,
        )

    def copy(self, number: int) -> Document:
        """Return notice ``number`` as a mirror prints it: in a frame, cut, with marks in it."""
        chance = random.Random(-number - 1)
        document = self.document(number)
        lines = document.body.split("\n")
        if chance.random() < 0.4:
            lines = lines[: max(6, len(lines) * 2 // 3)]
        marked = [f"{line[:5]}\u200b{line[5:]}".replace("，", ",") for line in lines]
        body = "\n".join([FRAME.format(seen=chance.randint(1, 9999)), *marked, TAIL])
        return replace(document, title=f"今日快讯：{document.title}", body=body)

    def next_year(self, number: int) -> Document:
        """Return what the issuer of notice ``number`` writes a year later: other figures."""
        document = self.document(number)
        chance = random.Random(number)
        body = _COUNT.sub(lambda _: f"{chance.randint(2, 9600)}件", document.body)
        day = document.published_on
        return replace(
            document,
            body=body.replace(f"{YEAR}年", f"{YEAR + 1}年"),
            published_on=day and day.replace(year=YEAR + 1),
        )


def _common_characters() -> list[str]:
    """Return the 3,755 commonest simplified characters: the first level of GB 2312."""
    rows = (bytes((row, place)) for row in range(0xB0, 0xD8) for place in range(0xA1, 0xFF))
    return [char for row in rows if (char := row.decode("gb2312", "ignore"))]
