"""From the old text and a diff to the new text."""

from __future__ import annotations

from watcher.errors import InputError
from watcher.model.change import Diff, Op


def apply(diff: Diff, old: str) -> str:
    """Return the new text, letter for letter.

    Raises:
        InputError: ``old`` is not the text the diff was made from.
    """
    lines = old.split("\n")
    used = 0
    result: list[str] = []
    for hunk in diff.hunks:
        if hunk.old_index is not None:
            size = hunk.old.count("\n") + 1
            if "\n".join(lines[hunk.old_index : hunk.old_index + size]) != hunk.old:
                raise InputError(
                    f"Line {hunk.old_index + 1} is not what the diff was made from.",
                    hint="Apply a diff to the revision it names as the old one.",
                )
            used += size
        if hunk.op is Op.EQUAL or (hunk.op is Op.MOVE and not hunk.pieces):
            result.append(hunk.old)
        elif hunk.pieces:
            result.append("".join(piece.new for piece in hunk.pieces))
        elif hunk.op is Op.INSERT:
            result.append(hunk.new)
    if used != len(lines):
        raise InputError(
            f"The text has {len(lines)} lines where the diff was made from {used}.",
            hint="Apply a diff to the revision it names as the old one.",
        )
    return "\n".join(result)
