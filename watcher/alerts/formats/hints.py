"""What to do about a known fault, in Chinese; the English stands in watcher/errors.py."""

from __future__ import annotations

from collections.abc import Mapping

from watcher import errors
from watcher.alerts.formats.diagnoses import translate_diagnosis

_CHINESE: Mapping[str, str] = {
    errors.Unreachable.default_hint: "检查网址和本机网络；程序会放慢节奏继续查看。",
    errors.TimedOut.default_hint: "网站响应慢或卡住；程序会放慢节奏继续查看。",
    errors.RateLimited.default_hint: "若经常发生，请调大该来源的 interval。",
    errors.Blocked.default_hint: (
        "网站拦截自动访问：请向对方申请许可，或改看同一机关的其他渠道；本程序不绕过拦截。"
    ),
    errors.Gone.default_hint: "页面已迁址或撤下：在浏览器打开核对，再改正 url。",
    errors.BadStatus.default_hint: "网站返回错误；程序会放慢节奏继续查看。",
    errors.TooLarge.default_hint: "页面大得不像列表或公告：请检查 url。",
    errors.Refused.default_hint: "若网站是自己的，在它的 [[source]] 中设 allow_private = true。",
    errors.ListingEmpty.default_hint: "运行 watcher sources test ID：页面已改版，或不是列表。",
    errors.FieldMissing.default_hint: "运行 watcher sources test ID，改正标出的选择器。",
    errors.NotSane.default_hint: "运行 watcher sources test ID，并在浏览器查看该页。",
    errors.GaveUp.default_hint: "页面已作为证据保存，标为“未读”。",
    "Open the new address in a browser and put it into the url of this source.": (
        "在浏览器打开新地址核对，再改正该来源的 url。"
    ),
    "Open the list in a browser: if it shows newer notices, run `watcher sources test ID`.": (
        "在浏览器打开列表：若有更新的公告，运行 watcher sources test ID。"
    ),
    "Ask the site, or set ignore_robots = true in the source: it is recorded.": (
        "请向网站申请许可；或在该来源中设 ignore_robots = true（会留下记录）。"
    ),
}


def translate_hint(hint: str, language: str, source_id: str) -> str:
    """Return a hint in ``language`` where it is one of the program's own, else as it is.

    The id of the source stands in for the ID of its command, so that it can be copied as it is.
    """
    words = _CHINESE.get(hint, hint) if language == "zh" else hint
    words = translate_diagnosis(words, language)
    if source_id:
        words = words.replace("sources test ID", f"sources test {source_id}")
    return words.replace("`", "")
