"""What kind of copy a page is, what it adds, and the sentence that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from watcher.dedup.align import Alignment
from watcher.dedup.canon import Canon, canonical, squeeze
from watcher.dedup.findings import Findings
from watcher.dedup.keys import is_commentary, same_title
from watcher.dedup.scripts import dress_of
from watcher.dedup.series import neighbour_of
from watcher.dedup.verdicts import Kind, Verdict
from watcher.model.document import Document
from watcher.model.match import Relation, Span

EXCERPT_BELOW = 0.7
"""A page that carries less than this of the stored text is an excerpt of it."""
MOST_SPANS = 5
LEAST_ADDITION = 20
LEAST_LINKED = 0.1
REWRITE_SHARE = 0.3
LONG_QUOTE = 120
_FORWARDS = re.compile(
    r"转发|现将.{0,60}(?:转发|印发)给你们|请(?:结合实际|认真|遵照).{0,20}(?:贯彻|执行|落实)"
)
_DEADLINE = re.compile(
    r"(?:请|须|务必|应当?)[^。]{0,40}(?:前|内)[^。]{0,40}"
    r"(?:报送|上报|报告|完成|登记|提交|反馈|报备)|联系人[:：]"
)
_STOPS = "。；：;:"
_SITES_OWN = re.compile("版权|侵权|转载|免责|关注|扫码|扫一扫|责任编辑|点击")


@dataclass(frozen=True, slots=True)
class Pair:
    """A page, a stored page, and what their alignment says."""

    document: Document
    canon: Canon
    other: Document
    other_canon: Canon
    findings: Findings


def _prose_around(pair: Pair) -> str:
    """Return sentences before and after the shared stretch that a forwarding body wrote."""
    canon, (start, end) = pair.canon, pair.findings.left
    around = f"{canon.folded_text(0, start)}\n{canon.folded_text(end, len(canon))}"
    lines = [line for line in map(squeeze, around.split("\n")) if len(line) >= LEAST_ADDITION]
    asked = set(filter(_is_asked, lines))
    if not asked:
        return ""  # nearly every page; whether a line stands in the other text costs more
    there = pair.other_canon.text()
    own = [line for line in lines if canonical(line).text() not in there]
    if not asked.intersection(own):
        return ""
    return "\n".join(
        line
        for line in own
        if line in asked or (line[-1] in _STOPS and not _SITES_OWN.search(line))
    )


def _is_asked(line: str) -> bool:
    """Whether a line passes a notice on or sets a day; a site's request to its readers does not."""
    if _FORWARDS.search(line):
        return True
    return bool(_DEADLINE.search(line)) and not _SITES_OWN.search(line)


def relation_of(pair: Pair) -> tuple[Relation, str]:
    """Return what kind of copy a page is and the text it adds at the issuing level."""
    if pair.document.url is not None and pair.document.url == pair.other.url:
        return Relation.REVISION, ""
    additions = _prose_around(pair)
    if additions and not _prose_around(_turned(pair)):
        return Relation.FORWARD, additions
    if dress_of(pair.document.body, pair.canon.folded.text).is_variant:
        theirs = dress_of(pair.other.body, pair.other_canon.folded.text)
        if not theirs.is_variant:
            return Relation.SCRIPT_VARIANT, ""
    carried = (pair.findings.right[1] - pair.findings.right[0]) / max(1, len(pair.other_canon))
    if carried < EXCERPT_BELOW and pair.findings.matched < EXCERPT_BELOW * len(pair.other_canon):
        return Relation.EXCERPT, ""
    return Relation.REPOST, ""


def _turned(pair: Pair) -> Pair:
    """Return the pair with its two sides exchanged, for looking at the stored page's own words."""
    findings = pair.findings.turned()
    return Pair(pair.other, pair.other_canon, pair.document, pair.canon, findings)


def link_relation(pair: Pair, verdict: Verdict) -> Relation | None:
    """Return how two papers that are not copies belong together, None where they do not."""
    findings = pair.findings
    if verdict.kind in (Kind.ITEM, Kind.ROUNDUP):
        return Relation.ROUNDUP
    if verdict.kind is Kind.QUOTES:
        return _quoting_relation(pair)
    return neighbour_of(pair.document, pair.other, findings)


def _quoting_relation(pair: Pair) -> Relation | None:
    """Tell a commentary that quotes from another report of the same event."""
    titles = pair.document.title, pair.other.title
    if max(pair.findings.shares) < LEAST_LINKED:
        return None
    if any(map(is_commentary, titles)):
        return Relation.COMMENTARY
    if max(pair.findings.shares) >= REWRITE_SHARE or same_title(*titles):
        return Relation.REWRITE
    return Relation.COMMENTARY if pair.findings.matched >= LONG_QUOTE else None


def describe(pair: Pair, alignment: Alignment, relation: Relation) -> tuple[str, tuple[Span, ...]]:
    """Return a sentence a person can check, and the longest shared and changed stretches."""
    findings = pair.findings
    carried = min(1.0, findings.matched / max(1, len(pair.other_canon)))
    sentence = (
        f"Carries {findings.matched:,} characters ({carried:.0%}) of “{squeeze(pair.other.title)}” "
        f"in the same order"
    )
    notes = []
    if findings.figures:
        notes.append(f"{findings.figures} figure or date differs")
    if findings.replaced + findings.scattered:
        notes.append(f"{findings.replaced + findings.scattered} characters are replaced")
    if findings.left_only:
        notes.append(f"{findings.left_only} are put in")
    if findings.right_only:
        notes.append(f"{findings.right_only} are left out")
    if relation is Relation.EXCERPT:
        notes.append("the rest is cut")
    spans = []
    for block in sorted(alignment.blocks, key=lambda b: -b.length)[:MOST_SPANS]:
        left, right = (
            (block.left, block.left + block.length),
            (block.right, block.right + block.length),
        )
        spans.append(pair.canon.span("body", pair.document.body, *left))
        spans.append(pair.other_canon.span("candidate", pair.other.body, *right))
    for change in findings.changes[:MOST_SPANS]:
        gap = change.gap
        if gap.left_end > gap.left:
            spans.append(pair.canon.span("body", pair.document.body, gap.left, gap.left_end))
        if gap.right_end > gap.right:
            spans.append(
                pair.other_canon.span("candidate", pair.other.body, gap.right, gap.right_end)
            )
    return f"{sentence}; {'; '.join(notes) if notes else 'nothing is changed'}.", tuple(spans)
