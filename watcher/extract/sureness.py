"""How sure a reading is, field by field, 0 to 1: a field in its place is surer than a guess.

The figures are orders of trust, not measured probabilities: they are for choosing what to look at.
"""

from __future__ import annotations

from watcher.model.document import Document

_BODY = {"selector": 1.0, "container": 0.95, "docx": 0.95, "pdf": 0.9}
_TITLE = {"listing": 1.0, "selector": 1.0, "given": 1.0, "meta:articletitle": 0.97, "h1": 0.95}
_TITLE |= {"title": 0.75, "page": 0.8, "json-ld": 0.9}
_DAY = {"listing": 1.0, "selector": 1.0, "given": 1.0, "json-ld": 0.95, "page": 0.9}
_DAY |= {"script": 0.85, "url": 0.5}
_META = 0.95
_OTHER = 0.85


def judge(document: Document, share: float) -> dict[str, float]:
    """Judge title, day and body by where they come from.

    ``share`` is the part of all that looks like a notice's text on the page that the body holds: a
    page of two equal texts leaves it open which is meant.
    """
    where = document.provenance
    sure: dict[str, float] = {}
    if document.title:
        sure["title"] = _TITLE.get(where.get("title", ""), _OTHER)
    if document.published_on is not None:
        how = where.get("published_on", "")
        sure["published_on"] = _META if how.startswith("meta:") else _DAY.get(how, _OTHER)
    if document.body:
        found = _BODY.get(where.get("body", ""), 0.4 + 0.55 * share)
        sure["body"] = round(found if document.has_text else 0.5 * found, 2)
    return sure
