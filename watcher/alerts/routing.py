"""Which routes want an event.

All conditions of a route must hold; an empty one holds for everything. Faults fail open: an event
about a source is never held back by a condition on notices, and a delivery that failed for good is
told over another channel than the one that failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from watcher.model.event import Event, EventKind, Route
from watcher.text.fold import fold_key

DEAD_CHANNEL = "channel"
"""Key of ``Event.extra`` that names the channel a DELIVERY_DEAD event is about."""


def route(event: Event, routes: Sequence[Route], *, body: str = "") -> tuple[tuple[str, str], ...]:
    """Return (route id, channel id) of everybody who hears an event, in the order of the routes.

    ``body`` is the notice's whole text, for routes that look for names in it. Each pair comes once.
    A DELIVERY_DEAD event never goes to the channel it is about; where no other channel is asked
    for, it goes to every other channel there is.
    """
    pairs = [
        (each.id, channel)
        for each in routes
        if is_wanted(event, each, body=body)
        for channel in each.channels
    ]
    if event.kind is EventKind.DELIVERY_DEAD:
        pairs = _over_others(event, pairs, routes)
    return tuple(dict.fromkeys(pairs))


def is_wanted(event: Event, route: Route, *, body: str = "") -> bool:
    """Whether a route asks for an event."""
    return not refusals(event, route, body=body)


def refusals(event: Event, route: Route, *, body: str = "") -> tuple[str, ...]:
    """Return the names of the conditions that an event does not meet; wanted if there are none."""
    failed = [] if event.kind in route.events else ["events"]
    if event.kind in {EventKind.DELIVERY_DEAD, EventKind.TEST}:
        return tuple(failed)
    if route.sources and event.source_id not in route.sources:
        failed.append("sources")
    if route.tiers and event.tier not in route.tiers:
        failed.append("tiers")
    if event.kind.is_about_source:
        return tuple(failed)
    if route.campaigns and not _mentions(route.campaigns, [event.campaign or ""]):
        failed.append("campaigns")
    if route.stages and event.stage not in route.stages:
        failed.append("stages")
    if route.types and event.document_type not in route.types:
        failed.append("types")
    if route.issuers and not _mentions(route.issuers, [event.issuer or ""]):
        failed.append("issuers")
    return (*failed, *_unnamed(event, route, body))


def _unnamed(event: Event, route: Route, body: str) -> Iterator[str]:
    if route.languages and not event.language.startswith(route.languages):
        yield "languages"
    if route.names and not find_names(event, route.names, body=body):
        yield "names"
    if route.watchlist and not any(hit.kind.is_sure for hit in event.named):
        yield "watchlist"


def find_names(event: Event, names: Iterable[str], *, body: str = "") -> tuple[str, ...]:
    """Return which of ``names`` an event's texts mention, whatever script or width they use."""
    texts = [event.title, body, event.excerpt]
    if event.diff is not None:
        texts += [hunk.new for hunk in event.diff.hunks] + [hunk.old for hunk in event.diff.hunks]
    folded = [fold_key(text) for text in texts]
    keys = {name: fold_key(name) for name in names}
    return tuple(name for name, key in keys.items() if key and any(key in text for text in folded))


def _mentions(words: Iterable[str], texts: Iterable[str]) -> bool:
    folded = [fold_key(text) for text in texts]
    keys = [fold_key(word) for word in words]
    return any(key and key in text for key in keys for text in folded)


def _over_others(
    event: Event, pairs: list[tuple[str, str]], routes: Sequence[Route]
) -> list[tuple[str, str]]:
    dead = event.extra.get(DEAD_CHANNEL, "")
    others = [pair for pair in pairs if pair[1] != dead]
    if others:
        return others
    return [(each.id, channel) for each in routes for channel in each.channels if channel != dead]
