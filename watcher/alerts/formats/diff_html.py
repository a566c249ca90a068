"""A diff as HTML: one self-contained page, inline and side by side, without script.

Changes carry a sign besides their colour: underlined is new, struck through is old. The page loads
nothing, follows the reader's light or dark mode and folds to one column on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watcher.alerts.formats.diff_view import (
    MOST_FINDINGS,
    count_line,
    finding_parts,
    pick_findings,
    view_clause,
)
from watcher.alerts.formats.safety import to_html
from watcher.alerts.formats.words import say
from watcher.model.change import Diff, Hunk, Op, Piece

DIFF_STYLE = """
ins,del{border-radius:3px;padding:0 1px}
ins{background:#d8f3dc;color:#0b4a1f;text-decoration:underline}
del{background:#fde2e1;color:#7d1a14;text-decoration:line-through}
.f td:first-child{white-space:nowrap}
.f td{padding:.25em .6em .25em 0;vertical-align:top}
.f .c{opacity:.75;font-size:.9em}
.k{opacity:.75;font-size:.85em;margin:0 0 .15em}
.h{margin:0 0 .9em;overflow-wrap:anywhere}
.same{opacity:.8}
@media(prefers-color-scheme:dark){
ins{background:#12391f;color:#b7f0c6}
del{background:#47201d;color:#ffc9c4}}
"""
_PAGE_STYLE = """
:root{color-scheme:light dark}
body{margin:0 auto;max-width:76em;padding:1em;background:#fff;color:#1c1e21;
font:16px/1.65 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.2em;margin:0 0 .4em}
.t{position:absolute;opacity:0}
.b{display:inline-block;padding:.3em .9em;margin:.6em .4em 1em 0;border:1px solid #8a8f98;
border-radius:1em;cursor:pointer}
#i:checked~.b[for=i],#s:checked~.b[for=s]{background:#1c1e21;color:#fff}
#i:focus-visible~.b[for=i],#s:focus-visible~.b[for=s]{outline:3px solid #5b8def}
.v{display:none}
#i:checked~.vi,#s:checked~.vs{display:block}
.r{display:grid;grid-template-columns:1fr 1fr;gap:0 1.2em;padding:.35em 0;
border-top:1px solid #8a8f9840}
.r>div{overflow-wrap:anywhere;white-space:pre-wrap;min-width:0}
.r>div:empty{background:#8a8f9814}
.hd{font-weight:600}
summary{cursor:pointer;opacity:.75;padding:.3em 0}
@media(max-width:40em){.r{grid-template-columns:1fr}.r>div:empty{display:none}
.r>.o::before{content:"− "}.r>.n::before{content:"+ "}.hd{display:none}}
@media(prefers-color-scheme:dark){body{background:#15171a;color:#e6e8eb}
#i:checked~.b[for=i],#s:checked~.b[for=s]{background:#e6e8eb;color:#15171a}}
"""
_SIGNS = {Op.EQUAL: "", Op.DELETE: "del", Op.INSERT: "ins"}


def render_diff_html(diff: Diff, language: str) -> str:
    """Return a whole diff as a page with two views; the reader chooses without any script."""
    code = "zh-CN" if language == "zh" else "en"
    title = to_html(say("diff.title", language))
    return (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="format-detection" content="telephone=no">'
        f"<title>{title}</title><style>{_PAGE_STYLE}{DIFF_STYLE}</style></head>\n<body>"
        f"<h1>{title}</h1>\n<p>{to_html(count_line(diff, language))}</p>\n"
        f"{findings_table(diff, language)}\n"
        '<input class="t" type="radio" name="v" id="i" checked>'
        '<input class="t" type="radio" name="v" id="s">'
        f'<label class="b" for="i">{to_html(say("diff.inline", language))}</label>'
        f'<label class="b" for="s">{to_html(say("diff.side", language))}</label>\n'
        f'<div class="v vi">\n{"".join(_inline(diff, language))}</div>\n'
        f'<div class="v vs">\n{"".join(_side_by_side(diff, language))}</div>\n'
        "</body></html>\n"
    )


def findings_table(diff: Diff, language: str) -> str:
    """Return the summary as a table; the empty string where nothing is raised."""
    picked, left_out = pick_findings(diff, MOST_FINDINGS)
    rows = []
    for finding in picked:
        label, old, new, context = (to_html(part) for part in finding_parts(finding, language))
        before = f"<del>{old}</del>" if finding.old else old
        after = f"<ins>{new}</ins>" if finding.new else new
        around = f'<br><span class="c">{context}</span>' if context else ""
        rows.append(f"<tr><td>{label}</td><td>{before} → {after}{around}</td></tr>")
    if left_out:
        more = to_html(say("diff.more", language, count=left_out))
        rows.append(f"<tr><td></td><td>{more}</td></tr>")
    return f'<table class="f">{"".join(rows)}</table>' if rows else ""


def clause_html(hunk: Hunk, language: str) -> str:
    """Return one changed clause with a label, long unchanged stretches left out."""
    view = view_clause(hunk, language)
    marked = "".join(
        f"<{sign}>{text}</{sign}>" if sign else text
        for mark in view.marks
        if mark.text
        for sign in [_SIGNS[mark.op]]
        for text in [to_html(mark.text, is_part=len(view.marks) > 1)]
    )
    return f'<div class="h"><p class="k">{to_html(view.label)}</p>{marked}</div>\n'


def _inline(diff: Diff, language: str) -> Iterator[str]:
    for is_same, hunks in _runs(diff.hunks):
        if is_same:
            yield _folded(
                "".join(f'<div class="h same">{_text(hunk.new)}</div>\n' for hunk in hunks),
                len(hunks),
                language,
            )
            continue
        for hunk in hunks:
            label = view_clause(hunk, language).label
            yield f'<div class="h"><p class="k">{to_html(label)}</p>{_both(hunk)}</div>\n'


def _side_by_side(diff: Diff, language: str) -> Iterator[str]:
    old, new = to_html(say("diff.old", language)), to_html(say("diff.new", language))
    yield f'<div class="r hd"><div>{old}</div><div>{new}</div></div>\n'
    for is_same, hunks in _runs(diff.hunks):
        rows = "".join(
            f'<div class="r"><div class="o">{_one_side(hunk, is_new=False)}</div>'
            f'<div class="n">{_one_side(hunk, is_new=True)}</div></div>\n'
            for hunk in hunks
        )
        yield _folded(rows, len(hunks), language) if is_same else rows


def _folded(inner: str, count: int, language: str) -> str:
    label = to_html(say("diff.equal", language, count=count))
    return f"<details><summary>{label}</summary>\n{inner}</details>\n"


def _runs(hunks: Sequence[Hunk]) -> Iterator[tuple[bool, list[Hunk]]]:
    """Yield runs of clauses that are the same, or differ in form only, and of those that changed.

    Blank lines are left out: the layout has its own space between clauses.
    """
    run: list[Hunk] = []
    was_same = True
    for hunk in hunks:
        if not (hunk.old + hunk.new).strip():
            continue
        is_same = hunk.op is Op.EQUAL or hunk.is_cosmetic
        if run and is_same != was_same:
            yield was_same, run
            run = []
        was_same = is_same
        run.append(hunk)
    if run:
        yield was_same, run


def _text(text: str, *, is_part: bool = False) -> str:
    """Return a stretch of page text, as long as it is; its line breaks are shown."""
    return to_html(_visible(text), is_part=is_part).replace("\n", "<br>")


def _visible(text: str) -> str:
    """Drop what a browser would act on or not show: all controls but the newline."""
    if text.isprintable():
        return text
    return "".join(
        c if c == "\n" or c.isprintable() else " " for c in text if c.isprintable() or c.isspace()
    )


def _both(hunk: Hunk) -> str:
    if not hunk.pieces:
        sign = {Op.INSERT: "ins", Op.DELETE: "del"}.get(hunk.op)
        inner = _text(hunk.new or hunk.old)
        return f"<{sign}>{inner}</{sign}>" if sign else inner
    return "".join(_piece(piece, is_old=True, is_new=True) for piece in hunk.pieces)


def _one_side(hunk: Hunk, *, is_new: bool) -> str:
    text = hunk.new if is_new else hunk.old
    if hunk.pieces:
        return "".join(_piece(piece, is_old=not is_new, is_new=is_new) for piece in hunk.pieces)
    if hunk.op in {Op.INSERT, Op.DELETE} and text:
        sign = "ins" if is_new else "del"
        return f"<{sign}>{_text(text)}</{sign}>"
    return _text(text)


def _piece(piece: Piece, *, is_old: bool, is_new: bool) -> str:
    if piece.op is Op.EQUAL:
        return _text(piece.new if is_new else piece.old, is_part=True)
    old = f"<del>{_text(piece.old, is_part=True)}</del>" if is_old and piece.old else ""
    new = f"<ins>{_text(piece.new, is_part=True)}</ins>" if is_new and piece.new else ""
    return old + new
