"""What the documents say is there: commands, links, keys, variables, versions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import watcher
from watcher.alerts.formats import FORMATS
from watcher.cli import main as cli
from watcher.config.settings import FIELDS_BY_VARIABLE
from watcher.config.tables import ChannelTable, RouteTable, SourceTable
from watcher.model.event import EventKind
from watcher.sources import KINDS

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / name
    for name in (
        *("README.md", "README.zh.md", "CHANGELOG.md", "docs/architecture.md"),
        *("docs/benchmarks.md", "docs/operations.md", "systemd/README.md"),
        *("storage/README.md", "bench/README.md"),
    )
]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
COMMAND = re.compile(r"(?:`|^|/bin/)watcher ((?:[a-z]+ ?)+)", re.MULTILINE)
CAPTURE = re.compile(r"<!-- demo:begin -->\n(.*?)<!-- demo:end -->", re.DOTALL)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for key, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{key} ")
        else:
            yield f"{before}{key}", command


def all_commands() -> dict[str, Any]:
    """Every command by its words; typer has a click of its own, hence Any."""
    return dict(commands(typer.main.get_command(cli.app)))


def code_blocks(text: str, language: str) -> str:
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_command_in_a_document_exists(path: Path) -> None:
    known = all_commands()
    for words in COMMAND.findall(read(path)):
        first, *rest = words.split()
        assert first in known or f"{first} {rest[0] if rest else ''}" in known, f"watcher {words}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_make_target_in_a_document_exists(path: Path) -> None:
    targets = set(re.findall(r"^(\w+):", read(ROOT / "Makefile"), re.MULTILINE))
    found = set(re.findall(r"`make (\w+)`", read(path)))
    found |= set(re.findall(r"^make (\w+)", code_blocks(read(path), "sh"), re.MULTILINE))
    assert found <= targets


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", read(path)):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("readme", READMES, ids=name)
def test_every_command_is_in_the_readmes(readme: Path) -> None:
    text = read(readme)
    assert [each for each in all_commands() if f"watcher {each}" not in text] == []


@pytest.mark.parametrize("command", sorted(all_commands()))
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    found = all_commands()[command]
    assert f"Example: watcher {command}" in " ".join((found.help or "").split())


@pytest.mark.parametrize("readme", READMES, ids=name)
def test_the_tables_of_the_readmes_name_every_key_and_variable(readme: Path) -> None:
    text = read(readme)
    for table in (SourceTable, ChannelTable, RouteTable):
        assert [key for key in table.model_fields if f"`{key}`" not in text] == []
    variables = re.findall(r"^\| `(WATCHER_\w+)` \|", text, re.MULTILINE)
    assert variables == list(FIELDS_BY_VARIABLE)


@pytest.mark.parametrize("readme", READMES, ids=name)
def test_the_readmes_name_every_choice(readme: Path) -> None:
    text = read(readme)
    inner = {EventKind.TEST, EventKind.DIGEST}
    events = [kind.value for kind in EventKind if kind not in inner]
    for choices in (KINDS, FORMATS, events):
        assert [choice for choice in choices if f"`{choice}`" not in text] == []


@pytest.mark.parametrize("readme", READMES, ids=name)
def test_the_example_in_the_readme_is_a_right_configuration(readme: Path) -> None:
    blocks = "\n".join(re.findall(r"```toml\n(.*?)```", read(readme), re.DOTALL))
    for row in tomllib.loads(re.sub(r"(?m)^ +", "", blocks))["source"]:
        assert SourceTable.model_validate(row).to_model().url


@pytest.mark.parametrize("readme", READMES, ids=name)
def test_the_readmes_show_what_a_user_sees(readme: Path) -> None:
    (capture,) = CAPTURE.findall(read(readme))
    assert capture.startswith("```text\n")
    assert capture.count("✓") >= 2
    assert "【" in capture


def test_the_exit_statuses_are_those_of_the_program() -> None:
    for status in (cli.EXIT_FAILED, cli.EXIT_USAGE, cli.EXIT_INTERRUPTED):
        assert all(f"**{status}**" in read(readme) for readme in READMES)


def test_both_readmes_have_the_same_shape() -> None:
    shapes = [
        re.findall(r"^(#+|```\w*|\|---\S*|\d\.|-) ?", read(readme), re.MULTILINE)
        for readme in READMES
    ]
    assert shapes[0] == shapes[1]


def test_the_changelog_knows_this_version() -> None:
    heads = re.findall(r"^## \[([^\]]+)\]", read(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert heads
    assert heads[0] in {"Unreleased", watcher.__version__}


def test_every_room_is_in_the_architecture_page() -> None:
    text = read(ROOT / "docs" / "architecture.md")
    for path in (ROOT / "watcher").iterdir():
        if path.is_dir() and path.name != "__pycache__":
            assert f"`{path.name}/`" in text
        elif path.suffix == ".py" and not path.stem.startswith("__"):
            assert f"`{path.name}`" in text
