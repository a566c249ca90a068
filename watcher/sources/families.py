"""CMS families: a source of a known system is five lines, the family fills in the rest.

A family fills in what a source leaves at its default and touches nothing else. The families
themselves are in family_presets.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TypeVar
from urllib.parse import urldefrag

from watcher.model.source import DetailRules, HopRules, ListingRules, PageRules, Source
from watcher.sources.family import Family
from watcher.sources.family_presets import FAMILIES
from watcher.sources.templates import fill_url

__all__ = ["FAMILIES", "Family", "dress", "has_family_pages", "missing_values", "read_values"]

Rules = TypeVar("Rules", ListingRules, DetailRules)


def dress(source: Source, family: str, values: Mapping[str, str] | None = None) -> Source:
    """Fill in what the source leaves at its default from its family.

    ``values`` are given by hand and win over what the address says. Page rules with an address or
    a body of their own stay as they are; without them ``start``, ``step`` and ``most`` change the
    family's.

    Raises:
        KeyError: there is no such family.
    """
    preset = FAMILIES[family]
    known = {**preset.defaults, **read_values(preset, source.url), **(values or {})}
    headers = dict(source.headers)
    if preset.referer and not any(name.lower() == "referer" for name in headers):
        headers["Referer"] = urldefrag(source.url).url
    return replace(
        source,
        family=family,
        kind=preset.kind,
        listing=_fill_rules(source.listing, preset.listing),
        pages=_fill_pages(source.pages, preset.pages, known),
        hop=source.hop or _fill_hop(preset, source.url, known),
        detail=_fill_rules(source.detail, preset.detail),
        headers=headers,
    )


def read_values(family: Family, url: str) -> dict[str, str]:
    """Read what a family's templates need out of an address; what is not there is left out."""
    found = {name: re.search(pattern, url) for name, pattern in family.values.items()}
    values = {name: match.group(1) for name, match in found.items() if match is not None}
    direct = re.search(family.direct, url) if family.direct else None
    return values | (direct.groupdict() if direct is not None else {})


def missing_values(
    family: Family, url: str, given: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Name what a family needs and neither the address nor ``given`` says."""
    known = set(read_values(family, url)) | set(family.defaults) | set(given or {})
    return tuple(sorted(set(family.values) - known))


def has_family_pages(source: Source) -> bool:
    """Whether a source's further pages are asked for by its family's template, not its own."""
    preset = FAMILIES.get(source.family or "")
    if preset is None or preset.pages is None or source.pages is None:
        return False
    known = {**preset.defaults, **read_values(preset, source.url)}
    filled = _fill_pages(None, preset.pages, known)
    return filled is not None and filled.url == source.pages.url


def _fill_rules(own: Rules, preset: Rules) -> Rules:
    """Take a preset's rules but for those the source has itself."""
    plain = type(own)()
    if own == plain:
        return preset  # ten thousand sources are dressed at every start
    names = [field.name for field in fields(own)]
    given = {
        name: getattr(own, name) for name in names if getattr(own, name) != getattr(plain, name)
    }
    return replace(preset, **given)


def _fill_pages(
    own: PageRules | None, preset: PageRules | None, values: Mapping[str, str]
) -> PageRules | None:
    """Fill a page template; a source's own address or body takes the place of the family's."""
    if preset is None or (own is not None and (own.url or own.body)):
        return own
    url = None if preset.url is None else fill_url(preset.url, values)
    body = None if preset.body is None else fill_url(preset.body, values)
    filled = replace(preset, url=url, body=body)
    if own is None:
        return filled
    plain = PageRules()
    given = {
        name: getattr(own, name)
        for name in ("start", "step", "most")
        if getattr(own, name) != getattr(plain, name)
    }
    return replace(filled, **given)


def _fill_hop(preset: Family, url: str, values: Mapping[str, str]) -> HopRules | None:
    """Fill a hop's template; where the address already brings the data there is no hop."""
    hop = preset.hop
    if hop is None or (preset.direct is not None and re.search(preset.direct, url)):
        return None
    find = {name: rule for name, rule in hop.find.items() if name not in values}
    return replace(hop, url=fill_url(hop.url, values), find=find)
