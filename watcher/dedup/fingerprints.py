"""What is indexed of a document."""

from __future__ import annotations

from watcher.dedup.align import prepared
from watcher.dedup.canon import Canon
from watcher.dedup.keys import exact_keys, keys_asked
from watcher.dedup.shingles import sample
from watcher.model.document import Document
from watcher.model.match import Fingerprint


def comparable(document: Document) -> Canon:
    """Return a document's body as it is compared; of the one fingerprinted last it is at hand."""
    return prepared(document.body).canon


def fingerprint(document: Document) -> Fingerprint:
    """Return what the store keeps of a document to find it again; bounded per document."""
    text = prepared(document.body)
    shingles = sample(text.hashes).tolist() if document.has_text else []
    keys = exact_keys(document, text.canon)
    return Fingerprint(
        shingles=tuple(shingles),
        keys=keys,
        length=len(text.canon),
        abroad=keys_asked(document, keys),
    )
