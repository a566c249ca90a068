"""A notice that is a file: the list links straight to a PDF, a Word document or a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import unquote, urlsplit

from watcher.extract import facts
from watcher.extract.files import read_file
from watcher.extract.sureness import judge
from watcher.extract.titles import strip_title
from watcher.model.document import MIN_BODY_CHARACTERS, Attachment, Document
from watcher.model.listing import Entry
from watcher.model.page import Page
from watcher.text import language
from watcher.text.clean import squeeze
from watcher.text.dates import date_in_url

_MOST_TITLE = 120


def extract_file(page: Page, *, kind: str, entry: Entry | None, today: date) -> Document:
    """Read a fetched file as a notice; never raises on what it holds.

    The list gives title and day. Without one the first line is the title, and the day at the foot
    or in the address that of publication.
    """
    name = squeeze(unquote(urlsplit(page.final_url).path.rpartition("/")[2]))[:200]
    read = read_file(page.content, name)
    lines = read.text.split("\n") if read.text else []
    title = squeeze(entry.title) if entry and not entry.title_cut else ""
    provenance = {"title": "listing"} if title else {}
    if not title and lines and len(lines[0]) <= _MOST_TITLE:
        title, provenance["title"] = lines[0], "page"
    title = title or name
    lines = strip_title(lines, title)
    body = "\n".join(lines)
    signed_on, signer = facts.find_signature(lines, today=today)
    day, how = (entry.published_on, "listing") if entry and entry.published_on else (None, "")
    if day is None:
        hint = date_in_url(page.final_url)
        day, how = (hint, "url") if hint and hint <= today else (signed_on, "page")
    provenance |= {"published_on": how} if day else {}
    provenance |= {"body": kind} if body else {}
    problems = [f"{name}: {read.note}"] if read.note else []
    if len(body) < MIN_BODY_CHARACTERS:
        problems.append("there is no text to compare: the notice is a file that gives none")
    # The file is the notice: as an attachment it is noted with its hash, its text is the body.
    own = Attachment(
        name=name or title,
        url=page.final_url,
        sha256=page.sha256,
        size=len(page.content),
        kind=kind,
        note=read.note,
    )
    document = Document(
        title=title,
        body=body,
        url=page.final_url,
        published_on=day,
        signed_on=signed_on,
        issuer=signer or facts.find_issuer(title),
        document_number=facts.find_number(lines[:6]),
        attachments=(own,),
        language=language.detect(f"{title}\n{body}"),
        provenance=provenance,
        problems=tuple(problems),
    )
    return replace(document, confidence=judge(document, 1.0))
