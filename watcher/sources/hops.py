"""Shells: pages that only name where the rows are. Pure."""

from __future__ import annotations

import re

from watcher.model.listing import Listing
from watcher.model.page import Page, PageRequest
from watcher.model.source import Pick, Source
from watcher.sources.paging import hop_request
from watcher.sources.rows import apply_regex, decode_page, pick
from watcher.text import dom

SLOT_NAMES = re.compile(r"\{([A-Za-z_]\w*)\}")


def read_shell(source: Source, page: Page) -> Listing:
    """Find what a source's hop needs and give the request it leads to."""
    rules = source.hop
    if rules is None:
        return Listing(entries=(), rows_seen=0)
    text = decode_page(source, page)
    root = dom.parse(text).root
    values = {name: _find(text, root, rule) for name, rule in rules.find.items()}
    missing = sorted(name for name, value in values.items() if not value)
    if missing:
        note = f"the shell does not name {', '.join(missing)}"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    return lead_to(hop_request(source, page.final_url, values))


def lead_to(request: PageRequest | None) -> Listing:
    """Give the listing that stands for a shell."""
    if request is None:
        note = "the shell leads to an address that cannot be read"
        return Listing(entries=(), rows_seen=0, problems=(note,))
    return Listing(entries=(), rows_seen=0, next_page=request, is_hop=True)


def _find(text: str, root: dom.Node | None, rule: Pick) -> str:
    """Pick a value from a shell; without a selector from its source text, scripts included."""
    if not rule.css:
        return apply_regex(rule.regex, text).strip() if rule.regex else ""
    if root is None:
        return ""
    found = pick(root, rule).strip()
    if found or rule.attr:
        return found
    nodes = (node for css in rule.css for node in root.css(css)[:20])
    values = (apply_regex(rule.regex, node.inner_html).strip() for node in nodes)
    return next((value for value in values if value), "")
