"""robots.txt: what a site lets programs read (RFC 9309). Pure.

Written here because the rules are few and each is needed to be bounded: at most 500 KiB are read,
and wildcards are matched in one pass, never by a regular expression made from a stranger's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

LARGEST = 500 * 1024
"""Bytes read; RFC 9309 2.5 asks for at least this many."""
LONGEST_DELAY_SECONDS = 60.0
MOST_RULES = 5000
LINE = re.compile(r"^\s*([A-Za-z-]{1,30})\s*:\s*(.*?)\s*$")
PERCENT = re.compile(r"%[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One Allow or Disallow line; ``pattern`` is normalised."""

    pattern: str
    is_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one robots.txt says to one program.

    ``delay_seconds`` is its Crawl-delay (not in the RFC, but met), at most a minute.
    """

    rules: tuple[Rule, ...] = ()
    delay_seconds: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether the path with its query may be read: the longest rule wins, then Allow."""
        wanted = normalise(path)
        if wanted == "/robots.txt":
            return True
        hits = [rule for rule in self.rules if matches(rule.pattern, wanted)]
        best = max(hits, key=lambda rule: (len(rule.pattern), rule.is_allowed), default=None)
        return best is None or best.is_allowed


ALLOW_ALL = Robots()


def parse_robots(content: bytes, *, agent: str) -> Robots:
    """Read a robots.txt for the program named ``agent`` (its product token).

    A page of HTML in its place holds no rules (12377.cn sends its 404 page with status 200).
    """
    text = content[:LARGEST].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return ALLOW_ALL
    own, others = _Group(), _Group()
    current: list[_Group] = []
    is_naming = False
    for raw in text.splitlines():
        found = LINE.match(raw.partition("#")[0])
        if found is None:
            continue
        key, value = found.group(1).lower(), found.group(2)
        if key == "user-agent":
            current = [] if not is_naming else current
            is_naming = True
            group = own if _is_for(value, agent) else others if value == "*" else None
            current = [*current, group] if group is not None else current
            continue
        is_naming = False
        for group in current:
            group.take(key, value)
    chosen = own if own.is_named else others
    return Robots(rules=tuple(chosen.rules[:MOST_RULES]), delay_seconds=chosen.delay)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern with ``*`` and a final ``$`` fits the beginning of a path."""
    is_anchored = pattern.endswith("$")
    parts = (pattern[:-1] if is_anchored else pattern).split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    if len(parts) == 1:
        return not is_anchored or at == len(path)
    for part in parts[1:-1] if is_anchored else parts[1:]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not is_anchored or (path.endswith(parts[-1]) and len(path) - len(parts[-1]) >= at)


def normalise(path: str) -> str:
    """Bring a path or pattern into the form they are compared in (RFC 9309 2.2.2)."""
    encoded = quote(path, safe="/?&=:;@!$'()*+,~%-._[]|")
    return PERCENT.sub(lambda found: found.group().upper(), encoded)


class _Group:
    """The rules of one or more groups of lines that speak to the same program."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.delay = 0.0
        self.is_named = False

    def take(self, key: str, value: str) -> None:
        """Take one line."""
        self.is_named = True
        if key in {"allow", "disallow"} and value.startswith(("/", "*")):
            self.rules.append(Rule(pattern=normalise(value), is_allowed=key == "allow"))
        elif key == "crawl-delay" and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value):
            self.delay = min(float(value), LONGEST_DELAY_SECONDS)


def _is_for(value: str, agent: str) -> bool:
    token = re.match(r"[A-Za-z_-]*", value)
    return token is not None and token.group().lower() == agent.lower() != ""
