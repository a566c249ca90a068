"""What goes over the socket between the pool and a worker: framed, pickled, restricted.

Tasks go down as ordinary pickles. Answers come up from a process that has read hostile pages, so
they are unpickled with an allow-list: plain data, dates, and this program's dataclasses, enums
and expected errors. A worker that was taken over cannot make the parent call anything else.
"""

from __future__ import annotations

import io
import pickle
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from watcher.errors import WatcherError

MAX_FRAME_BYTES = 64 * 1024 * 1024
"""No task or answer is larger: pages are at most 32 MiB, what is read from them is smaller."""

_LENGTH = struct.Struct("!Q")
_STANDARD = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "bytearray"),
        ("builtins", "complex"),
        ("builtins", "range"),
        ("builtins", "slice"),
        ("collections", "OrderedDict"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("uuid", "UUID"),
        ("zoneinfo", "ZoneInfo._unpickle"),
        ("watcher.workers.wire", "freeze"),
    }
)


def freeze(items: dict[Any, Any]) -> Mapping[Any, Any]:
    """Rebuild a read-only mapping, which the standard pickle refuses and the model uses."""
    return MappingProxyType(items)


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, MappingProxyType):
            return freeze, (dict(obj),)
        if isinstance(obj, Enum):  # Python up to 3.11.3 would write a getattr, which is not allowed
            return type(obj), (obj.value,)
        return NotImplemented


class _AnswerUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Resolve a global of an answer; raise UnpicklingError for anything not on the list."""
        if (module, name) in _STANDARD:
            return super().find_class(module, name)
        if module.split(".", 1)[0] == "watcher" and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (
                is_dataclass(found) or issubclass(found, (Enum, WatcherError))
            ):
                return found
        raise pickle.UnpicklingError(f"an answer may not hold {module}.{name}")


def dump(value: object) -> bytes:
    """Pickle ``value``; read-only mappings are allowed."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def load_task(content: bytes) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
    """Read a task in the child; this imports the function's module."""
    func, args, kwargs = pickle.loads(content)  # noqa: S301 - the parent wrote it
    return func, args, kwargs


def load_answer(content: bytes) -> Any:
    """Read an answer in the parent; UnpicklingError where it holds more than plain values."""
    return _AnswerUnpickler(io.BytesIO(content)).load()


def write_frame(sock: socket.socket, content: bytes, *, deadline: float | None = None) -> None:
    """Send one frame before the monotonic ``deadline``; TimeoutError or OSError otherwise."""
    view = memoryview(_LENGTH.pack(len(content)) + content)
    while view:
        sock.settimeout(_remaining(deadline))
        view = view[sock.send(view) :]


def read_frame(sock: socket.socket, *, deadline: float | None = None) -> bytes:
    """Receive one frame before the monotonic ``deadline``.

    Raises EOFError where the other side is gone, TimeoutError when the deadline runs out and
    ValueError where the frame is over the limit.
    """
    (length,) = _LENGTH.unpack(_read_exactly(sock, _LENGTH.size, deadline))
    if length > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {length} bytes is over the limit")
    return _read_exactly(sock, length, deadline)


def _read_exactly(sock: socket.socket, length: int, deadline: float | None) -> bytes:
    received = bytearray()
    while len(received) < length:
        sock.settimeout(_remaining(deadline))
        part = sock.recv(min(length - len(received), 1 << 20))
        if not part:
            raise EOFError("the other side closed the socket")
        received += part
    return bytes(received)


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("the deadline ran out")
    return remaining
