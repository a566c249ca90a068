"""Alerts that wait for a channel which is no longer configured: given up, and never in silence."""

from __future__ import annotations

from watcher.alerts.routing import DEAD_CHANNEL
from watcher.model.event import Event, EventKind
from watcher.model.ids import short_id
from watcher.pipeline.services import Services
from watcher.pipeline.settling import tell_operator
from watcher.store import holding

NAMED = 10
"""So many alerts are named in the message; `watcher alerts dead` lists all."""


def bury_orphans(services: Services) -> int:
    """Give up what waits for channels that were removed, and tell the operator; return how many.

    One alert a channel says how many and which. They can be sent again: over another channel, or
    over the same one when it is back.
    """
    with services.store.reading() as tx:
        gone = holding.waiting_channels(tx).keys() - services.channels.keys()
    buried = 0
    for channel_id in sorted(gone):
        now = services.clock()
        with services.store.writing() as tx:
            why = f"channel {channel_id} is not configured any more"
            numbers = holding.give_up(tx, channel_id, why=why, now=now)
            if numbers:
                tell_operator(
                    tx,
                    services,
                    _make_event(services, channel_id, numbers),
                    subject=f"channel:{channel_id}",
                )
        buried += len(numbers)
    return buried


def _make_event(services: Services, channel_id: str, numbers: list[int]) -> Event:
    codes = " ".join(short_id("E", number) for number in numbers[:NAMED])
    more = " ..." if len(numbers) > NAMED else ""
    return Event(
        kind=EventKind.DELIVERY_DEAD,
        source_id="watcher",
        source_name="watcher",
        tier="official",
        at=services.clock(),
        title=channel_id,
        diagnosis=f"channel {channel_id} is not configured any more: {len(numbers)} alerts that "
        f"waited for it will not be sent ({codes}{more})",
        hint=f"Run: watcher alerts resend --dead --channel {channel_id} --to CHANNEL",
        extra={DEAD_CHANNEL: channel_id},
    )
