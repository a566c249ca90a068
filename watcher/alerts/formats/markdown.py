"""Markdown, for chat platforms that render some of it.

Only bold, strike-through, quotes, list items and links are used: what DingTalk, Feishu, WeCom,
Slack-compatible and CommonMark readers share or show readably as plain text. Page text holds no
sign of markup any more (see safety.py), so nothing has to be escaped twice.
"""

from __future__ import annotations

import re

from watcher.alerts.formats.content import Alert, Fact, head_line
from watcher.alerts.formats.diff_view import (
    MOST_FINDINGS,
    ClauseView,
    changed_hunks,
    count_line,
    finding_parts,
    pick_findings,
    view_clause,
)
from watcher.alerts.formats.safety import to_plain
from watcher.alerts.formats.words import say
from watcher.model.change import Diff, Finding, Op
from watcher.model.delivery import Message

FINDINGS_SHOWN = 12
CLAUSES_SHOWN = 12
_LEADING = re.compile(r"^(\s*)([-+=]|\d{1,9}[.)])")
_LEADING_TWINS = str.maketrans("-+=.)", "－＋＝．）")
_SIGNS = {Op.DELETE: "~~", Op.INSERT: "**"}


def to_markdown(text: str) -> str:
    """Return page text for the start or the inside of a Markdown line."""
    return _hold_start(to_plain(text).strip())


def _hold_start(line: str) -> str:
    """Keep a line from being read as a list item, a heading's underline or a rule."""
    return _LEADING.sub(lambda found: found.group().translate(_LEADING_TWINS), line)


def _colon(language: str) -> str:
    return "：" if language == "zh" else ": "


def render_markdown(alert: Alert) -> Message:
    """Return an event as Markdown; the title is plain, platforms show it apart."""
    language = alert.language
    blocks = [f"**{say('do', language)}**{_colon(language)}{to_markdown(alert.todo)}"]
    if alert.duplicate:
        blocks.append(f"**{alert.duplicate}**")
    if alert.heading:
        blocks.append(to_markdown(alert.heading))
    facts = [fact for fact in alert.facts if fact.key != "link"]
    blocks.append("\n".join(f"- {_fact_line(fact, language)}" for fact in facts))
    if alert.excerpt:
        blocks.append(f"> {to_markdown(alert.excerpt)}")
    if alert.diff is not None:
        blocks.append(
            _diff_block(alert.diff, language, findings=FINDINGS_SHOWN, clauses=CLAUSES_SHOWN)
        )
    blocks += [_link_line(fact, language) for fact in alert.facts if fact.key == "link"]
    return Message(
        title=head_line(alert, to_plain),
        body="\n\n".join(filter(None, blocks)),
        event_id=alert.event_id,
    )


def render_diff_markdown(diff: Diff, language: str) -> str:
    """Return a whole diff as Markdown: summary, then every changed clause."""
    return _diff_block(diff, language)


def _diff_block(
    diff: Diff, language: str, *, findings: int = MOST_FINDINGS, clauses: int | None = None
) -> str:
    picked, left_out = pick_findings(diff, findings)
    hunks = changed_hunks(diff)
    lines = [_finding_line(each, language) for each in picked]
    blocks = [f"**{say('changes', language)}** {count_line(diff, language)}"]
    if left_out:
        lines.append(f"- {say('diff.more', language, count=left_out)}")
    if lines:
        blocks.append("\n".join(lines))
    blocks += [_clause_block(view_clause(each, language)) for each in hunks[:clauses]]
    if clauses is not None and len(hunks) > clauses:
        blocks.append(say("diff.more", language, count=len(hunks) - clauses))
    return "\n\n".join(blocks)


def _finding_line(finding: Finding, language: str) -> str:
    label, old, new, context = finding_parts(finding, language)
    before = _sign(Op.DELETE, old) if finding.old else old
    after = _sign(Op.INSERT, new) if finding.new else new
    around = f" — {to_markdown(context)}" if context else ""
    return f"- {label}{_colon(language)}{before} → {after}{around}"


def _clause_block(view: ClauseView) -> str:
    marked = "".join(
        to_plain(mark.text, is_part=True)
        if mark.op is Op.EQUAL
        else f" {_sign(mark.op, mark.text, is_part=True)} "
        for mark in view.marks
    )
    return f"> {view.label}\n>\n> {_hold_start(marked.strip())}"


def _sign(op: Op, text: str, *, is_part: bool = False) -> str:
    """Mark text; the space around a sign belongs outside, where readers of Markdown need it."""
    shown = to_plain(text, is_part=is_part).strip()
    return f"{_SIGNS[op]}{shown}{_SIGNS[op]}" if shown else ""


def _fact_line(fact: Fact, language: str) -> str:
    value = to_markdown(fact.value)
    if fact.link:
        value = f"{value} [{fact.link.host}]({fact.link.url})"
    return f"{fact.label}{_colon(language)}{value}"


def _link_line(fact: Fact, language: str) -> str:
    """Return the one link there is; its words are ours and a host name."""
    if fact.link is None:
        return _fact_line(fact, language)
    return f"[{fact.value}]({fact.link.url})"
