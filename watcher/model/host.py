"""What is remembered of a host over all its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLines:
    """How often each line stood on the pages of one host.

    ``pages`` counts the pages looked at, ``counts`` maps a line's key (an integer of 32 bits) to
    the pages it stood on. Both are halved from time to time, so that a new design is learnt.
    """

    pages: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)
