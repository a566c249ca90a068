"""Every reason that the campaigns' room gives has words in Chinese."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from watcher.campaigns import Catalogue, classify
from watcher.campaigns.doubts import find_doubts
from watcher.campaigns.watchlist import WatchList
from watcher.cli.rule_words import say_doubt, say_label_kind, say_place, say_rule, say_value
from watcher.config import load_catalogue
from watcher.model.document import Document
from watcher.model.label import DocumentType, Stage
from watcher.model.watch import WatchEntry
from watcher.pipeline.studying import label_hit

CORPUS = Path(__file__).parents[1] / "campaigns" / "labelled.jsonl"
ENGLISH = re.compile(r"[a-z]{2,}", re.IGNORECASE)
CODE = "91310000MA1K00001" + "3"
ENTRY = WatchEntry(
    id="own",
    name="蓝鲸样例科技有限公司",
    aliases=("蓝鲸优选", "蓝鲸旧称科技有限公司", "鲸"),
    roles=("an app", "a former name", "a brand"),
    credit_code=CODE,
)
TEXT = (
    "蓝鲸样例科技有限公司、蓝鲸优选、蓝鲸样例科技、蓝鲸旧称科技有限公司被点名，"
    f"另有蓝鲸样*科技有限公司，代码{CODE}，误印{CODE[:-2]}X{CODE[-1]}。"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(load_catalogue())


def test_rules_of_the_labelled_examples_have_chinese_words(catalogue: Catalogue) -> None:
    rules: set[str] = set()
    for line in CORPUS.read_text("utf-8").splitlines():
        row = json.loads(line)
        day = date.fromisoformat(row["published"]) if row["published"] else None
        document = Document(title=row["title"], body=row["body"], published_on=day)
        labels = classify(document, catalogue)
        single = (labels.stage, labels.document_type)
        every = [*labels.campaigns, *labels.others, *(one for one in single if one is not None)]
        rules |= {label.rule for label in every}
    assert len(rules) > 40
    left = {rule: say_rule(rule, "zh") for rule in rules if ENGLISH.search(say_rule(rule, "zh"))}
    assert left == {}
    assert all(say_rule(rule, "en") == rule for rule in rules)


def test_reasons_of_hits_have_words_in_both_languages() -> None:
    hits = WatchList([ENTRY]).find(Document(title="", body=TEXT))
    rules = {label_hit(hit).rule for hit in hits}
    assert len({hit.kind for hit in hits}) >= 5
    for rule in rules:
        chinese, english = say_rule(rule, "zh"), say_rule(rule, "en")
        assert not ENGLISH.search(chinese.replace(CODE, "")), chinese
        assert english.split(": ", 1)[1] == rule.split(": ", 1)[1]
    assert "别名：“蓝鲸优选”是“蓝鲸样例科技有限公司”的应用" in {
        say_rule(rule, "zh") for rule in rules
    }


def test_doubts_of_the_catalogue_have_chinese_words(catalogue: Catalogue) -> None:
    doubts = {words for _, _, words in find_doubts(catalogue)}
    assert doubts
    names = "|".join(re.escape(each.id) for each in catalogue.campaigns)
    for doubt in doubts:
        assert not ENGLISH.search(re.sub(names, "", say_doubt(doubt, "zh")))
        assert say_doubt(doubt, "en") == doubt


def test_values_kinds_and_places() -> None:
    assert say_label_kind("stage", "zh") == "阶段"
    assert say_label_kind("unheard-of", "zh") == "unheard-of"
    for value in (*DocumentType, *Stage):
        kind = "stage" if isinstance(value, Stage) else "document_type"
        assert not ENGLISH.search(say_value(kind, value.value, "zh"))
    assert say_value("batch", "2", "en") == "2"
    assert say_place("attachment:a.xlsx", "zh") == "附件 a.xlsx"
    assert say_place("title", "zh") == "标题"
    assert say_place("title", "en") == "title"
