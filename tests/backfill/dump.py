"""What a database says, without row numbers and instants: equal dumps say the same."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

MASKED = {
    *("id", "notice_id", "original_page_id", "revision_id", "evidence_id", "page_id", "event_id"),
    *("created_at", "first_seen_at", "last_seen_at", "seen_at", "fetched_at", "at", "recheck_at"),
    *("started_at", "changed_at", "finished_at", "etag", "last_modified"),
    *("file", "start", "length", "chain"),
}
"""Row numbers, instants, and where in the archive bytes lie: a killed run may keep them twice."""


def dump(database: Path) -> dict[str, list[Any]]:
    """Return every table that a backfill writes as sorted plain values."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        opened.row_factory = sqlite3.Row
        tables = {
            name: [dict(row) for row in opened.execute(f"SELECT * FROM {name}")]  # noqa: S608  # names of ours
            for name in (
                *("page", "notice", "revision", "notice_link", "posting", "page_key"),
                *("evidence", "event", "outbox", "backfill", "check_log", "gap"),
            )
        }
    key_of = {row["id"]: row["key"] for row in tables["page"]}
    notice_of = {row["id"]: key_of[row["original_page_id"]] for row in tables["notice"]}
    said: dict[str, list[Any]] = defaultdict(list)
    for name, rows in tables.items():
        for row in rows:
            plain = {key: value for key, value in row.items() if key not in MASKED}
            for column in ("notice_id", "other_id", "merged_into"):
                if row.get(column) is not None:
                    plain[column] = notice_of[row[column]]
            for column in ("page_id", "original_page_id"):
                if row.get(column) is not None:
                    plain[column] = key_of[row[column]]
            if name == "event":
                payload = json.loads(row["payload"])
                plain["payload"] = {k: v for k, v in payload.items() if k not in MASKED}
            said[name].append(json.dumps(plain, ensure_ascii=False, sort_keys=True))
    return {name: sorted(said[name]) for name in tables}
