"""The campaign catalogue: TOML files → Campaign values.

The package's own files lie in watcher/campaigns/catalogue/; a user's file adds campaigns or, under
an id that exists, replaces one. The keys are explained in docs/campaigns.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from watcher.errors import ConfigError
from watcher.model.label import Campaign

FIRST_YEAR, LAST_YEAR = 2000, 2100
REQUIRED = ("id", "name", "year", "core", "source")
TEXTS = frozenset({"id", "name", "core", "series", "plan", "length_text", "predecessor"})
LISTS = frozenset(
    {"aliases", "english", "topics", "issuers", "stages", "focus", "figures"},
)
DAYS = frozenset({"announced_on", "starts_on", "ends_on"})
KEYS = TEXTS | LISTS | DAYS | {"year", "is_plan", "source"}
HINT = "The keys of a campaign are listed in docs/campaigns.md."


def load_catalogue(extra: Path | None = None) -> tuple[Campaign, ...]:
    """Return all campaigns: the package's, then those of ``extra``.

    Raises:
        ConfigError: with every fault found, each naming file, table and key and the mend.
    """
    faults: list[str] = []
    campaigns: dict[str, Campaign] = {}
    for name, content in _package_files():
        for campaign in _read_file(name, content, faults):
            if campaign.id in campaigns:
                faults.append(_fault(name, campaign.id, "id", "is used twice: rename one"))
            campaigns[campaign.id] = campaign
    if extra is not None:
        campaigns |= {found.id: found for found in _read_extra(extra, faults)}
    faults.extend(_check_links(campaigns))
    if faults:
        raise ConfigError(faults, hint=HINT)
    return tuple(campaigns.values())


def _package_files() -> Iterator[tuple[str, bytes]]:
    folder = resources.files("watcher.campaigns") / "catalogue"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            yield f"catalogue/{file.name}", file.read_bytes()


def _read_extra(path: Path, faults: list[str]) -> list[Campaign]:
    try:
        content = path.read_bytes()
    except OSError as error:
        faults.append(f"{path}: cannot be read ({error.strerror}): check the path")
        return []
    found = list(_read_file(str(path), content, faults))
    seen: set[str] = set()
    for campaign in found:
        if campaign.id in seen:
            faults.append(_fault(str(path), campaign.id, "id", "is used twice: rename one"))
        seen.add(campaign.id)
    return found


def _read_file(name: str, content: bytes, faults: list[str]) -> Iterator[Campaign]:
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        faults.append(f"{name}: is not UTF-8: save it as UTF-8")
        return
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{name}: is not TOML ({error}): mend that line")
        return
    faults.extend(
        f"{name}: {key}: is not known here: use [[campaign]] tables only"
        for key in data
        if key != "campaign"
    )
    tables = data.get("campaign", [])
    if not isinstance(tables, list):
        faults.append(f"{name}: campaign: write [[campaign]], in double brackets")
        return
    for number, table in enumerate(tables, start=1):
        campaign = _read_table(name, number, table, faults)
        if campaign is not None:
            yield campaign


def _read_table(name: str, number: int, table: object, faults: list[str]) -> Campaign | None:
    if not isinstance(table, dict):
        faults.append(f"{name}: campaign: write [[campaign]], in double brackets")
        return None
    where = str(table.get("id") or f"number {number}")
    found = [_fault(name, where, key, "is missing: add it") for key in REQUIRED if key not in table]
    values: dict[str, Any] = {}
    for key, value in table.items():
        message = _check_value(key, value)
        if message:
            found.append(_fault(name, where, key, message))
        else:
            values[key] = _convert(key, value)
    if not found:
        found.extend(_fault(name, where, key, text) for key, text in _check_sense(values))
    faults.extend(found)
    return None if found else Campaign(**values)


def _fault(file: str, table: str, key: str, message: str) -> str:
    return f"{file}: [[campaign]] {table}: {key}: {message}"


def _check_value(key: str, value: object) -> str:
    """Return what is wrong with one value, or the empty string."""
    if key not in KEYS:
        return f"is not known: use one of {', '.join(sorted(KEYS))}"
    is_fine, mend = _judge_value(key, value)
    return "" if is_fine else mend


def _judge_value(key: str, value: object) -> tuple[bool, str]:
    """Say whether a value of a known key is fine, and how to mend it if not."""
    if key == "source":
        return _is_source(value), 'must say where facts come from: a text, or fact = "source" pairs'
    if key == "year":
        fits = type(value) is int and FIRST_YEAR <= value <= LAST_YEAR
        return fits, f"must be a year from {FIRST_YEAR} on, such as year = 2025"
    if key == "is_plan":
        return isinstance(value, bool), "must be true or false"
    if key in DAYS:
        fits = isinstance(value, date) and not isinstance(value, datetime)
        return fits, f"must be a day without quotes, such as {key} = 2025-04-30"
    if key in TEXTS:
        return _is_text(value), f'must be text in quotes, such as {key} = "…"'
    fits = isinstance(value, list) and all(map(_is_text, value))
    return fits, f'must be a list of texts, such as {key} = ["…"]'


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_source(value: object) -> bool:
    texts = list(value.values()) if isinstance(value, dict) else [value]
    return bool(texts) and all(map(_is_text, texts))


def _convert(key: str, value: Any) -> Any:
    if key in LISTS:
        return tuple(value)
    if key == "source" and isinstance(value, dict):
        return "; ".join(f"{fact}: {text}" for fact, text in value.items())
    return value


def _check_sense(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    year = str(values["year"])
    if year not in values["name"]:
        yield "name", f"does not say its year: add it in round brackets, …({year})"
    start, end = values.get("starts_on"), values.get("ends_on")
    if start and end and end < start:
        yield "ends_on", f"is before starts_on ({start}): swap them or mend one"


def _check_links(campaigns: Mapping[str, Campaign]) -> Iterator[str]:
    for campaign in campaigns.values():
        for key in ("plan", "predecessor"):
            target = getattr(campaign, key)
            if target is not None and target not in campaigns:
                yield _fault(
                    "catalogue", campaign.id, key, f"no campaign has the id {target!r}: mend it"
                )
        plan = campaigns.get(campaign.plan or "")
        if plan is not None and not plan.is_plan:
            yield _fault(
                "catalogue",
                campaign.id,
                "plan",
                f"{plan.id!r} is no plan: set is_plan = true there",
            )
        if _has_loop(campaign, campaigns):
            yield _fault("catalogue", campaign.id, "predecessor", "leads back to itself: mend it")


def _has_loop(campaign: Campaign, campaigns: Mapping[str, Campaign]) -> bool:
    seen = {campaign.id}
    follow = campaigns.get(campaign.predecessor or "")
    while follow is not None and follow.id not in seen:
        seen.add(follow.id)
        follow = campaigns.get(follow.predecessor or "")
    return follow is not None and follow.id == campaign.id
