"""Where the bytes of each fetched page are kept."""

from __future__ import annotations

from sqlalchemy import func, select, text

from watcher.model.ids import row_number
from watcher.model.page import EvidenceRef, Page
from watcher.store.database import Transaction
from watcher.store.tables import EvidenceRow

evidence = EvidenceRow.__table__


def add_evidence(tx: Transaction, page: Page, ref: EvidenceRef) -> int:
    """Store a reference to kept bytes and return its row number."""
    return tx.add(
        EvidenceRow(
            url=page.final_url,
            fetched_at=page.fetched_at,
            status=page.status,
            file=ref.file,
            start=ref.offset,
            length=ref.length,
            sha256=ref.sha256,
            chain=ref.chain,
        )
    )


def get_evidence(tx: Transaction, public_id: str) -> EvidenceRef | None:
    """Return the reference behind an evidence id (``V-…``), None where it is unknown."""
    number = row_number("V", public_id)
    row = tx.run(select(evidence).where(evidence.c.id == number)).one_or_none()
    if row is None:
        return None
    return EvidenceRef(
        file=row.file, offset=row.start, length=row.length, sha256=row.sha256, chain=row.chain
    )


def count_evidence(tx: Transaction) -> int:
    """Return how many pages are kept."""
    return int(tx.run(select(func.count()).select_from(evidence)).scalar_one())


def all_evidence(tx: Transaction) -> list[EvidenceRef]:
    """Return all references, in the order in which the pages were kept."""
    rows = tx.run(select(evidence).order_by(evidence.c.id))
    return [
        EvidenceRef(
            file=row.file, offset=row.start, length=row.length, sha256=row.sha256, chain=row.chain
        )
        for row in rows
    ]


def check_integrity(tx: Transaction) -> str:
    """Return "ok", or what the database itself finds wrong with its file."""
    if tx.is_postgresql:
        return "ok"
    found = tx.run(text("PRAGMA quick_check(1)")).scalar_one()
    return str(found)
