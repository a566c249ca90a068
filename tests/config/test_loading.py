from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watcher.config import Config, load_config
from watcher.errors import ConfigError

SOURCE = """
[[source]]
id = "cac"
name = "网信发布"
tier = "official"
url = "https://www.cac.gov.cn/list.htm"
listing.rows = "#list li"
"""
FAMILY = SOURCE.replace('listing.rows = "#list li"', 'family = "cac"')
CLASH = FAMILY.replace("list.htm", "A1index_1.htm")
NFRA = FAMILY.replace('"cac"\n', '"nfra"\n').replace("list.htm", "ItemList.html?itemId=915")
CHANNEL = """
[[channel]]
id = "team"
url = "json://127.0.0.1:8080/in"
"""
ROUTE = """
[[route]]
id = "all"
channels = ["team"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    return path


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_config(write(folder, text))
    assert caught.value.hint
    return caught.value.faults


def test_a_source_without_rows_is_read_by_its_shape(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, SOURCE.replace("listing.rows", "#")))
    assert config.sources[0].kind == "auto"


def test_channels_without_any_route_are_no_fault(tmp_path: Path) -> None:
    assert len(load_config(write(tmp_path, CHANNEL)).channels) == 1


def test_an_empty_file_is_an_empty_configuration(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, "# nothing yet\n")) == Config()


CASES = [
    # what the file says, line, what the sentence must hold
    (SOURCE + "intervall = 5\n", 8, ['[[source]] "cac": intervall:', 'did you mean "interval"?']),
    (SOURCE + 'kind = "htlm"\n', 8, ["kind:", '"htlm"', 'did you mean "html"?']),
    (SOURCE.replace("listing.rows", "kind = 'html' #"), 2, ["listing.rows:", 'kind = "auto"']),
    (SOURCE + 'interval = "soon"\n', 8, ["interval:", '"soon"', '"15m"']),
    (SOURCE + "interval = 0\n", 8, ["interval:", "too small"]),
    (SOURCE + 'min_rows = "3"\n', 8, ["min_rows:", "without quotes"]),
    (SOURCE + 'enabled = "yes"\n', 8, ["enabled:", "true nor false"]),
    (SOURCE + "name = 5\n".replace("name", "issuer"), 8, ["issuer:", "in quotes"]),
    (SOURCE + 'listing.drop = "a["\n', 8, ["listing.drop:", '"a["', "not a CSS selector"]),
    (SOURCE + 'listing.link_allow = "("\n', 8, ["listing.link_allow:", "not a regular expression"]),
    (SOURCE + 'listing.title = { csss = "a" }\n', 8, ["listing.title.csss:", '"css"?']),
    (SOURCE + 'listing.day = "b"\n', 8, ["listing.day:", "belong together"]),
    (SOURCE + "[source.detail]\ntitel = 'h1'\n", 9, ["detail.titel:", 'did you mean "title"?']),
    (SOURCE + 'zone = "Asia/Shanghia"\n', 8, ["zone:", 'did you mean "Asia/Shanghai"?']),
    (SOURCE + 'encoding = "base64"\n', 8, ["encoding:", '"gb18030"']),
    (SOURCE + 'headers = { Cookie = "a" }\n', 8, ["headers:", "carries a secret"]),
    (SOURCE + 'cookies = { JSESSIONID = "1" }\n', 8, ["cookies:", '"JSESSIONID"', "a session"]),
    (SOURCE + 'cookies = { a = "7f3c9d1be2a84c5d90ab" }\n', 8, ["cookies:", "a session"]),
    (SOURCE + 'cookies = { a = "b;c" }\n', 8, ["cookies:", "cannot be a cookie"]),
    (SOURCE + 'headers = { X = "a\\nb" }\n', 8, ["headers:", "cannot be an HTTP header"]),
    (SOURCE + 'way = { tls = "ssl" }\n', 8, ["way.tls:", '"legacy"']),
    (SOURCE + 'way.certificate = "abc"\n', 8, ["way.certificate:", "64 hex digits"]),
    (SOURCE + "way.family = 5\n", 8, ["way.family:", "4, 6"]),
    (
        SOURCE + 'way.proxy = "http://u:p@10.0.0.1:3128"\n',
        8,
        ["way.proxy:", "WATCHER_PROXY_OFFICE"],
    ),
    (SOURCE + 'way.proxy = "our office"\n', 8, ["way.proxy:", '"our office"', "name"]),
    (SOURCE + "rhythm = 0\n", 8, ["rhythm:", "too small"]),
    (SOURCE + 'rhythm = "10d"\n', 8, ["rhythm:", "without quotes"]),
    (SOURCE + 'family = "tsr"\n', 8, ["family:", '"tsr" is not one of', 'did you mean "trs"?']),
    (SOURCE + 'values.channel = "A1"\n', 8, ["values.channel:", "names none", '"cac"']),
    (FAMILY, 6, ["url:", '"cac" needs channel', "such as A093702", "values = {"]),
    (FAMILY + 'values.chanel = "A1"\n', 8, ["values.chanel:", 'did you mean "channel"?']),
    (FAMILY + "values.channel = 1\n", 8, ["values.channel:", "in quotes"]),
    (FAMILY.replace('"cac"', '"trs"') + 'values.x = "1"\n', 8, ["values.x:", '"name", "ending"']),
    (FAMILY + 'values.channel = ""\n', 8, ["values.channel:", "too short"]),
    (CLASH + 'values.channel = "A2"\n', 8, ["values.channel:", 'the address, which says "A1"']),
    (CLASH + 'kind = "json"\n', 8, ["kind:", 'contradicts the family "cac"', '"html"']),
    (CLASH + 'listing.items = "list"\n', 8, ["listing.items:", "paths into JSON"]),
    (NFRA + 'listing.rows = "li"\n', 8, ["listing.rows:", "brings JSON"]),
    (SOURCE + "recheck = []\n", 8, ["recheck:", "at least one"]),
    (SOURCE.replace("cac.gov.cn", "u:p@cac.gov.cn"), 6, ["url:", "user name or password"]),
    (SOURCE.replace("https://", "ftp://"), 6, ["url:", "https://host/path"]),
    (SOURCE.replace('"cac"', '"C A"'), 3, ["id:", '"C A" cannot be an id']),
    (SOURCE.replace("official", "oficial"), 5, ["tier:", 'did you mean "official"?']),
    (SOURCE.replace('tier = "official"\n', ""), 2, ["tier:", "is missing"]),
    (SOURCE.replace('id = "cac"\n', ""), 2, ['[[source]] "number 1": id:', "is missing"]),
    (SOURCE + SOURCE.replace("list.htm", "x"), 10, ["id:", "already the id"]),
    (SOURCE + SOURCE.replace('"cac"', '"b"'), 13, ["url:", 'already watched by "cac"']),
    (CHANNEL + ROUTE + 'chanels = "x"\n', 9, ["chanels:", 'did you mean "channels"?']),
    (CHANNEL + ROUTE.replace("team", "teem"), 8, ["channels:", 'no channel "teem"', '"team"?']),
    (CHANNEL + ROUTE + 'sources = ["x"]\n', 9, ["sources:", 'no source "x"', "no [[source]]"]),
    (CHANNEL + ROUTE + 'events = ["newe"]\n', 9, ["events:", 'did you mean "new"?']),
    (CHANNEL + ROUTE.replace('["team"]', "[]"), 8, ["channels:", "at least one"]),
    (CHANNEL + CHANNEL.replace("team", "b") + ROUTE, 6, ['[[channel]] "b"', "no route leads here"]),
    (CHANNEL.replace("json:", "jsn:") + ROUTE, 4, ['[[channel]] "team": url:']),
    (CHANNEL + 'format = "markdwn"\n' + ROUTE, 5, ["format:", 'did you mean "markdown"?']),
    (CHANNEL + 'language = "de"\n' + ROUTE, 5, ["language:", '"zh", "en"']),
]


@pytest.mark.parametrize(("text", "line", "parts"), CASES)
def test_a_fault_names_file_line_table_key_and_mend(
    tmp_path: Path, text: str, line: int, parts: list[str]
) -> None:
    faults = faults_of(tmp_path, text)
    found = [fault for fault in faults if all(part in fault for part in parts)]
    assert found, faults
    assert found[0].startswith(f"{tmp_path}/sources.toml:{line}: ")


def test_all_faults_are_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "".join(case for case, _, _ in CASES[:6]).replace("[[source]]", "\n[[source]]")
    faults = faults_of(tmp_path, text + "[[sorce]]\n")
    assert len(faults) >= 6 + 1 + 5
    assert 'did you mean "source"?' in faults[0]
    lines = [int(fault.split(":")[1]) for fault in faults[1:]]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[source]\nid = 'a'\n", ["write [[source]]"]),
        ("source = 5\n", ["write [[source]]"]),
        ("source = [1]\n", ["write [[source]]"]),
        ("[[chanel]]\n", ['did you mean "channel"?']),
        ("[[campaign]]\n", ['"source", "channel", "route"']),
    ],
)
def test_wrong_tables_are_named(tmp_path: Path, text: str, parts: list[str]) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert all(part in fault for part in parts)


def test_a_syntax_error_names_line_and_column(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, SOURCE + "interval = \n")
    assert fault.startswith(f"{tmp_path}/sources.toml:8:12: line 8, column 12 is not TOML")


@pytest.mark.parametrize("value", ["official", "True", "https://www.cac.gov.cn/"])
def test_a_text_without_quotes_is_told_so(tmp_path: Path, value: str) -> None:
    (fault,) = faults_of(tmp_path, f"[[source]]\nname = {value}\n")
    assert "quotes" in fault


def test_a_file_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "a = " + "[" * 20_000)
    assert "too deeply" in fault


def test_a_fault_is_one_printable_line(tmp_path: Path) -> None:
    text = SOURCE.replace("https:", "\\u0000\\nhttps:").replace('"cac"', '"\\u202ecac"')
    faults = faults_of(tmp_path, text + 'interval = "a\\nb"\n')
    assert len(faults) == 3
    assert all(fault.isprintable() for fault in faults)


def test_a_file_cut_short_is_a_syntax_error_at_its_end(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, '[[source]]\nname = """x\n')
    assert ":3:" in fault
    assert "not TOML" in fault


