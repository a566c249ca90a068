"""What a CMS family is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from watcher.model.source import DetailRules, HopRules, ListingRules, PageRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family.

    ``values`` says how to read what the templates need out of a source's address: name → pattern
    whose first group is the value. ``defaults`` stand in where the address says nothing; what has
    neither must be given by hand, ``hints`` say as what. ``direct`` is a pattern of addresses that
    already bring the data, so that no hop is needed; its named groups are values too. ``name`` is
    for people, ``example`` is an address in the shape of the family's.
    """

    name: str
    example: str
    kind: str
    listing: ListingRules = field(default_factory=ListingRules)
    pages: PageRules | None = None
    hop: HopRules | None = None
    detail: DetailRules = field(default_factory=DetailRules)
    values: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    direct: str | None = None
    by_shape: bool = False
    """Whether templates differ so much from site to site that, where none of the selectors hits,
    the list is found by its shape."""
    referer: bool = False
    """Whether the site answers only to requests that come from its own pages."""
