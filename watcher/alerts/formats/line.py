"""One line, for logs."""

from __future__ import annotations

from watcher.alerts.formats.content import Alert, head_line
from watcher.alerts.formats.diff_view import count_line
from watcher.alerts.formats.safety import one_line, to_plain
from watcher.model.delivery import Message

LINE_CHARACTERS = 600
LINE_BYTES = 2_048
_KEYS = frozenset(
    {"named", "deadlines", "issuer", "published", "type", "diagnosis", "result", "sure"}
)


def render_line(alert: Alert) -> Message:
    """Return an event as one line of at most 2 KB; a link too long for that is left out."""
    parts = [alert.event_id, head_line(alert, str), alert.heading]
    parts += [fact.value for fact in alert.facts if fact.key in _KEYS]
    if alert.diff is not None:
        parts.append(count_line(alert.diff, alert.language))
    if alert.is_fault:
        parts.append(alert.todo)
    line = to_plain(one_line(" · ".join(filter(None, parts)), LINE_CHARACTERS))
    links = [fact.link.url for fact in alert.facts if fact.key == "link" and fact.link]
    body = " · ".join([line, *links])
    return Message(
        title=head_line(alert, to_plain),
        body=body if len(body.encode()) <= LINE_BYTES else line,
        event_id=alert.event_id,
    )
