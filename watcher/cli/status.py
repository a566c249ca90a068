"""``watcher status``: is all well, in one look."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from watcher.cli.output import AsJson, language, pick, print_json, services
from watcher.cli.words import say_answer

if TYPE_CHECKING:
    from watcher.model.delivery import ChannelState
    from watcher.model.health import SourceState

GAPS_SHOWN = timedelta(days=30)
"""Older gaps were told and are history."""


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(status)


def status(as_json: AsJson = False) -> None:
    """Say in one look how sources, deliveries and store are doing.

    Exit status 1 where a source is broken, a channel fails or is gone, or an alert could not be
    delivered that nobody acknowledged.
    Example: watcher status --json
    """
    from watcher.model.delivery import OutboxState
    from watcher.model.health import Health
    from watcher.pipeline.breaker import is_down, is_open
    from watcher.store import (
        audit,
        channel_states,
        evidence,
        gaps,
        holding,
        notices,
        outbox,
        sources,
    )
    from watcher.store.migrate import HEAD

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        states = sources.all_states(tx)
        configured = set(opened.sources) or set(states)
        here = [state for key, state in states.items() if key in configured]
        broken = [state for state in here if state.health.is_broken]
        noted = [state for state in here if state.health in {Health.LATE, Health.MOVED}]
        recent = gaps.list_gaps(tx, since=opened.clock() - GAPS_SHOWN)
        missing = [gap for gap in recent if not gap.is_closed and gap.source_id in configured]
        rows = outbox.count_states(tx)
        failing = [
            state
            for state in channel_states.all_states(tx).values()
            if state.id in opened.channels
            and (is_open(state) or is_down(state, now=opened.clock()))
        ]
        unseen = audit.count_unseen_dead(tx)
        waiting = holding.waiting_channels(tx)
        orphans = {each: waiting[each] for each in sorted(waiting.keys() - opened.channels.keys())}
        counts = {
            "notices": notices.count_notices(tx),
            "evidence": evidence.count_evidence(tx),
            "integrity": evidence.check_integrity(tx),
        }
    dead = rows[OutboxState.DEAD]
    unread = len(configured) - sum(state.last_check_at is not None for state in here)
    if as_json:
        print_json(
            {
                "schema": HEAD,
                "sources": len(configured),
                "unread": unread,
                "broken": {state.source_id: state.diagnosis for state in broken},
                "noted": {state.source_id: state.diagnosis for state in noted},
                "gaps": {gap.source_id: gap.why for gap in missing},
                "failing_channels": {state.id: state.detail for state in failing},
                "removed_channels": orphans,
                "dead_unacknowledged": unseen,
                "outbox": {state.value: count for state, count in rows.items()},
                **counts,
            }
        )
    else:
        healthy = len(configured) - unread - len(broken)
        typer.echo(
            pick(
                f"来源：{len(configured)} 个中 {healthy} 个正常，{unread} 个尚未读过；"
                f"通知 {counts['notices']} 份；"
                f"已送达 {rows[OutboxState.DELIVERED]}，"
                f"待送 {rows[OutboxState.WAITING] + rows[OutboxState.RETRY]}，失败 {dead}",
                f"{healthy} of {len(configured)} sources healthy, {unread} not read yet; "
                f"{counts['notices']} notices; "
                f"{rows[OutboxState.DELIVERED]} delivered, "
                f"{rows[OutboxState.WAITING] + rows[OutboxState.RETRY]} waiting, {dead} dead",
            )
        )
        for state in broken:
            typer.echo(f"! {_say(state)}")
        for channel in failing:
            typer.echo(f"! {channel.id}: {_say_failing(channel)}")
        for channel_id, count in orphans.items():
            typer.echo(
                f"! {channel_id}: "
                + pick(
                    f"渠道已从配置中删除，{count} 条提醒仍在等它",
                    f"is not configured any more, {count} alerts wait for it",
                )
            )
        for state in noted:
            typer.echo(f"- {_say(state)}")
        for gap in missing:
            since, why = gap.found_at.date().isoformat(), say_answer(gap.why)
            typer.echo(
                f"- {gap.source_id}: "
                + pick(f"{since} 起可能有遗漏：{why}", f"possible gap at {since}: {why}")
            )
    if broken or unseen or failing or orphans or counts["integrity"] != "ok":
        raise typer.Exit(1)


def _say_failing(channel: ChannelState) -> str:
    from watcher.pipeline.breaker import is_open

    if is_open(channel):
        said = pick("连续失败，每分钟试一次", "keeps failing, tried once a minute")
    else:
        said = pick("平台一直要求等候", "its platform keeps asking to wait")
    return pick("：", ": ").join(filter(None, (said, say_answer(channel.detail))))


def _say(state: SourceState) -> str:
    from watcher.alerts.formats.words import name_of

    health = name_of("health", state.health.value, language())
    told = say_answer(state.diagnosis)
    return pick("：", ": ").join(filter(None, (state.source_id, health, told)))
