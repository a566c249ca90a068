"""What a person decided about families: notices put together or taken apart, kept for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from watcher.model.decision import Decision, DecisionKind
from watcher.model.ids import short_id
from watcher.store.database import Transaction
from watcher.store.decision_tables import DecisionRow
from watcher.store.notices import notice, notice_number

decision = DecisionRow.__table__


def add_decision(
    tx: Transaction,
    kind: DecisionKind,
    one: str,
    other: str,
    *,
    detail: str,
    reason: str,
    now: datetime,
) -> None:
    """Write down a decision about two notices; one of the other kind about them is undone."""
    tx.run(
        update(decision)
        .where(_of_pair(one, other), decision.c.kind != kind.value, decision.c.undone_at.is_(None))
        .values(undone_at=now)
    )
    tx.add(
        DecisionRow(
            kind=kind.value,
            one_id=notice_number(one),
            other_id=notice_number(other),
            detail=detail,
            reason=reason,
            decided_at=now,
        )
    )


def are_apart(tx: Transaction, one: str, other: str) -> bool:
    """Whether a person took two notices apart and has not put them together since."""
    query = select(decision.c.id).where(
        _of_pair(one, other),
        decision.c.kind == DecisionKind.SPLIT.value,
        decision.c.undone_at.is_(None),
    )
    return tx.run(query).first() is not None


def is_decided(tx: Transaction, notice_id: str) -> bool:
    """Whether a person put this notice, or one that went into it, together or took it apart."""
    number = notice_number(notice_id)
    within = select(notice.c.id).where(or_(notice.c.id == number, notice.c.merged_into == number))
    query = select(decision.c.id).where(
        or_(decision.c.one_id.in_(within), decision.c.other_id.in_(within)),
        decision.c.undone_at.is_(None),
    )
    return tx.run(query.limit(1)).first() is not None


def follow_merge(tx: Transaction, keep: str, drop: str) -> None:
    """Let the decisions that hold two notices apart speak of the heir of a merged one."""
    kept, dropped = notice_number(keep), notice_number(drop)
    for column in (decision.c.one_id, decision.c.other_id):
        tx.run(
            update(decision)
            .where(
                column == dropped,
                decision.c.kind == DecisionKind.SPLIT.value,
                decision.c.undone_at.is_(None),
            )
            .values({column.name: kept})
        )


def list_decisions(tx: Transaction, notice_id: str | None = None) -> list[Decision]:
    """Return all decisions, or those about one notice, oldest first."""
    query = select(decision).order_by(decision.c.id)
    if notice_id is not None:
        number = notice_number(notice_id)
        query = query.where(or_(decision.c.one_id == number, decision.c.other_id == number))
    return [_read(row) for row in tx.run(query)]


def _of_pair(one: str, other: str) -> ColumnElement[bool]:
    first, second = notice_number(one), notice_number(other)
    return or_(
        and_(decision.c.one_id == first, decision.c.other_id == second),
        and_(decision.c.one_id == second, decision.c.other_id == first),
    )


def _read(row: Row[Any]) -> Decision:
    return Decision(
        kind=DecisionKind(row.kind),
        one=short_id("N", row.one_id),
        other=short_id("N", row.other_id),
        detail=row.detail,
        reason=row.reason,
        decided_at=row.decided_at,
        undone_at=row.undone_at,
    )
