"""Runs migrations on the connection that watcher.store.migrate hands over.

There is one transaction around all of it, opened by the caller: a kill leaves the old schema or the
new one, never half.
"""

from __future__ import annotations

from alembic import context

from watcher.store.campaign_tables import metadata as metadata_too
from watcher.store.delivery_tables import metadata
from watcher.store.host_tables import metadata as metadata_of_hosts
from watcher.store.reach_tables import metadata as same_metadata
from watcher.store.truth_tables import metadata as also_same_metadata

assert metadata_too is metadata is metadata_of_hosts  # noqa: S101  # or columns would be missed
assert same_metadata is also_same_metadata is metadata  # noqa: S101  # the same

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction is the only one
    render_as_batch=False,
)
context.run_migrations()
