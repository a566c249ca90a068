"""Which IP addresses a source may live on. Pure.

``ipaddress.is_global`` alone is not a guard: on Python 3.11 it says True for multicast, for the
6to4 anycast block and for most ways of writing an IPv4 address inside an IPv6 one. The table is
IANA's special-purpose registries (RFC 6890 and its updates) plus the embedded forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NEVER: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(block), what)
    for block, what in (
        ("0.0.0.0/8", "this network (RFC 791)"),
        ("169.254.0.0/16", "link-local, cloud metadata (RFC 3927)"),
        ("168.63.129.16/32", "cloud host service"),
        ("192.88.99.0/24", "6to4 relay anycast (RFC 7526)"),
        ("224.0.0.0/4", "multicast (RFC 5771)"),
        ("240.0.0.0/4", "reserved and broadcast (RFC 1112)"),
        ("::/128", "unspecified (RFC 4291)"),
        ("64:ff9b:1::/48", "local-use NAT64 (RFC 8215)"),
        ("100::/64", "discard-only (RFC 6666)"),
        ("100:0:0:1::/64", "dummy prefix (RFC 9780)"),
        ("2001::/23", "protocol assignments, Teredo among them (RFC 2928)"),
        ("2001:db8::/32", "documentation (RFC 3849)"),
        ("3fff::/20", "documentation (RFC 9637)"),
        ("5f00::/16", "segment routing (RFC 9602)"),
        ("fe80::/10", "link-local (RFC 4291)"),
        ("fec0::/10", "site-local (RFC 3879)"),
        ("ff00::/8", "multicast (RFC 4291)"),
    )
)
"""Refused even where private addresses are allowed: no site lives there."""

PRIVATE: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(block), what)
    for block, what in (
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("100.64.0.0/10", "carrier-grade NAT (RFC 6598)"),
        ("127.0.0.0/8", "loopback (RFC 1122)"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.0.0.0/24", "protocol assignments (RFC 6890)"),
        ("192.0.2.0/24", "documentation (RFC 5737)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("198.18.0.0/15", "benchmarking (RFC 2544)"),
        ("198.51.100.0/24", "documentation (RFC 5737)"),
        ("203.0.113.0/24", "documentation (RFC 5737)"),
        ("::1/128", "loopback (RFC 4291)"),
        ("fc00::/7", "unique local (RFC 4193)"),
    )
)
"""Refused unless the operator allows private addresses for the source."""

GLOBAL_UNICAST = ip_network("2000::/3")
"""The only IPv6 space given out so far (RFC 4291, 2.4); NAT64 is unwrapped before this test."""

MAPPED_BLOCKS = tuple(
    ip_network(block) for block in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")
)
"""IPv4-compatible, -mapped, -translated and NAT64: the IPv4 address is the last 32 bits."""

SIX_TO_FOUR = ip_network("2002::/16")
TEREDO = ip_network("2001::/32")
ISATAP_MARKS = frozenset({0x00005EFE, 0x02005EFE})


def find_refusal(address: Address, *, allow_private: bool = False) -> str | None:
    """Say why an address must not be connected to, or return None where it may be.

    Every IPv4 address inside an IPv6 one is judged too, so no spelling of 127.0.0.1 passes.
    """
    embedded = tuple(_embedded(address))
    judged: tuple[Address, ...] = embedded if _is_wrapper(address) else (address, *embedded)
    reasons = (_judge(candidate, allow_private=allow_private) for candidate in judged)
    return next((reason for reason in reasons if reason is not None), None)


def parse_address(text: str) -> Address | None:
    """Read an IP literal, with or without brackets and zone; None where it is a name."""
    try:
        return ip_address(text.strip("[]"))
    except ValueError:
        return None


def _embedded(address: Address) -> Iterator[IPv4Address]:
    if isinstance(address, IPv4Address):
        return
    number = int(address)
    if any(address in block for block in MAPPED_BLOCKS) and number > 1:
        yield IPv4Address(number & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        yield IPv4Address((number >> 80) & 0xFFFFFFFF)
    if address in TEREDO:
        yield IPv4Address((number >> 64) & 0xFFFFFFFF)
        yield IPv4Address((number & 0xFFFFFFFF) ^ 0xFFFFFFFF)
    if (number >> 32) & 0xFFFFFFFF in ISATAP_MARKS:
        yield IPv4Address(number & 0xFFFFFFFF)


def _is_wrapper(address: Address) -> bool:
    """Whether the address stands for the IPv4 address inside it and is judged by that alone.

    6to4 is global or not as Python's version has it (3.11.7: yes, 3.11.2 and 3.13: no).
    """
    blocks = (*MAPPED_BLOCKS, SIX_TO_FOUR)
    return int(address) > 1 and any(address in block for block in blocks)


def _judge(address: Address, *, allow_private: bool) -> str | None:
    for block, what in NEVER:
        if address in block:
            return what
    for block, what in PRIVATE:
        if address in block:
            return None if allow_private else what
    if address.is_global and (isinstance(address, IPv4Address) or address in GLOBAL_UNICAST):
        return None
    return "not a public address"
