"""``watcher channels``: try the ways out."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.output import AsJson, pick, print_json, services
from watcher.cli.words import say_answer, say_outcome
from watcher.errors import InputError

app = typer.Typer(no_args_is_help=True, help="Test the configured channels.")


@app.command("test")
def try_channels(
    channel: Annotated[list[str] | None, typer.Argument(help="Ids; all if none.")] = None,
    as_json: AsJson = False,
) -> None:
    """Really send a test message and say what the platform answered.

    Exit status 1 where one was not accepted. Example: watcher channels test desk
    """
    from watcher.alerts.formats import render
    from watcher.model.delivery import Outcome
    from watcher.model.event import Event, EventKind
    from watcher.pipeline.deliver import send

    failed = False
    with services() as opened:
        if not opened.channels:
            raise InputError("no [[channel]] is configured", hint="Add one to sources.toml.")
        for channel_id in find_channels(channel or list(opened.channels), list(opened.channels)):
            chosen = opened.channels[channel_id]
            event = Event(
                kind=EventKind.TEST,
                source_id="watcher",
                source_name="watcher",
                tier="official",
                at=opened.clock(),
                title=channel_id,
            )
            message = render(event, format=chosen.format, language=chosen.language)
            result = send(opened, chosen, message)
            failed = failed or result.outcome is not Outcome.ACCEPTED
            if as_json:
                print_json(
                    {
                        "channel": channel_id,
                        "outcome": result.outcome.value,
                        "status": result.status,
                        "detail": result.detail,
                    }
                )
            else:
                outcome, detail = say_outcome(result.outcome.value), say_answer(result.detail)
                joint = pick("：", ": ")
                typer.echo(joint.join(filter(None, (channel_id, outcome, detail))))
    if failed:
        raise typer.Exit(1)


def find_channels(names: list[str], known: list[str]) -> list[str]:
    """Return the ids that are meant; a channel with several recipients means each of them.

    Raises:
        InputError: there is no such channel.
    """
    found = []
    for name in names:
        meant = [each for each in known if each == name or each.startswith(f"{name}:")]
        if not meant:
            raise InputError(f"there is no channel {name!r}; known: {', '.join(known) or 'none'}")
        found += meant
    return list(dict.fromkeys(found))
