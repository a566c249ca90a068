"""One gzip member that cannot be changed unseen.

Gzip's checksum covers neither its own header nor the padding bits of the deflate stream, so a
member carries its length and a SHA-256 of all its other bytes in an extra field (RFC 1952 section
2.3.1.1), which every gzip reader skips.
"""

from __future__ import annotations

import hashlib
import struct
import zlib

MAX_CONTENT_BYTES = 96 * 1024 * 1024
"""No record is larger: a page is at most 32 MiB."""

_FIXED = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\xff"
"""Magic, deflate, FEXTRA only, no time, no level hint, unknown system."""
_EXTRA = struct.Struct("<H2sHI32s")
_EXTRA_BYTES = _EXTRA.size - 2
_SUBFIELD = b"NW"
_TRAILER = struct.Struct("<II")
HEAD_BYTES = len(_FIXED) + _EXTRA.size
SIGNATURE = _FIXED + struct.pack("<H2sH", _EXTRA_BYTES, _SUBFIELD, _EXTRA_BYTES - 4)
"""How every member begins."""


class Damaged(Exception):
    """These bytes are not a whole, unchanged member; ``str()`` says what is wrong."""


def pack(content: bytes) -> bytes:
    """Compress ``content`` into one member."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    tail = deflate.compress(content) + deflate.flush()
    tail += _TRAILER.pack(zlib.crc32(content), len(content) & 0xFFFFFFFF)
    digest = hashlib.sha256(tail).digest()
    extra = _EXTRA.pack(_EXTRA_BYTES, _SUBFIELD, _EXTRA_BYTES - 4, HEAD_BYTES + len(tail), digest)
    return _FIXED + extra + tail


def measure(head: bytes) -> int:
    """Return the member's length in bytes, told by its first HEAD_BYTES bytes.

    Raises Damaged.
    """
    length, _ = _read_head(head)
    return length


def unpack(member: bytes) -> bytes:
    """Return the content of exactly one member; Damaged where any bit is not as written."""
    length, digest = _read_head(member)
    if length != len(member):
        raise Damaged(f"it should have {length} bytes and has {len(member)}")
    tail = member[HEAD_BYTES:]
    if hashlib.sha256(tail).digest() != digest:
        raise Damaged("its bytes do not match their checksum")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflate.decompress(tail, MAX_CONTENT_BYTES)
    except zlib.error as error:
        raise Damaged(f"it cannot be decompressed: {error}") from error
    if not inflate.eof or inflate.unused_data != _TRAILER.pack(
        zlib.crc32(content), len(content) & 0xFFFFFFFF
    ):
        raise Damaged("its compressed data does not end where it should")
    return content


def _read_head(member: bytes) -> tuple[int, bytes]:
    if len(member) < HEAD_BYTES:
        raise Damaged(f"it is cut after {len(member)} bytes")
    if not member.startswith(SIGNATURE):
        raise Damaged("it does not begin like a record of ours")
    length, digest = _EXTRA.unpack_from(member, len(_FIXED))[3:]
    if length < HEAD_BYTES + _TRAILER.size:
        raise Damaged("its length field is too small")
    return length, digest
