"""Who stands for a notice after a page is gone or its address carries something else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from watcher.model.known import KnownPage, PageState
from watcher.model.match import Relation
from watcher.store.database import Transaction
from watcher.store.notices import notice_number
from watcher.store.pages import change_page, known_page
from watcher.store.tables import NoticeRow, PageRow

notice = NoticeRow.__table__
page = PageRow.__table__


def find_heir(tx: Transaction, known: KnownPage) -> KnownPage | None:
    """Return the newest live page that carries the same notice in the same source, if any."""
    if known.notice_id is None:
        return None
    row = tx.run(
        select(page)
        .where(
            page.c.notice_id == notice_number(known.notice_id),
            page.c.source_id == known.source_id,
            page.c.state == PageState.LIVE.value,
            page.c.id != known.id,
        )
        .order_by(page.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else known_page(row)


def hand_over(tx: Transaction, known: KnownPage, heir: KnownPage) -> None:
    """Let another page of the same text stand for a notice in place of one that is gone."""
    assert known.notice_id is not None  # noqa: S101  # find_heir() found one through it
    number = notice_number(known.notice_id)
    tx.run(update(notice).where(notice.c.id == number).values(original_page_id=heir.id))
    change_page(tx, heir.id, relation=Relation.ORIGINAL.value)
    change_page(tx, known.id, relation=Relation.REPOST.value)


def retire_page(tx: Transaction, known: KnownPage, now: datetime) -> None:
    """Take a page's address away from it: it carries another notice now.

    The row keeps its text, history and notice; a notice that no other live page carries is marked
    withdrawn.
    """
    change_page(
        tx,
        known.id,
        key=f"{known.key}#until-{now:%Y%m%dT%H%M%S%f}",
        external_id=None,
        url=None,
        state=PageState.WITHDRAWN.value,
        listed=0,
        recheck_at=None,
        problem=f"{known.url} carries another notice since {now:%Y-%m-%d}",
    )
    if known.notice_id is None:
        return
    number = notice_number(known.notice_id)
    living = select(func.count()).where(
        page.c.notice_id == number, page.c.state == PageState.LIVE.value
    )
    if tx.run(living).scalar_one() == 0:
        tx.run(update(notice).where(notice.c.id == number).values(withdrawn=1))
