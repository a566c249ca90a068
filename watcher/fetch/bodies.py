"""Bodies: one content coding at most, inflated in slices, proved whole or refused."""

from __future__ import annotations

import threading
import zlib

from watcher.errors import TooLarge, Unreachable

ACCEPTED = "gzip, deflate"
"""What is asked for. Brotli and zstd have no bounded decoder here and are never accepted."""
SLICE = 262144
MOST_MEMBERS = 1000
MOST_RATIO = 250
RATIO_FROM = 1 << 20
"""Above this size a body may not be inflated more than ``MOST_RATIO`` times: text reaches 20 to 50,
bombs 1,000; without this eight bombs at once would fill eight times the decoded limit."""
SHARED_LIMIT = 40 << 20
SMALL_BODY = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"


class Budget:
    """Memory for all bodies in flight together. Thread-safe.

    Small bodies always find room, so that large ones never keep a listing from being read.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._lock = threading.Lock()

    def take(self, size: int, *, own: int) -> None:
        """Set bytes aside for a body that then holds ``own`` of them.

        Raises:
            Unreachable: too many large bodies are in flight; the same request succeeds later.
        """
        with self._lock:
            if self._held + size > self._limit and own > SMALL_BODY:
                raise Unreachable("too many large bodies arrive at once", hint="")
            self._held += size

    def release(self, size: int) -> None:
        """Give bytes back."""
        with self._lock:
            self._held -= size


class Body:
    """Collects one body within its limits. Feed raw bytes in order, then call ``finish``."""

    def __init__(
        self, coding: str, *, wire_limit: int, decoded_limit: int, budget: Budget | None = None
    ) -> None:
        self._budget = budget
        self._taken = 0
        self._coding = _one_coding(coding)
        self._wire_left = wire_limit
        self._decoded_limit = decoded_limit
        self._parts: list[bytes] = []
        self._size = 0
        self._wire_size = 0
        self._members = 0
        self._head = b""
        self._inflater: zlib._Decompress | None = None
        self._is_over = False

    def feed(self, data: bytes) -> None:
        """Take the next raw bytes.

        Raises:
            TooLarge: a limit is passed; nothing beyond it was inflated.
            Unreachable: the bytes are not what their coding says.
        """
        self._wire_size += len(data)
        if self._wire_size > self._wire_left:
            raise TooLarge("the body is larger than the limit on the wire")
        if self._coding == "identity":
            self._keep(data)
        else:
            self._inflate(data)

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            Unreachable: the compressed stream ended before its trailer: it was cut short.
        """
        if self._head:
            self._open(self._head)
        unfinished = self._inflater is not None and not self._inflater.eof
        if unfinished or (self._coding != "identity" and self._wire_size and not self._members):
            raise Unreachable("the compressed body was cut short")
        return b"".join(self._parts)

    def release(self) -> None:
        """Give back the room this body took of the budget; call it whatever happened."""
        if self._budget is not None:
            self._budget.release(self._taken)
            self._taken = 0

    @property
    def start(self) -> bytes:
        """The part that was read so far, whole or not."""
        return b"".join(self._parts)

    @property
    def is_empty_coded(self) -> bool:
        """Whether a coding was announced but no byte came: whole only if the length says so."""
        return self._coding != "identity" and self._wire_size == 0

    def _inflate(self, data: bytes) -> None:
        if self._is_over:
            return
        if self._inflater is None:
            data = self._head + data
            if len(data) < 2:
                self._head = data
                return
            self._open(data)
        is_full = False
        while (data or is_full) and not self._is_over:
            data, is_full = self._step(data)

    def _open(self, data: bytes) -> None:
        self._head = b""
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise TooLarge("the compressed body has too many parts")
        self._inflater = zlib.decompressobj(_window(self._coding, data))

    def _step(self, data: bytes) -> tuple[bytes, bool]:
        """Inflate one slice.

        Returns the raw bytes still to be inflated, and whether zlib holds back more output: a full
        slice may have used up all input and still not be the end.
        """
        inflater = self._inflater
        if inflater is None:
            self._open(data)
            return data, False
        try:
            inflated = inflater.decompress(data, SLICE)
        except zlib.error as error:
            raise Unreachable(f"the body is not valid {self._coding} data") from error
        rest = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        self._keep(inflated)
        if self._size > max(RATIO_FROM, MOST_RATIO * (self._wire_size - len(rest))):
            raise TooLarge("the body is a decompression bomb")
        if not inflater.eof:
            return rest, len(inflated) == SLICE
        return self._next_member(rest), False

    def _next_member(self, rest: bytes) -> bytes:
        """Go on with a further gzip member (RFC 1952, 2.2); other trailing bytes are padding."""
        if self._coding != "gzip" or not rest:
            self._is_over = self._coding != "gzip"
            return b""
        if rest[0] != GZIP_MAGIC[0]:
            self._is_over = True
            return b""
        self._inflater = None
        if len(rest) < 2:
            self._head = rest
            return b""
        return rest

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._decoded_limit:
            raise TooLarge("the body is larger than the limit once it is decompressed")
        if self._budget is not None:
            self._budget.take(len(data), own=self._size)
            self._taken += len(data)
        if data:
            self._parts.append(data)


def _one_coding(header: str) -> str:
    names = [name.strip().lower() for name in header.split(",")]
    codings = [name.removeprefix("x-") for name in names if name not in {"", "identity"}]
    if not codings:
        return "identity"
    if len(codings) > 1:
        raise Unreachable(f"the body is compressed {len(codings)} times over")
    if codings[0] not in {"gzip", "deflate"}:
        raise Unreachable(f"the body has the content coding {codings[0][:20]!r}, never asked for")
    return codings[0]


def _window(coding: str, head: bytes) -> int:
    """Choose zlib's format; "deflate" is met both with and without the zlib header."""
    if coding == "gzip":
        return 16 + zlib.MAX_WBITS
    has_zlib_header = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_zlib_header else -zlib.MAX_WBITS