def test_a_file_that_others_may_write_is_refused_with_the_command(tmp_path: Path) -> None:
    path = write(tmp_path, SOURCE)
    for mode in (0o664, 0o646):
        path.chmod(mode)
        with pytest.raises(ConfigError, match=f"chmod go-w {path}"):
            load_config(path)


def test_missing_folder_and_not_text_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file.*WATCHER_SOURCES"):
        load_config(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match="is a folder"):
        load_config(tmp_path)
    path = write(tmp_path, "")
    path.write_bytes("# 中\n# 文\n".encode("gbk"))
    with pytest.raises(ConfigError, match=r"sources.toml:1: is not UTF-8"):
        load_config(path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"\xef\xbb\xbf" + SOURCE.encode())
    assert len(load_config(path).sources) == 1


def test_a_secret_in_clear_is_refused_and_not_repeated(tmp_path: Path) -> None:
    text = CHANNEL.replace("json://127.0.0.1:8080/in", "mailto://w:hunter2@mail.example.com")
    faults = faults_of(tmp_path, text + ROUTE)
    assert any("password in clear" in fault for fault in faults)
    assert "hunter2" not in "\n".join(faults)
    faults = faults_of(
        tmp_path, CHANNEL.replace('"json://', '["json://u:hunter2@').replace('in"', 'in"]')
    )
    assert "hunter2" not in "\n".join(faults)


JSONISH = st.recursive(
    st.one_of(st.integers(-5, 5), st.booleans(), st.text("az[.", max_size=4), st.floats(-2, 2)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(literal(part) for part in value) + "]"
    return repr(value).replace("'", '"') if isinstance(value, str) else str(value)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["source", "channel", "route"]),
    st.dictionaries(
        st.sampled_from(["id", "url", "tier", "listing", "recheck", "events", "headers", "zone"]),
        JSONISH,
        min_size=1,
    ),
)
def test_any_table_is_read_or_refused_in_words(
    tmp_path: Path, table: str, keys: dict[str, object]
) -> None:
    text = f"[[{table}]]\n" + "".join(f"{key} = {literal(value)}\n" for key, value in keys.items())
    for fault in faults_of(tmp_path, text):
        assert fault.startswith(str(tmp_path))
        assert "\n" not in fault
