"""Pages we wrote in the shapes of real ones: what is read from each, and a floor under all of them.

`floor.json` holds the figures that must hold and a digest of the examples they were measured on. A
change to the examples needs a new digest; a floor may rise, and may not fall below LEAST.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from watcher.extract import extract_html
from watcher.model.document import Document

FOLDER = Path(__file__).parent / "examples"
PAGES = sorted(FOLDER.glob("*.html"))
FLOOR = json.loads((Path(__file__).parent / "floor.json").read_text(encoding="utf-8"))
LEAST = {"body_f1": 0.97, "title_exact": 0.96, "date_exact": 0.98}
"""The floors the project set itself; see docs/benchmarks.md."""
TODAY = date(2026, 11, 22)


def expected_of(page: Path) -> dict[str, Any]:
    text = page.with_suffix(".expected.json").read_text(encoding="utf-8")
    expected: dict[str, Any] = json.loads(text)
    return expected


def read(page: Path) -> Document:
    html = page.read_text(encoding="utf-8")
    return extract_html(html, url=expected_of(page)["url"], today=TODAY)


def as_printed(document: Document) -> dict[str, Any]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "url": document.url,
        "title": document.title,
        "published_on": day(document.published_on),
        "signed_on": day(document.signed_on),
        "issuer": document.issuer,
        "document_number": document.document_number,
        "source_line": document.source_line,
        "body": document.body.split("\n") if document.body else [],
    }


def grams(text: str) -> Counter[str]:
    joined = "".join(text.split())
    return Counter(joined[index : index + 4] for index in range(max(1, len(joined) - 3)))


def f1(found: str, expected: str) -> float:
    one, other = grams(found), grams(expected)
    return 2 * (one & other).total() / (one.total() + other.total())


def digest() -> str:
    sha = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def test_every_page_has_its_expectation() -> None:
    assert {page.stem for page in PAGES} == {
        path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.json")
    }
    assert len(PAGES) >= 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_read_as_expected(page: Path) -> None:
    assert as_printed(read(page)) == expected_of(page)


def test_the_floor_belongs_to_these_examples() -> None:
    assert FLOOR["digest"] == digest(), "the examples changed: measure again and note the digest"


def test_the_floor_is_not_lowered() -> None:
    for name, least in LEAST.items():
        assert FLOOR[name] >= least


def test_the_examples_stand_above_the_floor() -> None:
    documents = [read(page) for page in PAGES]
    wanted = [expected_of(page) for page in PAGES]
    scores = [
        f1(document.body, "\n".join(want["body"]))
        for document, want in zip(documents, wanted, strict=True)
    ]
    titles = [doc.title == want["title"] for doc, want in zip(documents, wanted, strict=True)]
    days = [
        as_printed(doc)["published_on"] == want["published_on"]
        for doc, want in zip(documents, wanted, strict=True)
    ]
    assert sum(scores) / len(scores) >= FLOOR["body_f1"]
    assert sum(titles) / len(titles) >= FLOOR["title_exact"]
    assert sum(days) / len(days) >= FLOOR["date_exact"]
