from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.campaigns.watchlist import CODE_ALPHABET, WatchList, is_credit_code
from watcher.model.document import Attachment, Document
from watcher.model.watch import Hit, HitKind, WatchEntry

SHOP = WatchEntry(
    id="shop",
    name="蓝鲸样例科技有限公司",
    aliases=("蓝鲸优选", "BlueWhale", "蓝鲸"),
    credit_code="91350100M000100Y43",
)
STAR = WatchEntry(id="star", name="星河网络股份有限公司", aliases=("星河直播", "卤味张老板"))
LIST = WatchList([SHOP, STAR])


def find(body: str, title: str = "") -> tuple[Hit, ...]:
    return LIST.find(Document(title=title, body=body))


@pytest.mark.parametrize(
    ("text", "entry", "kind"),
    [
        ("约谈蓝鲸样例科技有限公司负责人", "shop", HitKind.NAME),
        ("約談藍鯨樣例科技有限公司負責人", "shop", HitKind.NAME),
        ("蓝鲸样例科技 有限公司被处罚", "shop", HitKind.NAME),
        ("下架“蓝鲸优选”小程序", "shop", HitKind.ALIAS),
        ("藍鯨(jīng)優(yōu)選被下架", "shop", HitKind.ALIAS),
        ("ＢｌｕｅＷｈａｌｅ被下架", "shop", HitKind.ALIAS),
        ("星河网络被约谈", "star", HitKind.SHORT_FORM),
        ("“蓝鲸”等账号", "shop", HitKind.ALIAS),
        ("蓝鲸平台被约谈", "shop", HitKind.ALIAS),
        ("一头蓝鲸鱼搁浅", "shop", HitKind.EMBEDDED),
        ("抖音账号“卤味*老板”", "star", HitKind.MASKED),
        ("抖音账号“卤味＊老板”", "star", HitKind.MASKED),
        ("统一社会信用代码91350100M000100Y43", "shop", HitKind.CREDIT_CODE),
        ("统一社会信用代码91350100M000100Y44", "shop", HitKind.CODE_MISPRINT),
        ("甲公司\t蓝鲸优选\t下架", "shop", HitKind.ALIAS),
    ],
)
def test_names_are_found(text: str, entry: str, kind: HitKind) -> None:
    hits = find(text)
    assert [(one.entry_id, one.kind) for one in hits] == [(entry, kind)]
    span = hits[0].span
    assert text[span.start : span.end] == span.text != ""
    assert hits[0].why


@pytest.mark.parametrize(
    "text",
    [
        "MyBlueWhales游到海边",
        "星河\t网络",
        "蓝，鲸优选择",
        "“**”账号",
        "卤味王大老板",
        "91350100M000100Y9",
        "星空网络",
    ],
)
def test_what_is_no_hit(text: str) -> None:
    assert find(text) == ()


def test_title_and_attachments_are_read() -> None:
    document = Document(
        title="蓝鲸优选被通报",
        body="",
        attachments=(
            Attachment(name="名单.xlsx", url="http://a.example/1", text="1\t星河直播\t整改"),
        ),
    )
    hits = LIST.find(document)
    assert [(one.span.where, one.entry_id) for one in hits] == [
        ("title", "shop"),
        ("attachment:名单.xlsx", "star"),
    ]


def test_only_sure_kinds_may_alert() -> None:
    assert {kind for kind in HitKind if not kind.is_sure} == {
        HitKind.MASKED,
        HitKind.EMBEDDED,
        HitKind.CODE_MISPRINT,
    }


def test_a_name_inside_a_longer_one_is_not_repeated() -> None:
    both = WatchList([WatchEntry(id="a", name="样例音乐"), WatchEntry(id="b", name="样例")])
    hits = both.find(Document(title="", body="样例音乐被约谈，样例公司回应。"))
    assert [one.entry_id for one in hits] == ["a", "b"]


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43"])
def test_check_digits(code: str) -> None:
    assert is_credit_code(code)
    for place in range(18):
        other = CODE_ALPHABET[(CODE_ALPHABET.index(code[place].upper()) + 1) % 31]
        assert not is_credit_code(code[:place] + other + code[place + 1 :])


