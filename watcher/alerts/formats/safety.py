"""Page text made harmless: it is shown as it reads and can do nothing.

Chat platforms act on mentions (@all, <!channel>, <at user_id="all">), on markup and on anything
that looks like an address, each in its own dialect and some even in "plain" text. Escapes differ
from platform to platform, so the signs that act are replaced by their full-width twins, which no
platform acts on. HTML has one escape that all agree on and uses that besides.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from watcher.text.clean import clean

TITLE_CHARACTERS = 200
"""Longest title of a message: mail subjects and chat cards cut later than this."""
FIELD_CHARACTERS = 400
MARKS_IN_A_ROW = 2
URL_CHARACTERS = 2000

_TWINS = str.maketrans("<>[]{}`*_~|\\#", "＜＞［］｛｝｀＊＿～｜＼＃")
_BRACKETS = str.maketrans("<>", "＜＞")
_EDGE = re.compile(r"^[.:]|[.:]$")
_EDGE_TWINS = str.maketrans(".:", "．：")
_AT = str.maketrans("@﹫", "＠＠")
_SCHEME = re.compile(
    r"(?i)(javascript|vbscript|data|mailto|tel|sms|file|blob|intent|weixin|dingtalk|lark|tg|slack)"
    r"(\s?):|:(?=//)"
)
_DOMAIN_DOT = re.compile(r"(?<=[A-Za-z0-9-])\.(?=[A-Za-z]{2}|xn--)")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
# Letters without a shape of their own; long runs of them hide or push text away.
_HOLLOW = re.compile("[\u115f\u1160\u2800\u3164\uffa0\u034f\u180b-\u180f\ufe00-\ufe0f]")
# Plain ASCII, Han and the punctuation of Chinese text: nothing to look into.
_TAME = re.compile("[ -~\n一-鿿、-】！-～“”‘’—…·]*")
_URL = re.compile(r"(?i)(https?)://([^/?#\s\\@]+)([/?#][^\s\\]*)?")
_HOST = re.compile(r"[a-z0-9.-]+(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Link:
    """A stored http(s) address, percent-encoded to plain ASCII, and the host it leads to."""

    url: str
    host: str


def one_line(text: str, limit: int = FIELD_CHARACTERS) -> str:
    """Return text as one line of at most ``limit`` characters, without anything unseen.

    Controls, bidi marks, joiners, hollow letters and all but the first two of a pile of combining
    marks go; every run of white space is one space.
    """
    if len(text) > 8 * limit:
        text = text[: 8 * limit]
    if _TAME.fullmatch(text):
        line = " ".join(text.split())
        return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    kept: list[str] = []
    marks = 0
    for character in _HOLLOW.sub("", clean(text)):
        category = unicodedata.category(character)
        if category in {"Cf", "Cs", "Cn"}:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(" " if category[0] in "ZC" and category != "Co" else character)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def disarm(text: str, *, is_part: bool = False) -> str:
    """Return text in which no mention and no address is left that a client would act on.

    With ``is_part`` the text stands next to more of its kind, so that a sign at its edge may join
    what stands there.
    """
    text = _SCHEME.sub(lambda found: found.group().replace(":", "："), text.translate(_AT))
    text = _DOMAIN_DOT.sub("．", text)
    return _EDGE.sub(lambda found: found.group().translate(_EDGE_TWINS), text) if is_part else text


def to_plain(text: str, *, is_part: bool = False) -> str:
    """Return text for chat and terminals, where some platforms read markup in plain text too."""
    return _ENTITY.sub("＆", disarm(text, is_part=is_part).translate(_TWINS))


def to_html(text: str, *, is_part: bool = False) -> str:
    """Return text for HTML, in elements and in quoted attributes.

    Angle brackets go to their twins all the same: mail is also forwarded to chat, unescaped.
    """
    return html.escape(disarm(text, is_part=is_part).translate(_BRACKETS), quote=True)


def safe_link(url: str | None) -> Link | None:
    """Return a stored address as a link, or None where it is no plain http(s) address.

    User names, backslashes and white space inside are refused; everything that a chat platform
    could read as a sign of its own is percent-encoded.
    """
    found = _URL.fullmatch((url or "").strip())
    if found is None or len(found.group()) > URL_CHARACTERS:
        return None
    scheme, host, rest = found.groups()
    try:
        host = host.encode("ascii" if host.isascii() else "idna").decode().lower()
    except UnicodeError:
        return None
    if not _HOST.fullmatch(host):
        return None
    return Link(
        url=f"{scheme.lower()}://{host}{quote(rest or '/', safe='/?#%&=+:;,.-~!$')}", host=host
    )
