"""The user's watch-list: a TOML or CSV file → names to look for.

TOML holds ``[[name]]`` tables, CSV a heading line with the same keys (English or Chinese) and
several names in a cell parted by ``;``, ``；`` or ``、``. All faults are told at once, each
with its mend.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from watcher.campaigns.watchlist import check_letter, is_credit_code
from watcher.config.faults import near, shown
from watcher.errors import ConfigError
from watcher.model.watch import WatchEntry
from watcher.text.fold import fold_key

HINT = "The keys of a watch-list are listed in docs/campaigns.md."
ROLES = {
    "aliases": "another name",
    "former": "a former name",
    "short": "a short name",
    "brands": "a brand",
    "apps": "an app",
    "accounts": "an account",
    "members": "a group member",
}
"""Keys that hold further names, and what such a name is to the entry."""
KEYS = ("id", "name", *ROLES, "credit_code")
HEADINGS = {
    "编号": "id",
    "名称": "name",
    "别名": "aliases",
    "曾用名": "former",
    "简称": "short",
    "品牌": "brands",
    "应用": "apps",
    "账号": "accounts",
    "成员": "members",
    "统一社会信用代码": "credit_code",
}
"""Chinese headings of a CSV file."""
PARTERS = str.maketrans({"；": ";", "、": ";", "|": ";", "\n": ";"})
LEAST_NAME = 2
# Words that stand in most notices: alone they would hit all of them.
GENERIC = frozenset(
    {
        *("平台", "网站", "公司", "集团", "账号", "用户", "网民", "企业", "机构", "媒体", "自媒体"),
        *("主播", "直播", "直播间", "短视频", "小程序", "应用", "app", "网络", "信息", "内容"),
        *("官方", "部门", "中国", "国家", "中央", "网信办"),
    }
)
CODE_LENGTH = 18
MOST_BYTES = 20_000_000

Row = tuple[str, Mapping[str, object]]
"""Where it stands in the file, and its keys."""


def load_watchlist(path: Path | None) -> tuple[WatchEntry, ...]:
    """Return the entries of a file, none where there is no file to read (``path`` is None).

    Raises:
        ConfigError: with every fault found, each naming file, line or table, key and the mend.
    """
    if path is None:
        return ()
    faults: list[str] = []
    entries: list[WatchEntry] = []
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for where, row in _rows(path, faults):
        place = f"{path}: {where}"
        entry = _entry(place, row, faults)
        if entry is None:
            continue
        entries.append(entry)
        _note(ids, entry.id, place, "id", faults)
        _note(names, fold_key(entry.name), place, "name", faults)
    if faults:
        raise ConfigError(faults, hint=HINT)
    return tuple(entries)


def _note(seen: dict[str, str], key: str, place: str, name: str, faults: list[str]) -> None:
    if key in seen:
        faults.append(f"{place}: {name}: is that of {seen[key]} too: join the two or rename one")
    seen.setdefault(key, place.rpartition(": ")[2])


def _rows(path: Path, faults: list[str]) -> Iterator[Row]:
    try:
        content = path.read_bytes()
    except OSError as error:
        faults.append(f"{path}: cannot be read ({error.strerror}): check WATCHER_WATCHLIST")
        return
    if len(content) > MOST_BYTES:
        faults.append(f"{path}: is larger than 20 MB: that is no list of names")
        return
    text = _decode(content)
    if text is None:
        faults.append(f"{path}: is neither UTF-8 nor GB 18030: save it as UTF-8")
    elif path.suffix.lower() == ".csv":
        yield from _csv_rows(path, text, faults)
    else:
        yield from _toml_rows(path, text, faults)


def _decode(content: bytes) -> str | None:
    """Decode a file; spreadsheets in China save CSV as GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _toml_rows(path: Path, text: str, faults: list[str]) -> Iterator[Row]:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.append(f"{path}: is not TOML ({error}): mend that line, or name the file .csv")
        return
    faults.extend(
        f"{path}: {key}: is not known here: use [[name]] tables only"
        for key in data
        if key != "name"
    )
    tables = data.get("name", [])
    if not isinstance(tables, list):
        faults.append(f"{path}: name: write [[name]], in double brackets")
        return
    for number, table in enumerate(tables, start=1):
        if isinstance(table, dict):
            yield f"[[name]] {table.get('id') or table.get('name') or f'number {number}'}", table
        else:
            faults.append(f"{path}: name: write [[name]], in double brackets")


