"""The user's own names, and where a notice names them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.model.match import Span


class HitKind(StrEnum):
    """How a name was found. The last three are possible hits that a person has to confirm."""

    NAME = "name"
    ALIAS = "alias"
    """A former or short name, brand, app or group member, as the user listed it."""
    SHORT_FORM = "short_form"
    """The name without its legal form, worked out here."""
    CREDIT_CODE = "credit_code"
    MASKED = "masked"
    """Some characters are hidden by asterisks, the rest agrees."""
    EMBEDDED = "embedded"
    """A short name as part of a longer word or number."""
    CODE_MISPRINT = "code_misprint"
    """A credit code that differs in one character and fails its check digit."""

    @property
    def is_sure(self) -> bool:
        """Whether the hit may raise an alert by itself."""
        return self not in {HitKind.MASKED, HitKind.EMBEDDED, HitKind.CODE_MISPRINT}


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEntry:
    """One party to look for. ``aliases`` holds its other names, brands, apps and members.

    ``roles`` says of each alias in turn what it is ("a brand"); it may be left empty.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    credit_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where an entry is named. ``listed`` is the listed name that agrees."""

    entry_id: str
    kind: HitKind
    listed: str
    why: str
    span: Span
