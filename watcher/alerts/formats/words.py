"""The fixed words of messages, in Chinese and English. Values from pages are put in, never read."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")

_WORDS: Mapping[str, tuple[str, str]] = {
    "kind.new": ("新公告", "New notice"),
    "kind.copy": ("新副本", "New copy"),
    "kind.changed": ("公告改动", "Notice changed"),
    "kind.official": ("官方原文发布", "Official text is out"),
    "kind.withdrawn": ("公告撤下", "Notice withdrawn"),
    "kind.reappeared": ("公告恢复", "Notice is back"),
    "kind.source_unhealthy": ("来源异常", "Source unhealthy"),
    "kind.source_recovered": ("来源恢复", "Source recovered"),
    "kind.source_gap": ("可能有遗漏", "Possible gap"),
    "kind.delivery_dead": ("提醒未送达", "Alert not delivered"),
    "kind.campaign_proposed": ("疑似新专项", "Possible new campaign"),
    "kind.backfilled": ("补采完成", "Backfill done"),
    "kind.named": ("点名提醒", "You are named"),
    "kind.digest": ("汇总", "Digest"),
    "kind.test": ("测试", "Test"),
    "do.new": ("阅读原文，确认是否适用于本公司。", "Read it and decide whether it applies to you."),
    "do.new_copy_first": (
        "先据此转载判断是否适用；官方原文出现时会再提醒。",
        "Judge by this copy for now; you will be told when the official text appears.",
    ),
    "do.copy": ("仅供知悉，无需处理。", "Nothing; for your information only."),
    "do.changed": (
        "对照下列改动，检查已作的安排。",
        "Check the changes below against what you have arranged.",
    ),
    "do.changed_form": (
        "无需处理：只有排版或字形不同。",
        "Nothing: only the layout or the script differs.",
    ),
    "do.official": (
        "改以官方原文为准。",
        "Rely on the official text from now on.",
    ),
    "do.withdrawn": (
        "暂停引用，向发布机关核实。",
        "Stop relying on it and ask the issuer.",
    ),
    "do.reappeared": (
        "打开原文，核对后再引用。",
        "Open it and check the text before you rely on it.",
    ),
    "do.source_unhealthy": (
        "在浏览器打开列表页核对；恢复前，该来源的新公告可能收不到。",
        "Look at the list in a browser; until it recovers, its new notices may be missed.",
    ),
    "do.source_gap": (
        "补查这段时间的公告，或在浏览器打开列表核对。",
        "Backfill the days in question, or look through the list in a browser.",
    ),
    "do.source_recovered": (
        "若停顿较久，请打开列表核对一遍。",
        "If it was down for long, look through the list once.",
    ),
    "do.delivery_dead": (
        "运行 watcher channels test 检查该渠道，并从别处通知收件人。",
        "Check that channel with watcher channels test and tell its readers another way.",
    ),
    "do.campaign_proposed": (
        "确认是否为新的专项行动：watcher campaigns confirm {proposal}（或 rename、reject）。",
        "Decide whether it is a new one: watcher campaigns confirm {proposal} (or rename, reject).",
    ),
    "do.backfilled": (
        "无需处理；用 watcher coverage 查看哪些月份已补全。",
        "Nothing; watcher coverage shows which months are complete.",
    ),
    "do.named": (
        "核对是否指本公司，确认后按通知要求处理。",
        "Check whether it means you; if so, do what the notice asks.",
    ),
    "do.digest": ("逐条查看。", "Look through it."),
    "do.test": ("无需处理，这条渠道能收到提醒。", "Nothing: this channel receives alerts."),
    "do": ("要做", "To do"),
    "title": ("标题", "Title"),
    "campaign": ("专项", "Campaign"),
    "stage": ("阶段", "Stage"),
    "issuer": ("发布机关", "Issuer"),
    "type": ("类型", "Type"),
    "published": ("发布日期", "Published"),
    "source": ("来源", "Source"),
    "sure": ("依据", "Basis"),
    "copies": ("副本", "Copies"),
    "original": ("原文", "Original"),
    "list": ("列表", "List"),
    "link.refused": (
        "地址无法安全显示，请按编号查看",
        "address not shown: it is not a plain web link",
    ),
    "evidence": ("存证", "Evidence"),
    "event": ("编号", "Id"),
    "notice": ("公告", "Notice"),
    "deadlines": ("期限", "Deadlines"),
    "named": ("涉及名单", "Names you watch"),
    "runs": ("起止", "Runs"),
    "news": ("变化", "What is new"),
    "diagnosis": ("诊断", "Diagnosis"),
    "span": ("补采范围", "Span"),
    "span.told": ("{since} 至 {until}", "{since} to {until}"),
    "result": ("结果", "Result"),
    "result.told": (
        "读列表 {pages} 页，新存 {stored} 篇，已有 {known} 篇，未读出 {unread} 篇，至 {reached}",
        "{pages} pages of the list: {stored} new, {known} known, {unread} unread, to {reached}",
    ),
    "hint": ("办法", "Mend"),
    "channel": ("渠道", "Channel"),
    "excerpt": ("摘要", "Excerpt"),
    "changes": ("改动", "Changes"),
    "opens.original": ("打开原文（{host}）", "Open the original ({host})"),
    "page": ("网页", "Page"),
    "opens.page": ("打开网页（{host}）", "Open the page ({host})"),
    "opens.list": ("打开列表（{host}）", "Open the list ({host})"),
    "no_title": ("（无标题）", "(no title)"),
    "more_copies": ("另有 {count} 份", "{count} more"),
    "duplicate": ("可能重复，第 {attempt} 次发送", "possible duplicate, attempt {attempt}"),
    "sure.official": ("官方网站所载", "on the issuing body's own site"),
    "sure.repost": (
        "转载媒体所载，尚未见官方原文",
        "on a reposting site; no official text seen yet",
    ),
    "sure.aggregator": (
        "聚合站点所载，尚未见官方原文",
        "on an aggregator; no official text seen yet",
    ),
    "sure.match": ("{relation}，相似度 {percent}%", "{relation}, {percent}% alike"),
    "sure.relation": ("{relation}", "{relation}"),
    "digest.title": ("【汇总】{period}：{count} 条", "Digest {period}: {count} events"),
    "digest.health": (
        "{sources} 个来源中 {healthy} 个正常",
        "{healthy} of {sources} sources healthy",
    ),
    "digest.stands_in": (
        "渠道 {channel} 自 {since} 起送不出去，先由此渠道代收；恢复后仍会在那里补送",
        "Channel {channel} is down since {since}: told here now, and there once it is back",
    ),
    "digest.ailing": ("，异常：{names}", "; in trouble: {names}"),
    "digest.empty": ("本期没有新公告或改动。", "No notices and no changes in this period."),
    "diff.none": ("两份文本逐字相同。", "The two texts are the same to the letter."),
    "diff.cosmetic": (
        "仅编号、标点、空格或繁简不同（{count} 字），内容未变。",
        "Only numbering, punctuation, spacing or script differs ({count} characters).",
    ),
    "diff.counts": (
        "增 {added} 字，删 {removed} 字",
        "{added} characters added, {removed} removed",
    ),
    "diff.moves": ("移动 {count} 段", "{count} clauses moved"),
    "diff.form": (
        "另有 {count} 字仅形式不同（编号、标点、空格、繁简）",
        "{count} more differ in form only (numbering, punctuation, spacing, script)",
    ),
    "diff.more": ("另有 {count} 处未列出", "{count} more not listed here"),
    "diff.clause": ("第 {number} 段", "Clause {number}"),
    "diff.insert": ("新增", "added"),
    "diff.delete": ("删除", "deleted"),
    "diff.replace": ("改动", "changed"),
    "diff.move": ("自第 {number} 段移来", "moved from clause {number}"),
    "diff.equal": ("未变 {count} 段", "{count} clauses unchanged"),
    "diff.title": ("文本对照", "Text comparison"),
    "diff.inline": ("合并视图", "Inline"),
    "diff.side": ("左右对照", "Side by side"),
    "diff.old": ("旧", "Old"),
    "diff.new": ("新", "New"),
    "diff.nothing": ("（无）", "(none)"),
    "finding.deadline": ("期限", "Deadline"),
    "finding.date": ("日期", "Date"),
    "finding.number": ("数字", "Figure"),
    "finding.modal": ("要求用词", "Obligation"),
    "finding.name": ("名称", "Name"),
    "finding.text": ("文字", "Text"),
    "stage.planned": ("计划", "planned"),
    "stage.launched": ("启动", "launched"),
    "stage.phase": ("阶段推进", "under way"),
    "stage.reporting": ("通报进展", "reporting"),
    "stage.closed": ("收官", "closed"),
    "type.annual_plan": ("年度部署", "annual plan"),
    "type.launch_notice": ("启动通知", "launch notice"),
    "type.case_bulletin": ("典型案例通报", "case bulletin"),
    "type.progress_report": ("进展通报", "progress report"),
    "type.results": ("成果通报", "results"),
    "type.regulation": ("法规规章", "regulation"),
    "type.interpretation": ("政策解读", "interpretation"),
    "type.local_action": ("地方行动", "local action"),
    "type.meeting": ("会议", "meeting"),
    "type.other": ("其他", "other"),
    "relation.original": ("首见文本", "first text seen"),
    "relation.repost": ("转载", "repost"),
    "relation.excerpt": ("摘录", "excerpt"),
    "relation.script_variant": ("繁简转换", "script variant"),
    "relation.translation": ("翻译", "translation"),
    "relation.forward": ("转发并有增补", "forward with additions"),
    "relation.revision": ("修订", "revision"),
    "relation.roundup": ("汇编", "roundup"),
    "relation.rewrite": ("改写", "rewrite"),
    "relation.successor": ("后续版本", "successor"),
    "relation.sibling": ("同系列", "same series"),
    "relation.commentary": ("评论", "commentary"),
    "tier.official": ("官方", "official"),
    "tier.repost": ("转载", "repost"),
    "tier.aggregator": ("聚合", "aggregator"),
    "health.ok": ("正常", "well"),
    "health.quiet": ("久无新公告", "quiet for long"),
    "health.late": ("迟于惯常节奏", "later than its rhythm"),
    "health.rotten": ("页面读不出条目，可能已改版", "no rows can be read; probably redesigned"),
    "health.blocked": ("被网站拦截", "blocked by the site"),
    "health.moved": ("列表已迁址", "the list moved"),
    "health.gone": ("列表页不存在", "the list is gone"),
    "health.unreachable": ("网站连不上", "the site cannot be reached"),
    "health.refused": ("地址被本程序拒绝", "the address is refused by this program"),
}


def say(key: str, language: str, **values: object) -> str:
    """Return fixed words with values put in; values are never read as a template.

    Raises:
        KeyError: the key or the language is not known.
    """
    return _WORDS[key][_index(language)].format(**values)


def name_of(group: str, value: str, language: str) -> str:
    """Return the words for a value of an enum, or the value itself where it is free text."""
    words = _WORDS.get(f"{group}.{value}")
    return words[_index(language)] if words else value


def _index(language: str) -> int:
    if language not in LANGUAGES:
        raise KeyError(language)
    return LANGUAGES.index(language)
