"""The labelled examples: figures with a floor that cannot sink unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from watcher.campaigns import Catalogue, classify
from watcher.model.document import Document
from watcher.model.label import DocumentType, Label, Labels

HERE = Path(__file__).parent
CORPUS = HERE / "labelled.jsonl"
LEAST_CAMPAIGN_F1, LEAST_TYPE_ACCURACY = 0.97, 0.9


@dataclass(frozen=True)
class Example:
    id: str
    document: Document
    campaign: str | None
    doc_type: str
    labels: Labels


@pytest.fixture(scope="module")
def examples(catalogue: Catalogue) -> list[Example]:
    rows = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    found = []
    for row in rows:
        document = Document(
            title=row["title"],
            body=row["body"],
            published_on=date.fromisoformat(row["published"]) if row["published"] else None,
        )
        labels = classify(document, catalogue)
        found.append(Example(row["id"], document, row["campaign"], row["doc_type"], labels))
    return found


def named(labels: Labels) -> str | None:
    return labels.campaign.value if labels.campaign else None


def test_campaigns_reach_the_floor(examples: list[Example]) -> None:
    floor = json.loads((HERE / "floor.json").read_text("utf-8"))
    right = sum(one.campaign is not None and named(one.labels) == one.campaign for one in examples)
    said = sum(one.labels.campaign is not None for one in examples)
    wanted = sum(one.campaign is not None for one in examples)
    score = 2 * right / (said + wanted)
    wrong = [
        (one.id, one.campaign, named(one.labels))
        for one in examples
        if named(one.labels) != one.campaign
    ]
    assert score >= floor["campaign_f1"], wrong


def test_types_reach_the_floor(examples: list[Example]) -> None:
    floor = json.loads((HERE / "floor.json").read_text("utf-8"))
    wrong = [
        (one.id, one.doc_type, one.labels.document_type)
        for one in examples
        if one.labels.document_type is None or one.labels.document_type.value != one.doc_type
    ]
    assert 1 - len(wrong) / len(examples) >= floor["type_accuracy"], wrong


def test_the_floor_is_sealed() -> None:
    """A changed corpus or floor needs a new digest, which a reviewer sees."""
    floor = json.loads((HERE / "floor.json").read_text("utf-8"))
    sealed = f"{floor['campaign_f1']}|{floor['type_accuracy']}|".encode() + CORPUS.read_bytes()
    assert floor["digest"] == hashlib.sha256(sealed).hexdigest()
    assert floor["campaign_f1"] >= LEAST_CAMPAIGN_F1
    assert floor["type_accuracy"] >= LEAST_TYPE_ACCURACY


def test_the_corpus_covers_every_campaign_and_type(
    examples: list[Example], catalogue: Catalogue
) -> None:
    campaigns = Counter(one.campaign for one in examples)
    assert len(examples) >= 150
    assert campaigns[None] >= 40
    assert {one.name for one in catalogue.campaigns} <= set(campaigns)
    assert {one.doc_type for one in examples} == {one.value for one in DocumentType}
    assert sum(not one.document.body for one in examples) >= 25


def test_every_label_shows_its_evidence(examples: list[Example]) -> None:
    for one in examples:
        texts = {"title": one.document.title, "body": one.document.body}
        for label in all_labels(one.labels):
            assert 0 < label.score <= 1
            assert label.rule
            for span in label.spans:
                assert texts[span.where][span.start : span.end] == span.text != ""
        if one.labels.campaign is not None:
            assert one.labels.campaign.spans
            assert one.labels.campaigns[0] == one.labels.campaign


def all_labels(labels: Labels) -> list[Label]:
    single = [labels.campaign, labels.stage, labels.document_type]
    return [*labels.campaigns, *labels.others, *(label for label in single if label is not None)]
