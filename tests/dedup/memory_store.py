"""A store in memory that brings candidates as the real one does."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from watcher.dedup import fingerprint, match
from watcher.model.document import Document
from watcher.model.match import Candidate, Fingerprint, Match, Relation
from watcher.model.source import Tier

COMMON = 200
CANDIDATES = 8
PER_NOTICE = 2


class MemoryStore:
    """Postings, keys and families of pages; the candidate rule of docs/architecture.md."""

    def __init__(self) -> None:
        self.postings: dict[int | str, list[int]] = defaultdict(list)
        self.pages: list[tuple[Document, str, Relation]] = []
        self._joined: dict[str, str] = {}

    def notice_of(self, page_id: int) -> str:
        return self._root(self.pages[page_id][1])

    def _root(self, notice_id: str) -> str:
        while notice_id in self._joined:
            notice_id = self._joined[notice_id]
        return notice_id

    def candidates(self, print_: Fingerprint) -> list[Candidate]:
        weights: dict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for entry in (*print_.shingles, *print_.keys, *print_.abroad):
            pages = self.postings.get(entry, [])
            for page_id in pages if len(pages) <= COMMON else []:
                weights[page_id] += 1 / math.sqrt(len(pages))
                shared[page_id] += isinstance(entry, int)
        found: list[Candidate] = []
        seen: Counter[str] = Counter()
        for page_id in sorted(weights, key=lambda each: (-weights[each], each)):
            notice_id = self.notice_of(page_id)
            seen[notice_id] += 1
            if seen[notice_id] <= PER_NOTICE and len(found) < CANDIDATES:
                found.append(self._candidate(page_id, weights[page_id], shared[page_id]))
        return found

    def _candidate(self, page_id: int, weight: float, shared: int) -> Candidate:
        document, _, relation = self.pages[page_id]
        return Candidate(
            page_id=page_id,
            notice_id=self.notice_of(page_id),
            relation=relation,
            document=document,
            tier=Tier.REPOST,
            weight=weight,
            first_seen_on=date(2026, 1, 1),
            shared=shared,
        )

    def judge(self, document: Document) -> Match:
        print_ = fingerprint(document)
        return match(document, print_, self.candidates(print_))

    def add(self, document: Document) -> Match:
        print_ = fingerprint(document)
        verdict = match(document, print_, self.candidates(print_))
        page_id = len(self.pages)
        notice_id = verdict.notice_id or f"n{page_id}"
        for other in verdict.also:
            if self._root(other) != self._root(notice_id):
                self._joined[self._root(other)] = self._root(notice_id)
        self.pages.append((document, notice_id, verdict.relation))
        for entry in (*print_.shingles, *print_.keys):
            self.postings[entry].append(page_id)
        return verdict

    def families(self, documents: Iterable[tuple[str, Document]]) -> frozenset[frozenset[str]]:
        """Add documents in the order given and return the families their names fall into."""
        groups: dict[str, set[str]] = defaultdict(set)
        first = len(self.pages)
        names = []
        for name, document in documents:
            self.add(document)
            names.append(name)
        for offset, name in enumerate(names):
            groups[self.notice_of(first + offset)].add(name)
        return frozenset(frozenset(group) for group in groups.values())
