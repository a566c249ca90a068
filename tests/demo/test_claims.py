"""The demo's own checks accept what is right and name what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from watcher.demo import claims, words
from watcher.demo.content import Edit
from watcher.demo.sink import Received

ORIGINAL = "http://a/1"
COPIES = {"portal": "http://b/1", "mirror": "http://c/1", "english": "http://d/1"}


def alert(hook: str, title: str = "标题", message: str = "正文") -> Received:
    return Received(hook=hook, title=title, message=message, type="info", at_seconds=0.0)


def page(url: str, relation: str, notice: str = "n1") -> dict[str, Any]:
    return {"url": url, "relation": relation, "notice": notice, "body": "改后"}


def family(**changed: dict[str, Any]) -> list[dict[str, Any]]:
    pages = {
        "original": page(ORIGINAL, "original"),
        "portal": page(COPIES["portal"], "repost"),
        "mirror": page(COPIES["mirror"], "script_variant"),
        "english": page(COPIES["english"], "translation"),
    }
    return list((pages | changed).values())


@pytest.mark.parametrize(
    ("received", "ok"),
    [
        ([alert("new", "甲", "乙 丙")], True),
        ([alert("new", "甲", "乙 丙"), alert("changed")], True),
        ([], False),
        ([alert("changed", "甲", "乙 丙")], False),
        ([alert("new", "甲", "乙 丙"), alert("new", "甲", "乙 丙")], False),
        ([alert("new", "甲", "乙")], False),
    ],
)
def test_an_alert_is_there_once_and_says_it_all(received: list[Received], ok: bool) -> None:
    claim = claims.claim_alert(received, "new", words=["甲", "乙", "丙"])
    assert claim.ok is ok
    if received == [alert("new", "甲", "乙")]:
        assert "without “丙”" in claim.came


@pytest.mark.parametrize(
    ("pages", "ok"),
    [
        (family(), True),
        (family(mirror=page(COPIES["mirror"], "repost")), False),
        (family(english=page(COPIES["english"], "translation", notice="n2")), False),
        (family(portal=page("http://elsewhere/", "repost")), False),
        (family(original=page("http://elsewhere/", "original")), False),
        ([], False),
    ],
)
def test_copies_belong_to_the_notice_as_what_they_are(
    pages: list[dict[str, Any]], ok: bool
) -> None:
    assert claims.claim_copies(pages, original=ORIGINAL, copies=COPIES).ok is ok


@pytest.mark.parametrize(
    ("stored", "ok"),
    [(["甲", "乙", "乙"], True), (["甲", "乙"], False), (["甲", "乙", "乙", "丙"], False)],
)
def test_every_page_is_stored_once(stored: list[str], ok: bool) -> None:
    pages = [{"title": title} for title in stored]
    assert claims.claim_stored(pages, ["甲", "乙", "乙"]).ok is ok


def test_silence_and_nothing_else() -> None:
    assert claims.claim_silence([]).ok
    assert not claims.claim_silence([alert("new")]).ok
    assert claims.claim_nothing_else([alert("new")]).ok
    assert not claims.claim_nothing_else([alert("new"), alert("other", "意外")]).ok


def test_the_edited_text_is_stored() -> None:
    edits = [Edit(notice="x", old="改前", new="改后")]
    assert claims.claim_edit(family(), url=ORIGINAL, edits=edits).ok
    assert not claims.claim_edit(family(), url="http://elsewhere/", edits=edits).ok
    other = [Edit(notice="x", old="改前", new="再改")]
    assert "再改" in claims.claim_edit(family(), url=ORIGINAL, edits=other).came


def test_every_claim_and_relation_has_words() -> None:
    names = {
        "stored",
        "silence",
        "new",
        "copies",
        "changed",
        "edit",
        "withdrawn",
        "source",
        "other",
    }
    assert names == set(words.CLAIMS)
    assert set().union(*claims.COPY_RELATIONS.values()) <= set(words.RELATIONS)
