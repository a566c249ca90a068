"""A message cut into parts that a platform accepts, measured in UTF-8 bytes."""

from __future__ import annotations

LEAST_ROOM = 8
"""Bytes a part must leave for text behind its number: two characters of four bytes."""


def split_bytes(text: str, limit_bytes: int, event_id: str) -> tuple[str, ...]:
    """Return ``text`` in parts of at most ``limit_bytes`` UTF-8 bytes, numbered, with the id.

    A text that fits comes back alone and as it is. Others are cut after a line, and inside a line
    only where it is longer than a part. Each part begins with a line like "(1/3) E-7F3K2Q"; the
    parts without these lines, joined, are the text.

    Raises:
        ValueError: ``limit_bytes`` leaves no room for text.
    """
    if len(text.encode()) <= limit_bytes:
        return (text,)
    digits = 1
    while True:
        longest_head = len(_head(10**digits - 1, 10**digits - 1, event_id).encode())
        room = limit_bytes - longest_head
        if room < LEAST_ROOM:
            message = f"a limit of {limit_bytes} bytes leaves no room for text"
            raise ValueError(message)
        parts = _pack(text, room)
        if len(parts) < 10**digits:
            break
        digits += 1
    count = len(parts)
    return tuple(_head(at, count, event_id) + part for at, part in enumerate(parts, start=1))


def _head(at: int, count: int, event_id: str) -> str:
    return f"({at}/{count}) {event_id}".rstrip() + "\n"


def _pack(text: str, room: int) -> list[str]:
    """Fill parts with whole lines; a line keeps its newline."""
    parts: list[str] = []
    part, size = "", 0
    for line in text.splitlines(keepends=True):
        for piece in _cut(line, room):
            length = len(piece.encode())
            if part and size + length > room:
                parts.append(part)
                part, size = "", 0
            part, size = part + piece, size + length
    return [*parts, part] if part else parts


def _cut(line: str, room: int) -> list[str]:
    """Cut a line longer than a part between characters, never inside one."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        length = len(character.encode())
        if size + length > room:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + character, size + length
    return [*pieces, piece] if piece else pieces
