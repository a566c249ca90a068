"""The one gate for text: what passes here may be stored, folded, shown and sent."""

from __future__ import annotations

import re

# SQLite and OpenCC refuse lone surrogates, terminals act on controls, and bidi overrides make a
# title read as something it is not (Trojan Source, CVE-2021-42574).
_UNWANTED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls but tab and line ends
    "\u00ad\u200b\u2060-\u2064\ufeff"  # invisible: soft hyphen, zero-width space, joiners, BOM
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidi controls
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"  # interlinear marks and noncharacters
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f"  # tag characters, a way to smuggle text unseen
)
_DROP = re.compile(f"[{_UNWANTED}]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DIRTY = re.compile(f"[{_UNWANTED}\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Take out characters that do harm or cannot be seen; line ends become a newline.

    NUL, surrogates, controls (but tab and newline), bidi controls, zero-width marks and
    noncharacters go. Joiners inside words and emoji (U+200C, U+200D) stay.
    """
    if not _DIRTY.search(text):
        return text
    return _DROP.sub("", _LINE_END.sub("\n", text))


def squeeze(text: str) -> str:
    """Clean text as one line: every run of white space is one space, none at the ends."""
    if " " not in text and text.isprintable():
        return text
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join(clean(line).split())
