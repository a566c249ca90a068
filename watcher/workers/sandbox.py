"""No network for processes that read hostile pages.

A seccomp filter (Linux: man 2 seccomp) makes every new socket fail in the worker and in all it may
start, native code included; the pair that leads to the parent stays. Where there is no filter for
the machine, Python's own audit hook refuses sockets, which native code could get around.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import sys

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_MODE_FILTER = 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_OFFSET_NUMBER, _OFFSET_ARCH = 0, 4
_X32 = 0x40000000
"""From here on x86-64 numbers the calls of a second ABI, which could get around the filter."""
_IO_URING_SETUP = 425

_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Machine → its audit number and the number of its socket call (linux/audit.h, asm/unistd.h)."""


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def deny_network() -> None:
    """Make every new socket of this process fail with EACCES, for good."""
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None or not _install_filter(*machine):
        sys.addaudithook(_refuse_sockets)


def _install_filter(arch: int, socket_number: int) -> bool:
    steps = (
        (_LOAD, 0, 0, _OFFSET_ARCH),
        (_EQUAL, 0, 5, arch),
        (_LOAD, 0, 0, _OFFSET_NUMBER),
        (_AT_LEAST, 3, 0, _X32),
        (_EQUAL, 2, 0, socket_number),
        (_EQUAL, 1, 0, _IO_URING_SETUP),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    array = (_Step * len(steps))(*(_Step(*step) for step in steps))
    program = _Program(len(steps), array)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    done: int = libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0)
    return done == 0


def _refuse_sockets(event: str, _: tuple[object, ...]) -> None:
    if event == "socket.__new__":
        raise PermissionError(errno.EACCES, "this process has no network")
