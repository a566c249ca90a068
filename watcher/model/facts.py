"""What a notice says for the record, each statement with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from watcher.model.match import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name or number as printed."""

    value: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFact:
    """A day. ``how`` is "said" or how it was worked out; ``is_exact`` is false for a month only."""

    day: date
    how: str
    span: Span | None = None
    is_exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthFact:
    """How long a campaign runs: one of ``months`` and ``days`` is set."""

    months: int = 0
    days: int = 0
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something to be done by a day; ``due_on`` is None where the day cannot be worked out."""

    due_on: date | None
    text: str
    """What has to be done, as printed."""
    how: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One numbered demand. ``heading`` is the heading above it, empty where there is none."""

    number: str
    heading: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAccount:
    """An account, app, site or program that a notice names.

    ``platform`` is empty where none is said; ``kind`` is the word used (账号, 小程序 ...);
    ``sanctions`` are the measures said of it or of the group it stands in.
    """

    name: str
    platform: str
    kind: str
    sanctions: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its unit and what it counts. ``amount`` is written out (96万 is 960000)."""

    amount: float
    text: str
    unit: str
    counts: str
    is_rounded: bool
    """Said with 余 or 多: at least this much."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts of one notice. What a notice does not say is None or empty."""

    issuers: tuple[Fact, ...] = ()
    """The leading body first."""
    addressees: tuple[Fact, ...] = ()
    document_number: Fact | None = None
    signed: DayFact | None = None
    published: DayFact | None = None
    in_force: DayFact | None = None
    starts: DayFact | None = None
    ends: DayFact | None = None
    length: LengthFact | None = None
    deadlines: tuple[Deadline, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    accounts: tuple[NamedAccount, ...] = ()
    figures: tuple[Figure, ...] = ()
