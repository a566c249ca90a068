from __future__ import annotations

import tomllib
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.fetch.addresses import find_refusal, parse_address

TABLE = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text("utf-8"))
REFUSED = TABLE["refused"]
ALLOWED = TABLE["allowed"]
LOCAL = TABLE["local"]
NEVER = TABLE["never"]


@pytest.mark.parametrize("text", REFUSED)
def test_addresses_no_site_lives_on_are_refused(text: str) -> None:
    assert find_refusal(ip_address(text))


@pytest.mark.parametrize("text", ALLOWED)
def test_public_addresses_are_allowed(text: str) -> None:
    assert find_refusal(ip_address(text)) is None


@pytest.mark.parametrize("text", LOCAL)
def test_an_operator_can_allow_a_private_network(text: str) -> None:
    assert find_refusal(ip_address(text))
    assert find_refusal(ip_address(text), allow_private=True) is None


@pytest.mark.parametrize("text", NEVER)
def test_some_addresses_stay_refused_whatever_is_allowed(text: str) -> None:
    assert find_refusal(ip_address(text), allow_private=True)


@given(st.ip_addresses(v=4))
def test_no_spelling_inside_ipv6_is_judged_more_kindly(address: IPv4Address) -> None:
    number = int(address)
    spellings = (
        0xFFFF << 32 | number,
        0xFFFF << 48 | number,
        0x0064FF9B << 96 | number,
        0x2002 << 112 | number << 80,
    )
    for spelling in (number, *spellings) if number > 1 else spellings:
        verdict = find_refusal(IPv6Address(spelling))
        assert (verdict is None) == (find_refusal(address) is None)


@given(st.ip_addresses())
def test_allowing_private_addresses_never_refuses_more(address: IPv4Address | IPv6Address) -> None:
    if find_refusal(address) is None:
        assert find_refusal(address, allow_private=True) is None


@pytest.mark.parametrize(
    ("text", "is_literal"),
    [("1.2.3.4", True), ("[::1]", True), ("fe80::1%lo", True), ("127.1", False), ("a.cn", False)],
)
def test_only_full_literals_skip_the_name_lookup(text: str, *, is_literal: bool) -> None:
    assert (parse_address(text) is not None) == is_literal
