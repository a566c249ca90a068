"""Notices: the one announcement behind all its copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, exists, func, or_, select, update

from watcher.errors import InputError
from watcher.model.document import Document
from watcher.model.ids import row_number, short_id
from watcher.model.known import KnownPage, NoticeSummary
from watcher.model.label import Labels
from watcher.model.match import Link, Match, Relation
from watcher.store.database import Transaction
from watcher.store.pages import change_page, known_page
from watcher.store.tables import LinkRow, NoticeRow, PageRow

notice = NoticeRow.__table__
page = PageRow.__table__
notice_link = LinkRow.__table__

_SAME_LINK = select(notice_link.c.id).where(
    notice_link.c.notice_id == bindparam("number"),
    notice_link.c.other_id == bindparam("other"),
    notice_link.c.relation == bindparam("kind"),
)


def open_notice(
    tx: Transaction, page_id: int, document: Document, labels: Labels, *, tier: str, now: datetime
) -> str:
    """Open a notice that a page stands for, and return its id."""
    number = tx.add(
        NoticeRow(
            original_page_id=page_id,
            title=document.title,
            published_on=document.published_on,
            issuer=document.issuer,
            campaign=labels.campaign.value if labels.campaign else None,
            stage=labels.stage.value if labels.stage else None,
            document_type=labels.document_type.value if labels.document_type else None,
            official=int(tier == "official"),
            created_at=now,
        )
    )
    return short_id("N", number)


def set_original(
    tx: Transaction,
    notice_id: str,
    page_id: int,
    document: Document,
    labels: Labels,
    *,
    tier: str,
    keeps: bool = True,
) -> None:
    """Let a page stand for its notice: title, date, issuer and labels are taken from it.

    What the page does not say (a title-only original) keeps its former value, unless that came from
    a page that belongs elsewhere (``keeps`` False).
    """
    number = notice_number(notice_id)
    values: dict[str, Any] = {
        "original_page_id": page_id,
        "title": document.title,
        "published_on": document.published_on,
        "issuer": document.issuer,
        "campaign": labels.campaign.value if labels.campaign else None,
        "stage": labels.stage.value if labels.stage else None,
        "document_type": labels.document_type.value if labels.document_type else None,
    }
    if keeps:
        values = {key: value for key, value in values.items() if value is not None}
    values["official"] = int(tier == "official")
    tx.run(update(notice).where(notice.c.id == number).values(**values))


def set_withdrawn(tx: Transaction, notice_id: str, *, withdrawn: bool) -> None:
    """Note that a notice's own page is (or is no longer) withdrawn."""
    number = notice_number(notice_id)
    tx.run(update(notice).where(notice.c.id == number).values(withdrawn=int(withdrawn)))


def revive(tx: Transaction, notice_id: str, page_id: int) -> str | None:
    """Give back the number that a page had before its notice went into another one, if it had."""
    query = select(notice.c.id).where(
        notice.c.merged_into == notice_number(notice_id), notice.c.original_page_id == page_id
    )
    number = tx.run(query.order_by(notice.c.id).limit(1)).scalar()
    if number is None:
        return None
    tx.run(update(notice).where(notice.c.id == number).values(merged_into=None, gathers=0))
    return short_id("N", number)


def like_in_kind(tx: Transaction, notice_id: str, others: Sequence[str]) -> tuple[str, ...]:
    """Return those notices that may be one with another: both roundups, or neither."""
    kinds = {each: gathers(tx, each) for each in (notice_id, *others)}
    return tuple(each for each in others if kinds[each] == kinds[notice_id])


def gathers(tx: Transaction, notice_id: str) -> bool:
    """Whether the page of a notice is known to carry several other notices."""
    query = select(notice.c.gathers).where(notice.c.id == notice_number(notice_id))
    return bool(tx.run(query).scalar())


def set_gathers(tx: Transaction, notice_id: str) -> None:
    """Note that the page of a notice carries several other notices."""
    tx.run(update(notice).where(notice.c.id == notice_number(notice_id)).values(gathers=1))


def join_page(tx: Transaction, page_id: int, notice_id: str, match: Match) -> None:
    """Make a page a copy (or the original) of a notice, for the reasons that a match gives."""
    change_page(
        tx,
        page_id,
        notice_id=notice_number(notice_id),
        relation=match.relation.value,
        score=match.score,
        match_evidence=match.evidence,
    )


def merge_notice(tx: Transaction, keep_id: str, drop_id: str) -> None:
    """Move all pages and links of one notice to another; the empty one points to its heir."""
    keep, drop = notice_number(keep_id), notice_number(drop_id)
    if keep == drop:
        return
    tx.run(
        update(page)
        .where(page.c.notice_id == drop, page.c.relation == Relation.ORIGINAL.value)
        .values(relation=Relation.REPOST.value)
    )
    tx.run(update(page).where(page.c.notice_id == drop).values(notice_id=keep))
    _move_links(tx, keep, drop)
    gathers = select(notice.c.gathers).where(notice.c.id == drop).scalar_subquery()
    tx.run(update(notice).where(notice.c.id == keep, gathers == 1).values(gathers=1))
    tx.run(update(notice).where(notice.c.id == drop).values(merged_into=keep))
    tx.run(update(notice).where(notice.c.merged_into == drop).values(merged_into=keep))


