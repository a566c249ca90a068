from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watcher.config.catalogue import load_catalogue
from watcher.errors import ConfigError

GOOD = """
[[campaign]]
id = "mine-2026"
name = "护航(2026)"
year = 2026
core = "护航"
starts_on = 2026-03-01
source = "our own"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_package_brings_every_year_since_2020() -> None:
    campaigns = load_catalogue()
    assert {one.year for one in campaigns if one.series == "清朗"} == set(range(2020, 2027))
    assert len({one.id for one in campaigns}) == len(campaigns)
    assert all(one.source for one in campaigns)
    plans = {one.id for one in campaigns if one.is_plan}
    assert all(one.plan in plans for one in campaigns if one.plan)


def test_sources_are_joined_fact_by_fact() -> None:
    found = {one.id: one for one in load_catalogue()}
    assert found["qinglang-2025-worldgames"].source.startswith("dates: ")
    assert found["qinglang-2025-worldgames"].starts_on == date(2025, 8, 1)


def test_a_user_adds_and_replaces(tmp_path: Path) -> None:
    again = GOOD.replace("mine-2026", "qinglang-2025-ai")
    found = {one.id: one for one in load_catalogue(write(tmp_path, GOOD + again))}
    assert found["mine-2026"].starts_on == date(2026, 3, 1)
    assert found["qinglang-2025-ai"].name == "护航(2026)"
    assert len(found) == len(load_catalogue()) + 1


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (("2026-03-01", '"2026-03-01"'), "starts_on: must be a day without quotes"),
        (("year = 2026", 'year = "2026"'), "year: must be a year"),
        (("year = 2026", "year = true"), "year: must be a year"),
        (('name = "护航(2026)"', 'name = "护航"'), "name: does not say its year"),
        (('core = "护航"\n', ""), "core: is missing"),
        (('source = "our own"', "source = {}"), "source: must say where facts come from"),
        (('core = "护航"', 'core = "护航"\ncolour = "red"'), "colour: is not known"),
        (('core = "护航"', 'core = "护航"\naliases = "护"'), "aliases: must be a list of texts"),
        (('core = "护航"', 'core = "护航"\nplan = "none"'), "plan: no campaign has the id 'none'"),
        (
            ('core = "护航"', 'core = "护航"\nplan = "qinglang-2025-ai"'),
            "plan: 'qinglang-2025-ai' is no",
        ),
        (('core = "护航"', 'core = "护航"\npredecessor = "mine-2026"'), "leads back to itself"),
        (('core = "护航"', 'core = "护航"\nends_on = 2026-01-01'), "ends_on: is before starts_on"),
        (("[[campaign]]", "[campaign]"), "write [[campaign]]"),
        (("[[campaign]]", "[[campaigns]]"), "campaigns: is not known here"),
        (("id =", "id"), "is not TOML"),
    ],
)
def test_a_fault_names_file_table_key_and_mend(
    tmp_path: Path, change: tuple[str, str], part: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_catalogue(write(tmp_path, GOOD.replace(*change)))
    assert any(part in fault for fault in caught.value.faults), caught.value.faults
    assert caught.value.hint


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("year = 2026", "year = 1") + GOOD.replace("护航(2026)", "护航")
    with pytest.raises(ConfigError) as caught:
        load_catalogue(write(tmp_path, text))
    assert len(caught.value.faults) == 2
    assert all("mine.toml" in fault and "mine-2026" in fault for fault in caught.value.faults)


def test_an_id_used_twice_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="used twice"):
        load_catalogue(write(tmp_path, GOOD + GOOD))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"id = [", b"\x00"])
def test_files_that_are_no_toml(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError):
        load_catalogue(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="check the path"):
        load_catalogue(tmp_path / "none.toml")
