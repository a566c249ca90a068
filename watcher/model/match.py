"""Which notice a page belongs to and what it is to that notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from watcher.model.document import Document
from watcher.model.source import Tier


class Relation(StrEnum):
    """What a page is to a notice."""

    ORIGINAL = "original"
    """The page that stands for the notice: a new notice when first seen."""
    REPOST = "repost"
    EXCERPT = "excerpt"
    SCRIPT_VARIANT = "script_variant"
    TRANSLATION = "translation"
    FORWARD = "forward"
    """A copy with additions of its own (a local body's paragraph or deadline)."""
    REVISION = "revision"
    """The same page's own small edit, met under another address."""
    ROUNDUP = "roundup"
    REWRITE = "rewrite"
    """Same event, own wording: linked, not a copy."""
    SUCCESSOR = "successor"
    """Same text for another year, or an amended regulation: linked, not a copy."""
    SIBLING = "sibling"
    """Another batch or a neighbouring notice of one series: linked, not a copy."""
    COMMENTARY = "commentary"

    @property
    def is_copy(self) -> bool:
        """Whether a page of this relation belongs to the notice and opens none of its own."""
        return self in COPIES


COPIES = frozenset(
    {
        Relation.REPOST,
        Relation.EXCERPT,
        Relation.SCRIPT_VARIANT,
        Relation.TRANSLATION,
        Relation.FORWARD,
        Relation.REVISION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What dedup keeps of a document to find it again.

    ``shingles`` are sampled 63-bit hashes of folded text, without repeats. ``keys`` are
    exact-match strings with a prefix that names their kind ("title:", "number:", "campaign:",
    "figures:", "terms:", "text:" for the hash of the whole folded body). ``length`` is the number
    of folded characters. ``abroad`` are keys under which pages in the other language stand that
    may be translations of this one, or what it translates: looked for, not kept.
    """

    shingles: tuple[int, ...]
    keys: tuple[str, ...]
    length: int
    abroad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored page that may carry the same notice.

    ``weight`` is the rarity-weighted count of shared shingles and keys, ``shared`` the plain count
    of shared shingles (None: not counted). ``stands`` says whether it is the page that stands for
    its notice, ``gathers`` whether that is a page known to carry several notices.
    """

    page_id: int
    notice_id: str
    relation: Relation
    document: Document
    tier: Tier
    weight: float
    first_seen_on: date
    shared: int | None = None
    stands: bool = True
    gathers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters [start, end) of a text named by ``where`` ("title", "body", "candidate")."""

    where: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation to a notice that is not a copy: successor, sibling, rewrite, commentary."""

    notice_id: str
    relation: Relation
    score: float
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The verdict on one page.

    ``notice_id`` is None where the page opens a new notice. ``score`` is 0..1. ``evidence`` is a
    sentence that a person can check. ``also`` are further notices that this page shows to be the
    same one (a bridge); ``links`` are the neighbours that are not copies, among them the notices a
    roundup carries and the roundups that carry a notice. ``additions`` is text the page adds.
    """

    relation: Relation
    notice_id: str | None = None
    page_id: int | None = None
    score: float = 0.0
    evidence: str = ""
    spans: tuple[Span, ...] = ()
    also: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    additions: str = ""
