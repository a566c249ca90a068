"""The statements of the inverted index, written out for each database.

Every document goes through them: three a page, each with its list of values as one parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

CANDIDATES = 8
"""Pages that are loaded for verification."""
PER_NOTICE = 2
"""Candidates of one notice: the best copies speak for the rest, and other notices get a look."""


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How a database takes a parameter and a list as one, gives a posting list, and tells a day."""

    parameter: str
    numbers: str
    texts: str
    listed: str
    day: str


_DIALECTS = {
    "sqlite": _Dialect(
        parameter=":{0}",
        numbers="SELECT key AS place, value FROM json_each({0})",
        texts="SELECT key AS place, value FROM json_each({0})",
        listed="group_concat(page_id)",
        day="substr({0}, 1, 10)",
    ),
    "postgresql": _Dialect(
        parameter="%({0})s",
        numbers="SELECT place - 1 AS place, value"
        " FROM unnest(CAST({0} AS bigint[])) WITH ORDINALITY w(value, place)",
        texts="SELECT place - 1 AS place, value"
        " FROM unnest(CAST({0} AS text[])) WITH ORDINALITY w(value, place)",
        listed="string_agg(CAST(page_id AS text), ',')",
        day="to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
    ),
}


@dataclass(frozen=True, slots=True)
class Statements:
    """As the driver takes them: SQLAlchemy's own cost half as much again as the look-up."""

    look_up: str
    load: str
    add_shingles: str
    add_keys: str
    count_shingles: str
    count_keys: str


@cache
def statements(dialect_name: str) -> Statements:
    """Return the statements for "sqlite" or "postgresql"."""
    dialect = _DIALECTS[dialect_name]

    def parameter(name: str) -> str:
        return dialect.parameter.format(name)

    shingles = dialect.numbers.format(parameter("shingles"))
    keys = dialect.texts.format(parameter("keys"))
    wanted = dialect.numbers.format(parameter("wanted"))
    look_up = f"""
        SELECT 0 AS is_key, w.place,
               (SELECT {dialect.listed} FROM posting WHERE shingle = w.value) AS pages
        FROM ({shingles}) w
        UNION ALL
        SELECT 1, w.place, (SELECT {dialect.listed} FROM page_key WHERE key = w.value)
        FROM ({keys}) w
    """  # noqa: S608  # no value is in it
    load = f"""
        SELECT page.id, page.notice_id, page.relation, page.tier,
               {dialect.day.format("page.first_seen_at")} AS first_seen_on,
               page.id = notice.original_page_id AS stands, notice.gathers,
               revision.title, revision.body, revision.document
        FROM page JOIN revision ON revision.id = page.revision_id
        JOIN notice ON notice.id = page.notice_id
        WHERE page.id IN (
            SELECT id FROM (
                SELECT page.id, w.place,
                       row_number() OVER (PARTITION BY page.notice_id ORDER BY w.place) AS nth
                FROM ({wanted}) w CROSS JOIN page
                WHERE page.id = w.value
                  AND page.notice_id IS NOT NULL AND page.revision_id IS NOT NULL
            ) ranked
            WHERE nth <= {PER_NOTICE} ORDER BY place LIMIT {CANDIDATES}
        )
    """  # noqa: S608  # no value is in it
    count = (
        "SELECT place, held FROM (SELECT w.place, (SELECT count(*) FROM {0} WHERE {1} = w.value)"
        " AS held FROM ({2}) w) counted WHERE held > 0"
    )
    add = "INSERT INTO {0} SELECT value, CAST({2} AS bigint) FROM ({1}) w"
    page_id = parameter("page_id")
    return Statements(
        look_up=look_up,
        load=load,
        add_shingles=add.format("posting", shingles, page_id),
        add_keys=add.format("page_key", keys, page_id),
        count_shingles=count.format("posting", "shingle", shingles),
        count_keys=count.format("page_key", "key", keys),
    )
