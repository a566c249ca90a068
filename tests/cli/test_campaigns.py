"""The commands about campaigns, facts and the user's own names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call

NAME = "清朗·整治网络占卜乱象"
LAUNCH = (
    f"关于开展“{NAME}”专项行动的通知\n"
    "各省、自治区、直辖市党委网信办：\n"
    f"中央网信办决定自2026年3月20日起，开展为期2个月的“{NAME}”专项行动。\n"
    "一、整治重点\n"
    "1.算命引流问题。以免费算命为名拉人入群，骗取钱财。\n"
    "2.售卖法器问题。高价售卖所谓开运物品，虚构功效。\n"
    "二、工作要求\n"
    "1.限时整改。各平台应于4月15日前完成自查。\n"
    "中央网信办秘书局\n"
    "2026年3月18日\n"
)
LATER = LAUNCH.replace(
    "售卖法器问题。高价售卖所谓开运物品，虚构功效。", "直播驱邪问题。以驱邪之名连麦敛财。"
).replace("2026年3月", "2027年3月")
NAMES = '[[name]]\nid = "own"\nname = "蓝鲸样例科技有限公司"\napps = ["蓝鲸优选"]\n'
NAMED = (
    "关于下架一批应用的通报\n"
    "近日，某省通信管理局依法下架“蓝鲸优选”等3款应用程序，并约谈蓝鲸样例科技有限公司负责人。\n"
    "有关情况向社会公布，接受公众监督，相关企业应当举一反三，全面自查自纠，完善管理制度。\n"
)


@pytest.fixture
def stored(watcher: Call) -> list[str]:
    """Ingest two launches of one name; return the ids of their notices."""
    rows = [
        {"id": "a", "text": LAUNCH, "published": "2026-03-18"},
        {"id": "b", "text": LATER, "published": "2027-03-18"},
    ]
    given = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    ran = watcher("ingest", "--jsonl", "-", "--json", given=given)
    assert ran.status == 0, ran.err
    return [row["notice"] for row in ran.rows]


def test_the_catalogue_is_listed_shown_drawn_and_checked(watcher: Call) -> None:
    listed = watcher("campaigns", "list", "--year", "2025", "--json").rows
    assert {row["year"] for row in listed} == {2025}
    shown = watcher("campaigns", "show", "2025年暑期未成年人", "--json").rows[0]
    assert shown["id"] == "qinglang-2025-summer"
    assert shown["predecessors"][0] == "qinglang-2024-summer"
    assert {row["change"] for row in shown["against_predecessor"]} >= {"new", "gone"}
    drawn = watcher("campaigns", "timeline", "2025").out
    assert "清朗·成都世运会网络环境整治(2025)" in drawn
    assert watcher("campaigns", "lint").status == 0
    unclear = watcher("campaigns", "show", "未成年人")
    assert unclear.status == 2
    assert "several campaigns" in unclear.err


def test_a_faulty_catalogue_or_list_is_told_with_status_2(watcher: Call, tmp_path: Path) -> None:
    file = tmp_path / "more.toml"
    file.write_text('[[campaign]]\nid = "x"\n', encoding="utf-8")
    for words in (("campaigns", "lint"), ("watchlist", "lint")):
        ran = watcher(*words, str(file))
        assert (ran.status, "Traceback" in ran.err) == (2, False)
        assert "more.toml" in ran.err
    assert watcher("watchlist", "lint").status == 2


def test_facts_and_comparison(watcher: Call, stored: list[str]) -> None:
    earlier, later = stored
    facts = watcher("notices", "facts", earlier, "--json").rows[0]
    assert [one["value"] for one in facts["issuers"]] == ["中央网信办秘书局"]
    assert facts["starts"]["day"] == "2026-03-20"
    assert [one["due_on"] for one in facts["deadlines"]] == ["2026-04-15"]
    assert {label["kind"] for label in facts["labels"]} >= {"campaign", "stage", "document_type"}
    told = watcher("notices", "facts", earlier, "--evidence", WATCHER_LANGUAGE="zh").out
    assert "时限：2026-04-15 完成自查" in told
    compared = watcher("notices", "compare", earlier, later, "--json").rows[0]
    assert {(one["change"], one["new"] or one["old"]) for one in compared["points"]} == {
        ("new", "直播驱邪问题"),
        ("kept", "算命引流问题"),
        ("gone", "售卖法器问题"),
    }
    shown = watcher("notices", "compare", earlier, later, WATCHER_LANGUAGE="zh").out
    assert "新增  直播驱邪问题" in shown
    assert watcher("notices", "compare", earlier, "N-000001").status == 2


def test_a_proposal_is_decided_and_labels_follow(watcher: Call, stored: list[str]) -> None:
    first, second = watcher("campaigns", "list", "--proposed", "--json").rows
    assert (first["name"], first["notice"]) == (f"{NAME}(2026)", stored[0])
    done = watcher("campaigns", "rename", first["id"], "清朗·整治网络算命(2026)", "--json").rows[0]
    assert (done["state"], done["pages"]) == ("confirmed", 1)
    shown = watcher("notices", "show", stored[0], "--json").rows[0]
    assert shown["campaign"] == "清朗·整治网络算命(2026)"
    assert watcher("campaigns", "reject", second["id"]).status == 0
    assert watcher("notices", "show", stored[1], "--json").rows[0]["campaign"] != second["name"]
    assert watcher("campaigns", "confirm", "proposed-0").status == 2
    assert watcher("campaigns", "relabel", "--json").rows == []


def test_names_are_found_after_the_list_changed(watcher: Call, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(NAMES, encoding="utf-8")
    watcher("ingest", "-", given=NAMED)
    listed = {"WATCHER_WATCHLIST": str(file)}
    assert watcher("watchlist", "hits", "--json", **listed).rows == []
    [change] = watcher("campaigns", "relabel", "--json", **listed).rows
    assert change["changes"][0]["new"] == "own"
    assert watcher("campaigns", "relabel", "--apply", **listed).status == 0
    hits = watcher("watchlist", "hits", "--json", **listed).rows
    assert [(hit["text"], hit["sure"]) for hit in hits] == [
        ("蓝鲸优选", True),
        ("蓝鲸样例科技有限公司", True),
    ]
    assert watcher("watchlist", "hits", "--entry", "none", "--json", **listed).rows == []
    assert "an app of 蓝鲸样例科技有限公司" in hits[0]["why"]
