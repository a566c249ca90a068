"""A detail page to a document."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from watcher.extract import facts
from watcher.extract.code import strip_code
from watcher.extract.container import Content, find_content
from watcher.extract.days import find_published
from watcher.extract.documents import extract_file
from watcher.extract.files import tell_kind
from watcher.extract.links import find_attachments
from watcher.extract.meta import Meta, read_meta
from watcher.extract.recurring import key_lines
from watcher.extract.sureness import judge
from watcher.extract.titles import find_title, strip_title
from watcher.model.document import MIN_BODY_CHARACTERS, Document
from watcher.model.listing import Entry
from watcher.model.page import Page
from watcher.model.source import DetailRules, Source
from watcher.text import charset, clauses, dom, language
from watcher.text.clean import squeeze
from watcher.text.fold import fold_key
from watcher.text.outline import Outline

_REPLACED_SHARE = 0.01
_MOST_HEADINGS = 6
_NO_TEXT = "there is no text to compare: the page holds a title and a date only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document and what else one reading of its page tells.

    ``keys`` are the keys of all lines of the page, to be counted over its host.
    """

    document: Document
    keys: frozenset[int] = frozenset()


def extract_page(
    page: Page,
    *,
    source: Source,
    entry: Entry | None,
    today: date,
    recurring: Collection[int] = (),
) -> Document:
    """Read a fetched page as its source says; never raises on what the page holds.

    The entry's whole title and day win over the page's own; a cut title does not.
    """
    return read_page(page, source=source, entry=entry, today=today, recurring=recurring).document


def read_page(
    page: Page,
    *,
    source: Source,
    entry: Entry | None,
    today: date,
    recurring: Collection[int] = (),
) -> Reading:
    """Read a fetched page like ``extract_page``, and give the keys of its lines too."""
    kind = "" if _is_text(page.content) else tell_kind(page.content, page.final_url)
    if kind and kind != "html":
        return Reading(document=extract_file(page, kind=kind, entry=entry, today=today))
    decoded = charset.decode(
        page.content, declared=page.headers.get("content-type"), override=source.encoding
    )
    problems = []
    if decoded.replaced_share > _REPLACED_SHARE:
        share = round(100 * decoded.replaced_share, 1)
        problems.append(f"{share} % of the characters could not be read as {decoded.encoding}")
    if decoded.recovered:
        problems.append("the page had been saved in a wrong charset and was turned back")
    sheet = lay_out(decoded.text, source.detail, recurring)
    document = read_sheet(
        sheet,
        url=page.final_url,
        rules=source.detail,
        title=entry.title if entry and not entry.title_cut else None,
        published_on=entry.published_on if entry else None,
        today=today,
    )
    return Reading(
        document=replace(document, problems=(*problems, *document.problems)),
        keys=key_lines(sheet.outline.lines),
    )


def _is_text(content: bytes) -> bool:
    """Whether bytes begin like markup: all but every page does."""
    return content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def extract_html(
    html: str,
    *,
    url: str | None = None,
    rules: DetailRules | None = None,
    title: str | None = None,
    published_on: date | None = None,
    today: date,
    recurring: Collection[int] = (),
) -> Document:
    """Read a notice from HTML, with selectors where ``rules`` has them; never raises.

    ``title`` and ``published_on`` are what the listing said and win. ``provenance`` names where
    each field was read from. ``recurring`` are keys of lines known to stand on many pages of the
    host (``find_recurring``).
    """
    rules = rules or DetailRules()
    sheet = lay_out(html, rules, recurring)
    return read_sheet(
        sheet, url=url, rules=rules, title=title, published_on=published_on, today=today
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page taken apart: what all its fields are read from."""

    page: dom.Dom
    meta: Meta
    outline: Outline
    content: Content


def lay_out(html: str, rules: DetailRules, recurring: Collection[int] = ()) -> Sheet:
    """Parse a page, lay out its lines and find the notice among them."""
    page = dom.parse(html)
    for selector in rules.drop:
        for node in page.css(selector):
            node.remove()
    meta = read_meta(page)
    body = page.body
    outline = dom.outline_of(body) if body is not None else Outline()
    headings = [index for index, tag in enumerate(outline.tags) if tag == "h1"]
    meta.headings = [dom.Node(outline.raws[index]).text for index in headings[:_MOST_HEADINGS]]
    for line in outline.lines:
        if "{" in line.text and ";" in line.text:
            line.text = squeeze(strip_code(line.text))
    content = _select_body(page, rules) or find_content(
        outline, page_title=meta.page_title, repeated=recurring
    )
    return Sheet(page, meta, outline, content)


def read_sheet(
    sheet: Sheet,
    *,
    url: str | None,
    rules: DetailRules,
    title: str | None = None,
    published_on: date | None = None,
    today: date,
) -> Document:
    """Read all fields from a page that was taken apart."""
    page, meta, content = sheet.page, sheet.meta, sheet.content
    provenance = {"body": content.how}
    found_title, provenance["title"] = (
        (squeeze(title), "listing") if title else find_title(page, meta, content, rules)
    )
    day, provenance["published_on"] = (
        (published_on, "listing")
        if published_on
        else find_published(page, meta, content, rules, url=url, today=today)
    )
    parts = clauses.split("\n".join(content.kept))
    lines = strip_title([clause.text for clause in parts], found_title)
    text = "\n".join(lines)
    signed_on, signer = facts.find_signature(lines, today=today)
    around = [
        line.text
        for line in [*content.lines[: content.start][-30:], *content.lines[content.end :][:10]]
    ]
    listed_on, listed = facts.find_labelled(around, today=today)
    issuer = _select_text(page, rules.issuer) or signer or facts.find_issuer(found_title) or listed
    source = facts.find_source(around) or next(iter(meta.sources), None)
    document = Document(
        title=found_title,
        body=text,
        url=url,
        published_on=day,
        signed_on=signed_on or listed_on,
        issuer=issuer,
        document_number=facts.find_number([*around, *lines[:6]]),
        source_line=source,
        attachments=find_attachments(
            meta.base, sheet.outline, content.element, content.selected, url
        ),
        language=language.detect(f"{found_title}\n{text}"),
        provenance={name: where for name, where in provenance.items() if where},
        problems=_problems(text, found_title),
    )
    return replace(document, confidence=judge(document, content.share))


def _select_body(page: dom.Dom, rules: DetailRules) -> Content | None:
    for selector in rules.body:
        for node in page.css(selector):
            lines = dom.text_of(node).split("\n")
            if any(lines):
                return Content(kept=lines, how="selector", selected=node)
    return None


def _select_text(page: dom.Dom, selectors: tuple[str, ...]) -> str | None:
    for selector in selectors:
        for node in page.css(selector):
            if node.text:
                return node.text
    return None


def _problems(text: str, title: str) -> tuple[str, ...]:
    problems = []
    if not title:
        problems.append("no title was found")
    if len(text) < MIN_BODY_CHARACTERS:
        problems.append(_NO_TEXT)
    elif len(text) < 2 * len(title) and fold_key(text) == fold_key(title):
        problems.append("the body says no more than the title")
    return tuple(problems)
