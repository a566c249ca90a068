"""Short plain text, for chat and terminals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
from watcher.alerts.formats.safety import one_line, to_plain
from watcher.alerts.formats.words import say
from watcher.model.change import Diff, Finding, Op
from watcher.model.delivery import Message

FINDINGS_SHOWN = 10
CLAUSES_SHOWN = 6
EXCERPT_CHARACTERS = 120
"""On a phone the link below must stay in sight; a mail shows more."""
_TOGETHER = (("issuer", "published", "type"), ("event", "notice", "evidence"))
"""Facts that share a line; the second line stands last."""
_IN_HEAD = frozenset({"campaign", "stage"})
_MARKS = {Op.EQUAL: ("", ""), Op.DELETE: ("[-", "-]"), Op.INSERT: ("{+", "+}")}


def render_text(alert: Alert) -> Message:
    """Return an event as short text."""
    return Message(title=head_line(alert, to_plain), body=text_body(alert), event_id=alert.event_id)


def text_body(alert: Alert) -> str:
    """Return what stands under the first line; also the plain alternative of a mail."""
    language = alert.language
    lines = [_pair(say("do", language), to_plain(alert.todo), language)]
    if alert.duplicate:
        lines.append(alert.duplicate)
    if alert.heading:
        lines.append(to_plain(alert.heading))
    lines += _join_facts(alert.facts, _TOGETHER[0], language)
    lines += [
        _fact_line(fact, language)
        for fact in alert.facts
        if fact.key not in {*_IN_HEAD, *_TOGETHER[0], *_TOGETHER[1], "copies", "link"}
    ]
    if alert.excerpt:
        lines.append(to_plain(one_line(alert.excerpt, EXCERPT_CHARACTERS)))
    if alert.diff is not None:
        label = say("changes", language)
        counts = count_line(alert.diff, language)
        lines.append(_pair(label, counts, language))
        lines += diff_lines(alert.diff, language, findings=FINDINGS_SHOWN, clauses=CLAUSES_SHOWN)
    lines += _copy_lines(alert.facts, language)
    lines += [_fact_line(fact, language) for fact in alert.facts if fact.key == "link"]
    lines += _join_facts(alert.facts, _TOGETHER[1], language)
    return "\n".join(lines)


def render_diff_text(diff: Diff, language: str) -> str:
    """Return a whole diff as text: summary, then every changed clause."""
    return "\n".join([count_line(diff, language), *diff_lines(diff, language)])


def diff_lines(
    diff: Diff, language: str, *, findings: int = MOST_FINDINGS, clauses: int | None = None
) -> list[str]:
    """Return the findings and the changed clauses, at most so many, saying what was left out."""
    picked, left_out = pick_findings(diff, findings)
    lines = [_finding_line(finding, language) for finding in picked]
    if left_out:
        lines.append(say("diff.more", language, count=left_out))
    hunks = changed_hunks(diff)
    lines += [_clause_line(view_clause(hunk, language), language) for hunk in hunks[:clauses]]
    if clauses is not None and len(hunks) > clauses:
        lines.append(say("diff.more", language, count=len(hunks) - clauses))
    return lines


def _finding_line(finding: Finding, language: str) -> str:
    label, old, new, _ = finding_parts(finding, language)
    if not finding.old or not finding.new:
        what = say("diff.delete" if finding.old else "diff.insert", language)
        label = f"{label}（{what}）" if language == "zh" else f"{label} ({what})"
        return "· " + _pair(label, to_plain(old if finding.old else new), language)
    return "· " + _pair(label, f"{to_plain(old)} → {to_plain(new)}", language)


def _clause_line(view: ClauseView, language: str) -> str:
    marked = "".join(
        before + to_plain(mark.text, is_part=len(view.marks) > 1) + after if mark.text else ""
        for mark in view.marks
        for before, after in [_MARKS[mark.op]]
    )
    return _pair(view.label, marked, language)


def _copy_lines(facts: Iterable[Fact], language: str) -> list[str]:
    copies = [fact for fact in facts if fact.key == "copies"]
    if len(copies) < 2:
        return [_fact_line(fact, language) for fact in copies]
    head = copies[0].label
    return [
        f"{head}：" if language == "zh" else f"{head}:",
        *(f"· {_value(fact)}" for fact in copies),
    ]


def _value(fact: Fact) -> str:
    value = to_plain(fact.value)
    return f"{value} {fact.link.url}" if fact.link else value


def _join_facts(facts: Iterable[Fact], keys: Sequence[str], language: str) -> list[str]:
    found = {fact.key: _fact_line(fact, language) for fact in facts if fact.key in keys}
    line = " · ".join(found[key] for key in keys if key in found)
    return [line] if line else []


def _fact_line(fact: Fact, language: str) -> str:
    if fact.key == "link" and fact.link:
        return _pair(fact.label, fact.link.url, language)
    return _pair(fact.label, _value(fact), language)


def _pair(label: str, value: str, language: str) -> str:
    return f"{label}：{value}" if language == "zh" else f"{label}: {value}"
