"""Alembic environment and versions; run by watcher.store.migrate only."""
