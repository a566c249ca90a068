"""The database: one owner of SQL for the whole program.

May import: watcher.model, watcher.errors, watcher.schedule. The only importer of sqlmodel,
sqlalchemy and alembic. No session, connection or row leaves this room: its functions take a
:class:`~watcher.store.database.Transaction` and return values of watcher.model.
"""
