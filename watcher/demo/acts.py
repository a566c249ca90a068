"""The acts of the demo: what the site does, what is awaited, shown and claimed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from watcher.demo import claims, words
from watcher.demo.claims import Claim
from watcher.demo.content import LIST_PATHS, Act, Place, load
from watcher.demo.program import Daemon, DemoFailed, Program
from watcher.demo.screen import Screen
from watcher.demo.sink import Sink
from watcher.demo.site import Site

DEADLINE_SECONDS = 45.0
"""The longest wait for any one thing; each takes a few seconds."""
QUIET_SECONDS = 1.5
"""After the last alert the demo listens this long for one too many."""
JOIN_SECONDS = 0.5
"""A page that was asked for is stored after about this long."""
NEW = "ai-abuse"
CAMPAIGN = "清朗·整治AI技术滥用"
COPIES = ("portal-ai-abuse", "mirror-ai-abuse", "english-ai-abuse")
EDITED = "preinstalled-apps"
WITHDRAWN = "cloud-drive-list"
BROKEN = "滨江网信"


@dataclass(kw_only=True)
class Performance:
    """One run of the demo and what it found."""

    site: Site
    sink: Sink
    program: Program
    screen: Screen
    daemon: Daemon
    claims: list[Claim] = field(default_factory=list)
    copies: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_as_claimed(self) -> bool:
        """Whether everything happened that was to happen."""
        return all(claim.ok for claim in self.claims)

    def claim(self, claim: Claim) -> None:
        """Note a claim and show it."""
        self.claims.append(claim)
        self.screen.claim(claim)

    def wait(self, condition: Callable[[], bool], *, seconds: float | None = None) -> bool:
        """Wait for ``condition`` while the daemon lives; False where time ran out first."""
        deadline = time.monotonic() + (DEADLINE_SECONDS if seconds is None else seconds)
        with self.screen.waiting():
            while not condition():
                self.daemon.check()
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.05)
        return True

    def show_alert(self, hook: str) -> None:
        """Wait for an alert at ``hook`` and show what came."""
        self.wait(lambda: any(one.hook == hook for one in self.sink.received))
        for one in self.sink.received:
            if one.hook == hook:
                self.screen.alert(one)

    def url(self, notice_id: str) -> str:
        """Return the address of a notice's page."""
        notice = load().notice(notice_id)
        return self.site.url(notice.site, notice.address)

    def asked(self, notice_id: str) -> int:
        """Return how often the page of a notice was asked for."""
        notice = load().notice(notice_id)
        return self.site.stage.asked(notice.site, notice.address)


def perform(show: Performance) -> None:
    """Play all acts in order; claims and copies are noted in ``show``."""
    for act in (_baseline, _publish, _edit, _withdraw, _break):
        act(show)
    since = time.monotonic()
    with show.screen.waiting():
        pages = show.program.pages()
    show.wait(lambda: time.monotonic() > since + QUIET_SECONDS)
    edits = load().edits
    show.claim(claims.claim_edit(pages, url=show.url(EDITED), edits=edits))
    show.claim(claims.claim_nothing_else(show.sink.received))


def _baseline(show: Performance) -> None:
    """A list that is asked for a second time was read and stored the first time."""
    show.screen.begin("baseline")
    stage = show.site.stage
    if not show.wait(lambda: all(stage.asked(place, LIST_PATHS[place]) >= 2 for place in Place)):
        raise DemoFailed(f"the daemon did not read all lists; its last lines:\n{show.daemon.tail}")
    with show.screen.waiting():
        pages = show.program.pages()
    received = show.sink.received
    notices = len({page["notice"] for page in pages})
    show.screen.say(words.STORED, pages=len(pages), notices=notices, alerts=len(received))
    titles = [notice.title for place in Place for notice in load().shown(place, ())]
    show.claim(claims.claim_stored(pages, titles))
    show.claim(claims.claim_silence(received))


def _publish(show: Performance) -> None:
    """The copies follow as soon as the official page was read, as they do in life."""
    show.screen.begin("publish")
    show.site.stage.play(Act.PUBLISH)
    show.wait(lambda: show.asked(NEW) > 0)
    show.wait(lambda: False, seconds=JOIN_SECONDS)
    show.site.stage.play(Act.MIRROR)
    show.wait(lambda: all(show.asked(copy) for copy in COPIES))
    show.wait(lambda: False, seconds=JOIN_SECONDS)
    title, original = load().notice(NEW).title, show.url(NEW)
    copies = {load().notice(copy).site.value: show.url(copy) for copy in COPIES}
    with show.screen.waiting():  # the alert itself waits for copies: time to look what is stored
        pages = show.program.pages()
    show.show_alert("new")
    said = [title, CAMPAIGN, *copies.values()]
    show.claim(claims.claim_alert(show.sink.received, "new", words=said))
    by_url = {page["url"]: page for page in pages}
    show.copies = [by_url[url] for url in (original, *copies.values()) if url in by_url]
    show.screen.copies(show.copies)
    show.claim(claims.claim_copies(pages, original=original, copies=copies))


def _edit(show: Performance) -> None:
    show.screen.begin("edit")
    show.site.stage.play(Act.EDIT)
    show.show_alert("changed")
    said = [load().notice(EDITED).title, "应当", "不得"]
    show.claim(claims.claim_alert(show.sink.received, "changed", words=said))


def _withdraw(show: Performance) -> None:
    show.screen.begin("withdraw")
    show.site.stage.play(Act.WITHDRAW)
    show.show_alert("withdrawn")
    said = [load().notice(WITHDRAWN).title]
    show.claim(claims.claim_alert(show.sink.received, "withdrawn", words=said))


def _break(show: Performance) -> None:
    show.screen.begin("break")
    show.site.stage.play(Act.BREAK)
    show.show_alert("source")
    show.claim(claims.claim_alert(show.sink.received, "source", words=[BROKEN]))
