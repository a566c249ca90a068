"""``watcher channels``: try the ways out."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.output import AsJson, print_json, services
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
        for channel_id in channel or list(opened.channels):
            chosen = opened.channels.get(channel_id)
            if chosen is None:
                known = ", ".join(opened.channels)
                raise InputError(f"there is no channel {channel_id!r}; known: {known}")
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
                typer.echo(f"{channel_id}: {result.outcome.value} {result.detail}")
    if failed:
        raise typer.Exit(1)
