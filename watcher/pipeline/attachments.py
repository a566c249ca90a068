"""Step 6, for the files of a notice: bring them, keep their bytes, read them in a worker.

Files are asked for as politely as pages and kept as evidence like them. Whatever goes wrong with a
file is noted on it, and the notice goes on without its text: a broken annex must not hide a notice.
"""

from __future__ import annotations

from dataclasses import replace

from watcher.errors import Blocked, FetchError, ParseError, RateLimited, Stopped
from watcher.model.document import Attachment, Document
from watcher.model.page import Page, PageRequest
from watcher.model.source import Source
from watcher.pipeline.reading import Read, finish, read_attached
from watcher.pipeline.services import Services
from watcher.pipeline.texts import hash_file
from watcher.store import evidence
from watcher.text.urls import host_of
from watcher.workers import Closed, NoWorker

MOST_FILES = 12
"""Files of one notice that are fetched; those beyond are named and said to be unread."""
MOST_BYTES = 48 * 1024 * 1024
"""All files of one notice together."""
WALL_SECONDS = 20.0
"""One file may take this long to read: a report of a hundred pages is no fault."""
LEAST_PROMOTED = 200
"""A page without a text whose one file has so many characters: the file is the notice."""


def complete(
    services: Services,
    source: Source,
    read: Read,
    page: Page,
    *,
    before: Document | None = None,
    is_kept: bool = True,
) -> Read:
    """Return a reading with the texts of its attachments.

    ``before`` is the same page as it was last stored: a file that cannot be brought this time
    keeps the text it had. Pictures are named only. Without ``is_kept`` no evidence is kept (a dry
    run). Never raises for what a file is or holds.

    Raises:
        Stopped: the program ends.
        NoWorker: the machine could not read a file; the page is read again later.
    """
    document = read.document
    if all(_is_done(each) for each in document.attachments):
        return read
    had = {each.url: each for each in before.attachments} if before else {}
    bag = _Bag(services, source, page.final_url, is_kept=is_kept)
    filled = tuple(bag.fill(each, had.get(each.url)) for each in document.attachments)
    return replace(finish(_promote(replace(document, attachments=filled))), keys=read.keys)


def look_at_files(services: Services, source: Source, before: Document) -> Read | None:
    """Bring the files of a page again that did not change itself; None where they did not either.

    Raises:
        Stopped, NoWorker: as for complete().
    """
    had = {each.url: each for each in before.attachments if each.sha256}
    own = before.url or source.url
    if not had or own in had:  # a notice that is a file was just asked for itself
        return None
    bag = _Bag(services, source, own)
    filled = tuple(
        bag.fill(replace(each, sha256=None), each) if each.url in had else each
        for each in before.attachments
    )
    if [hash_file(each) for each in filled] == [hash_file(each) for each in before.attachments]:
        return None
    return finish(replace(before, attachments=filled))


class _Bag:
    """The files of one notice: counts what was brought, and stops where the site says no."""

    def __init__(
        self, services: Services, source: Source, page_url: str, *, is_kept: bool = True
    ) -> None:
        self._services = services
        self._source = source
        self._page_url = page_url
        self._is_kept = is_kept
        self._files = 0
        self._bytes = 0
        self._refused = ""

    def fill(self, wanted: Attachment, had: Attachment | None) -> Attachment:
        """Bring and read one file, or say why not."""
        if _is_done(wanted):
            return wanted
        self._services.ensure_running()
        why = self._find_limit()
        if not why:
            try:
                page = self._bring(wanted.url)
            except (Blocked, RateLimited) as error:
                self._refused = why = str(error)
            except FetchError as error:
                why = str(error)
            else:
                return self._read(wanted, page, had)
        if had is not None and had.sha256:
            return replace(had, name=wanted.name)
        return replace(wanted, note=f"not fetched: {why}"[:300])

    def _find_limit(self) -> str:
        if self._refused:
            return self._refused
        if self._files >= MOST_FILES:
            return f"the notice has more than {MOST_FILES} files"
        if self._bytes >= MOST_BYTES:
            return f"the files of the notice are larger than {MOST_BYTES >> 20} MB together"
        return ""

    def _bring(self, url: str) -> Page:
        source = self._source
        is_own = host_of(url) == host_of(self._page_url)
        self._files += 1
        answer = self._services.fetcher.fetch(
            PageRequest(
                url=url,
                headers={**(source.headers if is_own else {}), "Referer": self._page_url},
                allow_private=source.allow_private,
                way=source.way if is_own else type(source.way)(),
                ignore_robots=source.ignore_robots,
                jar=source.id,
                host_delay_seconds=source.host_delay_seconds,
            )
        )
        assert isinstance(answer, Page)  # noqa: S101  # the request was not conditional
        self._bytes += len(answer.content)
        return answer

    def _read(self, wanted: Attachment, page: Page, had: Attachment | None) -> Attachment:
        known = replace(wanted, sha256=page.sha256, size=len(page.content))
        if had is not None and had.sha256 == page.sha256:
            return replace(had, name=wanted.name)
        if self._is_kept:
            ref = self._services.archive.keep(page)
            with self._services.store.writing() as tx:
                evidence.add_evidence(tx, page, ref)
        try:
            read = self._services.parsers.call(
                read_attached, page.content, _named(wanted, page), wall_seconds=WALL_SECONDS
            )
        except Closed as error:
            raise Stopped(str(error)) from error
        except NoWorker:
            raise
        except ParseError as error:  # GaveUp too: its worker was killed over this file
            return replace(known, note=f"not read: {error}"[:300])
        return replace(
            known, kind=read.kind or known.kind, text=read.text, note=read.note, parts=read.parts
        )


def _named(wanted: Attachment, page: Page) -> str:
    """Name a file by what tells its kind best: its own name, else the address it came from."""
    return wanted.name if "." in wanted.name[-6:] else page.final_url.partition("?")[0]


def _is_done(attachment: Attachment) -> bool:
    return attachment.kind == "image" or attachment.sha256 is not None


def _promote(document: Document) -> Document:
    """Take the one file's text as the body where the page has none (a PDF in a frame, miit)."""
    read = [each for each in document.attachments if each.text]
    if document.has_text or len(read) != 1 or len(read[0].text) < LEAST_PROMOTED:
        return document
    (only,) = read
    files = tuple(
        replace(each, text="", note="its text is the body") if each is only else each
        for each in document.attachments
    )
    return replace(
        document,
        body=only.text,
        attachments=files,
        provenance={**document.provenance, "body": f"attachment:{only.name}"},
        problems=tuple(each for each in document.problems if "no text to compare" not in each),
    )
