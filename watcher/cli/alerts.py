"""``watcher alerts``: who was told what, and what to do about it."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.channels import find_channels
from watcher.cli.output import AsJson, clean, console, pick, print_json, print_rows, services
from watcher.cli.words import say_answer, say_event, say_held, say_outcome, say_state
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.pipeline.services import Services
    from watcher.store.audit import Told
    from watcher.store.database import Transaction

app = typer.Typer(no_args_is_help=True, help="Alerts: list, show, resend, silence, export.")

EventId = Annotated[str, typer.Argument(help="An alert's id such as E-7F3K2Q.")]
Limit = Annotated[int, typer.Option(help="At most this many, newest first.", min=1)]


class ExportFormat(StrEnum):
    """How the audit is written."""

    JSONL = "jsonl"
    CSV = "csv"


@app.command("list")
def list_(
    state: Annotated[str | None, typer.Option(help="waiting, retry, delivered, dead ...")] = None,
    channel: Annotated[str | None, typer.Option(help="One channel's id.")] = None,
    limit: Limit = 30,
    as_json: AsJson = False,
) -> None:
    """List alerts, newest first.

    Example: watcher alerts list --state retry
    """
    from watcher.model.delivery import OutboxState

    known = [each.value for each in OutboxState]
    if state is not None and state not in known:
        raise InputError(f"there is no state {state!r}; there are {', '.join(known)}")
    _list((OutboxState(state),) if state else (), channel, limit, as_json=as_json)


@app.command()
def dead(limit: Limit = 30, as_json: AsJson = False) -> None:
    """List alerts that could not be delivered; exit status 1 where there are any.

    Example: watcher alerts dead
    """
    from watcher.model.delivery import OutboxState

    if _list((OutboxState.DEAD,), None, limit, as_json=as_json):
        raise typer.Exit(1)


def _list(states: tuple[Any, ...], channel: str | None, limit: int, *, as_json: bool) -> int:
    from watcher.store import audit

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        found = audit.list_told(tx, states=states, channel_id=channel, limit=limit)
    if as_json:
        for each in found:
            print_json(told_json(each))
        return len(found)
    print_rows(
        pick("提醒", "Alerts"),
        ["id", pick("时间", "found"), pick("事件", "event"), pick("标题", "title"),
         pick("渠道", "channel"), pick("状态", "state"), pick("次数", "tries")],
        ([told_json(each)["event"], each.event.at, say_event(each.event.kind.value),
          each.event.title, each.channel_id, _say_state(each), each.attempts] for each in found),
        empty=pick("没有这样的提醒。", "No such alerts."),
    )  # fmt: skip
    return len(found)


def _say_state(told: Told) -> str:
    from watcher.model.delivery import OutboxState

    is_waiting = told.finished_at is None or told.state is OutboxState.SUPPRESSED
    why = say_held(told.held) if told.held and is_waiting else ""
    joined = pick("，在汇总里", ", in a summary") if told.digest_id else ""
    held = pick(f"（{why}）", f" ({why})") if why else ""
    return f"{say_state(told.state.value)}{held}{joined}"


def told_json(told: Told) -> dict[str, Any]:
    """Return an alert as a flat JSON object."""
    from watcher.alerts.events import event_code

    return {
        "event": event_code(told.event),
        "kind": told.event.kind.value,
        "found_at": told.event.at,
        "notice": told.event.notice_id,
        "title": told.event.title,
        "route": told.route_id,
        "channel": told.channel_id,
        "state": told.state.value,
        "tries": told.attempts,
        "held": told.held,
        "possible_duplicate": told.maybe_sent,
        "next_at": None if told.finished_at else told.next_at,
        "settled_at": told.finished_at,
    }


@app.command()
def show(event: EventId, as_json: AsJson = False) -> None:
    """Show one alert as it reads, whom it went to and what each platform answered.

    Example: watcher alerts show E-7F3K2Q
    """
    from watcher.alerts.formats import render
    from watcher.cli.output import language
    from watcher.store import audit

    number = event_number(event)
    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        value = _find(tx, number, event)
        rows = audit.list_told(tx, event_id=number, limit=1000)
        tries = {row.outbox_id: audit.tries_of(tx, row.digest_id or row.outbox_id) for row in rows}
        seen = audit.acknowledgements_of(tx, number)
    if as_json:
        deliveries = [told_json(row) | {"answers": tries[row.outbox_id]} for row in rows]
        print_json({"event": event, "deliveries": deliveries, "acknowledged": seen})
        return
    message = render(value, format="text", language=language())
    typer.echo(f"{message.title}\n{message.body}\n")
    out = console()
    for row in rows:
        out.print(f"{row.route_id} → {row.channel_id}: {_say_state(row)}", markup=False)
        for each in tries[row.outbox_id]:
            part = f" ({each['part']})" if each["part"] else ""
            outcome = say_outcome(each["outcome"]) if each["outcome"] else "…"
            answer = f"{outcome}{part} {say_answer(each['answer'])}"
            out.print(f"  {clean(each['started_at'])}  {clean(answer)}", markup=False)
    for each in seen:
        words = f"{pick('已确认', 'acknowledged')}: {each['who']} {each['note']}"
        out.print(f"{clean(words)}  {clean(each['at'])}", markup=False)


@app.command()
def resend(
    event: Annotated[str | None, typer.Argument(help="An alert's id such as E-7F3K2Q.")] = None,
    *,
    dead: Annotated[bool, typer.Option("--dead", help="All alerts that are dead.")] = False,
    channel: Annotated[str | None, typer.Option(help="Only what went over this channel.")] = None,
    to: Annotated[str | None, typer.Option(help="Send it over this channel instead.")] = None,
) -> None:
    """Send alerts once more; what may have arrived before is marked.

    The running daemon sends them.
    Example: watcher alerts resend E-7F3K2Q --channel desk
    Example: watcher alerts resend --dead --channel former --to desk
    """
    from watcher.store import audit

    if (event is None) != dead:
        raise InputError("name one alert, or all dead ones with --dead")
    count = 0
    with services(needs_sources=False) as opened, opened.store.writing() as tx:
        others = find_channels([to], list(opened.channels)) if to else []
        numbers = (
            audit.dead_events(tx, channel_id=channel)
            if event is None
            else [_find(tx, event_number(event), event).id]
        )
        for number in numbers:
            count += _resend(tx, opened, number, channel=channel, others=others, only_dead=dead)
    if not count and event is not None:
        raise InputError(f"{event} went to nobody there, or is being sent just now")
    typer.echo(pick(f"将重发 {count} 条。", f"{count} to be sent again."))


def _resend(
    tx: Transaction,
    opened: Services,
    number: int,
    *,
    channel: str | None,
    others: list[str],
    only_dead: bool,
) -> int:
    from watcher.alerts.events import dedup_key
    from watcher.store import audit

    now = opened.clock()
    if others:
        return sum(
            audit.resend_elsewhere(
                tx, number, channel_id=channel, to=other, key_of=dedup_key, now=now
            )
            for other in others
        )
    over = {row.channel_id for row in audit.list_told(tx, event_id=number, channel_id=channel)}
    gone = sorted(over - set(opened.channels))
    if gone:
        raise InputError(
            f"channel {', '.join(gone)} is not configured any more",
            hint="Name another one with --to CHANNEL.",
        )
    return audit.resend(tx, number, channel_id=channel, only_dead=only_dead, now=now)


@app.command()
def ack(
    event: EventId,
    who: Annotated[str, typer.Option("--by", help="Who has seen it.")],
    note: Annotated[str, typer.Option(help="What was done about it.")] = "",
) -> None:
    """Note that somebody has seen an alert; the export names who and when.

    Example: watcher alerts ack E-7F3K2Q --by 李雷 --note 已转法务
    """
    from watcher.store import audit
    from watcher.text.clean import clean as clean_text

    number = event_number(event)
    with services(needs_sources=False) as opened, opened.store.writing() as tx:
        _find(tx, number, event)
        name, words = clean_text(who)[:200], clean_text(note)[:1000]
        audit.acknowledge(tx, number, who=name, note=words, now=opened.clock())
    typer.echo(pick(f"{event} 已由 {name} 确认。", f"{event} acknowledged by {name}."))


@app.command()
def export(
    format: Annotated[  # noqa: A002  # the option's name
        ExportFormat, typer.Option(help="jsonl or csv")
    ] = ExportFormat.JSONL,
    days: Annotated[int | None, typer.Option(help="Only the last days.", min=1)] = None,
) -> None:
    """Write the audit: who was told what, when, over which channel, with which answer.

    One record a try. The CSV is safe to open in a spreadsheet.
    Example: watcher alerts export --format csv > audit.csv
    """
    from watcher.cli.spreadsheet import write_csv
    from watcher.store import audit

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        since: datetime | None = opened.clock() - timedelta(days=days) if days else None
        records = audit.export(tx, since=since)
        if format is ExportFormat.CSV:
            for line in write_csv(records):
                sys.stdout.write(line)
        else:
            for record in records:
                print_json(record)


def event_number(event: str) -> int:
    """Return the row number behind an alert's id.

    Raises:
        InputError: it is no such id.
    """
    from watcher.model.ids import row_number

    number = row_number("E", event)
    if number is None:
        raise InputError(f"{event!r} is no alert's id; it looks like E-7F3K2Q")
    return number


def _find(tx: Any, number: int, event: str) -> Any:
    from watcher.store import events

    found = events.get_events(tx, [number])
    if not found:
        raise InputError(f"there is no alert {event}", hint="`watcher alerts list` shows all.")
    return found[0]
