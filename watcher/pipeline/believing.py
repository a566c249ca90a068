"""Whether a fetched page is the notice it was asked for: no error, challenge or front page is one.

Runs in a worker that may be killed; raises what the page is instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watcher import diff
from watcher.errors import Gone, NotSane
from watcher.fetch.challenge import REFUSAL_WORDS
from watcher.model.document import Document
from watcher.model.listing import Entry
from watcher.model.page import Page
from watcher.model.source import Source
from watcher.pipeline.moving import is_front_page
from watcher.pipeline.reading import Read, read_detail
from watcher.text import charset, dom
from watcher.text.fold import fold_key

MOST_VISIBLE = 600
"""Pages that show more characters than this are no mere error or challenge."""
TITLE_CHARACTERS = 16
LEAST_TITLE = 4
KEPT_SHARE = 0.2
"""Less of the old text than this left under the same address: something else took its place."""
MISSING_WORDS = re.compile(
    r"404|(?:页面|网页|文章|内容|信息|文件|链接)[^。]{0,8}(?:不存在|已删除|已被删除|找不到|已失效|已下线|已撤销)"
    r"|找不到[^。]{0,6}(?:页面|网页|文件)|(?:page|file|document) (?:was )?not found",
    re.IGNORECASE,
)
BROKEN_WORDS = re.compile(
    r"(?:系统|网站|服务|平台)[^。]{0,8}(?:维护|升级|繁忙|异常|暂停|关闭)|(?:页面|网页)[^。]{0,4}(?:出错|错误)"
    r"|服务器(?:内部)?错误|无法(?:访问|显示)|请稍[后候]|internal server error|bad gateway"
    r"|service unavailable|under maintenance|请先?登录",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A page as read. ``shows_title``: it shows the title under which the list names it."""

    read: Read
    shows_title: bool


def read_notice_page(
    page: Page,
    source: Source,
    entry: Entry,
    today: date,
    recurring: frozenset[int] = frozenset(),
) -> Detail:
    """Read a detail page; ``recurring`` are keys of lines that its host prints on many pages.

    Raises:
        Gone: it says that there is no such page, or leads to the front page.
        NotSane: an error, maintenance, login or challenge page came in its place.
    """
    asked = entry.url or page.url
    if is_front_page(page.final_url) and not is_front_page(asked):
        raise Gone(f"{asked} leads to the site's front page")
    read = read_detail(page, source, entry, today, recurring)
    title = _title_key(entry.title)
    own = read.document.provenance.get("title") != "listing"
    if own and title in fold_key(read.document.title):
        return Detail(read, shows_title=True)
    visible = _visible(page)
    if visible is None or title in fold_key(visible):
        return Detail(read, shows_title=True)
    if len(visible) <= MOST_VISIBLE:
        _ensure_no_error(asked, visible)
    return Detail(read, shows_title=False)


def ensure_same_notice(before: Document | None, detail: Detail, *, asked: str) -> None:
    """Refuse a text that took the place of a known notice unless the page shows its title.

    Raises:
        NotSane: the text is gone, or another one stands there under another title.
    """
    after = detail.read.document
    if before is None or not before.has_text:
        return
    if not after.has_text and not after.attachments:
        raise NotSane(f"{asked} had a text and shows none now")
    if not detail.shows_title and not keeps_text(before, after):
        raise NotSane(f"{asked} shows another text than the notice in the list")


def keeps_text(before: Document, after: Document) -> bool:
    """Whether enough of an old text is left in a new one for it to be the same notice."""
    change = diff.compare(before.body, after.body)
    kept = len(before.body) - change.deleted_characters
    return kept >= KEPT_SHARE * max(len(before.body), len(after.body))


def _title_key(title: str) -> str:
    key = fold_key(title)[:TITLE_CHARACTERS]
    return key if len(key) >= LEAST_TITLE else ""


def _visible(page: Page) -> str | None:
    """Return the title and text of an HTML page, None for a file."""
    start = page.content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start and not start.startswith(b"<"):
        return None
    document = dom.parse(charset.decode(page.content).text)
    heading, body = document.first("title"), document.body
    title = heading.text if heading is not None else ""
    return f"{title} {dom.text_of(body) if body is not None else ''}".strip()


def _ensure_no_error(asked: str, visible: str) -> None:
    if MISSING_WORDS.search(visible):
        raise Gone(f"{asked} says that there is no such page")
    if BROKEN_WORDS.search(visible) or REFUSAL_WORDS.search(visible):
        raise NotSane(f"{asked} shows an error or a verification in place of the notice")
