"""How channels are doing, kept over restarts."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import insert, select, update

from watcher.model.delivery import ChannelState
from watcher.store.database import Transaction
from watcher.store.delivery_tables import ChannelStateRow

channel_state = ChannelStateRow.__table__


def all_states(tx: Transaction) -> dict[str, ChannelState]:
    """Return the states of all channels that were ever used."""
    return {row.id: ChannelState(**row._mapping) for row in tx.run(select(channel_state))}  # noqa: SLF001  # SQLAlchemy's public name for it


def get_state(tx: Transaction, channel_id: str) -> ChannelState:
    """Return a channel's state; a channel that was never used is healthy."""
    row = tx.run(select(channel_state).where(channel_state.c.id == channel_id)).one_or_none()
    return ChannelState(id=channel_id) if row is None else ChannelState(**row._mapping)  # noqa: SLF001  # same


def put_state(tx: Transaction, state: ChannelState) -> None:
    """Remember a channel's state."""
    state = replace(state, detail=state.detail[:300])
    values = asdict(state)
    found = tx.run(update(channel_state).where(channel_state.c.id == state.id).values(**values))
    if not found.rowcount:
        tx.run(insert(channel_state), values)
