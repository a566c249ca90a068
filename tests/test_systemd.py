"""The unit: what it promises, and what systemd itself says of it where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "systemd" / "watcher.service"
MOST_EXPOSED_TENTHS = 16
"""The scale of `systemd-analyze security` in tenths; a plain unit has 96."""


def directives() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        name, mark, value = line.partition("=")
        if mark and not line.startswith(("#", "[")):
            found.setdefault(name.strip(), []).append(value.strip())
    return found


EXPECTED = {
    "Type": "notify",
    "NotifyAccess": "main",
    "WatchdogSec": "90s",
    "Restart": "always",
    "StartLimitIntervalSec": "0",
    "KillMode": "mixed",
    "User": "watcher",
    "StateDirectory": "watcher",
    "StateDirectoryMode": "0700",
    "ConfigurationDirectory": "watcher",
    "UMask": "0077",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateUsers": "yes",
    "MemoryDenyWriteExecute": "yes",
    "RestrictNamespaces": "yes",
    "SystemCallArchitectures": "native",
    "LimitCORE": "0",
    "MemoryMax": "900M",
    "OOMPolicy": "continue",
    "ExecReload": "/bin/kill -HUP $MAINPID",
}


@pytest.mark.parametrize(("name", "value"), EXPECTED.items())
def test_the_unit_says(name: str, value: str) -> None:
    assert directives()[name] == [value]


def test_the_notify_socket_and_both_families_of_addresses_stay_open() -> None:
    (families,) = directives()["RestrictAddressFamilies"]
    assert set(families.split()) == {"AF_INET", "AF_INET6", "AF_UNIX"}


def test_addresses_inside_the_house_are_denied() -> None:
    (denied,) = directives()["IPAddressDeny"]
    assert {"link-local", "10.0.0.0/8", "192.168.0.0/16", "fc00::/7"} <= set(denied.split())


def test_stopping_leaves_time_to_drain() -> None:
    (seconds,) = directives()["TimeoutStopSec"]
    assert int(seconds.removesuffix("s")) > 10


def test_no_secret_is_asked_for_by_environment() -> None:
    text = UNIT.read_text(encoding="utf-8")
    assert "LoadCredential=" in text
    assert not any("TOKEN" in value or "PASSWORD" in value for value in directives()["Environment"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "--man=no"],
        ["security", "--offline=true", f"--threshold={MOST_EXPOSED_TENTHS}", "--no-pager"],
    ],
    ids=["verify", "security"],
)
def test_systemd_accepts_the_unit(arguments: list[str]) -> None:
    """Without systemd here the parsed directives above have to do."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        assert directives()["Type"] == ["notify"]
        return
    done = subprocess.run(
        [analyze, *arguments, str(UNIT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr
