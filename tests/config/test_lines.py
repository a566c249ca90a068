from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.config.lines import find_tables

TEXT = '''\
# [[source]] in a comment
title = """
[[source]]
id = "not a table"
"""
list = [
  "[[source]]",
]
[[source]]   # the first
id = "a"
name = 'it''s'
listing.rows = "ul li"
detail = { title = "h1", body = ["[[", "]]"] }

[source.listing.date]
css = "span"
[[ "source" ]]
id = "b"
note = \'\'\'
[[source]]
\'\'\'
min_rows = 3
[[channel]]
id = "c"
'''


def test_counts_only_real_tables_and_knows_their_lines() -> None:
    tables = find_tables(TEXT)
    assert [place.line for place in tables["source"]] == [9, 17]
    assert [place.line for place in tables["channel"]] == [23]


def test_knows_the_lines_of_keys_and_of_their_parents() -> None:
    first, second = find_tables(TEXT)["source"]
    assert first.line_of("id") == 10
    assert first.line_of("listing.rows") == 12
    assert first.line_of("detail.title") == 13
    assert first.line_of("listing.date.css") == 16
    assert first.line_of("listing.date.attr") == 15
    assert first.line_of("interval") == 9
    assert second.line_of("min_rows") == 22


def test_escapes_and_hashes_inside_strings_do_not_confuse() -> None:
    text = '[[source]]\na = "\\"[" # [\nb = "#["\nc = \'\\\'\n[[source]]\nid = "x"\n'
    assert [place.line for place in find_tables(text)["source"]] == [1, 5]


VALUES = st.sampled_from(
    [
        '"x"',
        "'[['",
        '"""\n[[source]]\n"""',
        "[\n 1, # ]\n 2\n]",
        "{ a = 1 }",
        "3",
        '"\\\\"',
        "'''a\n'''",
    ]
)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(VALUES, max_size=4), max_size=5))
def test_agrees_with_the_real_parser_on_the_number_of_tables(tables: list[list[str]]) -> None:
    text = "".join(
        "[[source]]\n" + "".join(f"k{number} = {value}\n" for number, value in enumerate(values))
        for values in tables
    )
    assert len(find_tables(text).get("source", [])) == len(tomllib.loads(text).get("source", []))


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="[]\"'\\#=\n source.{}x"))
def test_any_text_is_scanned_without_an_error(text: str) -> None:
    for places in find_tables(text).values():
        assert all(1 <= place.line <= text.count("\n") + 1 for place in places)
