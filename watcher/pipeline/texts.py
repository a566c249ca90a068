"""What of a document counts when two states of its page are compared, and how it begins."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.model.document import Attachment, Document

EXCERPT_CHARACTERS = 240


def comparable_texts(before: Document, after: Document) -> tuple[str, str]:
    """Return two states of a page as texts to compare, the texts of their files among them.

    A file that was read in one state only because it could not be brought in the other is no
    change; a file that is never read is stood for by its hash, so that a replaced one is seen.
    """
    old = {each.url: each for each in before.attachments}
    new = {each.url: each for each in after.attachments}
    doubtful = {
        url
        for url in old.keys() & new.keys()
        if (old[url].sha256 is None) != (new[url].sha256 is None)
    }
    return (
        _show(before, before.attachments, doubtful),
        _show(after, after.attachments, doubtful),
    )


def _show(document: Document, files: Sequence[Attachment], doubtful: set[str]) -> str:
    parts = [document.title, document.body]
    for each in files:
        if each.url in doubtful or each.kind == "image":
            continue
        if each.text:
            parts.append(f"{each.name}\n{each.text}")
        elif each.sha256:
            parts.append(f"{each.name} [{each.sha256[:12]}]")
        else:
            parts.append(each.name)
    return "\n".join(part for part in parts if part)


def hash_file(attachment: Attachment) -> str:
    """Return what of an attachment counts for a page's hash: its text, else its bytes' hash."""
    return attachment.text or attachment.sha256 or ""


def excerpt_of(document: Document | None) -> str:
    """Return how a text begins, without the line that says to whom it is addressed."""
    first, _, rest = (document.body if document else "").strip().partition("\n")
    is_salutation = first.rstrip().endswith(("：", ":")) and len(rest) > len(first)
    text = " ".join((rest if is_salutation else f"{first}\n{rest}").split())
    cut = text[:EXCERPT_CHARACTERS]
    return cut if len(text) <= EXCERPT_CHARACTERS else f"{cut}…"
