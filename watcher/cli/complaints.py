"""What is wrong with a command line, in Chinese; the English is written where it is found."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.alerts.formats.phrases import Phrases

_COMPLAINTS: tuple[tuple[str, str], ...] = (
    (r"there is no source ('.*?'); did you mean (.*)\?", r"没有来源 \1；是否指 \2？"),
    (r"there is no source (.*)", r"没有来源 \1"),
    (
        r"unknown source (.*); name one of sources\.toml, or leave it out",
        r"没有来源 \1；写 sources.toml 中的一个，或省略",
    ),
    (r"there is no channel (.*); known: none", r"没有渠道 \1；还没有配置任何渠道"),
    (r"there is no channel (.*); known: (.*)", r"没有渠道 \1；现有：\2"),
    (r"there is no event (.*); there are (.*)", r"没有事件 \1；可用：\2"),
    (r"there is no state (.*); there are (.*)", r"没有状态 \1；可用：\2"),
    (r"there is no alert (.*)", r"没有提醒 \1"),
    (r"there is no notice (.*)", r"没有通知 \1"),
    (r"there is no evidence (.*)", r"没有存证 \1"),
    (r"there is no proposed campaign (.*)", r"没有待确认的专项 \1"),
    (r"the file is empty", r"文件是空的"),
    (r"there is no watch-list", r"没有名单"),
    (r"no campaign is called so", r"没有这个名称的专项"),
    (r"several campaigns are called so: (.*)", r"有多个专项叫这个名称：\1"),
    (
        r"there is no such file; make it, or name another by WATCHER_SOURCES",
        r"没有这个文件，请新建，或用 WATCHER_SOURCES 另指一个",
    ),
    (
        r"there is no such file; begin with the one that came along: (.*)",
        r"没有这个文件，可从随附的一份开始：\1",
    ),
    (r"Nothing was changed; mend the file and try again\.", r"未作任何改动，改好文件后再试。"),
    (r"(.*) is no alert's id; it looks like (\S+)", r"\1 不是提醒编号；编号形如 \2"),
    (r"(.*) is not a notice id", r"\1 不是通知编号"),
    (r"(.*) is no page of (\S+) that has a text", r"\1 不是 \2 中有文本的网页"),
    (r"(.*) is no page of (\S+)", r"\1 不是 \2 的网页"),
    (r"(.*) has no text yet", r"\1 还没有文本"),
    (r"(.*) is already that notice", r"\1 已经是该通知"),
    (r"some pages of (\S+) have to go and some to stay", r"\1 的网页须有去有留"),
    (
        r"name one alert, or all dead ones with --dead",
        r"写一条提醒的编号，或用 --dead 表示全部未送达的",
    ),
    (r"(\S+) went to nobody there, or is being sent just now", r"\1 没有发往那里，或正在发送"),
    (r"no silence (\d+) is on", r"没有生效中的静默 \1"),
    (r"(.*) is no instant; write (.*)", r"\1 不是时刻；写成 \2"),
    (
        r"(.*) is not a span of time; write a span such as (.*) or a number of seconds",
        r"\1 不是时长；写成 \2 或秒数",
    ),
    (r"(.*) does not lie within the coming year", r"\1 不在今后一年之内"),
    (r"(\S+) (.*) is no day; write it as (\S+)", r"\1 \2 不是日期；写成 \3"),
    (r"--since (\S+) lies after (\S+): there is nothing to walk", r"--since \1 晚于 \2，无可补采"),
    (r"another process (?:runs|ended) the backfill of (\S+)", r"另一进程正在补采或已结束补采 \1"),
    (r"no \[\[channel\]\] is configured", r"没有配置 [[channel]]"),
    (r"nothing to ingest", r"没有要导入的内容"),
    (r"nothing to read", r"没有要读的内容"),
    (r"line (\d+) is not UTF-8", r"第 \1 行不是 UTF-8"),
    (r"line (\d+) is not JSON: (.*)", r"第 \1 行不是 JSON：\2"),
    (r"line (\d+) is not an object", r"第 \1 行不是对象"),
    (r"(.*) must be text or null", r"\1 须为文本或 null"),
    (r"id is missing", r"缺少 id"),
    (r"give either text or html", r"text 与 html 须二选一"),
    (r"--what (.*) is unknown; use (\w+) or (\w+)", r"不认识 --what \1；可用 \2、\3"),
    (r"--format (.*) is unknown; use (.*)", r"不认识 --format \1；可用 \2"),
    (r"(.*): there is no such file or folder", r"\1：没有这个文件或文件夹"),
    (r"(.*): No such file or directory", r"\1：没有这个文件或文件夹"),
    (r"(.*) cannot be written: (.*)", r"无法写入 \1：\2"),
    (
        r"(.*) was changed by somebody else meanwhile; nothing was written",
        r"\1 其间被他人改动，未写入",
    ),
    (r"the catalogue knows nothing of (.*)", r"目录中没有 \1"),
    (r"(.*) does not say the year (\d+)", r"\1 没有写明年份 \2"),
    (r"Name another one with --to CHANNEL\.", r"用 --to 渠道 另指一个。"),
    (r"`(watcher .*)` (?:shows all|lists them|shows the ids)\.", r"用 \1 查看全部。"),
    (r"`(watcher .*)` lists its pages\.", r"用 \1 查看它的网页。"),
    (r"Add one to sources\.toml\.", r"在 sources.toml 中添加一个。"),
    (r"Name files or folders, or use (.*)\.", r"写出文件或文件夹，或用 \1。"),
    (r"Name files or addresses, or use (.*) or (.*)\.", r"写出文件或网址，或用 \1 或 \2。"),
    (r"Set WATCHER_WATCHLIST, or name a file\.", r"设 WATCHER_WATCHLIST，或写出文件名。"),
    (
        r"Wait for it, or end it: this command then goes on where it was\.",
        r"等它结束或将其停止，之后本命令会接着做。",
    ),
    (r"Put it inside the name or behind it: (.*)", r"写在名称里或名称后：\1"),
    (r"Apply a diff to the revision it names as the old one\.", r"请用于该差异所依据的旧版本。"),
    (r"Run `(watcher .*)`, or install the newer program\.", r"运行 \1，或安装较新的程序。"),
    (r"Run `(watcher .*)`\.", r"运行 \1。"),
    (r"Free some space: work resumes by itself\.", r"腾出空间后会自动继续。"),
    (r"The disk that holds the database is full", r"数据库所在磁盘已满"),
    (r"The database could not be (?:used|opened): (.*)", r"数据库无法使用：\1"),
)


@cache
def _phrases() -> Phrases:
    from watcher.alerts.formats.hints import translate_hint
    from watcher.alerts.formats.phrases import Phrases

    return Phrases(_COMPLAINTS, otherwise=lambda text: translate_hint(text, "zh", ""))


def translate_complaint(text: str, language: str) -> str:
    """Return an error or its hint in ``language`` ("zh" or "en") as far as it is known."""
    return _phrases().tell(text) if language == "zh" else text
