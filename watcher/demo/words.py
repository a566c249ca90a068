"""What the demo says to its user, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line in both languages."""

    zh: str
    en: str

    def first(self, language: str) -> str:
        """Return the line in the user's language."""
        return self.zh if language == "zh" else self.en

    def second(self, language: str) -> str:
        """Return the line in the other language."""
        return self.en if language == "zh" else self.zh


TITLE = Line("watcher 演示：监管公告，一事一报", "watcher demo: one alert a notice")
SETTING = Line(
    "本机上有五个网站和一个 webhook。守护进程、抓取、去重、投递都是真的，只有网页是演示用的。",
    "Five sites and a webhook on this machine. The daemon, fetching, dedup and delivery are real; "
    "only the pages are made up.",
)
ACTS: Mapping[str, Line] = {
    "baseline": Line(
        "序幕　守护进程第一次读五个网站：入库，不打扰",
        "Prologue: the daemon reads five sites for the first time, stores all, tells nobody",
    ),
    "publish": Line(
        "第一幕　网信发布一份新通知，门户转载、繁体镜像、英文机翻随后出现",
        "Act 1: the regulator publishes; a repost, a traditional mirror and a machine translation "
        "follow",
    ),
    "edit": Line(
        "第二幕　一份旧通知被悄悄改了三处",
        "Act 2: an old notice is quietly changed in three places",
    ),
    "withdraw": Line(
        "第三幕　一份旧通报被撤下：页面 404，列表照常",
        "Act 3: an old notice is withdrawn: its page is 404, the list is fine",
    ),
    "break": Line(
        "第四幕　滨江网信改版：列表仍是 200，却一行也读不出",
        "Act 4: the city's list is redesigned: status 200, not a single row",
    ),
}
WAITING = Line("等待守护进程……", "waiting for the daemon ...")
STORED = Line(
    "已入库 {pages} 个页面，归为 {notices} 份公告（滨江转发了网信发布的一份）；提醒 {alerts} 条",
    "{pages} pages stored as {notices} notices (the city reposts one of the regulator's); "
    "{alerts} alerts",
)
COPIES = Line("入库的是一份公告、四个页面", "What is stored: one notice, four pages")
COLUMNS = (
    Line("网站", "site"),
    Line("标题", "title"),
    Line("与公告的关系", "is to the notice"),
    Line("相似度", "alike"),
)
SITES: Mapping[str, Line] = {
    "bureau": Line("网信发布", "the regulator"),
    "portal": Line("速览网", "a portal"),
    "mirror": Line("環球快訊", "a scraper"),
    "english": Line("Hengtai Carton", "a company's news"),
}
RELATIONS: Mapping[str, Line] = {
    "original": Line("原文", "original"),
    "repost": Line("转载", "repost"),
    "script_variant": Line("繁体变体", "script variant"),
    "translation": Line("译文", "translation"),
}
CLAIMS: Mapping[str, Line] = {
    "stored": Line("网站上的每份公告都已入库", "every notice on the sites is stored"),
    "silence": Line("首次读取不发提醒", "the first pass tells nobody"),
    "new": Line(
        "新公告恰好一条提醒，含活动与副本",
        "exactly one alert for the new notice, with campaign and copies",
    ),
    "copies": Line(
        "三个副本都并入同一公告，关系正确", "three copies joined it, each as what it is"
    ),
    "changed": Line("改动恰好一条提醒，附差异", "exactly one change alert, with the diff"),
    "edit": Line("库中是改后的文本", "the stored text is the edited one"),
    "withdrawn": Line("撤下恰好一条提醒", "exactly one withdrawal"),
    "source": Line("来源故障恰好一条提醒，附诊断", "exactly one source alert, with a diagnosis"),
    "other": Line("没有多余的提醒", "nothing else was told"),
}
ALL_SHOWN = Line("演示完成，所见皆已核对", "Done: everything shown was checked")
NOT_SHOWN = Line("演示没有如期发生", "The demo did not go as it should")
EXPECTED = Line("应有", "expected")
CAME = Line("实际", "came")
FIGURES = Line(
    "用时 {seconds:.0f} 秒；网站应答 {answers} 次，其中 {unchanged} 次为 304（未变，不重复下载）",
    "{seconds:.0f} s; the sites answered {answers} requests, {unchanged} of them 304 (unchanged, "
    "not sent again)",
)
NEXT = Line("接下来可以试试", "What to try next")
STOPPED = Line("已中断，没有留下任何进程", "Interrupted; no process is left behind")
