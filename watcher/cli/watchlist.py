"""``watcher watchlist``: the user's own names, checked, and where they were found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.output import AsJson, language, pick, print_json, print_rows, services
from watcher.cli.rule_words import say_rule
from watcher.errors import InputError

app = typer.Typer(no_args_is_help=True, help="Your own names: the list, and who was named where.")


@app.command()
def lint(
    file: Annotated[
        Path | None, typer.Argument(help="A TOML or CSV file; else WATCHER_WATCHLIST.")
    ] = None,
) -> None:
    """Check a watch-list: every fault with its mend, status 2 where there is one.

    Example: watcher watchlist lint names.csv
    """
    from watcher import app as composition
    from watcher.campaigns.watchlist import WatchList
    from watcher.config import load_watchlist

    path = file or composition.read_settings().watchlist_file
    if path is None:
        raise InputError("there is no watch-list", hint="Set WATCHER_WATCHLIST, or name a file.")
    entries = load_watchlist(path)
    spellings = WatchList(entries).count_spellings()
    typer.echo(
        pick(
            f"{len(entries)} 个主体，{spellings} 种写法，没有错误",
            f"{len(entries)} entries, {spellings} spellings, no faults",
        )
    )


@app.command()
def hits(
    entry: Annotated[str | None, typer.Option(help="Only this entry's (its id).")] = None,
    possible: Annotated[
        bool, typer.Option("--possible/--sure", help="With masked and embedded names.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """List where stored pages name somebody on the watch-list, with the words that say so.

    After a change of the list run `watcher campaigns relabel --apply` first.
    Example: watcher watchlist hits --sure
    """
    from watcher.pipeline.studying import NAMED, SURE
    from watcher.store.labels import labelled_pages

    with services(needs_sources=False) as opened, opened.store.reading() as tx:
        found = [
            (page, label)
            for page in labelled_pages(tx, named_only=True)
            for label in page.labels.others
            if label.kind == NAMED
            and entry in {None, label.value}
            and (possible or label.score >= SURE)
        ]
    if as_json:
        for page, label in found:
            (span,) = label.spans
            print_json(
                {
                    "entry": label.value,
                    "sure": label.score >= SURE,
                    "why": label.rule,
                    "notice": page.notice_id,
                    "page": page.public_id,
                    "title": page.title,
                    "where": span.where,
                    "start": span.start,
                    "end": span.end,
                    "text": span.text,
                }
            )
        return
    counts = Counter(
        (page.notice_id, page.title, label.value, label.spans[0].text, label.rule)
        for page, label in found
    )
    print_rows(
        pick("名单命中", "Names you watch"),
        [pick("公告", "notice"), pick("主体", "entry"), pick("原文", "text"),
         pick("处", "times"), pick("依据", "how"), pick("标题", "title")],
        (
            [notice, value, text, times, say_rule(rule, language()), title]
            for (notice, title, value, text, rule), times in counts.items()
        ),
        empty=pick("存下的页面没有点到名单上的", "No stored page names anybody on the list"),
    )  # fmt: skip
