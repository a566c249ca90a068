"""``watcher routes``: who would hear of a notice, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.notices import find_notice
from watcher.cli.output import AsJson, clean, console, pick, print_json, services
from watcher.cli.words import say_condition, say_held

if TYPE_CHECKING:
    from watcher.model.event import Event, EventKind, Route
    from watcher.model.known import NoticeSummary
    from watcher.pipeline.services import Services
    from watcher.store.database import Transaction

app = typer.Typer(no_args_is_help=True, help="Preview which routes an alert takes.")


@app.command()
def explain(
    notice: Annotated[str, typer.Argument(help="A notice id such as N-7F3K2Q.")],
    event: Annotated[str, typer.Option(help="As which event: new, changed ...")] = "new",
    as_json: AsJson = False,
) -> None:
    """Say for every route whether it takes an event about a notice, and when it would go out.

    Nothing is sent. Example: watcher routes explain N-7F3K2Q --event changed
    """
    from watcher.errors import InputError
    from watcher.model.event import EventKind

    kinds = {kind.value: kind for kind in EventKind}
    if event not in kinds:
        raise InputError(f"there is no event {event!r}; there are {', '.join(kinds)}")
    with services() as opened, opened.store.reading() as tx:
        summary = find_notice(tx, notice)
        value, body = _event_of(tx, opened, summary, kinds[event])
        lines = [_explain(tx, opened, route, value, body) for route in opened.routes]
    if as_json:
        for line in lines:
            print_json(line)
        return
    out = console()
    out.print(f"{summary.id}  {clean(summary.title)}", style="bold", markup=False)
    if not lines:
        out.print(pick("没有配置渠道，只写日志。", "No channel is configured: it is only logged."))
    for line in lines:
        _print(line)


def _print(line: dict[str, Any]) -> None:
    out = console()
    if line["refused_by"]:
        keys = pick("、", ", ").join(say_condition(key) for key in line["refused_by"])
        out.print(f"✗ {line['route']}: {pick('不符', 'fails')} {keys}", markup=False)
        return
    out.print(f"✓ {line['route']}", markup=False)
    for channel in line["channels"]:
        if channel["until"]:
            why, until = say_held(channel["held"]), clean(channel["until"])
            words = pick(f"等到 {until}（{why}）", f"waits until {until} ({why})")
        else:
            words = pick("立即", "at once")
        out.print(f"    → {channel['channel']}: {words}", markup=False)


def _explain(
    tx: Transaction, opened: Services, route: Route, event: Event, body: str
) -> dict[str, Any]:
    from watcher.alerts.routing import refusals
    from watcher.pipeline.choosing import find_hold
    from watcher.store import channel_states, silences

    now = opened.clock()
    refused = refusals(event, route, body=body)
    quiet = silences.list_silences(tx, now=now)
    channels = []
    for channel_id in () if refused else route.channels:
        channel = opened.channels[channel_id]
        state = channel_states.get_state(tx, channel_id)
        held = find_hold(event, route, channel, quiet, state=state, now=now)
        channels.append(
            {
                "channel": channel_id,
                "until": held[0] if held else None,
                "held": held[1] if held else None,
            }
        )
    return {"route": route.id, "refused_by": list(refused), "channels": channels}


def _event_of(
    tx: Transaction, opened: Services, summary: NoticeSummary, kind: EventKind
) -> tuple[Event, str]:
    """Return the event as it would be made now, and the text that routes look into."""
    from watcher.model.event import Event
    from watcher.store import events, notices, pages

    document = pages.present_document(tx, summary.original_page_id)
    body = document.body if document else ""
    told = events.newest_about(tx, summary.id)
    if told is not None:  # it knows besides whom the text names
        return replace(told, kind=kind, at=opened.clock()), body
    page = next(
        (each for each in notices.pages_of(tx, summary.id) if each.id == summary.original_page_id),
        None,
    )
    source = opened.sources.get(page.source_id) if page else None
    return Event(
        kind=kind,
        source_id=page.source_id if page else "",
        source_name=source.name if source else "",
        tier=source.tier.value if source else "",
        at=opened.clock(),
        notice_id=summary.id,
        title=summary.title,
        issuer=summary.issuer,
        campaign=summary.campaign,
        stage=summary.stage,
        document_type=summary.document_type,
        published_on=summary.published_on,
        language=document.language if document else "",
    ), body
