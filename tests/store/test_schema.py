"""Migrations, tables and the schema that operators read are one and the same."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from sqlalchemy import text

from watcher.store.campaign_tables import metadata as metadata_too
from watcher.store.database import Store
from watcher.store.decision_tables import metadata as metadata_of_decisions
from watcher.store.delivery_tables import metadata
from watcher.store.host_tables import metadata as metadata_of_hosts
from watcher.store.migrate import HEAD
from watcher.store.reach_tables import metadata as same_metadata
from watcher.store.truth_tables import metadata as also_same_metadata

ROOT = Path(__file__).parents[2]


def test_the_migrations_make_the_tables(store: Store) -> None:
    assert metadata_too is same_metadata is metadata_of_decisions is metadata_of_hosts
    assert same_metadata is also_same_metadata is metadata, "the tables of all modules are compared"
    with store.reading() as tx:
        context = MigrationContext.configure(tx.connection, opts={"target_metadata": metadata})
        assert produce_migrations(context, metadata).upgrade_ops.is_empty()


def test_head_names_the_newest_migration() -> None:
    versions = ROOT / "watcher/store/migrations/versions"
    found = re.findall(
        r'^revision = "(\d+)"', "".join(p.read_text() for p in versions.glob("*.py")), re.MULTILINE
    )
    assert max(found) == HEAD


def test_schema_sql_is_current(sqlite_store: Store) -> None:
    """``storage/schema.sql`` is for reading; the migrations are what runs."""
    with sqlite_store.reading() as tx:
        rows = tx.run(
            text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
        )
        schema = "".join(f"{row.sql};\n\n" for row in rows)
    path = ROOT / "storage/schema.sql"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before != schema:
        path.write_text(schema, encoding="utf-8")
    assert before == schema, "storage/schema.sql was out of date and has been written: review it"
