"""The program's own diagnoses read in Chinese; what is not its own stays as it is."""

from __future__ import annotations

import pytest

from watcher.alerts.formats.diagnoses import translate_diagnosis


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "The list has 2 rows where at least 5 are expected: no row matched",
            "列表只有 2 行，至少应有 5 行：没有一行匹配",
        ),
        ("Only 1 of 20 rows have a readable date", "20 行中只有 1 行能读出日期"),
        ("http://a.example/list answers 502", "http://a.example/list 答复 502"),
        (
            "http://a.example:8080/list: the site answers with a script challenge (412)",
            "http://a.example:8080/list：网站以脚本验证代替页面",
        ),
        ("a.example leads to 10.0.0.1: private", "a.example 指向 10.0.0.1：private"),
        (
            "robots.txt of a.example did not come: a.example refused the connection",
            "a.example 的 robots.txt 未能取得：a.example 拒绝连接",
        ),
        (
            "E-9 could not be delivered to desk: 404 answered",
            "E-9 未能送达渠道 desk：404 answered",
        ),
        ("something nobody foresaw: at all", "something nobody foresaw: at all"),
        ("", ""),
    ],
)
def test_known_sentences_are_translated(english: str, chinese: str) -> None:
    assert translate_diagnosis(english, "zh") == chinese
    assert translate_diagnosis(english, "en") == english
