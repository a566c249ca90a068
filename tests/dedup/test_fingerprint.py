"""What is indexed: bounded, the same for every dress, and rich enough for a part to be found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dedup.texts import BODY, ENGLISH, FRAME_AFTER, FRAME_BEFORE, SOURCE_OF_ENGLISH, TITLE
from watcher.dedup import fingerprint
from watcher.dedup.align import prepared
from watcher.dedup.canon import canonical
from watcher.dedup.keys import large_figures, same_title, title_key
from watcher.dedup.numerals import date_code, figure_code
from watcher.model.document import Document

HAN = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=40)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3500余款", "3500"),
        ("3,500多款", "3500"),
        ("３５００款", "3500"),
        ("0.35万款", "3500"),
        ("5430万条", "54300000"),
        ("5430余万条", "54300000"),
        ("1.2亿元", "120000000"),
        ("12.50%", "12.5"),
        ("1.30万亿元", "1300000000000"),
    ],
)
def test_a_figure_is_its_value(printed: str, value: str) -> None:
    assert canonical(f"共计{printed}").numbers(0, 99) == [figure_code(value)]


@pytest.mark.parametrize(
    "printed",
    [
        *("2025年7月15日", "2025-07-15", "2025/7/15", "2025 年 7 月 15 日"),
        *("二〇二五年七月十五日", "二○二五 年 七月 十五日"),
    ],
)
def test_a_date_is_its_year_month_and_day(printed: str) -> None:
    parts = [date_code("y", 2025), date_code("m", 7), date_code("d", 15)]
    assert canonical(f"自{printed}起").numbers(0, 99) == parts


def test_an_ordinal_is_its_number_and_counter() -> None:
    one, two = canonical("第十二条规定"), canonical("第12条规定")
    assert one.text() == two.text()
    assert canonical("第二批").numbers(0, 9) != canonical("第三批").numbers(0, 9)


def test_list_numbers_are_no_figures() -> None:
    assert canonical("1.加强管理\n2.压实责任").text() == "加强管理压实责任"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*BODY, *"０１２（網路）wǎng\u200b①㈠1.2万"]), max_size=120))
def test_every_code_point_leads_back_to_the_text(chars: list[str]) -> None:
    text = "".join(chars)
    canon = canonical(text)
    for index in range(len(canon)):
        span = canon.span("body", text, index, index + 1)
        assert text[span.start : span.end] == span.text
        assert span.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*BODY, *"（網路）wǎng\u200b①1.2万", "二〇二五年"]), max_size=120))
def test_a_packed_text_is_the_same_text(chars: list[str]) -> None:
    canon = canonical("".join(chars))
    back = canon.pack().unpack()
    for name in ("codes", "at", "stops", "lines"):
        assert np.array_equal(getattr(back, name), getattr(canon, name))
    assert (back.folded, back.digits) == (canon.folded, canon.digits)


@pytest.mark.parametrize("name", ["codes", "at", "stops", "lines"])
def test_a_packed_text_whose_parts_do_not_fit_is_refused(name: str) -> None:
    packed = canonical(BODY).pack()
    with pytest.raises(ValueError, match=r"lengths|multiple"):
        replace(packed, **{name: getattr(packed, name)[:-4]}).unpack()
    with pytest.raises(ValueError, match=r"lengths|multiple"):
        replace(packed, **{name: getattr(packed, name)[:-1]}).unpack()


@settings(max_examples=30, deadline=None)
@given(HAN)
def test_a_fingerprint_is_bounded_and_repeats_nothing(text: str) -> None:
    print_ = fingerprint(Document(title=TITLE, body=text * 40))
    assert len(print_.shingles) <= 400
    assert len(set(print_.shingles)) == len(print_.shingles)
    assert all(0 <= value < 2**63 for value in print_.shingles)
    assert print_ == fingerprint(Document(title=TITLE, body=text * 40))


def test_a_part_and_a_framed_copy_share_their_sample() -> None:
    whole = set(fingerprint(Document(title=TITLE, body=BODY)).shingles)
    part = set(fingerprint(Document(title=TITLE, body=BODY[: len(BODY) // 3])).shingles)
    framed = f"{FRAME_BEFORE}\n{FRAME_AFTER * 3}\n{BODY}\n{FRAME_AFTER * 3}"
    long = set(fingerprint(Document(title=TITLE, body=framed)).shingles)
    assert len(part & whole) >= 5
    assert len(long & whole) >= 0.9 * len(whole)


def test_a_page_without_text_has_keys_only() -> None:
    print_ = fingerprint(Document(title=TITLE, body=""))
    assert print_.shingles == ()
    assert [key.partition(":")[0] for key in print_.keys] == ["title"]


def test_keys_name_title_number_campaign_figures_and_text() -> None:
    body = f"某网办发〔2025〕17号\n{BODY}\n清朗行动“清朗·校园周边”已清理1,200条。"
    keys = fingerprint(Document(title=TITLE, body=body)).keys
    assert {key.partition(":")[0] for key in keys} == {
        *("title", "number", "campaign", "figures", "text", "terms", "named"),
    }
    assert "figures:z365000" in keys


def test_figures_are_the_same_in_both_languages() -> None:
    english = large_figures(prepared(ENGLISH).canon)
    chinese = large_figures(prepared(SOURCE_OF_ENGLISH).canon)
    assert set(english) == set(chinese) == {"365000", "2300", "1190000", "54300000"}


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (TITLE, f"【关注】{TITLE}", True),
        (TITLE, f"{TITLE}_某某网", True),
        (TITLE, f"{TITLE[:18]}...", True),
        ("省政府印发粮食收购办法", "省政府印发粮食收购办法（附全文）", True),
        (TITLE, f"评论：{TITLE}", False),
        ("省政府印发粮食收购办法", "市政府召开春耕备耕会议", False),
        ("", "", False),
    ],
)
def test_titles_are_the_same_but_for_labels_and_cuts(one: str, two: str, *, same: bool) -> None:
    assert same_title(one, two) is same


def test_a_title_key_drops_labels_and_site_names() -> None:
    assert title_key("重磅 | 两办印发粮食安全工作意见") == "两办印发粮食安全工作意见"
    assert title_key("两办印发粮食安全工作意见 - 某某网") == "两办印发粮食安全工作意见"
