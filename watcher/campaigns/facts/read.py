"""All facts of one document."""

from __future__ import annotations

from datetime import date

from watcher.campaigns.english import is_english
from watcher.campaigns.facts.accounts import read_accounts
from watcher.campaigns.facts.bodies import (
    read_addressees,
    read_document_number,
    read_requirements,
    read_spelled,
)
from watcher.campaigns.facts.days import read_days
from watcher.campaigns.facts.english import (
    read_english_figures,
    read_english_issuers,
    read_english_length,
)
from watcher.campaigns.facts.figures import read_figures
from watcher.campaigns.facts.issuers import read_issuers
from watcher.campaigns.facts.signature import Signature, find_signature
from watcher.campaigns.view import make_view
from watcher.model.document import Document
from watcher.model.facts import Facts


def read_facts(document: Document, *, published_on: date | None = None) -> Facts:
    """Read a document's facts; never raises.

    ``published_on`` is the day from the listing, which outranks the page's own. Relative days are
    counted from the day signed, else from the day published.
    """
    view = make_view(document)
    is_latin = is_english(view)
    signature = find_signature(view.body.text)
    days = read_days(view, published_on, signature)
    return Facts(
        issuers=read_english_issuers(view) if is_latin else read_issuers(view, signature),
        addressees=read_addressees(view),
        document_number=read_document_number(view),
        signed=days.signed,
        published=days.published,
        in_force=days.in_force,
        starts=days.starts,
        ends=days.ends,
        length=read_english_length(view) if is_latin else days.length,
        deadlines=days.deadlines,
        requirements=tuple(read_requirements(view.body, foot=_find_foot(signature)))
        or tuple(read_spelled(view.body)),
        accounts=tuple(read_accounts(view.body)),
        figures=tuple((read_english_figures if is_latin else read_figures)(view.body)),
    )


def _find_foot(signature: Signature | None) -> int | None:
    if signature is None:
        return None
    return signature.names[0][0] if signature.names else signature.place[0]
