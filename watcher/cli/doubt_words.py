"""What is doubtful about a list, and why an address is no list, in plain Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.pipeline.adding import Doubt, Unfit

MOST_ROWS = 8

SENTENCES: dict[str, tuple[str, str]] = {
    "few_rows": (
        "只有 {0} 行，至少应有 {1} 行：可能不是列表页，或选择器已失效",
        "only {0} rows where at least {1} are expected: not the list, or its selectors are stale",
    ),
    "no_date": ("没有日期", "no date"),
    "future_date": ("日期在未来，不予采信", "the date lies in the future and is not believed"),
    "address_date": ("日期取自网址", "the date was read from the address"),
    "double_link": ("与另一行链接相同", "the same link as another row"),
    "other_host": ("链接指向其他网站（{0}）", "the link leads to another site ({0})"),
    "cut_title": (
        "标题被截断，以正文页标题为准",
        "the title is cut short; the notice's own page gives the whole one",
    ),
    "short_title": (
        "标题过短，像是导航而非公告",
        "the title is very short, like navigation rather than a notice",
    ),
    "old": (
        "最新一条是 {0}：栏目可能已停更或迁址",
        "the newest row is of {0}: the column may be dormant or may have moved",
    ),
    "disorder": (
        "日期并非由新到旧排列：可能混有多个列表",
        "the days do not run from new to old: several lists may be mixed",
    ),
    "reader": ("{0}", "{0}"),
    "by_shape": (
        "找不到能原样读出各行的选择器：改为按页面形状识别（kind = auto）",
        'no selector reads the same rows: the list is found by its shape (kind = "auto")',
    ),
    "moved": (
        "{0} 跳转到 {1}，来源记为后者",
        "{0} leads to {1}; the source watches the latter",
    ),
    "tier": (
        "层级“{0}”是按域名猜的，请核对（--tier official、repost 或 aggregator）",
        "the tier {0!r} is guessed by the host name (--tier official, repost or aggregator)",
    ),
    "no_second_page": (
        "没有找到下一页：两次查看之间若发布超过 {0} 条，多出的会漏掉",
        "no further page was found: more than {0} notices between two looks would be missed",
    ),
    "second_page_failed": (
        "第二页读不出（{0}）：{1}",
        "the second page cannot be read ({0}): {1}",
    ),
    "second_page_same": (
        "“第二页”与第一页相同（{0}）：翻页规则不对",
        "the second page shows the first one again ({0}): the page rule is wrong",
    ),
    "detail_failed": ("公告正文页读不出：{0}", "no notice of the list can be read: {0}"),
    "detail_short": (
        "正文只有 {1} 字（{0}）：内容可能在图片或附件里",
        "the notice has {1} characters of text only ({0}): it may be an image or a file",
    ),
    "detail_no_rule": (
        "没有可靠的正文选择器：按内容密度识别正文（{0}）",
        "no sure selector for the text: it is found by its density ({0})",
    ),
    "family_values": (
        "网址里没有 {0}，无法请求更多页",
        "the address does not give {0}: further pages cannot be asked for",
    ),
    "busy": (
        "一天之内就发满了一页（{0} 行）：建议缩短 interval",
        "one day filled the whole page ({0} rows): a shorter interval is wise",
    ),
}
"""One sentence a subject, Chinese and English; {0} and {1} are its values."""

REASONS: dict[str, tuple[str, str]] = {
    "no_list": (
        "这个网址不像列表页：{0}",
        "this address does not look like a list: {0}",
    ),
    "notice": (
        "这是一篇公告，不是列表：“{0}”",
        "this is a single notice, not a list: “{0}”",
    ),
    "file": ("这是文件，不是列表页：{0}", "this is a file, not a list: {0}"),
    "empty": ("服务器给出空白内容：{0}", "the server gave nothing: {0}"),
    "error_page": ("网站显示的是错误页：{0}", "the site shows an error page: {0}"),
    "login": ("网站要求登录：{0}", "the site asks for a login: {0}"),
    "sends_on": ("这个页面只会跳往别处：{0}", "this page only sends on: {0}"),
    "shell": (
        "列表由脚本填充，没有认出它的接口：{0}",
        "a script fills this list and its interface was not recognised: {0}",
    ),
    "broken_json": ("收到的 JSON 不完整", "the JSON that came is broken"),
    "json_without_list": (
        "这份 JSON 里没有同时带标题和链接的列表",
        "this JSON holds no list with titles and links",
    ),
}
MENDS: dict[str, tuple[str, str]] = {
    "notice": (
        "请给出列出公告的栏目页{0}。",
        "Give the page of the column that lists notices{0}.",
    ),
    "shell": (
        "在浏览器的网络面板里找到返回列表数据的网址，再对它运行 watcher sources add。",
        "Find the address that brings the rows in the browser's network panel, and add that one.",
    ),
    "sends_on": ("请直接给出目标网址。", "Give the address it leads to."),
    "file": (
        "请给出列出公告的栏目页，而不是其中的附件。",
        "Give the page of the column that lists notices, not one of its files.",
    ),
}
CHECK_IN_BROWSER = (
    "请在浏览器打开核对，给出列出公告标题和日期的那一页。",
    "Open it in a browser and give the page that lists titles and days.",
)


def tell(doubt: Doubt, language: str) -> str:
    """Return a doubt as one sentence, with the rows it is about."""
    from watcher.alerts.formats.diagnoses import translate_diagnosis

    values = [translate_diagnosis(value, language) for value in doubt.values]
    words = _choose(SENTENCES[doubt.subject.value], language).format(*values)
    return f"{_rows(doubt.rows, language)}{words}" if doubt.rows else words


def tell_short(doubt: Doubt, language: str) -> str:
    """Return a doubt about rows for the line of one row."""
    return _choose(SENTENCES[doubt.subject.value], language).format(*doubt.values)


def tell_unfit(unfit: Unfit, language: str) -> tuple[str, str]:
    """Return why an address is no list, and what to do."""
    from watcher.alerts.formats.diagnoses import translate_diagnosis

    values = [translate_diagnosis(value, language) for value in unfit.values] or [""]
    why = _choose(REASONS[unfit.reason], language).format(*values)
    mend = _choose(MENDS.get(unfit.reason, CHECK_IN_BROWSER), language)
    column = unfit.values[1] if unfit.reason == "notice" and len(unfit.values) > 1 else ""
    where = ("，可能是 {0}", "; it may be {0}") if column else ("", "")
    return why, mend.format(_choose(where, language).format(column))


def _rows(rows: Sequence[int], language: str) -> str:
    """Name rows: a few by their numbers, many by their count as well."""
    named = (", " if language == "en" else "、").join(map(str, rows[:MOST_ROWS]))
    if language == "zh":
        return f"第 {named} 行" + (f"等 {len(rows)} 行" if len(rows) > MOST_ROWS else "") + "："
    more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    return f"row{'s' if len(rows) > 1 else ''} {named}{more}: "


def _choose(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "zh" else pair[1]
