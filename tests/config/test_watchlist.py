"""The user's own names: what a file may say, and how its faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.config import load_watchlist
from watcher.config.watchlist import KEYS
from watcher.errors import ConfigError
from watcher.model.watch import WatchEntry

CODE = "91350100M000100Y43"
WHALE = WatchEntry(
    id="whale",
    name="蓝鲸样例科技有限公司",
    aliases=("蓝鲸旧名有限公司", "蓝鲸优选", "BlueWhale"),
    roles=("a former name", "an app", "an app"),
    credit_code=CODE,
)
TOML = f"""
[[name]]
id = "whale"
name = "蓝鲸样例科技有限公司"
former = ["蓝鲸旧名有限公司"]
apps = ["蓝鲸优选", "BlueWhale"]
credit_code = "{CODE.lower()}"

[[name]]
name = "星河网络股份有限公司"
"""
CSV = f"""编号,名称,曾用名,应用,统一社会信用代码
whale,蓝鲸样例科技有限公司,蓝鲸旧名有限公司,蓝鲸优选；BlueWhale,{CODE}
,星河网络股份有限公司,,,
,,,,
"""


def write(folder: Path, text: str, *, name: str = "own.toml", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_watchlist(path)
    return caught.value.faults


def test_no_file_is_an_empty_list() -> None:
    assert load_watchlist(None) == ()


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("own.toml", TOML, "utf-8"),
        ("own.toml", TOML, "utf-8-sig"),
        ("own.csv", CSV, "utf-8"),
        ("own.CSV", CSV, "gb18030"),
        ("own.csv", CSV.replace("编号,名称,曾用名,应用", "id,Name,former,apps"), "utf-8-sig"),
    ],
)
def test_both_forms_say_the_same(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    found = load_watchlist(write(tmp_path, text, name=name, encoding=encoding))
    star = WatchEntry(id="星河网络股份有限公司", name="星河网络股份有限公司")
    assert found == (WHALE, star)


@pytest.mark.parametrize(
    ("row", "key", "message"),
    [
        ('nam = "甲公司样例"', "name", "is missing"),
        ('name = "甲公司样例"\nbrand = ["x"]', "brand", 'did you mean "brands"'),
        ('name = "甲公司样例"\nbrands = "乙"', "brands", "must be a list of texts"),
        ("name = 5", "name", "must be text in quotes"),
        ('name = "甲"', "name", "is too short"),
        ('name = "甲公司样例"\napps = ["平台"]', "apps", "stands in most notices"),
        (f'name = "甲公司样例"\ncredit_code = "{CODE[:-1]}4"', "credit_code", "it would be 3"),
        ('name = "甲公司样例"\ncredit_code = "123"', "credit_code", "has 3 characters"),
        (f'name = "甲公司样例"\ncredit_code = "I{CODE[1:]}"', "credit_code", "no credit code has"),
    ],
)
def test_a_fault_names_the_key_and_the_mend(
    tmp_path: Path, row: str, key: str, message: str
) -> None:
    told = [fault for fault in faults_of(write(tmp_path, f"[[name]]\n{row}\n")) if message in fault]
    assert len(told) == 1
    assert f": {key}: " in told[0]
    assert "[[name]]" in told[0]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = "名称,简称,分店,统一社会信用代码\n甲公司样例,甲,,1\n甲公司样例,,,\n"
    found = faults_of(write(tmp_path, text, name="own.csv"))
    assert [fault.split(": ", 1)[1].split(": ")[0] for fault in found] == [
        *("line 1", "line 2", "line 2"),
    ]


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    text = "name\n甲公司樣例\n甲公司样例\n"
    (fault,) = faults_of(write(tmp_path, text, name="own.csv"))
    assert "line 3: name: is that of line 2 too" in fault


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("own.toml", "[[name]\n", "is not TOML"),
        ("own.toml", 'name = "甲"\n', "in double brackets"),
        ("own.toml", "[[entry]]\n", "use [[name]] tables only"),
        ("own.csv", "", "has no column name"),
        ("own.csv", "公司\n甲\n", "has no column name"),
    ],
)
def test_a_file_of_another_form_says_so(tmp_path: Path, name: str, text: str, message: str) -> None:
    assert message in faults_of(write(tmp_path, text, name=name))[0]


def test_a_missing_or_undecodable_file_says_so(tmp_path: Path) -> None:
    assert "cannot be read" in faults_of(tmp_path / "none.toml")[0]
    (tmp_path / "own.csv").write_bytes(b"name\n\xff\xff\xff\n")
    assert "save it as UTF-8" in faults_of(tmp_path / "own.csv")[0]


def test_every_key_can_be_written_and_is_told() -> None:
    page = (Path(__file__).parents[2] / "docs" / "campaigns.md").read_text("utf-8")
    section = page.split("## Your own names", 1)[1].split("\n## ", 1)[0]
    assert [key for key in KEYS if f"`{key}`" not in section] == []
