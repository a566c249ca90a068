"""Plays the demo from the first line to the exit status."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from watcher.demo import words
from watcher.demo.acts import Performance, perform
from watcher.demo.program import DemoFailed, Program
from watcher.demo.screen import Screen
from watcher.demo.sink import Sink
from watcher.demo.site import Site
from watcher.demo.sources import HOOKS, write_sources

INTERRUPTED = 130


def play(*, keep: Path | None = None, language: str = "zh", as_json: bool = False) -> int:
    """Run the demo and return its exit status: 0 where everything shown is as claimed, else 1.

    ``keep`` is a new or empty folder that holds the demo's home afterwards; without it a temporary
    one is used and removed. ``language`` is "zh" or "en". ``as_json`` prints one JSON object at the
    end and nothing before. Interrupted (Ctrl-C or SIGTERM) it returns 130 and leaves no process.
    """
    screen = Screen(language=language, quiet=as_json)
    started = time.monotonic()
    try:
        with ExitStack() as stack:
            stack.enter_context(_terminated_like_interrupted())
            show = _prepare(stack, keep, screen, language)
            perform(show)
    except KeyboardInterrupt:
        screen.fail(words.STOPPED)
        return INTERRUPTED
    except DemoFailed as failure:
        screen.fail(words.NOT_SHOWN, str(failure))
        if as_json:
            _print_json({"ok": False, "error": str(failure)})
        return 1
    seconds = time.monotonic() - started
    screen.close(show.claims, _commands(keep), figures=_figures(show, seconds))
    if as_json:
        _print_json(_report(show, seconds))
    return 0 if show.is_as_claimed else 1


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Let SIGTERM end the demo as Ctrl-C does, so that the daemon is stopped either way."""

    def interrupt(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _prepare(stack: ExitStack, keep: Path | None, screen: Screen, language: str) -> Performance:
    """Start site, sink and daemon; ``stack`` ends them in the reverse order."""
    home = (keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).absolute()
    home.mkdir(parents=True, exist_ok=True)
    if any(home.iterdir()):
        raise DemoFailed(f"{home} is not empty; the demo writes into a new folder only")
    site = stack.enter_context(Site())
    sink = stack.enter_context(Sink())
    program = Program(home, language=language)
    write_sources(
        program.sources,
        urls=site.urls,
        hooks={hook: sink.channel_url(hook) for hook in HOOKS},
        language=language,
    )
    screen.open()
    daemon = stack.enter_context(program.running())
    return Performance(site=site, sink=sink, program=program, screen=screen, daemon=daemon)


def _figures(show: Performance, seconds: float) -> dict[str, float]:
    answers = show.site.stage.answers
    unchanged = sum(times for (_, _, status), times in answers.items() if status == 304)
    return {"seconds": seconds, "answers": answers.total(), "unchanged": unchanged}


def _commands(keep: Path | None) -> list[str]:
    """What a user may want to type next."""
    if keep is None:
        return [
            "watcher demo --keep demo-home     # again, and keep its database and page archive",
            "watcher sources test              # try the sources of your sources.toml",
            "watcher run                       # start watching",
        ]
    at = f"WATCHER_HOME={keep} WATCHER_SOURCES={keep / 'sources.toml'}"
    return [
        f"export {at}",
        "watcher notices list              # every notice, its campaign and its copies",
        "watcher notices show ID           # one notice",
        "watcher notices diff ID           # what was changed",
        "watcher export --what pages --format jsonl",
    ]


def _report(show: Performance, seconds: float) -> dict[str, object]:
    """The whole demo as one value for scripts."""
    keys = ("url", "title", "relation", "campaign", "notice")
    return {
        "ok": show.is_as_claimed,
        "claims": [asdict(claim) for claim in show.claims],
        "alerts": [asdict(one) for one in show.sink.received],
        "copies": [{key: page.get(key) for key in keys} for page in show.copies],
        **_figures(show, seconds),
    }


def _print_json(value: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
