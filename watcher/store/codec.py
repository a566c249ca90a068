"""Domain values as JSON: documents inside revisions, events inside their rows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from watcher.model.document import Attachment, Document
from watcher.model.event import Event
from watcher.model.label import Label, Labels


def document_details(document: Document) -> dict[str, Any]:
    """Return all of a document but its title and body, which have columns of their own."""
    return {
        "url": document.url,
        "published_on": _iso(document.published_on),
        "signed_on": _iso(document.signed_on),
        "issuer": document.issuer,
        "document_number": document.document_number,
        "source_line": document.source_line,
        "attachments": [asdict(attachment) for attachment in document.attachments],
        "language": document.language,
        "provenance": dict(document.provenance),
        "problems": list(document.problems),
    }


def read_document(title: str, body: str, details: dict[str, Any]) -> Document:
    """Return the document whose parts were stored."""
    return Document(
        title=title,
        body=body,
        url=details["url"],
        published_on=_day(details["published_on"]),
        signed_on=_day(details["signed_on"]),
        issuer=details["issuer"],
        document_number=details["document_number"],
        source_line=details["source_line"],
        attachments=tuple(_attachment(each) for each in details["attachments"]),
        language=details["language"],
        provenance=details["provenance"],
        problems=tuple(details["problems"]),
    )


def labels_json(labels: Labels) -> list[dict[str, Any]]:
    """Return all labels with their evidence, main campaign first."""
    found = [*labels.campaigns, labels.stage, labels.document_type, *labels.others]
    return [asdict(label) for label in found if isinstance(label, Label)]


def event_json(event: Event) -> str:
    """Return an event as JSON."""
    return _events().dump_json(event).decode()


def read_event(payload: str) -> Event:
    """Return the event that was stored."""
    return _events().validate_json(payload)


@lru_cache(maxsize=1)
def _events() -> TypeAdapter[Event]:
    return TypeAdapter(Event)


def _attachment(stored: dict[str, Any]) -> Attachment:
    parts = tuple((int(line), str(place)) for line, place in stored.get("parts", ()))
    return Attachment(**{**stored, "parts": parts})


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
