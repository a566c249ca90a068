from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.errors import TooLarge, Unreachable
from watcher.fetch.bodies import SMALL_BODY, Body, Budget

LIMIT = 1 << 20


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": _raw_deflate,
    "gzip, identity": gzip.compress,
}


def read(coding: str, parts: list[bytes], *, decoded_limit: int = LIMIT) -> bytes:
    body = Body(coding, wire_limit=LIMIT, decoded_limit=decoded_limit)
    for part in parts:
        body.feed(part)
    return body.finish()


def split(data: bytes, sizes: list[int]) -> list[bytes]:
    parts, start = [], 0
    for size in sizes:
        parts.append(data[start : start + size])
        start += size
    return [*parts, data[start:]]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=5000), st.lists(st.integers(0, 30), max_size=40))
def test_every_coding_survives_any_split(data: bytes, sizes: list[int]) -> None:
    for coding, pack in CODINGS.items():
        assert read(coding, split(pack(data), sizes)) == data


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.binary(max_size=300), min_size=1, max_size=5),
    st.lists(st.integers(0, 9), max_size=60),
)
def test_gzip_members_are_joined(members: list[bytes], sizes: list[int]) -> None:
    whole = b"".join(gzip.compress(member) for member in members)
    assert read("gzip", split(whole, sizes)) == b"".join(members)


@settings(deadline=None, max_examples=60)
@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_cut_stream_is_never_whole(data: bytes, draw: st.DataObject) -> None:
    for coding in ("gzip", "deflate", "Deflate"):
        packed = CODINGS[coding](data)
        cut = draw.draw(st.integers(1, len(packed) - 1))
        with pytest.raises(Unreachable, match="cut short"):
            read(coding, [packed[:cut]])


@pytest.mark.parametrize("size", [262143, 262144, 262145, 524288, 600_000])
@pytest.mark.parametrize("coding", ["gzip", "deflate", "Deflate"])
def test_output_that_fills_a_slice_is_not_taken_for_a_cut(coding: str, size: int) -> None:
    data = b"ab" * (size // 2) + b"c" * (size % 2)
    assert read(coding, [CODINGS[coding](data)]) == data


@pytest.mark.parametrize("size", [10, 5000])
def test_padding_after_the_last_member_is_ignored(size: int) -> None:
    assert read("gzip", [gzip.compress(b"abc"), bytes(size)]) == b"abc"
    assert read("gzip", [gzip.compress(b"abc") + b"\n" * size]) == b"abc"


def test_a_wrong_checksum_is_refused() -> None:
    packed = bytearray(gzip.compress(b"abc" * 100))
    packed[-6] ^= 1
    with pytest.raises(Unreachable):
        read("gzip", [bytes(packed)])


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "deflate, gzip", "compress", "aes"])
def test_other_codings_and_chains_are_refused(coding: str) -> None:
    with pytest.raises(Unreachable):
        read(coding, [b"x"])


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_the_decoded_limit_holds_to_the_byte(coding: str) -> None:
    data = b"\0" * 70_000
    assert read(coding, [CODINGS[coding](data)], decoded_limit=70_000) == data
    with pytest.raises(TooLarge):
        read(coding, [CODINGS[coding](data)], decoded_limit=69_999)


def test_the_wire_limit_holds_to_the_byte() -> None:
    body = Body("", wire_limit=10, decoded_limit=LIMIT)
    body.feed(b"0123456789")
    with pytest.raises(TooLarge):
        body.feed(b"x")


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(["gzip", "deflate"]), st.binary(max_size=400))
def test_garbage_gives_an_error_or_bytes(coding: str, data: bytes) -> None:
    with contextlib.suppress(Unreachable, TooLarge):
        assert read(coding, [data]) is not None


def test_a_bomb_stops_long_before_the_limit() -> None:
    body = Body("gzip", wire_limit=64 * LIMIT, decoded_limit=64 * LIMIT)
    with pytest.raises(TooLarge, match="bomb"):
        body.feed(gzip.compress(bytes(40 * LIMIT)))
    assert len(body.start) < 2 * LIMIT


def test_large_bodies_share_a_budget_and_small_ones_always_fit() -> None:
    budget = Budget(3 * SMALL_BODY)

    def start(size: int) -> Body:
        body = Body("", wire_limit=64 * LIMIT, decoded_limit=64 * LIMIT, budget=budget)
        body.feed(bytes(size))
        return body

    first = start(2 * SMALL_BODY)
    small = [start(SMALL_BODY) for _ in range(3)]
    with pytest.raises(Unreachable, match="at once"):
        first.feed(b"x")
    with pytest.raises(Unreachable, match="at once"):
        small[0].feed(b"x")
    for body in (first, *small):
        body.release()
        body.release()
    assert len(start(3 * SMALL_BODY).finish()) == 3 * SMALL_BODY
