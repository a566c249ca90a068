"""The directions of imports drawn in docs/architecture.md hold, and their check bites."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from watcher.alerts.formats import FORMATS
from watcher.sources import KINDS

ROOT = Path(__file__).parents[1]
LINT = (
    "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False
    )


def contract_modules(contract: str) -> set[str]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return set(parser[f"importlinter:contract:{contract}"]["modules"].split())


def test_every_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " 0 broken" in done.stdout


VIOLATIONS = [
    # file, line added to it, contract that must break
    ("watcher/text/clean.py", "import socket", "Pure rooms"),
    ("watcher/errors.py", "import watcher.model", "Rooms import downwards"),
    ("watcher/dedup/__init__.py", "import watcher.diff", "Rooms import downwards"),
    ("watcher/pipeline/__init__.py", "import sqlalchemy", "Only the store speaks SQL"),
    ("watcher/evidence/__init__.py", "import httpx", "Only fetch and channels speak HTTP"),
    ("watcher/pipeline/__init__.py", "import watcher.store.tables", "Rows are not the domain"),
    ("watcher/alerts/routing.py", "import selectolax", "Only text parses HTML"),
    ("watcher/newroom.py", '"""A room nobody drew."""', "Rooms import downwards"),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a copy of the program with all violations in it."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(ROOT / "watcher", folder / "watcher", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / ".importlinter", folder)
    for name, line, _ in VIOLATIONS:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = lint(folder)
    assert done.returncode != 0
    return done.stdout


@pytest.mark.parametrize("contract", sorted({contract for *_, contract in VIOLATIONS}))
def test_a_violation_breaks_its_contract(broken: str, contract: str) -> None:
    lines = [line for line in broken.splitlines() if contract in line]
    assert any("BROKEN" in line for line in lines), broken[-4000:]


def test_every_source_kind_stands_under_the_contract() -> None:
    modules = {kind.__module__ for kind in KINDS.values()}
    assert modules <= contract_modules("kinds")


def test_every_alert_format_stands_under_the_contract() -> None:
    modules = {render.__module__ for render in FORMATS.values()}
    assert modules <= contract_modules("formats")
