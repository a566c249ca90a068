"""Why a label, a hit or a doubt is there, in Chinese: the campaigns' room writes English.

Stored labels keep the English rule, which scripts and ``--json`` read; a person reads this.
"""

from __future__ import annotations

import re

from watcher.model.watch import HitKind

WHAT = {
    "name": "专项名称",
    "series": "系列行动的名称",
    "spun name": "被同义改写的名称",
    "damaged name": "缺字的名称",
    "name not in the catalogue": "目录未收的名称",
    "local name": "地方行动的名称",
    "topic and date": "题材和日期相符",
    "english series": "英文中的系列行动",
    "english topic": "英文中的题材",
    "several campaigns of one plan": "涉及同一年度计划的多个专项",
    "local office": "由地方部门发出",
    "local issuer": "发文机关为地方部门",
    "nothing found": "没有可判断类型的用语",
    "names accounts": "逐一点名账号",
    "phase number": "写明阶段",
    "batch number": "写明批次",
    "digest": "早报、快讯、盘点一类",
    "policy paper": "规划、白皮书一类",
    "explains": "解读用语",
    "comments": "评论用语",
    "meeting": "会议用语",
    "rule": "法规、规范性文件用语",
    "state of work": "工作情况用语",
    "cases": "案例、查处用语",
    "results": "成效、收官用语",
    "progress": "进展用语",
    "plan": "年度部署用语",
    "launch": "部署、启动用语",
    "acts": "部门行动用语",
}
HOW = {
    "year": "年份写明",
    "date": "年份按日期推定",
    "plan": "年份按所依据的年度计划推定",
    "figures": "年份按该专项特有的数字推定",
    "only": "同名的仅此一项",
    "latest": "取最近的一次",
    "year in text": "年份按文中所写推定",
    "date against year": "所写年份与日期不符，以日期为准",
    "as printed": "照原文",
    "year not in the catalogue": "目录没有收这一年的",
    "launched anew": "旧名再次部署",
}
LABELS = {
    "campaign": ("专项行动", "Campaign"),
    "stage": ("阶段", "Stage"),
    "document_type": ("类型", "Type"),
    "task": ("任务", "Task"),
    "batch": ("批次", "Batch"),
    "phase": ("阶段序号", "Phase"),
    "named": ("名单命中", "Names you watch"),
}
WHERE = {"title": "标题", "body": "正文", "lead": "正文开头"}
ROLES = {
    "a former name": "曾用名",
    "a short name": "简称",
    "a brand": "品牌",
    "an app": "应用",
    "an account": "账号",
    "a group member": "集团成员",
    "another name": "别名",
}
_RULE = re.compile(
    r"(?P<what>.+?)(?: in (?P<in>title|body)| \((?P<at>title|lead)\))?(?:, (?P<how>[a-z ]+))?"
)
_HITS = (
    (r"the name “(.*)”", "与名单上的“{0}”一致"),
    (r"“(.*)”, (.*) without its legal form", "“{0}”是“{1}”去掉组织形式的写法"),
    (r"“(.*)” is short and stands inside other words", "“{0}”较短，又夹在别的词里"),
    (r"“(.*)” hides characters; the others agree with “(.*)”", "“{0}”打了码，其余与“{1}”相符"),
    (r"the unified credit code of (.*)", "“{0}”的统一社会信用代码"),
    (
        r"one character off the unified credit code of (.*)",
        "与“{0}”的统一社会信用代码差一位",
    ),
)
_OF = re.compile(r"“(?P<text>.*)”, (?P<role>.*?) of (?P<owner>.*)")
_DOUBTS = (
    (
        r"no day is known: names without a year cannot tell it",
        "没有任何日期，不写年份的名称无从归到它",
    ),
    (r"it runs for more than a year", "持续超过一年"),
    (
        r"no focus points: nothing to compare the next one with",
        "没有整治重点，下一次无从对比",
    ),
    (r"(\S+) has the same name: is it the last one\?", "{0} 与它同名，是否即上一次？"),
    (r"(\S+) has the same name and year", "{0} 与它同名且同年"),
)


def say_label_kind(kind: str, language: str) -> str:
    """Say what a label is about."""
    return LABELS[kind][language != "zh"] if kind in LABELS else kind


def say_value(kind: str, value: str, language: str) -> str:
    """Say a label's value: a stage's and a type's in words, a name as it is."""
    from watcher.alerts.formats.words import name_of

    group = {"stage": "stage", "document_type": "type"}.get(kind)
    return name_of(group, value, language) if group and value else value


def say_rule(rule: str, language: str) -> str:
    """Say why a label is there; what is not known stays as it is."""
    kind, _, why = rule.partition(": ")
    if why and kind in {each.value for each in HitKind}:
        return _say_hit(HitKind(kind), why, language)
    found = _RULE.fullmatch(rule)
    if language != "zh" or found is None or found["what"] not in WHAT:
        return rule
    where = WHERE.get(found["in"] or found["at"] or "", "")
    how = f"，{HOW.get(found['how'], found['how'])}" if found["how"] else ""
    return f"{where}{'有' if where else ''}{WHAT[found['what']]}{how}"


def say_place(where: str, language: str) -> str:
    """Say where a span lies: title, body, or an attachment by its name."""
    if language != "zh":
        return where
    if where.startswith("attachment:"):
        return f"附件 {where.partition(':')[2]}"
    return WHERE.get(where, where)


def say_doubt(doubt: str, language: str) -> str:
    """Say what is doubtful about a campaign of the catalogue."""
    return _translate(doubt, _DOUBTS) if language == "zh" else doubt


def _say_hit(kind: HitKind, why: str, language: str) -> str:
    from watcher.alerts.formats.bearing import say_kind

    return f"{say_kind(kind, language)}{'：' if language == 'zh' else ': '}" + _translate_hit(
        why, language
    )


def _translate_hit(why: str, language: str) -> str:
    if language != "zh":
        return why
    told = _translate(why, _HITS)
    found = _OF.fullmatch(why) if told == why else None
    if found is None:
        return told
    return f"“{found['text']}”是“{found['owner']}”的{ROLES.get(found['role'], found['role'])}"


def _translate(text: str, patterns: tuple[tuple[str, str], ...]) -> str:
    for pattern, words in patterns:
        found = re.fullmatch(pattern, text)
        if found is not None:
            return words.format(*found.groups())
    return text
