"""The labels of the written examples survive what reposts do to a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from watcher.campaigns import Catalogue, classify
from watcher.model.document import Document

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "labelled.jsonl").read_text("utf-8").splitlines()
]
PINYIN = {"网": "wǎng", "乱": "luàn", "络": "luò", "专": "zhuān", "动": "dòng", "环": "huán"}
TRADITIONAL = str.maketrans(
    "网络专项动乱象环境发布营销领域实无视频规范开语处罚办台账号为时间问题启阶个条类关闭违滥护",
    "網絡專項動亂象環境發佈營銷領域實無視頻規範開語處罰辦臺賬號為時間問題啟階個條類關閉違濫護",
)


def swap(old: str, new: str) -> Callable[[str], str]:
    table = str.maketrans(old, new)
    return lambda text: text.translate(table)


NOISE: dict[str, Callable[[str], str]] = {
    "middle dots": lambda text: re.sub("[·・•]", "．", text),
    "no dots": lambda text: re.sub("[·・•]", "", text),
    "corner brackets": swap("“”‘’", "「」『』"),
    "straight quotes": swap("“”‘’", '""' * 2),
    "lost quotes": swap("“”", "??"),
    "full width": swap("0123456789", "０１２３４５６７８９"),
    "half width": swap("，。：；（）", ",。:;()"),
    "typing error": lambda text: text.replace("清朗", "晴朗"),
    "other name of the office": lambda text: text.replace("中央网信办", "国家网信办"),
    "spaces": lambda text: re.sub(r"([一-鿿])([0-9A-Za-z])", r"\1 \2", text),
    "pinyin": lambda text: "".join(
        f"{char}({PINYIN[char]})" if char in PINYIN else char for char in text
    ),
    "traditional": lambda text: text.translate(TRADITIONAL),
    "regional words": lambda text: text.replace("网络", "網路").replace("短视频", "短影片"),
}


@pytest.mark.parametrize("noise", NOISE)
def test_labels_survive(catalogue: Catalogue, noise: str) -> None:
    spoil = NOISE[noise]
    wrong = []
    for row in ROWS:
        day = date.fromisoformat(row["published"]) if row["published"] else None
        document = Document(title=spoil(row["title"]), body=spoil(row["body"]), published_on=day)
        labels = classify(document, catalogue)
        name = labels.campaign.value if labels.campaign else None
        if name != row["campaign"] and spoil(name or "") != spoil(row["campaign"] or ""):
            wrong.append((row["id"], row["campaign"], name))
        for label in labels.campaigns:
            for span in label.spans:
                text = document.title if span.where == "title" else document.body
                assert text[span.start : span.end] == span.text
    assert len(wrong) <= 0.02 * len(ROWS), wrong
