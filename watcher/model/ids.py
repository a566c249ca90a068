"""Short public ids: what a person reads in an alert and types into a command."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so an id survives being read aloud."""
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BITS = 30
_MASK = (1 << _BITS) - 1
_MIX = 0x2545F491 | 1
_UNMIX = pow(_MIX, -1, 1 << _BITS)


def short_id(prefix: str, number: int) -> str:
    """Return a public id such as ``N-7F3K2Q`` for a positive row number below 2**30.

    Numbers are spread over the range so that two neighbours do not look alike; the mapping is a
    bijection and :func:`row_number` undoes it.
    """
    if not 0 < number <= _MASK:
        message = f"no short id for row {number}"
        raise ValueError(message)
    mixed = (number * _MIX) & _MASK
    digits = "".join(ALPHABET[(mixed >> shift) & 31] for shift in range(_BITS - 5, -1, -5))
    return f"{prefix}-{digits}"


def row_number(prefix: str, public_id: str) -> int | None:
    """Return the row number behind a public id, or None where it is not an id of this prefix.

    Lower case and the look-alikes I, L and O are read as what they were meant to be.
    """
    head, _, digits = public_id.strip().upper().partition("-")
    digits = digits.translate(_LOOKALIKES)
    if head != prefix or len(digits) * 5 != _BITS or any(d not in ALPHABET for d in digits):
        return None
    mixed = 0
    for digit in digits:
        mixed = mixed << 5 | ALPHABET.index(digit)
    return (mixed * _UNMIX) & _MASK or None
