"""What recurs over a host: furniture goes, the clauses that all notices of an office share stay."""

from __future__ import annotations

from datetime import date

from watcher.extract import (
    differs_by_furniture,
    extract_html,
    find_recurring,
    learn,
    read_page,
)
from watcher.extract.recurring import LEAST_PAGES, MOST_KEYS, MOST_PAGES, key_line
from watcher.model.document import Document
from watcher.model.host import HostLines
from watcher.model.page import Page
from watcher.model.source import Source, Tier
from watcher.text import dom
from watcher.text.outline import Line

TODAY = date(2026, 11, 22)
URL = "https://www.example.gov.cn/tz/1.html"
ABOUT = "".join(
    f"<p>示例网是面向全省的综合性信息平台，第{part}频道提供政策查询、办事指南和互动交流等多种服务。</p>"
    for part in "一二三四五六七八"
)
SALUTATION = "各市、县（市、区）网信办："
STANDARD = "各有关单位应当落实主体责任，对照本通报开展自查自纠，并于十个工作日内报送整改情况。"
SIGNER = "示例省互联网信息办公室"
LEAD = (
    "依据有关法律法规，我办组织第三方机构对群众反映强烈的移动应用程序进行了技术检测，现通报如下。"
)
MASTHEAD = "示例观察"
FIELDS = (
    "网络直播",
    "短视频",
    "应用商店",
    "生成内容",
    "未成年人",
    "个人信息",
    "算法推荐",
    "网络谣言",
)
NOTICES = [f"关于开展{name}专项检查的通知" for name in FIELDS]


def own(number: int) -> str:
    """Give a paragraph that no other notice has."""
    month = number + 1
    start = f"<p>决定自{month}月起对{FIELDS[number]}领域开展专项检查，"
    return f"{start}重点核查群众举报的{number}类问题。</p>"


def read(number: int, layout: str, known: HostLines = HostLines()) -> Document:  # noqa: B008 - frozen
    html = page(number, layout)
    return extract_html(html, url=URL, today=TODAY, recurring=find_recurring(known))


def page(number: int, layout: str) -> str:
    filled = layout.replace("[own]", own(number)).replace("[n]", str(number))
    return f"<title>{NOTICES[number]}</title><h1>{NOTICES[number]}</h1>{filled}"


def learn_host(layout: str, pages: int = 7) -> HostLines:
    known = HostLines()
    source = Source(id="a", name="甲", kind="html", tier=Tier.OFFICIAL, url=URL)
    for number in range(pages):
        fetched = Page(
            url=URL,
            final_url=URL,
            status=200,
            headers={},
            content=page(number, layout).encode(),
            fetched_at=None,  # type: ignore[arg-type]  # not looked at
            sha256="",
        )
        reading = read_page(fetched, source=source, entry=None, today=TODAY)
        known = learn(known, reading.keys)
    return known


def test_what_a_site_says_of_itself_does_not_outweigh_a_short_notice() -> None:
    layout = f"<div class=c><div>[own]</div></div><div class=about>{ABOUT}</div>"
    alone = read(7, layout)
    assert "综合性信息平台" in alone.body
    known = read(7, layout, learn_host(layout))
    assert known.body == own(7).removeprefix("<p>").removesuffix("</p>")


def test_a_masthead_in_front_of_the_text_goes() -> None:
    slogan = f"<p>{MASTHEAD}</p><p>扫码订阅示例观察电子版</p>"
    layout = f"<div id=js_content>{slogan}[own]<p>{STANDARD}</p></div>"
    assert MASTHEAD in read(7, layout).body
    body = read(7, layout, learn_host(layout)).body
    assert MASTHEAD not in body
    assert body.endswith(STANDARD)


def test_a_note_in_a_block_of_its_own_behind_the_text_goes() -> None:
    note = "示例网坚持客观公正，服务大众，欢迎您随时访问示例网的各个频道。"
    layout = (
        f"<div class=main><div class=text>[own][own]</div><div class=x><p>{note}</p></div></div>"
    )
    plain = read(7, layout)
    known = read(7, layout, learn_host(layout))
    assert note not in known.body
    assert known.body == plain.body.replace(f"\n{note}", "")


def test_clauses_that_all_notices_of_an_office_share_stay() -> None:
    layout = (
        f"<div class=text><p>{SALUTATION}</p><p>{LEAD}</p>[own]<p>一、检查时间</p><p>{STANDARD}</p>"
        f"<p>特此通知。</p><p>{SIGNER}</p><p>2025年3月[n]日</p></div>"
    )
    known = learn_host(layout)
    recurring = find_recurring(known)
    for line in (SALUTATION, LEAD, STANDARD, SIGNER):
        assert key_line(line) in recurring
    document = read(7, layout, known)
    assert document == read(7, layout)
    assert document.body.split("\n")[0] == SALUTATION
    assert document.issuer == SIGNER


def test_the_standing_first_paragraph_above_a_table_stays() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>示例应用[n]{n}号</td><td>3.{n}.[n]</td></tr>" for n in range(9)
    )
    layout = f"<div class=text><p>{LEAD}</p><div class=t><table>{rows}</table></div></div>"
    document = read(7, layout, learn_host(layout))
    assert document.body.startswith(LEAD)
    assert "示例应用78号\t3.8.7" in document.body


def test_a_page_that_says_nothing_new_is_read_as_ever() -> None:
    layout = f"<div class=text><p>{LEAD}</p><p>{STANDARD}</p></div>"
    assert read(7, layout, learn_host(layout)).body == f"{LEAD}\n{STANDARD}"


def test_few_pages_prove_nothing_and_many_do_not_grow() -> None:
    known = HostLines()
    for number in range(LEAST_PAGES - 1):
        known = learn(known, {1, 2 + number})
    assert find_recurring(known) == frozenset()
    known = learn(known, {1, 99})
    assert find_recurring(known) == {1}
    for number in range(3 * MOST_PAGES):
        known = learn(known, {1, *range(1000 * number, 1000 * number + 500)})
    assert known.pages < MOST_PAGES
    assert len(known.counts) <= MOST_KEYS
    assert find_recurring(known) == {1}


def test_a_new_design_is_learnt() -> None:
    known = HostLines()
    for _ in range(MOST_PAGES):
        known = learn(known, {1})
    for _ in range(2 * MOST_PAGES):
        known = learn(known, {2})
    assert find_recurring(known) == {2}


def test_keys_leave_out_marks_and_lines_of_nothing() -> None:
    assert key_line("— 示例 网站 —") == key_line("示例网站") != 0
    assert key_line("更多>>") == key_line("") == 0
    body = dom.parse("<p>示例网站").body
    assert body is not None
    assert [line.text for line in dom.outline_of(body).lines] == [Line("示例网站").text]


def test_what_was_learnt_of_a_host_is_no_edit_of_a_notice() -> None:
    layout = f"<div id=js_content><p>{MASTHEAD}</p>[own]<p>{STANDARD}</p></div>"
    known = learn_host(layout)
    before, after = read(7, layout).body, read(7, layout, known).body
    assert before == f"{MASTHEAD}\n{after}"
    assert differs_by_furniture(before, after, known)
    assert differs_by_furniture(after, before, known)
    assert not differs_by_furniture(after, after, known)
    assert not differs_by_furniture(after, f"{after}\n{SIGNER}", known)
    assert not differs_by_furniture(after, f"{after}\n本通知自发布之日起施行。", known)
    assert not differs_by_furniture(after, after.replace("专项", "全面"), known)
    assert not differs_by_furniture(after, f"{MASTHEAD}\n{after}", HostLines())
