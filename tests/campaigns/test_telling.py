from __future__ import annotations

import json
from datetime import date

from watcher.campaigns import classify, read_facts
from watcher.campaigns.catalogue import Catalogue
from watcher.campaigns.facts import facts_to_json, strip_readings, tell_facts
from watcher.campaigns.relabel import LabelChange, compare_labels
from watcher.model.document import Document
from watcher.model.facts import Facts

NOTICE = Document(
    title="关于开展专项整治的通知",
    body=(
        "各市党委网信办：\n自2026年7月1日起开展为期一个月的集中整治，务必于7月5日前部署到位。\n"
        "（一）清理账号。抖音账号“老张说事”已被关闭，累计清理信息1.2万余条。\n四川省委网信办\n2026年6月28日"
    ),
)


def test_plain_words_in_chinese() -> None:
    assert tell_facts(read_facts(NOTICE)) == (
        "发文机关：四川省委网信办",
        "主送：各市党委网信办",
        "成文日期：2026-06-28",
        "开始：2026-07-01",
        "结束：2026-07-31（推算：按开始日和期限）",
        "期限：1个月",
        "时限：2026-07-05 部署到位",
        "要求：(一) 清理账号。抖音账号“老张说事”已被关闭，累计清理信息1.2万余条。",
        "点名：抖音账号“老张说事”（关闭）",
        "数字：信息1.2万余条",
    )


def test_plain_words_in_english() -> None:
    lines = tell_facts(read_facts(NOTICE), language="en")
    assert lines[0] == "Issued by: 四川省委网信办"
    assert "Length: 1 month(s)" in lines
    assert tell_facts(Facts(), language="en") == ()


def test_json_keeps_every_fact_and_its_place() -> None:
    plain = json.loads(json.dumps(facts_to_json(read_facts(NOTICE)), ensure_ascii=False))
    assert plain["starts"]["day"] == "2026-07-01"
    assert plain["accounts"][0]["sanctions"] == ["关闭"]
    span = plain["figures"][0]["span"]
    assert NOTICE.body[span["start"] : span["end"]] == span["text"] == "1.2万余条"
    assert plain["in_force"] is None


def test_a_smaller_catalogue_shows_what_it_would_change(catalogue: Catalogue) -> None:
    document = Document(
        title="“清朗·整治AI技术滥用”专项行动启动", body="", published_on=date(2025, 4, 30)
    )
    smaller = Catalogue(one for one in catalogue.campaigns if one.id != "qinglang-2025-ai")
    old, new = classify(document, catalogue), classify(document, smaller)
    assert compare_labels(old, old) == ()
    assert compare_labels(old, new) == ()  # the name as printed comes out the same
    other = classify(Document(title="全国网信办主任会议召开", body=""), catalogue)
    assert compare_labels(old, other) == (
        LabelChange("campaign", "清朗·整治AI技术滥用(2025)", "", "name in title, only"),
        LabelChange("stage", "launched", "", "launch (title)"),
        LabelChange("document_type", "launch_notice", "meeting", "meeting (title)"),
    )


def test_how_a_day_was_worked_out_is_told_in_the_readers_language() -> None:
    notice = Document(title="样例", body="即日起开展为期2个月的整治。自9月启动评估。")
    facts = read_facts(notice, published_on=date(2026, 5, 6))
    assert "结束：2026-07-05（推算：按开始日和期限）" in tell_facts(facts)
    english = tell_facts(facts, language="en")
    assert "Ends: 2026-07-05 (worked out: from start and length)" in english
    assert "Starts: 2026-05-06 (worked out: from “即日起”)" in english


def test_injected_readings_are_left_out_for_people_only() -> None:
    body = "一、整治重點\n1.網(wǎng)絡欺凌問題。在網(wǎng)絡(luò)上欺凌。"
    facts = read_facts(Document(title="样例", body=body))
    assert "網(wǎng)" in facts.requirements[0].text
    assert strip_readings(body) == "一、整治重點\n1.網絡欺凌問題。在網絡上欺凌。"
    assert not any("wǎng" in line for line in tell_facts(facts))
    assert strip_readings("（a）选项 (b) API(v2)") == "（a）选项 (b) API(v2)"
