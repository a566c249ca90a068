"""Where the next records of a Hanweb jpage list are. Pure.

The page's next group or its script says what its proxy is to be asked for: columnid, unitid and a
few more. Some servers go by ``startrecord`` and ``endrecord``, which the site's own script adds;
others by ``page`` alone, counted from 1 (cities of Jiangsu, 2026). So both are sent, and a page is
as long as the first was. The ``page=1`` of a next group means nothing by itself.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from watcher.sources.paging import number_of
from watcher.text.urls import absolute

PROXY = re.compile(r"[\"']([^\"'\s?]{0,200}/jpage/dataproxy\.jsp)(?:\?([^\"'\s]{0,900}))?[\"']")
NAMES = (
    *("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname"),
    "permissiontype",
)
NEEDED = frozenset({"columnid", "unitid"})
PARAMETER = re.compile(
    rf"[\"']?\b({'|'.join(NAMES)})[\"']?\s*:\s*(?:[\"']([^\"']{{0,200}})[\"']|(\d{{1,12}}))"
)
TOTAL = re.compile(r"\btotalrecord\b[\"']?\s*(?:[:=>])\s*[\"']?(\d{1,8})", re.IGNORECASE)
MOST_CALLS = 5
REACH = 2000
"""Characters on both sides of the proxy's address in which its parameters stand."""


def find_further_records(text: str, url: str, base: str, *, rows: int) -> str | None:
    """Give the address of the records after those of this page.

    The empty text where there are no more, None where nothing tells. ``url`` is the address the
    page was asked for by, with its number; ``rows`` counts its records.
    """
    number = number_of(url)
    query = _read_query(url) or _read_script(text, base)
    if query is None or rows == 0:
        return None
    proxy, values = query
    size = int(values.get("perpage", rows))
    total = TOTAL.search(text)
    if size == 0 or (total is not None and number * size >= int(total.group(1))):
        return ""
    asked = {
        **values,
        "page": str(number + 1),
        "startrecord": str(number * size + 1),
        "endrecord": str((number + 1) * size),
        "perpage": str(size),
    }
    return f"{proxy}?{urlencode(asked)}"


def _read_query(url: str) -> tuple[str, dict[str, str]] | None:
    """Read proxy and parameters back out of the address an answer came from."""
    parts = urlsplit(url)
    values = dict(parse_qsl(parts.query))
    if not parts.path.endswith("/dataproxy.jsp") or not values.keys() >= NEEDED | {"perpage"}:
        return None
    if not values["perpage"].isdecimal():
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path}", values


def _read_script(text: str, base: str) -> tuple[str, dict[str, str]] | None:
    """Read proxy and parameters out of the next group, or of the call that draws the list."""
    for found in islice(PROXY.finditer(text), MOST_CALLS):
        asked = dict(parse_qsl((found.group(2) or "").replace("&amp;", "&")))
        near = text[max(0, found.start() - REACH) : found.end() + REACH]
        pairs = PARAMETER.findall(near)
        drawn = {name: quoted or plain for name, quoted, plain in reversed(pairs)}
        values = asked if asked.keys() >= NEEDED else drawn
        proxy = absolute(found.group(1), base)
        if proxy is not None and values.keys() >= NEEDED:
            return proxy, {name: values[name] for name in NAMES if name in values}
    return None
