"""Shows the demo on the terminal, in colour and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from watcher.demo import words
from watcher.demo.claims import Claim
from watcher.demo.sink import Received
from watcher.demo.words import Line

WIDTH = 100
"""Panels are no wider than this, for a screen of any width."""
STYLES = {"new": "green", "changed": "yellow", "withdrawn": "magenta", "source": "red"}


class Screen:
    """Prints in ``language`` first and in the other below, dimmed. ``quiet`` prints nothing."""

    def __init__(self, *, language: str, quiet: bool = False) -> None:
        self._language = language
        self._console = Console(quiet=quiet, highlight=False)
        self._width = min(self._console.width, WIDTH)

    def open(self) -> None:
        """Say what this is."""
        text = self._both(words.SETTING)
        title = words.TITLE.first(self._language)
        self._print(Panel(text, title=Text(title, "bold"), border_style="cyan", width=self._width))

    def begin(self, act: str) -> None:
        """Say what happens now."""
        line = words.ACTS[act]
        self._print()
        self._print(Text(f"▶ {line.first(self._language)}", "bold cyan"))
        self._print(Text(f"  {line.second(self._language)}", "dim"))

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Show that something is awaited."""
        with self._console.status(Text(words.WAITING.first(self._language), "dim")):
            yield

    def say(self, line: Line, **values: object) -> None:
        """Print one line with figures in it."""
        self._print(Text(f"  {line.first(self._language).format(**values)}"))

    def alert(self, received: Received) -> None:
        """Show an alert as the webhook got it."""
        style = STYLES.get(received.hook, "white")
        panel = Panel(
            _colour(received.message),
            title=Text(f"🔔 {received.title}", f"bold {style}"),
            title_align="left",
            subtitle=Text(f"apprise → POST /hook/{received.hook}", "dim"),
            subtitle_align="right",
            border_style=style,
            width=self._width - 2,
        )
        self._print(Padding(panel, (0, 0, 0, 2)))

    def copies(self, pages: Sequence[Mapping[str, Any]], *, names: Mapping[str, str]) -> None:
        """Show the pages of one notice; ``names`` maps a page's address to its site."""
        table = Table(
            title=Text(self._one(words.COPIES), "bold"),
            title_justify="left",
            border_style="dim",
            width=self._width - 2,
        )
        for column in words.COLUMNS[:3]:
            table.add_column(self._one(column), overflow="fold")
        for page in pages:
            relation = str(page["relation"])
            said = words.RELATIONS.get(relation, Line(relation, relation))
            row = (names.get(page["url"], ""), str(page["title"]), self._one(said))
            table.add_row(*map(Text, row))
        self._print(Padding(table, (0, 0, 0, 2)))

    def claim(self, claim: Claim) -> None:
        """Tick off one claim, or say what was expected and what came."""
        line = words.CLAIMS[claim.name]
        mark = Text("✓ ", "bold green") if claim.ok else Text("✗ ", "bold red")
        text = Text("  ") + mark + Text(line.first(self._language))
        self._print(text + Text(f"  {line.second(self._language)}", "dim"))
        if not claim.ok:
            self._print(Text(f"      {self._one(words.EXPECTED)}: {claim.expected}", "red"))
            self._print(Text(f"      {self._one(words.CAME)}: {claim.came}", "red"))

    def close(
        self, claims: Iterable[Claim], commands: Sequence[str], *, figures: Mapping[str, object]
    ) -> None:
        """Sum up and say what to try next."""
        ok = all(claim.ok for claim in claims)
        line = words.ALL_SHOWN if ok else words.NOT_SHOWN
        listed = Syntax("\n".join(commands), "bash", background_color="default", word_wrap=True)
        inside = Group(
            Text(self._one(words.FIGURES).format(**figures)),
            Text(),
            Text(self._one(words.NEXT), "bold"),
            listed,
        )
        style = "green" if ok else "red"
        title = Text(
            f"{line.first(self._language)} · {line.second(self._language)}", f"bold {style}"
        )
        self._print()
        self._print(Panel(inside, title=title, border_style=style, width=self._width))

    def fail(self, line: Line, reason: str = "") -> None:
        """Say why the demo stopped."""
        self._print(
            Text(f"\n✗ {line.first(self._language)} · {line.second(self._language)}", "bold red")
        )
        if reason:
            self._print(Text(reason, "red"))

    def _one(self, line: Line) -> str:
        return line.first(self._language)

    def _both(self, line: Line) -> Text:
        return Text(line.first(self._language)) + Text(f"\n{line.second(self._language)}", "dim")

    def _print(self, renderable: object = "") -> None:
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
