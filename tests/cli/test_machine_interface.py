"""JSON lines in, JSON lines out: what scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Call

TEXT = (
    "关于整治网络直播虚假营销的通知\n"
    "近期部分直播间以虚构身世、摆拍剧情等方式博取同情，借机销售商品，群众反映强烈。\n"
    "现决定自即日起开展为期两个月的集中整治，重点查处虚构人设、夸大功效、诱导打赏三类问题。\n"
    "各直播平台应当于4月10日前完成自查，将自查报告报送所在地网信部门。\n"
)
OTHER = (
    "关于发布第三批标准文本的公告\n"
    "现将数据标注、模型评测等六项标准文本予以发布，自2026年6月1日起施行，相关单位可登录网站下载。\n"
)


def lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_bad_lines_are_answered_and_the_rest_goes_on(watcher: Call) -> None:
    good = {"id": "a", "text": TEXT}
    given = (
        lines(good)
        + "{not json\n[1]\n"
        + lines({"text": TEXT}, {"id": "b"}, {"id": "c", "text": 5}, {"id": "d", "text": TEXT})
    )
    ran = watcher("ingest", "--jsonl", "-", "--json", given=given)
    assert ran.status == 0
    assert [row["id"] for row in ran.rows] == ["a", "line 2", "line 3", "line 4", "b", "c", "d"]
    errors = [row.get("error", "") for row in ran.rows]
    assert [bool(each) for each in errors] == [False, True, True, True, True, True, False]
    assert "line 2 is not JSON" in errors[1]
    assert "id is missing" in errors[3]
    assert "text must be text" in errors[5]
    first, last = ran.rows[0], ran.rows[-1]
    assert (first["verdict"], last["verdict"]) == ("new", "copy")
    assert first["notice"] == last["notice"]


def test_nothing_readable_is_a_failure(watcher: Call) -> None:
    ran = watcher("ingest", "--jsonl", "-", "--json", given="nonsense\n")
    assert ran.status == 1
    missing = watcher("ingest", "no-such-folder")
    assert missing.status != 0
    assert "no such file or folder" in missing.err
    assert "Traceback" not in missing.err


def test_an_export_can_be_ingested_again(watcher: Call, tmp_path: Path) -> None:
    rows = lines(
        {"id": "a", "text": TEXT, "published": "2026-03-20", "url": "http://a.example/1.html"},
        {"id": "b", "text": "某网讯 " + TEXT + "责任编辑：小王"},
        {"id": "c", "text": OTHER},
    )
    assert watcher("ingest", "--jsonl", "-", given=rows).status == 0
    pages = watcher("export", "--what", "pages")
    elsewhere = str(tmp_path / "other")
    again = watcher("ingest", "--jsonl", "-", "--json", given=pages.out, WATCHER_HOME=elsewhere)
    assert [row.get("error") for row in again.rows] == [None, None, None]
    copied = watcher("export", "--what", "pages", WATCHER_HOME=elsewhere)

    def shown(row: dict[str, object]) -> list[object]:
        keys = ("id", "url", "title", "published", "relation", "campaign", "document_type", "body")
        return [row[key] for key in keys]

    assert [shown(row) for row in copied.rows] == [shown(row) for row in pages.rows]


def test_files_and_folders(watcher: Call, tmp_path: Path) -> None:
    folder = tmp_path / "given" / "deep"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text(TEXT, encoding="gb18030")
    (folder / "two.html").write_text(f"<html><body><p>{OTHER}</p></body></html>", encoding="utf-8")
    (folder / "three.jsonl").write_text(lines({"id": "x", "text": TEXT}), encoding="utf-8")
    (folder / "left.bin").write_bytes(b"\x00\x01")
    ran = watcher("ingest", str(tmp_path / "given"), "--json")
    assert ran.status == 0
    assert [Path(row["id"]).name for row in ran.rows] == ["one.txt", "x", "two.html"]
    assert [row["verdict"] for row in ran.rows] == ["new", "copy", "new"]


def test_extract_and_links_answer_every_line(watcher: Call) -> None:
    page = (
        "<html><head><title>公告</title></head><body><h1>关于发布第三批标准文本的公告</h1>"
        f"<div><p>{OTHER}</p><p>{TEXT}</p></div></body></html>"
    )
    items = "".join(
        f'<li><a href="/n/{number}.html">关于第{number}号事项办理情况的通知</a>'
        f"<span>2026-03-{number:02d}</span></li>"
        for number in range(10, 20)
    )
    listing = f"<html><body><ul>{items}</ul></body></html>"
    rows = "{broken\n" + lines({"id": "a", "html": page}, {"id": "b"})
    read = watcher("extract", "--jsonl", "-", given=rows)
    assert [bool(row.get("error")) for row in read.rows] == [True, False, True]
    assert "六项标准文本" in read.rows[1]["body"]
    rows = "{broken\n" + lines({"id": "l", "html": listing, "url": "http://a.example/list/"})
    found = watcher("links", "--jsonl", "-", given=rows)
    assert [bool(row.get("error")) for row in found.rows] == [True, False]
    assert len(found.rows[1]["entries"]) == 10
