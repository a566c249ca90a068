"""Bring a database to this program's schema; the migrations ship inside the package."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from watcher.errors import SchemaOutOfDate
from watcher.store.engine import WRITE

HEAD = "0009"
"""Newest revision in migrations/versions; a test keeps it true."""


def current_revision(connection: Connection) -> str | None:
    """Return the schema revision of a database, None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def ensure_current(engine: Engine, *, upgrade: bool) -> None:
    """Upgrade the schema where needed; alembic is imported only then.

    Raises:
        SchemaOutOfDate: the database is newer than this program, or older and ``upgrade`` is
        False.
    """
    with engine.connect() as connection:
        found = current_revision(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise SchemaOutOfDate(
            f"The database has schema {found}, this program knows up to {HEAD}",
            hint="Install the newer program again, or restore the backup made before the upgrade.",
        )
    if not upgrade:
        raise SchemaOutOfDate(f"The database has schema {found or 'none'}, {HEAD} is needed")
    _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415  # a second of imports that most starts do not need
    from alembic.config import Config  # noqa: PLC0415  # same

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7305821)"))
        if current_revision(connection) == HEAD:
            return  # another process was faster while we waited for the lock
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
