"""What a single value of ``sources.toml`` must be, and what to say where it is not."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    NonNegativeFloat,
    Strict,
    WithJsonSchema,
)

from watcher.alerts.formats import FORMATS
from watcher.config.faults import near, one_of
from watcher.config.secrecy import clear_secret, find_secret_cookie
from watcher.config.spans import SPAN, parse_span
from watcher.sources import FAMILIES, KINDS
from watcher.text.dom import check_selector

ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
PROXY = re.compile(r"[a-z][a-z0-9_]{0,63}")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
RECIPIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]")
PATH = re.compile(r"[^.]+(?:\.[^.]+)*")
ADDRESS = re.compile(r"https?://[^\s/@]+(?:[/?#]\S*)?")
HEADER = re.compile(r"[A-Za-z0-9-]+")
COOKIE_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
COOKIE_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]{0,500}")
PRIVATE_HEADERS = {"authorization", "cookie", "proxy-authorization"}


def _check_id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError(
            f'"{value}" cannot be an id; use 1 to 64 of a-z, 0-9, "-", "_" and ".", '
            "beginning with a letter or digit"
        )
    return value


def listed(value: object) -> object:
    """Take one text for a list of one."""
    return [value] if isinstance(value, str) else value


def _check_css(value: str) -> str:
    if fault := check_selector(value):
        raise ValueError(f'"{value}" is not a CSS selector: {fault}')
    return value


def _check_regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f'"{value}" is not a regular expression: {error}') from None
    return value


def _check_address(value: str) -> str:
    if re.search(r"[\s\x00-\x1f\\]", value) or not _has_host(value):
        raise ValueError(f'"{value}" is not a web address; write https://host/path')
    if "@" in urlsplit(value).netloc:
        raise ValueError("holds a user name or password; a source must be readable without one")
    return value


def _has_host(address: str) -> bool:
    """Whether it is http(s) with a host name and, if any, a port that can exist."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _check_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        mend = near(value, available_timezones()) or '; write one like "Asia/Shanghai"'
        raise ValueError(f'"{value}" is not a time zone{mend}') from None
    return value


def _check_encoding(value: str) -> str:
    try:
        "".encode(value)
    except (LookupError, UnicodeError, ValueError):
        mend = 'write one like "gb18030", or leave the key out'
        raise ValueError(f'"{value}" is not a character encoding; {mend}') from None
    return codecs.lookup(value).name


def _check_headers(value: dict[str, str]) -> dict[str, str]:
    for name, text in value.items():
        if not HEADER.fullmatch(name) or not text.isascii() or not text.isprintable():
            raise ValueError(f'"{name}" or its value cannot be an HTTP header')
        if name.lower() in PRIVATE_HEADERS:
            raise ValueError(f'"{name}" carries a secret; a source must be readable without one')
    return value


def _check_cookies(value: dict[str, str]) -> dict[str, str]:
    for name, text in value.items():
        if not COOKIE_NAME.fullmatch(name) or not COOKIE_VALUE.fullmatch(text):
            raise ValueError(f'"{name}" or its value cannot be a cookie (RFC 6265, section 4.1.1)')
        if fault := find_secret_cookie(name, text):
            raise ValueError(fault)
    return value


def _check_kind(value: str) -> str:
    if value not in KINDS:
        raise ValueError(f'"{value}" is not one of {one_of(KINDS)}{near(value, KINDS)}')
    return value


def _check_family(value: str) -> str:
    if value not in FAMILIES:
        raise ValueError(f'"{value}" is not one of {one_of(FAMILIES)}{near(value, FAMILIES)}')
    return value


def _check_format(value: str) -> str:
    if value not in FORMATS:
        raise ValueError(f'"{value}" is not one of {one_of(FORMATS)}{near(value, FORMATS)}')
    return value


def _check_recipient(value: str) -> str:
    if not RECIPIENT.fullmatch(value):
        raise ValueError(f'"{value}" is not a mail address; write one like "ada@example.com"')
    return value


