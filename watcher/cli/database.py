"""``watcher db``: the schema."""

from __future__ import annotations

import typer

from watcher.cli.output import pick

app = typer.Typer(no_args_is_help=True, help="Upgrade the database.")


@app.callback()
def group() -> None:
    """Look after the database."""


@app.command()
def upgrade() -> None:
    """Bring the database to this program's schema; safe to repeat.

    Other commands do the same at their start; this one is for upgrades by hand, after a backup.
    Example: watcher db upgrade
    """
    from watcher import app as root
    from watcher.store import migrate
    from watcher.store.database import Store

    settings = root.read_settings()
    store = Store.open(settings.database_url)
    store.close()
    typer.echo(pick(f"数据库结构 {migrate.HEAD}", f"schema {migrate.HEAD}"))