def _csv_rows(path: Path, text: str, faults: list[str]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [cell.strip() for cell in next(reader, [])]
        keys = [HEADINGS.get(cell, cell.lower()) for cell in head]
        if "name" not in keys:
            faults.append(f"{path}: line 1: has no column name (or 名称): add a heading line")
            return
        faults.extend(
            f"{path}: line 1: column {shown(cell)} is not known{near(key, KEYS)}"
            for cell, key in zip(head, keys, strict=True)
            if key and key not in KEYS
        )
        for cells in reader:
            values = {
                key: _cell(key, cell)
                for key, cell in zip(keys, cells, strict=False)
                if cell.strip()
            }
            known = {key: value for key, value in values.items() if key in KEYS}
            if known:
                yield f"line {reader.line_num}", known
    except csv.Error as error:
        faults.append(f"{path}: line {reader.line_num}: is not CSV ({error}): mend that line")


def _cell(key: str, cell: str) -> str | list[str]:
    if key not in ROLES:
        return cell.strip()
    return [part.strip() for part in cell.translate(PARTERS).split(";") if part.strip()]


def _entry(place: str, row: Mapping[str, object], faults: list[str]) -> WatchEntry | None:
    found = list(_check_row(row))
    faults.extend(f"{place}: {key}: {message}" for key, message in found)
    if found:
        return None
    name = str(row["name"]).strip()
    further = [(word, ROLES[key]) for key in ROLES for word in _texts(row.get(key))]
    return WatchEntry(
        id=str(row.get("id") or name).strip(),
        name=name,
        aliases=tuple(word for word, _ in further),
        roles=tuple(role for _, role in further),
        credit_code=str(row.get("credit_code") or "").strip().upper(),
    )


def _check_row(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key in row:
        if key not in KEYS:
            yield key, f"is not a key that exists here{near(key, KEYS)}"
    if not row.get("name"):
        yield "name", "is missing: every entry needs one"
    for key in ("id", "name", "credit_code"):
        if key in row and not isinstance(row[key], str):
            yield key, f'must be text in quotes, such as {key} = "…"'
    for key in ROLES:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            yield key, f'must be a list of texts, such as {key} = ["…"]'
    yield from _check_words(row)
    code = row.get("credit_code")
    if isinstance(code, str) and code.strip():
        message = check_code(code.strip().upper())
        if message:
            yield "credit_code", message


def _check_words(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    words = [("name", row.get("name"))] + [
        (key, word) for key in ROLES for word in _texts(row.get(key))
    ]
    for key, word in words:
        if not isinstance(word, str):
            continue
        folded = fold_key(word)
        if len(folded) < LEAST_NAME:
            yield key, f"{shown(word)} is too short: give at least two letters"
        elif folded in GENERIC:
            yield key, f"{shown(word)} stands in most notices: give the full name"


def _texts(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def check_code(code: str) -> str:
    """Say what is wrong with a unified social credit code (GB 32100-2015), or the empty string."""
    if is_credit_code(code):
        return ""
    if len(code) != CODE_LENGTH:
        return f"{shown(code)} has {len(code)} characters: a unified credit code has 18"
    letter = check_letter(code)
    if not letter:
        return f"{shown(code)} holds a character that no credit code has (I, O, S, V, Z or a sign)"
    return (
        f"{shown(code)} does not fit its check digit: of these 17 it would be {letter}; look again"
    )
