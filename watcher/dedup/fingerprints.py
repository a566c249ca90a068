"""What is indexed of a document."""

from __future__ import annotations

from watcher.dedup.canon import canonical
from watcher.dedup.keys import exact_keys
from watcher.dedup.shingles import sample, shingle_hashes
from watcher.model.document import Document
from watcher.model.match import Fingerprint


def fingerprint(document: Document) -> Fingerprint:
    """Return what the store keeps of a document to find it again; bounded per document."""
    canon = canonical(document.body)
    shingles = sample(shingle_hashes(canon.codes)) if document.has_text else ()
    return Fingerprint(
        shingles=tuple(int(value) for value in shingles),
        keys=exact_keys(document, canon),
        length=len(canon),
    )
