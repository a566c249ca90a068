"""Shows the demo on the terminal, in colour and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from watcher.demo import words
from watcher.demo.claims import Claim
from watcher.demo.sink import Received
from watcher.demo.words import Line
from watcher.demo.wrapping import wrap

WIDTH = 100
"""Panels are no wider than this, for a screen of any width."""
INDENT = 2
TITLE_WIDTH = 50
STYLES = {"new": "green", "changed": "yellow", "withdrawn": "magenta", "source": "red"}


class Screen:
    """Prints in ``language`` first and in the other below, dimmed. ``quiet`` prints nothing."""

    def __init__(self, *, language: str, quiet: bool = False) -> None:
        self._language = language
        self._console = Console(quiet=quiet, highlight=False)
        self._width = min(self._console.width, WIDTH)

    def open(self) -> None:
        """Say what this is."""
        said = words.SETTING
        text = Text(said.first(self._language)) + Text(f"\n{said.second(self._language)}", "dim")
        self._panel(text, title=words.TITLE.first(self._language), style="cyan")

    def begin(self, act: str) -> None:
        """Say what happens now."""
        line = words.ACTS[act]
        self._print()
        self._write(Text(f"▶ {line.first(self._language)}", "bold cyan"), hang=True)
        self._write(Text(line.second(self._language), "dim"))

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Show that something is awaited."""
        with self._console.status(Text(words.WAITING.first(self._language), "dim")):
            yield

    def say(self, line: Line, **values: object) -> None:
        """Print one line with figures in it."""
        self._write(Text(self._one(line).format(**values)))

    def alert(self, received: Received) -> None:
        """Show an alert as the webhook got it."""
        self._panel(
            _colour(received.message),
            title=f"🔔 {received.title}",
            subtitle=f"apprise → POST /hook/{received.hook}",
            style=STYLES.get(received.hook, "white"),
            indent=INDENT,
        )

    def copies(self, pages: Sequence[Mapping[str, Any]]) -> None:
        """Show the pages of one notice."""
        table = Table(
            title=Text(self._one(words.COPIES), "bold"), title_justify="left", border_style="dim"
        )
        for column in words.COLUMNS:
            table.add_column(self._one(column))
        for page in pages:
            site, relation = str(page["source"]), str(page["relation"])
            score = float(page.get("score") or 0)
            row = (
                self._one(words.SITES.get(site, Line(site, site))),
                wrap(Text(str(page["title"])), TITLE_WIDTH),
                self._one(words.RELATIONS.get(relation, Line(relation, relation))),
                f"{score:.0%}" if score else "",
            )
            table.add_row(*row)
        self._print(Padding(table, (0, 0, 0, INDENT), expand=False))

    def claim(self, claim: Claim) -> None:
        """Tick off one claim, or say what was expected and what came."""
        line = words.CLAIMS[claim.name]
        mark = Text("✓ ", "bold green") if claim.ok else Text("✗ ", "bold red")
        self._write(Text.assemble(mark, line.first(self._language), self._aside(line)))
        if not claim.ok:
            for word, text in ((words.EXPECTED, claim.expected), (words.CAME, claim.came)):
                self._write(Text(f"{self._one(word)}: {text}", "red"), indent=3 * INDENT)

    def close(
        self, claims: Iterable[Claim], commands: Sequence[str], *, figures: Mapping[str, object]
    ) -> None:
        """Sum up and say what to try next."""
        ok = all(claim.ok for claim in claims)
        line = words.ALL_SHOWN if ok else words.NOT_SHOWN
        text = Text(self._one(words.FIGURES).format(**figures))
        text.append(f"\n\n{self._one(words.NEXT)}", "bold")
        for command in commands:
            typed, hash_, why = command.partition("#")
            text.append(f"\n  {typed}", "cyan").append(f"{hash_}{why}", "dim")
        title = f"{line.first(self._language)} · {line.second(self._language)}"
        self._print()
        self._panel(text, title=title, style="green" if ok else "red")

    def fail(self, line: Line, reason: str = "") -> None:
        """Say why the demo stopped."""
        self._print()
        self._write(Text(f"✗ {line.first(self._language)} · {line.second(self._language)}", "red"))
        if reason:
            self._write(Text(reason, "red"))

    def _one(self, line: Line) -> str:
        return line.first(self._language)

    def _aside(self, line: Line) -> Text:
        """The other language on the same line, where there is room for it."""
        used = cell_len(line.first(self._language)) + cell_len(line.second(self._language))
        room = self._width - INDENT - 5
        return Text(f"  {line.second(self._language)}" if used < room else "", "dim")

    def _panel(
        self, text: Text, *, title: str, style: str, subtitle: str = "", indent: int = 0
    ) -> None:
        width = self._width - indent
        panel = Panel(
            wrap(text, width - 4),
            title=Text(title, f"bold {style}"),
            title_align="left",
            subtitle=Text(subtitle, "dim") if subtitle else None,
            subtitle_align="right",
            border_style=style,
            width=width,
        )
        self._print(Padding(panel, (0, 0, 0, indent), expand=False))

    def _write(self, text: Text, *, indent: int = INDENT, hang: bool = False) -> None:
        """Print a line, indented; a hanging one begins at the margin, and only its rest is."""
        wrapped = wrap(text, self._width - indent)
        if hang:
            wrapped = Text("\n" + " " * indent).join(wrapped.split("\n"))
            indent = 0
        self._print(Padding(wrapped, (0, 0, 0, indent), expand=False))

    def _print(self, renderable: RenderableType = "") -> None:
        self._console.print(renderable)


def _colour(message: str) -> Text:
    """Colour the diff in a plain-text alert; the text itself stays as it was sent."""
    text = Text(message)
    text.highlight_regex(r"\[-.*?-\]", "red")
    text.highlight_regex(r"\{\+.*?\+\}", "green")
    text.highlight_regex(r"(?m)^\s*- .*$", "red")
    text.highlight_regex(r"(?m)^\s*\+ .*$", "green")
    text.highlight_regex(r"https?://\S+", "dim underline")
    return text
