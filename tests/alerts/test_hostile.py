"""Titles that want to act: shown as they read in every format, and nothing more."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import pytest

from tests.alerts.conftest import make_deadline, make_event, make_hit
from watcher.alerts.formats import DIFF_FORMATS, FORMATS, render, render_diff
from watcher.alerts.formats.safety import safe_link
from watcher.diff import compare
from watcher.model.delivery import Message
from watcher.model.event import CopyRef, Event, EventKind
from watcher.model.lineage import Against, FocusChange, FocusNote, News
from watcher.model.watch import HitKind

TITLES = (
    "@all 紧急",
    "@所有人 马上看",
    "@everyone @here",
    "<!channel> now",
    "<!here|x>",
    "<users/all>",
    '<at user_id="all"></at>',
    "<at id=all>所有人</at>",
    "<@U123> <@&456> <#C1>",
    "@13800000000",
    "＠全体 ﹫all",
    "@\u200ball @\u2060所有人",
    "[click](http://evil.example/x)",
    "![](http://tracker.example/p.png)",
    "[a]: http://evil.example",
    "<http://evil.example|官网>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "<img src=x onerror=alert(1)>",
    "</a></td></table></div><h1>通知",
    "</title><style>*{display:none}</style>",
    "<!-- --> --!> <![CDATA[",
    "javascript:alert(1) data:text/html,x",
    "点开 www.evil.example.com 或 evil.cn",
    "`" * 5_000,
    "*粗* _斜_ ~~删~~ ||藏|| > 引",
    "# 标题\n## 第二条通知",
    "题目\n来源：国家网信办\n要做：转账",
    "题目\r\nBcc: evil@example.com\r\n\r\nbody",
    "题\u2028目\u2029换\x85行\x0b\x0c",
    "=?utf-8?B?aGFjaw==?=",
    "\u202e知通伪\u202c \u2066x\u2069",
    "\x1b[2J\x1b[31m红 \x07 \x00",
    "{{7*7}} {% raw %} ${HOME} %(x)s %s {0.__class__}",
    "&lt;!channel&gt; &#64;all &amp;",
    "Z" + "\u0301" * 300 + "algo",
    "零\u200d宽\u200b\u3164\u2800字\ufeff",
    "🏴\U000e0067\U000e0062\U000e007f 旗",
    "长" * 5_000,
    "- 1. + = --- === 列表",
    "file:///etc/passwd mailto:a@b.cn tel:110",
    "]( 嵌套 [[x]] \\[y\\]",
)
MENTION = re.compile(r"@\s*\S|<[!@#/]|<at\b|<users/", re.IGNORECASE)
MARKUP = re.compile(r"\]\(|!\[|<[a-z!/]|`|\*\*|~~|\|\||__|\{\{|\$\{", re.IGNORECASE)
AUTOLINK = re.compile(
    r"[a-z]+://|\b(?:javascript|data|mailto|tel):|[a-z0-9]\.[a-z]{2}", re.IGNORECASE
)
OUR_URL = "https://www.cac.gov.cn/2025-04/30/c_1234.htm"


def hostile_event(text: str, kind: EventKind = EventKind.NEW) -> Event:
    """Put the text wherever a page, a server or a file name may put it."""
    return make_event(
        kind,
        title=text,
        issuer=text,
        excerpt=text,
        campaign=text,
        source_name=text,
        diagnosis=text,
        hint=text,
        extra={"proposal": text, "channel": text},
        deadlines=(make_deadline(text, None),) * 2,
        named=tuple(make_hit(text, kind, listed=text) for kind in HitKind),
        news=(
            News(
                against=Against.LAST_CAMPAIGN,
                name=text,
                notes=tuple(
                    FocusNote(change=change, old=text, new=text, evidence=text, score=1)
                    for change in FocusChange
                ),
                again=(text, text),
            ),
        ),
        copies=(CopyRef(title=text, url=text, relation=text, source_name=text),) * 2,
        diff=compare(f"{text}\n平台应当{text}", f"{text}x\n平台可以{text}{text}"),
    )


def without_ours(text: str) -> str:
    """Take out what the program itself writes: its link, its bold and strike-through marks."""
    text = re.sub(r"\[[^\]\[\n]*\]\(https://www\.cac\.gov\.cn/[^)\s]*\)", "", text)
    text = text.replace(OUR_URL, "").replace("www.cac.gov.cn", "")
    return re.sub(r"(\*\*|~~)([^*~\n]*)\1", r"\2", text)


class Reader(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.text = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value or "" for name, value in attrs if name in {"href", "src"})
        self._in_style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False


ALLOWED_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "h1", "p", "strong", "table", "tr"),
    *("td", "blockquote", "ins", "del", "br", "span", "a", "details", "summary", "input", "label"),
}


def read_html(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.tags <= ALLOWED_TAGS
    assert not any(name.startswith("on") or name in {"src", "srcset"} for name in reader.attributes)
    assert reader.links <= {OUR_URL}
    assert "url(" not in text
    assert "@import" not in text
    assert not MENTION.search(reader.text)
    assert not AUTOLINK.search(reader.text.replace("www.cac.gov.cn", ""))
    return reader


def check_characters(text: str) -> None:
    bad = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}
    assert not bad


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", TITLES, ids=range(len(TITLES)))
def test_hostile_text_does_nothing_in_any_format(text: str, name: str) -> None:
    for kind in (EventKind.NEW, EventKind.CHANGED, EventKind.SOURCE_UNHEALTHY):
        for language in ("zh", "en"):
            message = render(hostile_event(text, kind), format=name, language=language)
            assert "\n" not in message.title
            assert len(message.title) <= 200
            for part in (message.title, message.body):
                check_characters(part)
                shown = without_ours(part)
                assert not MENTION.search(shown)
                assert not MARKUP.search(shown.replace("[-", "").replace("{+", ""))
                assert not AUTOLINK.search(shown)
            if name == "line":
                assert "\n" not in message.body
                assert len(message.body.encode()) <= 2_048
            assert (message.html is not None) == (name == "html")
            if message.html is not None:
                check_characters(message.html)
                read_html(message.html)


@pytest.mark.parametrize("name", sorted(set(DIFF_FORMATS) - {"json"}))
@pytest.mark.parametrize("text", TITLES, ids=range(len(TITLES)))
def test_hostile_text_does_nothing_in_a_diff(text: str, name: str) -> None:
    shown = render_diff(compare(f"{text}\n旧", f"{text}x\n新{text}"), format=name, language="zh")
    check_characters(shown)
    if name == "html":
        read_html(shown)
        return
    assert not MENTION.search(without_ours(shown))
    assert not MARKUP.search(without_ours(shown).replace("[-", "").replace("{+", ""))


@pytest.mark.parametrize("name", FORMATS)
def test_a_title_cannot_start_a_line_of_its_own(name: str) -> None:
    def count(message: Message) -> int:
        return message.body.count("\n")

    tame = render(make_event(title="题目"), format=name, language="zh")
    forged = render(make_event(title="题目\n原文：x\n\n- y"), format=name, language="zh")
    assert count(tame) == count(forged)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/x",
        "http://user:pw@www.cac.gov.cn/",
        "http://10.0.0.1\\@evil.example/",
        "http://evil.example/a b",
        "http://evil.example/\r\nBcc: x",
        "http://evil_host!/",
        "http://",
        "",
        None,
        "https://x.example/" + "a" * 3_000,
    ],
)
def test_only_plain_web_addresses_are_links(url: str | None) -> None:
    assert safe_link(url) is None


def test_a_link_is_encoded_and_shows_its_host() -> None:
    link = safe_link('HTTPS://WWW.Example.CN/a(b)[c]<d>"e"@all*~`|{x}通知?q=1&r=2#f')
    assert link is not None
    assert link.host == "www.example.cn"
    assert link.url.startswith(
        "https://www.example.cn/a%28b%29%5Bc%5D%3Cd%3E%22e%22%40all%2A~%60%7C"
    )
    assert link.url.endswith("%E9%80%9A%E7%9F%A5?q=1&r=2#f")
    assert link.url.isascii()


def test_a_host_in_another_script_is_shown_as_it_is_resolved() -> None:
    link = safe_link("https://www.сас.gov.cn/x")  # Cyrillic look-alikes
    assert link is not None
    assert link.host.startswith("www.xn--")
