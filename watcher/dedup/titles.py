"""Pages without a text, matched by what is left of them."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.dedup.keys import title_key
from watcher.model.document import Document
from watcher.model.match import Candidate, Match, Relation


def match_title(document: Document, candidates: Sequence[Candidate]) -> Match | None:
    """Match a page without text: by the same title and day, or the same title and issuer."""
    title = title_key(document.title)
    for candidate in candidates:
        other = candidate.document
        if document.has_text and other.has_text:
            continue
        if not title or title_key(other.title) != title:
            continue
        days = {d for d in (document.published_on, document.signed_on) if d}
        other_days = {d for d in (other.published_on, other.signed_on) if d}
        same_issuer = document.issuer is not None and document.issuer == other.issuer
        if days & other_days or (same_issuer and not (days and other_days)):
            return Match(
                relation=Relation.REPOST,
                notice_id=candidate.notice_id,
                page_id=candidate.page_id,
                score=0.6,
                evidence=f"Same title and day or issuer as “{other.title}”; one has no text.",
            )
    return None
