"""Several events in one message: every one named with its id, none cut.

A digest is sent even when it is empty, so that silence never has two meanings: it says how many
sources are healthy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from watcher.alerts.formats.content import Alert, describe, head_line
from watcher.alerts.formats.diff_view import finding_parts, pick_findings
from watcher.alerts.formats.mail import page_of
from watcher.alerts.formats.safety import Link, one_line, to_html, to_plain
from watcher.alerts.formats.words import say
from watcher.model.delivery import Message
from watcher.model.event import Event, EventKind

FINDINGS_NAMED = 2
GIST_CHARACTERS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFacts:
    """What a digest says besides its events. ``period`` is a label such as "2025-04-30"."""

    period: str
    sources: int
    healthy_sources: int
    ailing: tuple[str, ...] = ()
    """Names of the sources that are not healthy."""
    stands_in_for: str = ""
    """The channel that is down and whose alerts these are, told here in its place."""
    down_since: str = ""


def render_digest(
    events: Sequence[Event],
    facts: DigestFacts,
    *,
    format: str,  # noqa: A002 - the word of the configuration and of the contract
    language: str,
    digest_id: str = "",
    maybe_duplicate: bool = False,
    attempt: int = 1,
) -> Message:
    """Return events as one message, grouped by kind and then by source, in order of id.

    ``maybe_duplicate`` says in the message that an earlier attempt may have arrived.

    Raises:
        KeyError: the format or the language is not known.
    """
    title = say("digest.title", language, period=to_plain(facts.period), count=len(events))
    if maybe_duplicate:
        mark = say("duplicate", language, attempt=attempt)
        title += f"（{mark}）" if language == "zh" else f" ({mark})"
    return _FORMATS[format](title, _sorted(events), facts, language, digest_id)


def _sorted(events: Sequence[Event]) -> list[Event]:
    order = list(EventKind)
    return sorted(events, key=lambda each: (order.index(each.kind), each.source_name, each.id))


def _health(facts: DigestFacts, language: str, escape: Callable[[str], str]) -> str:
    line = say("digest.health", language, healthy=facts.healthy_sources, sources=facts.sources)
    if facts.ailing:
        joint = "、" if language == "zh" else ", "
        names = joint.join(escape(name) for name in facts.ailing)
        line += say("digest.ailing", language, names=names)
    stop = "。" if language == "zh" else ". "
    if facts.stands_in_for:
        channel, since = escape(facts.stands_in_for), escape(facts.down_since)
        line = say("digest.stands_in", language, channel=channel, since=since) + stop + line
    return line


def _lines(
    events: Sequence[Event], language: str, escape: Callable[[str], str]
) -> Iterator[tuple[Alert, str, Link | None]]:
    """Yield (alert, what happened to what, link) of every event."""
    for event in events:
        alert = describe(event, language=language)
        words = head_line(alert, escape)
        heading = escape(alert.heading)
        gist = _gist(alert, escape)
        link = next((fact.link for fact in alert.facts if fact.key == "link"), None)
        yield alert, " — ".join(filter(None, (words, heading, gist))), link


def _gist(alert: Alert, escape: Callable[[str], str]) -> str:
    """Say the weightiest of what changed, or what is wrong with a source."""
    language = alert.language
    colon, joint = ("：", "；") if language == "zh" else (": ", "; ")
    if alert.diff is None:
        told = [fact.value for fact in alert.facts if fact.key == "diagnosis"]
        return joint.join(escape(one_line(each, GIST_CHARACTERS)) for each in told)
    picked, left_out = pick_findings(alert.diff, FINDINGS_NAMED)
    parts = []
    for finding in picked:
        label, old, new, _ = finding_parts(finding, language)
        sides = " → ".join(escape(one_line(each, GIST_CHARACTERS)) for each in (old, new))
        parts.append(f"{label}{colon}{sides}")
    if left_out:
        parts.append(say("diff.more", language, count=left_out))
    return joint.join(parts)


def _text(
    title: str, events: Sequence[Event], facts: DigestFacts, language: str, digest_id: str
) -> Message:
    lines = [_health(facts, language, to_plain)]
    if not events:
        lines.append(say("digest.empty", language))
    for alert, words, link in _lines(events, language, to_plain):
        parts = ("·", alert.event_id, words, link.url if link else "")
        lines.append(" ".join(filter(None, parts)))
    return Message(title=title, body="\n".join(lines), event_id=digest_id)


def _markdown(
    title: str, events: Sequence[Event], facts: DigestFacts, language: str, digest_id: str
) -> Message:
    blocks = [_health(facts, language, to_plain)]
    if not events:
        blocks.append(say("digest.empty", language))
    rows = [
        f"- {alert.event_id} {words}" + (f" [{link.host}]({link.url})" if link else "")
        for alert, words, link in _lines(events, language, to_plain)
    ]
    body = "\n\n".join([*blocks, "\n".join(rows)]).rstrip()
    return Message(title=title, body=body, event_id=digest_id)


def _mail(
    title: str, events: Sequence[Event], facts: DigestFacts, language: str, digest_id: str
) -> Message:
    parts = [f"<h1>{to_html(title)}</h1>", f'<p class="d">{_health(facts, language, to_html)}</p>']
    if not events:
        parts.append(f"<p>{say('digest.empty', language)}</p>")
    for alert, words, link in _lines(events, language, to_html):
        shown = words
        if link:
            shown += (
                f' <a href="{link.url.replace("&", "&amp;")}" rel="noopener noreferrer nofollow">'
            )
            shown += f"{link.host}</a>"
        parts.append(f'<p>{shown}<br><span class="id">{alert.event_id}</span></p>')
    plain = _text(title, events, facts, language, digest_id)
    return Message(
        title=title,
        body=plain.body,
        html=page_of(to_html(title), parts, language=language, is_fault=False),
        event_id=digest_id,
    )


def _line(
    title: str, events: Sequence[Event], facts: DigestFacts, language: str, digest_id: str
) -> Message:
    ids = " ".join(alert.event_id for alert, _, _ in _lines(events, language, to_plain))
    parts = [digest_id, title, _health(facts, language, to_plain), ids]
    return Message(title=title, body=" · ".join(filter(None, parts)), event_id=digest_id)


_FORMATS = {"text": _text, "markdown": _markdown, "html": _mail, "line": _line}
