"""An event put into words, before any format: what happened, what to do, the facts in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from watcher.alerts.events import event_code
from watcher.alerts.formats.bearing import bearing
from watcher.alerts.formats.diagnoses import translate_diagnosis
from watcher.alerts.formats.hints import translate_hint
from watcher.alerts.formats.safety import TITLE_CHARACTERS, Link, one_line, safe_link
from watcher.alerts.formats.words import name_of, say
from watcher.model.change import Diff
from watcher.model.event import Event, EventKind

COPIES_SHOWN = 8
ABOUT_LISTS = frozenset(
    {
        EventKind.SOURCE_UNHEALTHY,
        EventKind.SOURCE_RECOVERED,
        EventKind.SOURCE_GAP,
        EventKind.BACKFILLED,
    }
)
FAULTS = frozenset({EventKind.SOURCE_UNHEALTHY, EventKind.SOURCE_GAP, EventKind.DELIVERY_DEAD})
EXCERPT_CHARACTERS = 240
RESULTS = ("pages", "stored", "known", "unread", "reached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One labelled line; ``link`` is set where the line leads somewhere."""

    key: str
    label: str
    value: str
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a message says. Texts are single lines, not yet escaped for a format.

    ``tag`` is what happened, ``subject`` to what (the campaign, or the title, or the source);
    ``duplicate`` is empty but on a repeat that may have arrived before.
    """

    language: str
    tag: str
    subject: str
    todo: str
    heading: str
    facts: tuple[Fact, ...]
    excerpt: str
    diff: Diff | None
    duplicate: str
    event_id: str
    is_fault: bool


def describe(
    event: Event, *, language: str, maybe_duplicate: bool = False, attempt: int = 1
) -> Alert:
    """Return what a message about ``event`` says in ``language``.

    Raises:
        KeyError: the language is not known.
    """
    subject = _subject(event, language)
    title = one_line(event.title)
    return Alert(
        language=language,
        tag=say(f"kind.{event.kind.value}", language),
        subject=subject,
        todo=_todo(event, language),
        heading="" if title in {"", subject} else title,
        facts=tuple(_facts(event, language)),
        excerpt=_excerpt(event),
        diff=event.diff,
        duplicate=say("duplicate", language, attempt=attempt) if maybe_duplicate else "",
        event_id=event_code(event),
        is_fault=event.kind in FAULTS,
    )


def head_line(alert: Alert, escape: Callable[[str], str]) -> str:
    """Return the first line: what happened to what, and whether this is a repeat.

    ``escape`` is applied to what comes from pages; the result has at most 200 characters where
    it does not lengthen text.
    """
    tag = f"【{alert.tag}】" if alert.language == "zh" else f"{alert.tag}: "
    tail = ""
    if alert.duplicate:
        tail = f"（{alert.duplicate}）" if alert.language == "zh" else f" ({alert.duplicate})"
    room = TITLE_CHARACTERS - len(tag) - len(tail)
    return f"{tag}{escape(one_line(alert.subject, room))}{tail}"


def _subject(event: Event, language: str) -> str:
    title = one_line(event.title) or say("no_title", language)
    if event.kind is EventKind.DELIVERY_DEAD:
        return one_line(event.extra.get("channel", "")) or title
    if event.kind is EventKind.TEST:
        return one_line(event.title or event.source_name)
    if event.kind.is_about_source:
        return one_line(event.source_name) or title
    if event.kind is EventKind.NAMED and event.named:
        return one_line("、".join(dict.fromkeys(hit.listed for hit in event.named)))
    campaign = one_line(event.campaign or "")
    if not campaign:
        return title
    stage = one_line(name_of("stage", event.stage or "", language))
    return f"{campaign} · {stage}" if stage else campaign


def _todo(event: Event, language: str) -> str:
    if event.kind is EventKind.CAMPAIGN_PROPOSED:
        proposal = one_line(event.extra.get("proposal", "")) or "ID"
        return say("do.campaign_proposed", language, proposal=proposal)
    if event.kind is EventKind.NEW and event.tier != "official":
        return say("do.new_copy_first", language)
    if event.kind is EventKind.CHANGED and event.diff is not None and event.diff.cosmetic:
        return say("do.changed_form", language)
    hint = one_line(translate_hint(event.hint, language, event.source_id))
    if hint and event.kind in FAULTS:
        return hint.replace("Run: ", "Run ", 1)
    return say(f"do.{event.kind.value}", language)


def _excerpt(event: Event) -> str:
    if event.diff is not None or event.kind.is_about_source:
        return ""
    return one_line(event.excerpt, EXCERPT_CHARACTERS)


def _facts(event: Event, language: str) -> list[Fact]:
    about_source = event.kind.is_about_source
    return [
        *_notice_facts(event, language),
        *(_fault_facts(event, language) if about_source or event.diagnosis else []),
        *_copy_facts(event, language),
        *_link_facts(event, language),
        *_plain_facts(
            language,
            ("evidence", event.evidence),
            ("notice", event.notice_id or ""),
            ("event", event_code(event)),
        ),
    ]


def _plain_facts(language: str, *pairs: tuple[str, str]) -> list[Fact]:
    return [
        Fact(key=key, label=say(key, language), value=one_line(value))
        for key, value in pairs
        if one_line(value)
    ]


def _notice_facts(event: Event, language: str) -> list[Fact]:
    if event.kind.is_about_source:
        return []
    published = event.published_on.isoformat() if event.published_on else ""
    return _plain_facts(
        language,
        *bearing(event, language),
        ("issuer", event.issuer or ""),
        ("published", published),
        ("campaign", event.campaign or ""),
        ("stage", name_of("stage", event.stage or "", language)),
        ("type", _name_type(event, language)),
        ("sure", _basis(event, language)),
    )


def _name_type(event: Event, language: str) -> str:
    """Name the type of document; that it is none of the known ones tells the reader nothing."""
    known = event.document_type if event.document_type != "other" else None
    return name_of("type", known or "", language)


def _basis(event: Event, language: str) -> str:
    """Say how sure the finding is: whose site carries it, and how it was matched."""
    parts = []
    if event.relation and event.relation != "original":
        relation = name_of("relation", event.relation, language)
        if event.score is None:
            parts.append(relation)
        else:
            percent = int(100 * min(max(event.score, 0.0), 1.0))
            parts.append(say("sure.match", language, relation=relation, percent=percent))
    elif event.tier in {"official", "repost", "aggregator"}:
        shown = "official" if event.kind is EventKind.OFFICIAL else event.tier
        parts.append(say(f"sure.{shown}", language))
    source = one_line(event.source_name)
    joint = "，" if language == "zh" else ", "
    basis = joint.join(dict.fromkeys(parts))
    wrapped = f"（{source}）" if language == "zh" else f" ({source})"
    return basis + wrapped if source and basis else basis or source


def _fault_facts(event: Event, language: str) -> list[Fact]:
    if event.kind is EventKind.BACKFILLED:
        return _plain_facts(
            language,
            ("span", _told("span.told", event, language, "since", "until")),
            ("result", _told("result.told", event, language, *RESULTS)),
        )
    health = name_of("health", event.extra.get("health", ""), language)
    joint = "：" if language == "zh" else ": "
    told = one_line(translate_diagnosis(event.diagnosis, language))
    diagnosis = joint.join(filter(None, (one_line(health), told)))
    return _plain_facts(
        language,
        ("diagnosis", diagnosis),
    )


def _told(key: str, event: Event, language: str, *names: str) -> str:
    return say(key, language, **{name: event.extra.get(name, "?") for name in names})


def _copy_facts(event: Event, language: str) -> list[Fact]:
    facts = []
    for copy in event.copies[:COPIES_SHOWN]:
        relation = one_line(name_of("relation", copy.relation, language))
        source = one_line(copy.source_name)
        title = one_line(copy.title)
        joint = "：" if language == "zh" else ": "
        who = " · ".join(filter(None, (source, relation)))
        facts.append(
            Fact(
                key="copies",
                label=say("copies", language),
                value=joint.join(filter(None, (who, title))),
                link=safe_link(copy.url),
            )
        )
    rest = len(event.copies) - COPIES_SHOWN
    if rest > 0:
        more = say("more_copies", language, count=rest)
        facts.append(Fact(key="copies", label=say("copies", language), value=more))
    return facts


def _link_facts(event: Event, language: str) -> list[Fact]:
    if not event.url:
        return []
    link = safe_link(event.url)
    key = "original" if event.tier == "official" else "page"
    if event.kind in ABOUT_LISTS:
        key = "list"
    label = say(key, language)
    if link is None:
        return [Fact(key="link", label=label, value=say("link.refused", language))]
    words = say(f"opens.{key}", language, host=link.host)
    return [Fact(key="link", label=label, value=words, link=link)]
