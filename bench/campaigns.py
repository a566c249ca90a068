"""Classification, facts and a watch-list of 10,000 names: notices a second on one core.

In this process, since the command line adds a start and a database. Counted is processor time,
which another program on the same core disturbs least.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta

from bench.figures import Figure
from watcher.campaigns import Catalogue, classify, read_facts
from watcher.campaigns.watchlist import WatchList
from watcher.config import load_catalogue
from watcher.model.document import Document
from watcher.model.watch import WatchEntry

NOTICES = 300
NAMES = 10_000
SYLLABLES = "云海星辰瑞德华泰安宁博雅智信远航嘉和盛达鼎新锦程天成万象众联优创恒通金石"
TRADES = ("科技有限公司", "网络科技有限公司", "文化传媒有限公司", "信息技术股份有限公司")
CITIES = ("深圳市", "北京", "上海", "杭州市", "广州市", "成都", "武汉市")
MATTERS = ("网络占卜", "虚假种草", "低俗直播", "仿冒账号", "恶意营销", "不实信息", "诱导打赏")


def make_names(count: int = NAMES) -> tuple[WatchEntry, ...]:
    """Make that many different company names."""
    chance = random.Random(7)
    names: dict[str, None] = {}
    while len(names) < count:
        word = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 4))))
        names[f"{chance.choice(CITIES)}{word}{chance.choice(TRADES)}"] = None
    return tuple(WatchEntry(id=name, name=name) for name in names)


def make_notices(count: int, names: tuple[WatchEntry, ...]) -> Iterator[Document]:
    """Make notices of about 2,000 characters: half of a known campaign, each naming one company."""
    chance = random.Random(11)
    known = [each for each in load_catalogue() if each.year >= 2023 and not each.is_plan]
    for number in range(count):
        campaign = chance.choice(known)
        name = campaign.core if number % 2 else f"整治{chance.choice(MATTERS)}乱象"
        day = (campaign.announced_on or date(2025, 3, 1)) + timedelta(days=number % 20)
        items = [
            f"{at}.{chance.choice(MATTERS)}问题。抖音账号“{_word(chance)}”、快手账号“{_word(chance)}”"
            f"等，以{chance.choice(MATTERS)}为名吸粉引流，诱导下单。平台应当于{at}月{at}日前完成自查，"
            f"清理违规信息{chance.randint(100, 9000)}余条，处置账号{chance.randint(10, 900)}个。"
            "相关账号已被依法依约关闭，有关情况及时向社会公布，接受公众监督。"
            for at in range(1, 13)
        ]
        body = "\n".join(
            (
                "各省、自治区、直辖市党委网信办：",
                f"为营造良好网络环境，中央网信办决定开展为期2个月的“清朗·{name}”专项行动。",
                f"近日，网信部门依法约谈{chance.choice(names).name}，责令限期整改。",
                "一、整治重点",
                *items,
                "二、工作要求",
                "1.加强组织领导。各地要压实责任，细化措施，抓好落实。",
                "中央网信办秘书局",
                f"{day.year}年{day.month}月{day.day}日",
            )
        )
        yield Document(title=f"关于开展“清朗·{name}”专项行动的通知", body=body, published_on=day)


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=5))


def measure_campaigns() -> list[Figure]:
    """Measure all three on made notices, each read once."""
    names = make_names()
    notices = list(make_notices(NOTICES, names))
    catalogue, watchlist = Catalogue(load_catalogue()), WatchList(names)
    found = 0
    began = time.process_time()
    for notice in notices:
        classify(notice, catalogue, published_on=notice.published_on)
        read_facts(notice, published_on=notice.published_on)
        found += bool(watchlist.find(notice))
    rate = len(notices) / (time.process_time() - began)
    share = found / len(notices)
    size = sum(len(notice.body) for notice in notices) // len(notices)
    what = f"labels, facts, {len(names)} names ({size} characters)"
    return [
        Figure(what, rate, "per s", ">= 300", rate >= 300),
        Figure("notices whose planted name was found", share, "", ">= 0.98", share >= 0.98),
    ]
