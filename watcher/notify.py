"""Messages to systemd over its notify socket (sd_notify(3)); without a socket they go nowhere.

Own code of a few lines: the protocol is one datagram, and the packages for it are unmaintained or
need system headers to build.
"""

from __future__ import annotations

import os
import socket
import time

SEND_SECONDS = 1.0
"""A manager that does not read must not hold up the service."""


def notify(*assignments: str) -> None:
    """Send assignments such as ``READY=1`` to the service manager, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.settimeout(SEND_SECONDS)
            channel.connect(address)
            channel.sendall("\n".join(assignments).encode())
    except OSError:
        return  # the manager is gone; the service is not worse for it


def notify_reloading() -> None:
    """Say that a reload has begun; systemd wants the monotonic instant with it."""
    notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")


def watchdog_seconds() -> float | None:
    """Return the time within which systemd wants a sign of life, None where it wants none."""
    value = os.environ.get("WATCHDOG_USEC", "")
    for_us = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(value) / 1_000_000 if value.isdigit() and for_us and int(value) else None