def test_planted_names_among_ten_thousand() -> None:
    """Every planted name of an exact class is found, and nothing else."""
    draw = random.Random(7)
    syllables = "云海星辰瑞德华泰安宁博雅智信远航嘉和盛达鼎新锦程天成万象众联优创恒通金石"
    trades = ["科技有限公司", "网络科技有限公司", "文化传媒有限公司", "信息技术股份有限公司"]
    cities = ["深圳市", "北京", "上海", "杭州市", "广州市"]
    names: set[str] = set()
    while len(names) < 10_000:
        word = "".join(draw.choices(syllables, k=draw.choice([2, 3, 4])))
        names.add(draw.choice(cities) + word + draw.choice(trades))
    entries = [WatchEntry(id=name, name=name) for name in sorted(names)]
    watchlist = WatchList(entries)
    right = said = 0
    for _ in range(200):
        planted = draw.choice(entries)
        body = f"网信部门依法约谈了相关平台，其中{planted.name}被责令限期整改，多地同步开展检查。"
        hits = watchlist.find(Document(title="通报", body=body))
        said += len(hits)
        right += any(one.entry_id == planted.id and one.kind is HitKind.NAME for one in hits)
    assert right / 200 >= 0.98
    assert right / said >= 0.97


EXACT = {
    HitKind.NAME: lambda name: name,
    HitKind.SHORT_FORM: lambda name: name.removesuffix("有限公司"),
    HitKind.ALIAS: lambda name: f"{name[:6]}优选",
    HitKind.CREDIT_CODE: lambda name: f"统一社会信用代码：{code_of(name)}",
}


def code_of(name: str) -> str:
    """Make a credit code of a name with its check digit."""
    body = f"91350100{int.from_bytes(name.encode(), 'big') % 10**9:09d}"
    return body + next(letter for letter in CODE_ALPHABET if is_credit_code(body + letter))


@pytest.mark.parametrize("kind", EXACT)
@pytest.mark.parametrize("place", ["title", "body", "table", "attachment"])
def test_every_exact_class_is_found_wherever_it_stands(kind: HitKind, place: str) -> None:
    draw = random.Random(place)
    names = [
        f"{''.join(draw.choices('云海星辰瑞德华泰安宁博雅智信远航嘉和盛达鼎新', k=6))}科技有限公司"
        for _ in range(300)
    ]
    entries = [
        WatchEntry(id=name, name=name, aliases=(f"{name[:6]}优选",), credit_code=code_of(name))
        for name in dict.fromkeys(names)
    ]
    watchlist = WatchList(entries)
    right = said = 0
    planted = draw.sample(entries, 60)
    for entry in planted:
        text = EXACT[kind](entry.name)
        document = Document(
            title=f"关于约谈{text}的通报" if place == "title" else "通报",
            body=f"1\t{text}\t下架"
            if place == "table"
            else f"近日，“{text}”被责令整改。"
            if place == "body"
            else "名单见附件。",
            attachments=(
                Attachment(name="名单.xlsx", url="http://a.example/1", text=f"序号\n{text}"),
            )
            if place == "attachment"
            else (),
        )
        hits = watchlist.find(document)
        said += len(hits)
        right += [(hit.entry_id, hit.kind) for hit in hits] == [(entry.id, kind)]
    assert right / len(planted) >= 0.98
    assert right / said >= 0.97


@settings(max_examples=80, deadline=None)
@given(
    body=st.lists(
        st.sampled_from(
            ["蓝鲸", "优选", "*", "“", "”", "星河", "·", "\t", "91350100M000100Y43", "藍"]
        )
        | st.text(max_size=2),
        max_size=25,
    ).map("".join)
)
def test_spans_hold_in_any_text(body: str) -> None:
    for hit in find(body):
        assert body[hit.span.start : hit.span.end] == hit.span.text
