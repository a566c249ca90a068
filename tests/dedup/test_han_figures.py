"""Amounts in Chinese numerals: the same value is no change, another is."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from tests.dedup.memory_store import MemoryStore
from tests.dedup.texts import BODY, LAW, LAW_TITLE, TITLE
from watcher.dedup.han_figures import han_figure, spelled_differently
from watcher.model.document import Document


@pytest.mark.parametrize(
    ("run", "value"),
    [
        ("三千五百", "3500"),
        ("两千万", "20000000"),
        ("一点二亿", "120000000"),
        ("十二万三千", "123000"),
        ("二〇二五", "2025"),
        ("一百零二", "102"),
        ("十", "10"),
        ("", "0"),
    ],
)
def test_a_numeral_is_its_value(run: str, value: str) -> None:
    assert han_figure(run) == value


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ("清理3500余款", "清理三千五百余款", 0),
        ("清理3500余款", "清理三千六百余款", 1),
        ("在一小时内处置", "在三十分钟内处置", 1),
        ("处六个月以上", "处三年以上", 1),
        ("占百分之五", "占百分之八", 1),
        ("二是加强", "三是加强", 0),
        ("7月15日前", "七月十五日前", 0),
        ("三十日内答复", "三十日内答复", 0),
    ],
)
def test_changed_amounts_are_counted(one: str, two: str, count: int) -> None:
    assert spelled_differently(one, two) == spelled_differently(two, one) == count


FINE = LAW.replace(
    "第九条",
    "逾期三十日仍不改正的，处两万元以下罚款，六个月内不受理其申请。\n第九条",
)
SPELLED = BODY.replace("36.5万条", "三十六万五千条").replace("2300余款", "两千三百余款")


def test_a_mirror_may_spell_the_figures(store: MemoryStore) -> None:
    store.add(Document(title=TITLE, body=BODY))
    assert store.judge(Document(title=TITLE, body=SPELLED)).notice_id == "n0"


def test_other_figures_in_numerals_are_another_edition(store: MemoryStore) -> None:
    store.add(Document(title=TITLE, body=BODY))
    other = SPELLED.replace("三十六万五千条", "四十一万两千条").replace("两千三百", "一千八百五十")
    assert store.judge(Document(title=TITLE, body=other)).notice_id is None


def test_changed_terms_count_in_traditional_characters_too(store: MemoryStore) -> None:
    store.add(Document(title=LAW_TITLE, body=FINE))
    other = FINE.replace("三十日", "十五日").replace("两万元", "五万元").replace("六个月", "一年")
    turned = str(OpenCC("s2t").convert(other))
    assert store.judge(Document(title=LAW_TITLE, body=turned)).notice_id is None
    same = str(OpenCC("s2t").convert(FINE))
    assert store.judge(Document(title=LAW_TITLE, body=same)).notice_id == "n0"


MIDDLE = """\
某某办公室发布的《江城市公共数据开放办法》对答复的期限作了规定，记者注意到以下两条。
第六条 自然人、法人可以通过开放平台提出数据需求，开放主体应当自收到需求之日起十个工作日内答复。
第七条 利用公共数据形成的成果，应当注明数据来源和获取日期，不得用于损害国家利益的活动。"""


def test_two_articles_from_the_middle_are_an_excerpt(store: MemoryStore) -> None:
    store.add(Document(title=LAW_TITLE, body=LAW))
    found = store.judge(Document(title="数据开放要在期限内答复", body=MIDDLE))
    assert (found.notice_id, found.relation.value) == ("n0", "excerpt")
