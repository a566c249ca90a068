"""Links between pages that share no text: what a page says it is about.

A comment names the paper in its title or its first words; a report, a progress note or a local
start of a campaign quotes the campaign's name. Which of two pages came first makes no difference.
"""

from __future__ import annotations

from collections.abc import Sequence

from watcher.dedup.canon import squeeze
from watcher.dedup.keys import MARK, campaign_names, is_comment, papers_in, papers_named, title_key
from watcher.model.document import Document
from watcher.model.match import Candidate, Link, Relation
from watcher.text.fold import fold

MOST = 2
"""Links by name that one page gets: a campaign has many pages, the first found are its own."""
SCORE = 0.2
SAME_EVENT_DAYS = 5
"""Reports of a launch appear within so many days; later ones tell how it goes on."""


def links_by_name(document: Document, candidates: Sequence[Candidate]) -> tuple[Link, ...]:
    """Return links to notices that a page names, or whose pages name it; the best few."""
    found: dict[str, Link] = {}
    ranked = sorted(candidates, key=lambda each: (not each.stands, each.tier.rank, each.page_id))
    for candidate in ranked:
        link = _link(document, candidate)
        if link is not None and candidate.notice_id not in found and len(found) < MOST:
            found[candidate.notice_id] = link
    return tuple(found.values())


def _link(document: Document, candidate: Candidate) -> Link | None:
    other = candidate.document
    for one, two in ((document, other), (other, document)):
        papers = papers_named(one)
        if papers and title_key(two.title) in papers:
            relation = Relation.COMMENTARY if is_comment(one) else Relation.REWRITE
            return _make(candidate, relation, f"“{squeeze(two.title)}” is named at its beginning")
    both = set(papers_in(document.title)) & set(papers_in(other.title))
    if both:
        has_comment = is_comment(document) or is_comment(other)
        relation = Relation.COMMENTARY if has_comment else Relation.REWRITE
        return _make(candidate, relation, f"Both titles name “{min(both)}”")
    for one, two in ((document, other), (other, document)):
        shared = _shared_names(one.title, two)
        if shared:
            return _make(candidate, _of_campaign(one, two), f"Names the campaign “{shared[0]}”")
    return None


def _shared_names(title: str, other: Document) -> list[str]:
    """Return the campaigns in a title that another page names; few titles have any."""
    names = campaign_names(fold(title).text) if MARK in title else []
    if not names or (MARK not in other.title and MARK not in other.body):
        return []
    there = campaign_names(fold(f"{other.title}\n{other.body}").text)
    return [name for name in names if name in there]


def _of_campaign(one: Document, two: Document) -> Relation:
    """Say what two pages about one campaign are to each other, going by their days."""
    if is_comment(one) or is_comment(two):
        return Relation.COMMENTARY
    days = one.published_on, two.published_on
    if days[0] is None or days[1] is None:
        return Relation.REWRITE
    apart = abs((days[0] - days[1]).days)
    return Relation.REWRITE if apart <= SAME_EVENT_DAYS else Relation.SIBLING


def _make(candidate: Candidate, relation: Relation, evidence: str) -> Link:
    return Link(
        notice_id=candidate.notice_id,
        relation=relation,
        score=SCORE,
        evidence=f"{evidence}; the texts share hardly a sentence.",
    )
