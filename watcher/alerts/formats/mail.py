"""The full message, for mail: HTML with the plain text as its alternative.

Mail programs differ: the layout is one column of plain elements that reads well without the style
sheet, and the style sheet adds width, colour and the dark mode where it is supported.
"""

from __future__ import annotations

from collections.abc import Iterable

from watcher.alerts.formats.content import Alert, Fact, head_line
from watcher.alerts.formats.diff_html import DIFF_STYLE, clause_html, findings_table
from watcher.alerts.formats.diff_view import changed_hunks, count_line
from watcher.alerts.formats.safety import Link, to_html, to_plain
from watcher.alerts.formats.text import text_body
from watcher.alerts.formats.words import say
from watcher.model.change import Diff
from watcher.model.delivery import Message

CLAUSES_SHOWN = 40
_STYLE = """
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:16px;background:#fff;color:#1c1e21;
font:16px/1.65 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
.w{max-width:640px;margin:0 auto}
h1{font-size:20px;line-height:1.35;margin:0 0 8px}
.d{border-left:4px solid #1f6feb;padding:6px 12px;margin:0 0 14px}
.bad .d{border-color:#c62828}
.dup{font-weight:600}
table{border-collapse:collapse;margin:0 0 14px}
td{padding:2px 12px 2px 0;vertical-align:top;overflow-wrap:anywhere}
td.l{white-space:nowrap;opacity:.75}
blockquote{margin:0 0 14px;padding:0 0 0 12px;border-left:3px solid #8a8f98}
a.o{display:inline-block;padding:8px 16px;border:1px solid #1f6feb;border-radius:6px;
text-decoration:none;color:#0b57d0}
.id{opacity:.75;font-size:13px}
@media(prefers-color-scheme:dark){body{background:#15171a;color:#e6e8eb}
a,a.o{color:#8ab4f8;border-color:#8ab4f8}}
"""


def render_mail(alert: Alert) -> Message:
    """Return an event as HTML with a plain alternative in ``body``."""
    return Message(
        title=head_line(alert, to_plain),
        body=text_body(alert),
        html=_page(alert),
        event_id=alert.event_id,
    )


def _page(alert: Alert) -> str:
    language = alert.language
    title = head_line(alert, to_html)
    colon = "：" if language == "zh" else ": "
    links = [fact for fact in alert.facts if fact.key == "link"]
    small = [fact for fact in alert.facts if fact.key in {"event", "notice", "evidence"}]
    rows = [fact for fact in alert.facts if fact not in links and fact not in small]
    parts = [
        f"<h1>{title}</h1>",
        f'<p class="d"><strong>{say("do", language)}</strong>{colon}{to_html(alert.todo)}</p>',
        f'<p class="dup">{to_html(alert.duplicate)}</p>' if alert.duplicate else "",
        f"<p><strong>{to_html(alert.heading)}</strong></p>" if alert.heading else "",
        _table(rows),
        f"<blockquote>{to_html(alert.excerpt)}</blockquote>" if alert.excerpt else "",
        _diff(alert.diff, language) if alert.diff is not None else "",
        *(_link_block(fact) for fact in links),
        f'<p class="id">{" · ".join(_small(fact) for fact in small)}</p>' if small else "",
    ]
    return page_of(title, filter(None, parts), language=language, is_fault=alert.is_fault)


def page_of(title: str, parts: Iterable[str], *, language: str, is_fault: bool) -> str:
    """Return a whole page of parts that are HTML already, as is ``title``."""
    code = "zh-CN" if language == "zh" else "en"
    frame = "w bad" if is_fault else "w"
    return (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark">'
        '<meta name="format-detection" content="telephone=no">'
        f"<title>{title}</title><style>{_STYLE}{DIFF_STYLE}</style></head>\n"
        f'<body><div class="{frame}">\n' + "\n".join(parts) + "\n</div></body></html>\n"
    )


def _table(rows: list[Fact]) -> str:
    cells = "".join(
        f'<tr><td class="l">{to_html(fact.label)}</td><td>{to_html(fact.value)}'
        f"{' ' + _anchor(fact.link, fact.link.host) if fact.link else ''}</td></tr>\n"
        for fact in rows
    )
    return f"<table>\n{cells}</table>" if cells else ""


def _small(fact: Fact) -> str:
    return f"{to_html(fact.label)} {to_html(fact.value)}"


def _link_block(fact: Fact) -> str:
    if fact.link is None:
        return f"<p>{to_html(fact.label)} {to_html(fact.value)}</p>"
    return f"<p>{_anchor(fact.link, fact.value, 'o')}</p>"


def _anchor(link: Link, words: str, style: str = "") -> str:
    """Return the one kind of link there is: a stored address, with its host as the words."""
    named = f' class="{style}"' if style else ""
    href = link.url.replace("&", "&amp;")
    # The host is ours to show as it is; only what stands around it may need escaping.
    shown = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<a{named} href="{href}" rel="noopener noreferrer nofollow">{shown}</a>'


def _diff(diff: Diff, language: str) -> str:
    hunks = changed_hunks(diff)
    clauses = "".join(clause_html(hunk, language) for hunk in hunks[:CLAUSES_SHOWN])
    more = len(hunks) - CLAUSES_SHOWN
    rest = f"<p>{to_html(say('diff.more', language, count=more))}</p>" if more > 0 else ""
    heading = to_html(say("changes", language))
    return (
        f"<p><strong>{heading}</strong> {to_html(count_line(diff, language))}</p>\n"
        f"{findings_table(diff, language)}\n{clauses}{rest}"
    )