def _check_secrecy(value: str) -> str:
    if fault := clear_secret(value):
        raise ValueError(fault)
    return value


def _check_path(value: str) -> str:
    if not all(value.split(".")):
        raise ValueError(f'"{value}" is not a path into JSON; write keys joined by dots')
    return value


def _check_fingerprint(value: str) -> str:
    plain = value.replace(":", "").lower()
    if not FINGERPRINT.fullmatch(plain):
        raise ValueError(f'"{value}" is not a SHA-256 fingerprint; write its 64 hex digits')
    return plain


def _check_proxy(value: str) -> str:
    if "://" in value or "@" in value:
        raise ValueError(
            "is an address, and proxies are named here; write a name such as "
            '"office" and give its address by WATCHER_PROXY_OFFICE'
        )
    if not PROXY.fullmatch(value):
        raise ValueError(f'"{value}" cannot be a proxy\'s name; use a-z, 0-9 and "_"')
    return value


def _check_name(value: str) -> str:
    if not NAME.fullmatch(value):
        raise ValueError(f'"{value}" cannot be a name; use a-z, A-Z, 0-9 and "_"')
    return value


def _drawn(
    *, pattern: re.Pattern[str] | None = None, choices: Iterable[str] = ()
) -> WithJsonSchema:
    """Say in the schema for editors what a checked text looks like; the check itself stays."""
    if pattern is not None:
        return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern.pattern})$"})
    return WithJsonSchema({"type": "string", "enum": list(choices)})


Id = Annotated[str, AfterValidator(_check_id), _drawn(pattern=ID)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Texts = Annotated[
    tuple[Line, ...], BeforeValidator(listed, json_schema_input_type=Line | list[Line])
]
Css = Annotated[str, AfterValidator(_check_css)]
Selectors = Annotated[
    tuple[Css, ...], BeforeValidator(listed, json_schema_input_type=str | list[str])
]
Regex = Annotated[str, AfterValidator(_check_regex)]
Path = Annotated[str, AfterValidator(_check_path), _drawn(pattern=PATH)]
Paths = Annotated[
    tuple[Path, ...], BeforeValidator(listed, json_schema_input_type=Path | list[Path])
]
Template = Annotated[str, Field(min_length=1, max_length=4000)]
Name = Annotated[str, AfterValidator(_check_name), _drawn(pattern=NAME)]
ProxyName = Annotated[str, AfterValidator(_check_proxy), _drawn(pattern=PROXY)]
Values = dict[Name, Annotated[str, Field(min_length=1, max_length=200)]]
Fingerprint = Annotated[str, AfterValidator(_check_fingerprint)]
SpanText = Annotated[str, _drawn(pattern=SPAN)]
Span = Annotated[
    float, BeforeValidator(parse_span, json_schema_input_type=NonNegativeFloat | SpanText)
]
Count = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
Address = Annotated[str, AfterValidator(_check_address), _drawn(pattern=ADDRESS)]
Encoding = Annotated[str, AfterValidator(_check_encoding)]
Headers = Annotated[dict[str, str], AfterValidator(_check_headers)]
Cookies = Annotated[dict[str, str], AfterValidator(_check_cookies)]
Zone = Annotated[str, AfterValidator(_check_zone)]
KindName = Annotated[str, AfterValidator(_check_kind), _drawn(choices=KINDS)]
FamilyName = Annotated[str, AfterValidator(_check_family), _drawn(choices=FAMILIES)]
FormatName = Annotated[str, AfterValidator(_check_format), _drawn(choices=FORMATS)]
Recipient = Annotated[str, AfterValidator(_check_recipient)]
Recipients = Annotated[
    tuple[Recipient, ...], BeforeValidator(listed, json_schema_input_type=str | list[str])
]
ChannelAddress = Annotated[str, AfterValidator(_check_secrecy)]
