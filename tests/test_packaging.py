"""Installing: pins, wheel, Makefile and the CI script."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import watcher

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEAST_PYTHON = "3.11"


def group(name: str) -> list[str]:
    found: list[str] = []
    for part in PROJECT["dependency-groups"][name]:
        found += group(part["include-group"]) if isinstance(part, dict) else [part]
    return found


WANTED = {
    "run": PROJECT["project"]["dependencies"] + group("build"),
    "dev": PROJECT["project"]["dependencies"] + group("dev"),
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(kind: str) -> dict[str, list[tuple[Requirement, int]]]:
    """The pins of a requirements file with their number of hashes, by name."""
    text = (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    found: dict[str, list[tuple[Requirement, int]]] = {}
    for entry in text.replace("\\\n", " ").splitlines():
        head, *hashes = entry.split("--hash=sha256:")
        requirement = Requirement(head)
        found.setdefault(plain(requirement.name), []).append((requirement, len(hashes)))
    return found


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_dependency_is_pinned_within_its_range(kind: str) -> None:
    pinned = pins(kind)
    for line in WANTED[kind]:
        wanted = Requirement(line)
        assert plain(wanted.name) in pinned, f"{line}: run `make lock`"
        for pin, _ in pinned[plain(wanted.name)]:
            (version,) = pin.specifier
            assert version.operator == "=="
            assert wanted.specifier.contains(version.version), f"{line}: run `make lock`"


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_pin_has_hashes_and_no_place(kind: str) -> None:
    pinned = pins(kind)
    assert len(pinned) > 20
    assert all(hashes >= 1 for several in pinned.values() for _, hashes in several)
    text = (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:extra-)?index|--find-links| @ ", text)


def test_tests_run_on_the_pins_of_the_program() -> None:
    run, dev = pins("run"), pins("dev")
    for name, several in run.items():
        assert [str(pin) for pin, _ in dev[name]] == [str(pin) for pin, _ in several], name


def test_versions_agree() -> None:
    assert PROJECT["project"]["version"] == watcher.__version__
    assert PROJECT["project"]["requires-python"] == f">={LEAST_PYTHON}"
    assert PROJECT["project"]["scripts"] == {"watcher": "watcher.cli.main:main"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built without network and without isolation."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_everything_in_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "watcher").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == expected | {"watcher/config/sources.toml"}
    assert "watcher/py.typed" in names
    assert any(re.fullmatch(r"watcher/store/migrations/versions/\w+\.py", name) for name in names)
    assert any(re.fullmatch(r"watcher/campaigns/catalogue/\w+\.toml", name) for name in names)
    assert any(name.startswith("watcher/demo/pages/") for name in names)


INSTALLED = """
import subprocess
import sys
from pathlib import Path
import watcher
from watcher.config import load_catalogue, load_config, load_settings
from watcher.errors import ConfigError
from watcher.store.database import Store

assert Path(watcher.__file__).is_relative_to(sys.argv[1]), watcher.__file__
assert load_catalogue()
settings = load_settings({"WATCHER_HOME": sys.argv[2]})
Store.open(settings.database_url)
try:
    load_config(Path(sys.argv[2]) / "etc" / "sources.toml")
except ConfigError as error:
    command = str(error).partition("came along: ")[2]
subprocess.run(command, shell=True, check=True)
assert load_config(Path(sys.argv[2]) / "etc" / "sources.toml").sources
print("ready")
"""


def test_an_installed_wheel_needs_nothing_outside_itself(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    done = subprocess.run(
        [sys.executable, "-P", "-c", INSTALLED, str(target), str(tmp_path / "home")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "ready\n", done.stderr


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as a user would, whatever make runs these tests."""
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('[ "$1" = --version ] && echo Python 3.9.2; exit 1', ["3.11 or later", "Python 3.9.2"]),
        ('case "$2" in *venv*) exit 1;; esac', ["virtual environments", "python3-venv"]),
    ],
    ids=["too old", "without venv"],
)
def test_a_python_that_will_not_do_is_named(tmp_path: Path, script: str, words: list[str]) -> None:
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    done = make(f"PYTHON={python}", f"VENV={tmp_path}/.venv", "demo")
    assert done.returncode != 0
    assert all(word in done.stderr for word in words), done.stderr


@pytest.mark.parametrize("target", ["demo", "test", "run"])
def test_commands_install_from_hashed_pins_only(tmp_path: Path, target: str) -> None:
    done = make("--dry-run", f"VENV={tmp_path}/.venv", target)
    assert done.returncode == 0, done.stderr
    installs = [line for line in done.stdout.splitlines() if " -m pip " in line]
    assert len(installs) == 2
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    assert "git" not in done.stdout


def test_make_lists_its_commands() -> None:
    listed = re.findall(r"^  make ([\w-]+)", make().stdout, flags=re.MULTILINE)
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    assert listed == targets
    assert {"demo", "test", "run"} <= set(listed)


def test_ci_runs_the_command_of_the_readme_first() -> None:
    script = ROOT / ".ci" / "run"
    steps = re.findall(
        r"^step (\w+) make --no-print-directory (\w+)", script.read_text("utf-8"), re.MULTILINE
    )
    assert steps == [(name, name) for name in ("test", "lint", "types", "contracts", "kills")]
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
