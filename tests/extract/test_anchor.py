"""Where the headline says the text is: beside heavier stretches of other pages' text."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.extract import extract_text

TODAY = date(2026, 11, 22)
TITLE = "江城市启动外卖平台标识检查"
FIRST = "江城市市场监管局今天启动为期二十天的检查，覆盖全部外卖平台，重点看商家证照是否亮在首页"
SECOND = "检查组表示，逾期不改的平台将被约谈。"
COMMENTS = [
    "楼上说得对，我们小区的店早就该查一查了，希望这次是动真格的。",
    "去年也查过一回，过了两个月又和原来一样，不知道这次能管多久。",
    "平台收了那么高的抽成，连商家的证照都不看一眼，实在说不过去。",
    "支持检查，也请把结果公布出来，让大家点单的时候心里有个数。",
]
MENU = ["首页", "要闻", "民生", "图片", "登录", "注册"]


def read(lines: list[str], title: str | None = TITLE) -> str:
    return extract_text("\n".join(lines), title=title, today=TODAY).body


@pytest.mark.parametrize(
    "printed",
    [
        [TITLE],
        [f"最新：{TITLE}_江城在线"],
        [TITLE[:7], TITLE[7:]],
        ["江城市啟動外賣平臺標識檢查"],
    ],
    ids=["alone", "labelled", "wrapped", "traditional"],
)
@pytest.mark.parametrize("related", ["相关阅读", "相关推荐"])
def test_a_short_text_behind_its_headline_wins_over_comments(
    printed: list[str], related: str
) -> None:
    others = [f"第{n}届江城马拉松报名开始" for n in "一二三四五"]
    page = [*MENU, *printed, "分享到：", FIRST, SECOND, related, *others, *COMMENTS, *COMMENTS]
    body = read(page)
    assert FIRST in body
    assert SECOND in body
    assert COMMENTS[0] not in body


def test_a_text_cut_in_mid_sentence_is_found_behind_its_headline() -> None:
    page = [*MENU, TITLE, "分享到：", FIRST, "分享到：", *MENU, "网友评论", *COMMENTS]
    assert FIRST in read(page)


def test_a_lead_that_says_more_than_the_body_is_kept() -> None:
    lead = "江城市发布检查通告，其中要求：二、商家须在首页亮出证照，平台每周核对一次，发现不符的"
    body = "江城市发布检查通告，其中要求："
    page = [f"# {TITLE}", lead, "2026-3-2 10:00:00", "收藏", "---", body, "文章来源: 江城在线"]
    assert lead in read(page, title=None)


def test_a_lead_that_the_body_repeats_is_not_printed_twice() -> None:
    text = [f"{FIRST}。", SECOND, "检查结果将在月底公布，市民可以在网上查询。"]
    page = [f"# {TITLE}", f"{FIRST[:40]}", "2026-3-2 10:00:00", "收藏", "---", *text]
    assert read(page, title=None).count(FIRST[:30]) == 1


def test_the_title_cuts_a_page_that_lost_its_line_breaks() -> None:
    page = "".join([*MENU * 40, TITLE, f"{FIRST}。{SECOND}", *COMMENTS * 8])
    assert FIRST in read([page])


def test_a_picture_note_before_the_first_sentence_does_not_take_it_along() -> None:
    page = [*MENU, TITLE, f"（资料图片仅供参考）{FIRST}。", SECOND]
    assert read(page).startswith("江城市市场监管局")


def test_the_whole_text_stays_where_nothing_stands_beside_it() -> None:
    page = [
        TITLE,
        f"{FIRST}。",
        SECOND,
        "一、检查范围",
        "全市外卖平台。",
        "二、检查时间",
        "二十天。",
    ]
    assert read(page).split("\n") == page[1:]