def _move_links(tx: Transaction, keep: int, drop: int) -> None:
    """Give one notice's links to another: not those between the two, nor those it has already."""
    ends = notice_link.c.notice_id, notice_link.c.other_id
    tx.run(delete(notice_link).where(ends[0].in_((keep, drop)), ends[1].in_((keep, drop))))
    has = notice_link.alias()
    for end, far in (ends, ends[::-1]):
        is_there = exists().where(
            has.c[end.name] == keep,
            has.c[far.name] == far,
            has.c.relation == notice_link.c.relation,
        )
        tx.run(delete(notice_link).where(end == drop, is_there))
        tx.run(update(notice_link).where(end == drop).values({end.name: keep}))


def add_links(tx: Transaction, notice_id: str, links: Iterable[Link]) -> None:
    """Store neighbours that are not copies; one already known is left as it is."""
    number = notice_number(notice_id)
    for link in links:
        other = notice_number(link.notice_id)
        same = {"number": number, "other": other, "kind": link.relation.value}
        if other != number and tx.run(_SAME_LINK, same).first() is None:
            row = LinkRow(
                notice_id=number,
                other_id=other,
                relation=link.relation.value,
                score=link.score,
                evidence=link.evidence,
            )
            tx.add(row)


def get_notice(tx: Transaction, notice_id: str) -> NoticeSummary | None:
    """Return a notice, following a merge to its heir; None where the id is unknown."""
    number = row_number("N", notice_id)
    if number is None:
        return None
    heir = tx.run(select(notice.c.merged_into).where(notice.c.id == number)).scalar()
    row = tx.run(_summaries().where(notice.c.id == (heir or number))).one_or_none()
    return None if row is None else _summary(row)


def list_notices(
    tx: Transaction,
    *,
    campaign: str | None = None,
    search: str | None = None,
    since: datetime | None = None,
    limit: int = 50,
) -> list[NoticeSummary]:
    """Return notices, newest first.

    ``campaign`` and ``search`` are substrings of the campaign's name and of the title.
    """
    query = _summaries().where(notice.c.merged_into.is_(None))
    if campaign:
        query = query.where(notice.c.campaign.contains(campaign, autoescape=True))
    if search:
        query = query.where(notice.c.title.contains(search, autoescape=True))
    if since:
        query = query.where(notice.c.created_at >= since)
    newest = func.coalesce(
        notice.c.published_on, notice.c.created_at.cast(notice.c.published_on.type)
    )
    rows = tx.run(query.order_by(newest.desc(), notice.c.id.desc()).limit(limit))
    return [_summary(row) for row in rows]


def count_notices(tx: Transaction) -> int:
    """Return the number of notices, merged ones not counted."""
    query = select(func.count()).select_from(notice).where(notice.c.merged_into.is_(None))
    return int(tx.run(query).scalar_one())


def pages_of(tx: Transaction, notice_id: str) -> list[KnownPage]:
    """Return the pages of a notice, the original first, then as they were seen."""
    number = notice_number(notice_id)
    rows = tx.run(
        select(page)
        .join(notice, notice.c.id == page.c.notice_id)
        .where(page.c.notice_id == number)
        .order_by((notice.c.original_page_id == page.c.id).desc(), page.c.id)
    )
    return [known_page(row) for row in rows]


def links_of(tx: Transaction, notice_id: str) -> list[Link]:
    """Return the neighbours of a notice, as seen from it."""
    number = notice_number(notice_id)
    rows = tx.run(
        select(notice_link).where(
            or_(notice_link.c.notice_id == number, notice_link.c.other_id == number)
        )
    )
    return [
        Link(
            notice_id=short_id("N", row.other_id if row.notice_id == number else row.notice_id),
            relation=Relation(row.relation),
            score=row.score,
            evidence=row.evidence,
        )
        for row in rows
    ]


def notice_number(notice_id: str) -> int:
    """Return the row number of a notice id.

    Raises:
        InputError: it is not a notice id.
    """
    number = row_number("N", notice_id)
    if number is None:
        raise InputError(
            f"{notice_id!r} is not a notice id", hint="`watcher notices list` shows the ids."
        )
    return number


def _summaries() -> Select[Any]:
    pages = (
        select(func.count())
        .where(and_(page.c.notice_id == notice.c.id))
        .correlate(notice)
        .scalar_subquery()
    )
    return select(notice, pages.label("pages"))


def _summary(row: Row[Any]) -> NoticeSummary:
    return NoticeSummary(
        id=short_id("N", row.id),
        title=row.title,
        published_on=row.published_on,
        issuer=row.issuer,
        campaign=row.campaign,
        stage=row.stage,
        document_type=row.document_type,
        original_page_id=row.original_page_id or 0,
        is_official=bool(row.official),
        is_withdrawn=bool(row.withdrawn),
        pages=row.pages,
        created_at=row.created_at,
    )
