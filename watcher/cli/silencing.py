"""``watcher alerts silence``, ``silences``, ``unsilence``: hold alerts back until an instant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from watcher.cli.output import AsJson, pick, print_json, print_rows, services
from watcher.cli.words import say_event
from watcher.errors import InputError

_LONGEST = timedelta(days=366)


def register(app: typer.Typer) -> None:
    """Add the commands of this file to ``watcher alerts``."""
    app.command()(silence)
    app.command()(silences)
    app.command()(unsilence)


def silence(
    until: Annotated[
        str, typer.Option(help='When it ends: "8h", "3d", or "2026-12-01 09:00" local time.')
    ],
    source: Annotated[list[str] | None, typer.Option(help="A source's id.")] = None,
    event: Annotated[list[str] | None, typer.Option(help="A kind of event.")] = None,
    campaign: Annotated[list[str] | None, typer.Option(help="Part of a campaign's name.")] = None,
    reason: Annotated[str, typer.Option(help="Why; shown in the list.")] = "",
) -> None:
    """Hold alerts back until an instant; then they are sent, in one summary if there are many.

    Nothing is lost: events are stored as ever. Alerts about undelivered alerts are never held back.
    Example: watcher alerts silence --until 8h --source cac-notices --reason 改版中
    """
    from watcher.model.event import EventKind, Silence
    from watcher.store import silences as stored
    from watcher.text.clean import clean

    kinds = {kind.value: kind for kind in EventKind}
    unknown = [each for each in event or () if each not in kinds]
    if unknown:
        raise InputError(f"there is no event {unknown[0]!r}; there are {', '.join(kinds)}")
    with services(needs_sources=False) as opened:
        missing = [each for each in source or () if each not in opened.sources]
        if missing:
            raise InputError(f"there is no source {missing[0]!r}")
        now = opened.clock()
        value = Silence(
            until=read_until(until, now=now),
            events=frozenset(kinds[each] for each in event or ()),
            sources=frozenset(source or ()),
            campaigns=tuple(campaign or ()),
            reason=clean(reason)[:300],
        )
        with opened.store.writing() as tx:
            number = stored.add_silence(tx, value, now=now)
    end = value.until.astimezone().strftime("%Y-%m-%d %H:%M")
    typer.echo(
        pick(
            f"静默 {number} 到 {end} 为止；提前结束：watcher alerts unsilence {number}",
            f"Silence {number} until {end}; to end it: watcher alerts unsilence {number}",
        )
    )


def silences(as_json: AsJson = False) -> None:
    """List the silences that are on.

    Example: watcher alerts silences
    """
    from watcher.store import silences as stored

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        found = stored.list_silences(tx, now=opened.clock())
    rows: list[dict[str, Any]] = [
        {
            "id": each.id,
            "until": each.until,
            "events": sorted(kind.value for kind in each.events),
            "sources": sorted(each.sources),
            "campaigns": list(each.campaigns),
            "reason": each.reason,
        }
        for each in found
    ]
    if as_json:
        for row in rows:
            print_json(row)
        return
    everything = pick("全部", "all")
    print_rows(
        pick("静默", "Silences"),
        ["id", pick("到", "until"), pick("事件", "events"), pick("来源", "sources"),
         pick("专项", "campaigns"), pick("原因", "reason")],
        ([row["id"], row["until"],
          ", ".join(map(say_event, row["events"])) or everything,
          *(", ".join(row[key]) or everything for key in ("sources", "campaigns")),
          row["reason"]] for row in rows),
        empty=pick("没有静默。", "No silences."),
    )  # fmt: skip


def unsilence(
    number: Annotated[int, typer.Argument(help="A silence's number, from `alerts silences`.")],
) -> None:
    """End a silence now; what it held back is sent.

    Example: watcher alerts unsilence 3
    """
    from watcher.store import silences as stored

    with services(needs_sources=False) as opened, opened.store.writing() as tx:
        held = stored.end_silence(tx, number, now=opened.clock())
    if held is None:
        raise InputError(f"no silence {number} is on", hint="`watcher alerts silences` lists them.")
    typer.echo(pick(f"静默 {number} 已结束，放行 {held} 条。", f"Ended; {held} alerts released."))


def read_until(text: str, *, now: datetime) -> datetime:
    """Return the instant that a person wrote as a span from now or a local time.

    Raises:
        InputError: it is neither, lies in the past, or further away than a year.
    """
    from watcher.config.spans import parse_span

    if re.match(r"\d{4}-\d\d-\d\d", text):
        try:
            until = datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            raise InputError(f"{text!r} is no instant; write 2026-12-01 09:00") from None
    else:
        try:
            until = now + timedelta(seconds=parse_span(text))
        except ValueError as error:
            raise InputError(str(error)) from None
    if not now < until <= now + _LONGEST:
        raise InputError(f"{text!r} does not lie within the coming year")
    return until
