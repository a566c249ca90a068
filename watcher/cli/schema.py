"""``watcher sources schema``: what editors need to complete and check sources.toml."""

from __future__ import annotations

import typer


def print_schema() -> None:
    """Print the JSON Schema of sources.toml, for editors.

    A comment in the file's first line points an editor to it: #:schema ./sources.schema.json
    Example: watcher sources schema > sources.schema.json
    """
    from watcher.config.schema import render_schema

    typer.echo(render_schema(), nl=False)
