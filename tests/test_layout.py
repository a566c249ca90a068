"""Rules of the house that no tool keeps: sizes, names, leftovers, clocks, places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILT = {
    *(".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
    *(".hypothesis", ".import_linter_cache", "dist", "build", "node_modules"),
}
STORED = {"README.md", ".gitignore", "schema.sql"}
AT_THE_ROOT = {
    *("watcher", "tests", "storage", "systemd", "docs", "bench", "requirements", ".ci"),
    *("pyproject.toml", "sources.toml", "Makefile", "LICENSE", ".gitignore", ".importlinter"),
    *("README.md", "README.zh.md", "CHANGELOG.md"),
}
MOST_LINES = 300
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
LEFTOVERS = re.compile(
    "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"))
)
PLACES = re.compile(
    r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|fa" + r"rm)/|py" + r"pi\.org|python" + r"hosted|"
    r"npm" + r"js|deb\.debi" + r"an|/opt/(?:wheels|py" + r"pi)"
)
EXCUSED = re.compile("#" + r" (?:noqa(?:: ?[A-Z0-9, ]+)?|type: ?ignore(?:\[[\w, -]+\])?) *$")
LEFT_OUT_TESTS = re.compile(r"pytest\.(?:mark\.)?(?:sk" + "ip|xf" + r"ail|importorsk" + "ip)")
CLOCK_OWNERS = {
    "watcher/app.py",
    "watcher/channels/sending.py",  # in the process that sends: signatures need the true time
}
CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
}


def files(*suffixes: str) -> Iterator[Path]:
    """All files that belong to the project; needs no version control."""
    waiting = [ROOT]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            if path.name in BUILT or path.name.endswith(".egg-info"):
                continue
            if path.is_dir():
                waiting.append(path)
            elif path.parent.name == "storage" and path.name not in STORED:
                continue
            elif not suffixes or path.suffix in suffixes:
                yield path


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    for path in files(*suffixes):
        try:
            yield named(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a page in an old charset, an archive: not text of ours


def source_files() -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in texts(".py") if name.startswith("watcher/"))


def test_the_walk_finds_the_project() -> None:
    found = {named(path) for path in files()}
    assert {"watcher/errors.py", "tests/test_layout.py", "storage/README.md"} <= found
    assert not any(name.startswith(".git/") for name in found)


def test_the_root_holds_what_a_reader_expects_and_nothing_else() -> None:
    found = {path.name for path in ROOT.iterdir() if path.name not in BUILT}
    assert found <= AT_THE_ROOT
    assert found >= AT_THE_ROOT


def test_no_file_is_long() -> None:
    long = {name: text.count("\n") for name, text in texts(".py") if text.count("\n") > MOST_LINES}
    assert not long


def test_names_say_what_a_module_does() -> None:
    assert not [
        named(path) for path in files(".py") if path.stem in VAGUE or path.parent.name in VAGUE
    ]


def test_every_package_says_what_it_is_for_and_what_it_may_import() -> None:
    packages = {path.parent for path in files(".py") if named(path).startswith("watcher/")}
    packages = {path for path in packages if "migrations" not in path.parts}
    for package in packages:
        head = package / "__init__.py"
        assert head.is_file(), named(package)
        docstring = ast.get_docstring(ast.parse(head.read_text(encoding="utf-8")))
        assert docstring, named(head)
        if package.parent == ROOT / "watcher":
            assert "import" in docstring, f"{named(head)} does not say what the room may import"


def test_every_module_has_a_docstring() -> None:
    for name, text in source_files():
        assert ast.get_docstring(ast.parse(text)) or "migrations" in name, name


def test_nothing_is_left_half_done() -> None:
    found = [name for name, text in texts() if LEFTOVERS.search(text) and name != "LICENSE"]
    assert not found


def test_no_test_is_left_out() -> None:
    assert not [name for name, text in texts(".py") if LEFT_OUT_TESTS.search(text)]


def test_no_place_of_one_machine_is_named() -> None:
    found = [f"{name}: {match[0]}" for name, text in texts() for match in PLACES.finditer(text)]
    assert not found


def test_every_excuse_for_a_checker_gives_its_reason() -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts(".py")
        for number, line in enumerate(text.splitlines(), start=1)
        if EXCUSED.search(line)
    ]
    assert not found


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def clock_calls(text: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and any(f".{dotted(node)}".endswith(f".{clock}") for clock in CLOCKS)
    ]


def test_only_the_owners_of_the_clock_read_it() -> None:
    found = [
        f"{name}:{line}"
        for name, text in source_files()
        if name not in CLOCK_OWNERS
        for line in clock_calls(text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("text", "is_clock"),
    [
        ("import datetime\ndatetime.datetime.now()", True),
        ("from datetime import date\nx = date.today", True),
        ("import time\ntime.time()", True),
        ("import time\ntime.monotonic()", False),
        ("event.published.date()", False),
    ],
)
def test_the_clock_check_sees_what_it_should(text: str, is_clock: bool) -> None:
    assert bool(clock_calls(text)) is is_clock


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (LEFTOVERS, "# TO" + "DO: later"),
        (PLACES, "open('/wo" + "rk/main/x')"),
        (PLACES, "https://py" + "pi.org/simple"),
        (EXCUSED, "x = 1  #" + " noqa: S101"),
        (EXCUSED, "x = y  #" + " type: ignore[no-any-return]"),
        (LEFT_OUT_TESTS, "@pytest.mark.xf" + "ail"),
    ],
)
def test_the_patterns_find_what_they_should(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
