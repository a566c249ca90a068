"""Notices from plain text as people and scrapers save it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.extract import extract_text
from watcher.extract.code import strip_code

TODAY = date(2026, 11, 22)
TITLE = "关于开展示例网络环境整治专项行动的通知"
PARAGRAPHS = [
    "为净化网络环境，决定自即日起开展为期2个月的专项行动，现将有关事项通知如下。",
    "1.整治虚假信息。重点排查冒用官方名义发布的消息，及时处置违规账号。",
    "2.整治恶意营销。从严查处借热点事件引流牟利的行为，公开曝光典型案例。",
    "各地要压实平台主体责任，畅通举报渠道，确保专项行动取得实效。",
]
BODY = "\n".join(PARAGRAPHS)
SCRIPT = (
    "window.__play__ = window.__play__ || function (opt) { opt.width = opt.width ? "
    "(opt.width + '') : '100%'; if (opt.auto) { document.getElementById(opt.id).play(); } "
    "return opt; }; "
    'var playerOpt = {"id":"video_1","source":"https://v.example.cn/a.mp4","autoplay":false,'
    '"title":"播放器"}; window.__list__.push(new Player(playerOpt));'
)


@pytest.mark.parametrize(
    ("text", "published_on"),
    [
        (f"{TITLE}\n\n08\n2025-08\n{BODY}", date(2025, 8, 8)),
        (f"{TITLE}\n08\n2025-08\n{SCRIPT}   {BODY}", date(2025, 8, 8)),
        (f"{TITLE}\n08\n2025-08\n{'  '.join(PARAGRAPHS)}", date(2025, 8, 8)),
        (
            f"{TITLE}\n发布时间：2025-08-08 09:12 来源：示例网 浏览次数：12\n{BODY}",
            date(2025, 8, 8),
        ),
        (f"• 我的订阅\n  • 科技\n{TITLE}\n类别:科技 发布时间:2025-08-08\n{BODY}", date(2025, 8, 8)),
        (f"{TITLE} 2025-08-08\n\n{BODY}", date(2025, 8, 8)),
        (f"# {TITLE}\n\n* [首页](/a)\n* [新闻](/b)\n\n# {TITLE}\n\n{BODY}", None),
        (f"### {TITLE}\n\n" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS), None),
        (
            f"{TITLE}\n{BODY}\n相关内容\n示例城市发展提速...\n2025-12-22 10:57:11\n又一条新闻...\n",
            None,
        ),
        (f"{TITLE}\n{BODY}\n关键词：\n- 什么是透水率？2025-06-27\n- 鳄鱼怕什么？2025-06-27", None),
        (
            (
                f"{TITLE}\n{BODY}\n以上内容为资讯信息快照，本站未对信息做任何修改。\n"
                "...段已处置违规小程序\n2025-01-02 03:04:05"
            ),
            None,
        ),
    ],
)
def test_frames_come_off(text: str, published_on: date | None) -> None:
    document = extract_text(text, today=TODAY)
    assert document.title == TITLE
    assert document.body == BODY
    assert document.published_on == published_on
    assert document.has_text
    assert document.language == "zh-Hans"


@pytest.mark.parametrize(
    "entry",
    [
        "· 示例条例{n} 2025-04-{n}",
        "{n}. 示例要闻标题 2025-04-{n}",
        "- 示例要闻标题{n}",
        "[{n}] 示例 04-{n}",
    ],
)
def test_a_list_of_headlines_is_no_text_however_long(entry: str) -> None:
    tail = "\n".join(entry.format(n=n) for n in range(10, 29))
    document = extract_text(f"{TITLE}\n{BODY}\n上一篇：没有了 下一篇：没有了\n{tail}", today=TODAY)
    assert document.body == BODY


def test_a_title_and_a_date_alone_are_no_text() -> None:
    document = extract_text("示例省2025年第二季度网络执法情况通报\n\n24\n2025-07", today=TODAY)
    assert document.title == "示例省2025年第二季度网络执法情况通报"
    assert document.published_on == date(2025, 7, 24)
    assert document.body == ""
    assert not document.has_text
    assert any("no text to compare" in problem for problem in document.problems)


def test_what_is_given_wins() -> None:
    document = extract_text(
        f"别的标题\n2025-01-01\n{BODY}", title=TITLE, published_on=date(2025, 5, 5), today=TODAY
    )
    assert (document.title, document.published_on) == (TITLE, date(2025, 5, 5))
    assert document.provenance == {"title": "given", "published_on": "given"}


def test_the_address_gives_the_day_last() -> None:
    url = "https://tv.example.com/2023/03/28/v.shtml"
    document = extract_text(f"{TITLE}\n{BODY}", url=url, today=TODAY)
    assert document.published_on == date(2023, 3, 28)
    assert document.provenance["published_on"] == "url"


@pytest.mark.parametrize(
    ("foot", "signed_on", "issuer"),
    [
        ("\n示例省网信办\n2025年7月24日", date(2025, 7, 24), "示例省网信办"),
        ("示例网信办秘书局2025年7月24日", date(2025, 7, 24), "示例网信办秘书局"),
        ("\n示例部\n示例总局\n二〇二五年七月二十四日", date(2025, 7, 24), "示例部、示例总局"),
        ("\n示例省網(wǎng)信辦\n2025年7月24日", date(2025, 7, 24), "示例省网信办"),
        ("\n（2025年7月24日）\n附件：任务分工表", date(2025, 7, 24), None),
        ("\n自2027年1月1日", None, None),
        ("", None, None),
    ],
)
def test_signature(foot: str, signed_on: date | None, issuer: str | None) -> None:
    document = extract_text(f"{TITLE}\n{BODY}{foot}", today=TODAY)
    assert (document.signed_on, document.issuer) == (signed_on, issuer)


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("中央网信办部署开展示例专项行动", "中央网信办"),
        ("国家网信办等四部门联合印发示例办法", "国家网信办"),
        ("关于开展示例专项行动的通知", None),
    ],
)
def test_issuer_of_a_title(title: str, issuer: str | None) -> None:
    assert extract_text(f"{title}\n{BODY}", today=TODAY).issuer == issuer


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("国信办通字〔2023〕12号", "国信办通字〔2023〕12号"),
        ("文号：示部联发[2025]9号", "示部联发[2025]9号"),
        ("2025年第 16 号", "2025年第16号"),
        ("根据《示例办法》（示部令〔2018〕27号）等文件精神，经研究决定如下。", None),
    ],
)
def test_document_number(line: str, number: str | None) -> None:
    assert extract_text(f"{TITLE}\n{line}\n{BODY}", today=TODAY).document_number == number


def test_real_text_is_not_cut() -> None:
    lines = [
        "第一条 时间：2025年8月1日。",
        "承办单位应当及时答复，并录入平台。",
        "违法和不良信息的处置，依照本办法执行。",
        "版权保护按照有关法律执行。",
        "小程序",
        "阅读推广活动应当面向公众。",
        "相关内容由主管部门解释。",
        "本平台用户应当遵守下列规定：",
        "[公告链接](https://www.example.gov.cn/1.html)",
        "- 第一项要点",
        "最后一条 本办法自公布之日起施行。",
    ]
    body = extract_text("\n".join([TITLE, *PARAGRAPHS, *lines, *PARAGRAPHS]), today=TODAY).body
    for line in lines:
        assert line.removeprefix("- ").removeprefix("[").split("]")[0] in body


def test_lines_below_the_title_stay_with_the_text() -> None:
    adopted = "2019年7月26日 示例市人民代表大会常务委员会第十四次会议通过"
    text = f"{TITLE}\n{adopted}\n2020年1月1日 施行\n{BODY}"
    document = extract_text(text, today=TODAY)
    assert "第十四次会议通过\n2020年1月1日 施行\n" in document.body
    assert document.published_on is None


def test_tables_in_markdown_are_rows() -> None:
    text = f"{TITLE}\n{BODY}\n| 序号 | 名称 |\n|---|---|\n| 1 | 甲 |"
    assert extract_text(text, today=TODAY).body.endswith("序号\t名称\n1\t甲")


def test_mojibake_is_told() -> None:
    spoilt = f"{TITLE}\n{BODY}".encode().decode("latin-1")
    document = extract_text(spoilt, today=TODAY)
    assert document.body == BODY
    assert any("wrong charset" in problem for problem in document.problems)


def test_a_page_given_as_text_is_read_as_a_page() -> None:
    html = "<html><body><h1>" + TITLE + "</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    document = extract_text(html, url=None, today=TODAY)
    assert (document.title, document.body) == (TITLE, BODY)


@pytest.mark.parametrize(
    "text",
    [
        "正文里说：“{}是大括号；”。",
        "English text (with brackets); and a semicolon; e.g. if (x) then y; that is all; fine.",
        BODY,
    ],
)
def test_code_is_only_what_is_code(text: str) -> None:
    assert strip_code(text) == text


def test_code_goes_and_the_quotation_mark_behind_it_stays() -> None:
    assert strip_code(f"{SCRIPT} “清朗”行动。").strip() == "“清朗”行动。"


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                TITLE,
                *PARAGRAPHS,
                "\n",
                "2025-08-08",
                "08",
                "来源：",
                "相关阅读",
                "…",
                "{};",
                "[a](b)",
                "# ",
                "* ",
                "|a|",
                "<p>",
                "\t",
                "\x00",
                "�",
                "附件",
                "window.",
                "（",
                "第1号",
                "  ",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    document = extract_text(text, today=TODAY)
    assert "\x00" not in document.body
    assert "\n" not in document.title
    (document.title + document.body).encode()


@pytest.mark.parametrize(
    "text",
    [
        "网" * 200_000,
        "（" * 50_000,
        "分享" * 50_000,
        "a{;" * 60_000,
        "[" * 50_000 + "](" * 5_000,
        "附件：" * 40_000,
        "\n".join(["2025年1月1日"] * 20_000),
        "、".join(["网信办"] * 40_000),
        "-" * 100_000,
        "…" * 50_000 + " x",
        "<p" * 50_000,
        "第" * 60_000 + "号",
        "2025" * 40_000,
    ],
    ids=range(13),
)
def test_long_hostile_text_is_read(text: str) -> None:
    assert extract_text(text, today=TODAY).language in {"", "zh-Hans", "zh-Hant", "en"}
