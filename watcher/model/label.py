"""Findings about a notice, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from watcher.model.match import Span


class DocumentType(StrEnum):
    """What kind of paper a notice is."""

    ANNUAL_PLAN = "annual_plan"
    LAUNCH_NOTICE = "launch_notice"
    CASE_BULLETIN = "case_bulletin"
    PROGRESS_REPORT = "progress_report"
    RESULTS = "results"
    REGULATION = "regulation"
    INTERPRETATION = "interpretation"
    LOCAL_ACTION = "local_action"
    MEETING = "meeting"
    OTHER = "other"


class Stage(StrEnum):
    """Where a campaign stands when the notice speaks."""

    PLANNED = "planned"
    LAUNCHED = "launched"
    PHASE = "phase"
    REPORTING = "reporting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One campaign of the catalogue.

    ``name`` is the official name with its year: inside the name where it has one, else behind it
    in round brackets. ``core`` is the name without the year. ``aliases`` are other spellings and
    known corruptions. ``focus`` are its focus points, ``source`` says where its facts come from.
    ``topics`` are word sets that a title without the campaign's name uses: words parted by spaces
    must all be there, ``|`` parts alternatives.
    """

    id: str
    name: str
    year: int
    core: str
    series: str = "清朗"
    aliases: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    plan: str | None = None
    announced_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    length_text: str = ""
    stages: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    predecessor: str | None = None
    source: str = ""
    is_plan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A finding.

    ``kind`` is "campaign", "stage", "document_type", "issuer" ...; ``value`` is what it is.

    ``score`` is 0..1, ``rule`` names the rule that found it, ``spans`` are its evidence in the
    page's own text.
    """

    kind: str
    value: str
    score: float
    rule: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """All findings about one document.

    ``campaign`` is the main one, ``campaigns`` all, main first.
    """

    campaign: Label | None = None
    campaigns: tuple[Label, ...] = ()
    stage: Label | None = None
    document_type: Label | None = None
    others: tuple[Label, ...] = field(default=())
