"""Events and diffs as messages: short text, Markdown, mail, a log line; JSON and HTML for diffs.

May import: watcher.text, watcher.model, watcher.errors. Page text is data in every format: it can
mention nobody, link nowhere, start no line and carry no markup.
"""

from watcher.alerts.formats.digest import DigestFacts, render_digest
from watcher.alerts.formats.rendering import DIFF_FORMATS, FORMATS, render, render_diff
from watcher.alerts.formats.split import split_bytes

__all__ = [
    "DIFF_FORMATS",
    "FORMATS",
    "DigestFacts",
    "render",
    "render_diff",
    "render_digest",
    "split_bytes",
]
