"""What the demo claims to have shown, checked against what really arrived. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watcher.demo.content import Edit
from watcher.demo.sink import Received

COPY_RELATIONS: Mapping[str, frozenset[str]] = {
    "portal": frozenset({"repost"}),
    "mirror": frozenset({"script_variant"}),
    "english": frozenset({"translation"}),
}
"""What the copy on each site must be to its notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing the demo says; ``name`` is a key of words.CLAIMS."""

    name: str
    expected: str
    came: str
    ok: bool


def claim_silence(received: Sequence[Received]) -> Claim:
    """Nothing is told in the first pass over a source."""
    return Claim(name="silence", expected="0 alerts", came=_describe(received), ok=not received)


def claim_stored(pages: Iterable[Mapping[str, Any]], titles: Sequence[str]) -> Claim:
    """Every notice on the sites is stored, those in the list itself and those without text too."""
    stored = [page.get("title") for page in pages]
    missing = [title for title in titles if stored.count(title) < titles.count(title)]
    return Claim(
        name="stored",
        expected=f"{len(titles)} pages",
        came=f"{len(stored)} pages" + (f"; without {_quote(missing)}" if missing else ""),
        ok=not missing and len(stored) == len(titles),
    )


def claim_alert(
    received: Iterable[Received], hook: str, *, words: Sequence[str], name: str | None = None
) -> Claim:
    """Exactly one alert came to ``hook``, and all of ``words`` stand in it."""
    there = [one for one in received if one.hook == hook]
    said = f"{there[0].title}\n{there[0].message}" if there else ""
    missing = [word for word in words if word not in said]
    came = _describe(there)
    if there and missing:
        came += f"; without {_quote(missing)}"
    return Claim(
        name=name or hook,
        expected=f"1 alert at /hook/{hook} that says {_quote(words)}",
        came=came,
        ok=len(there) == 1 and not missing,
    )


def claim_nothing_else(received: Iterable[Received]) -> Claim:
    """No event that the demo did not cause was told."""
    others = [one for one in received if one.hook == "other"]
    return Claim(name="other", expected="0 other alerts", came=_describe(others), ok=not others)


def claim_copies(
    pages: Iterable[Mapping[str, Any]], *, original: str, copies: Mapping[str, str]
) -> Claim:
    """Every copy belongs to the notice of the original, as what it is.

    ``original`` is the address of the original's page; ``copies`` maps sites to addresses.
    """
    by_url = {str(page.get("url")): page for page in pages}
    notice = by_url.get(original, {}).get("notice")
    expected, came, ok = [], [], notice is not None
    for site, url in copies.items():
        page = by_url.get(url, {})
        relation = str(page.get("relation", "not stored"))
        is_joined = page.get("notice") == notice
        expected.append(f"{site}: {'/'.join(sorted(COPY_RELATIONS[site]))}")
        came.append(f"{site}: {relation}{'' if is_joined else ' of another notice'}")
        ok = ok and is_joined and relation in COPY_RELATIONS[site]
    return Claim(name="copies", expected=", ".join(expected), came=", ".join(came), ok=ok)


def claim_edit(pages: Iterable[Mapping[str, Any]], *, url: str, edits: Sequence[Edit]) -> Claim:
    """The stored text is the edited one."""
    body = next((str(page.get("body", "")) for page in pages if page.get("url") == url), "")
    missing = [edit.new for edit in edits if edit.new not in body]
    return Claim(
        name="edit",
        expected=_quote([edit.new for edit in edits]),
        came=f"without {_quote(missing)}" if missing else "all of it",
        ok=not missing,
    )


def _describe(received: Sequence[Received]) -> str:
    alerts = f"{len(received)} alert{'' if len(received) == 1 else 's'}"
    return alerts + "".join(f"; /{one.hook}: {one.title}" for one in received)


def _quote(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
