"""The formats there are, and the two calls that use them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from watcher.alerts.formats.content import Alert, describe
from watcher.alerts.formats.diff_html import render_diff_html
from watcher.alerts.formats.diff_json import render_diff_json
from watcher.alerts.formats.line import render_line
from watcher.alerts.formats.mail import render_mail
from watcher.alerts.formats.markdown import render_diff_markdown, render_markdown
from watcher.alerts.formats.text import render_diff_text, render_text
from watcher.model.change import Diff
from watcher.model.delivery import Message
from watcher.model.event import Event

FORMATS: Mapping[str, Callable[[Alert], Message]] = {
    "text": render_text,
    "markdown": render_markdown,
    "html": render_mail,
    "line": render_line,
}
"""How a channel may want its messages: short text, Markdown, mail, one log line."""

DIFF_FORMATS: Mapping[str, Callable[[Diff, str], str]] = {
    "text": render_diff_text,
    "markdown": render_diff_markdown,
    "html": render_diff_html,
    "json": lambda diff, _: render_diff_json(diff),
}


def render(
    event: Event,
    *,
    format: str,  # noqa: A002 - the word of the configuration and of the contract
    language: str,
    maybe_duplicate: bool = False,
    attempt: int = 1,
) -> Message:
    """Return an event as a message.

    ``maybe_duplicate`` says in the message that an earlier attempt may have arrived.

    Raises:
        KeyError: the format or the language ("zh", "en") is not known.
    """
    alert = describe(event, language=language, maybe_duplicate=maybe_duplicate, attempt=attempt)
    return FORMATS[format](alert)


def render_diff(
    diff: Diff,
    *,
    format: str,  # noqa: A002 - the word of the configuration and of the contract
    language: str,
) -> str:
    """Return a diff as "text", "markdown", a self-contained "html" page or "json".

    Raises:
        KeyError: the format or the language is not known.
    """
    return DIFF_FORMATS[format](diff, language)
