"""Proxies by name: found where secrets are, told in words where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.config import load_proxies, load_settings
from watcher.errors import ConfigError
from watcher.model.source import Source, Tier, Way


def source(name: str, proxy: str | None) -> Source:
    url = f"https://{name}.example/"
    way = Way(proxy=proxy)
    return Source(id=name, name=name, kind="auto", tier=Tier.OFFICIAL, url=url, way=way)


SOURCES = (source("a", "office"), source("b", None), source("c", "office"), source("d", "hk_2"))
ADDRESS = "http://watch:hunter2@10.1.2.3:3128"


def test_the_environment_says_where_a_named_proxy_is() -> None:
    environ = {"WATCHER_PROXY_OFFICE": ADDRESS, "WATCHER_PROXY_HK_2": "https://[2001:db8::1]:8443/"}
    assert load_proxies(SOURCES, environ) == {
        "office": ADDRESS,
        "hk_2": "https://[2001:db8::1]:8443/",
    }


def test_a_credential_file_wins(tmp_path: Path) -> None:
    (tmp_path / "WATCHER_PROXY_OFFICE").write_text(f"{ADDRESS}\n", encoding="utf-8")
    environ = {"WATCHER_PROXY_OFFICE": "http://other:1"}
    assert load_proxies(SOURCES[:3], environ, tmp_path) == {"office": ADDRESS}


def test_what_nobody_names_is_not_read() -> None:
    assert load_proxies(SOURCES[1:2], {"WATCHER_PROXY_OFFICE": "nonsense"}) == {}


def test_every_missing_proxy_is_told_with_its_sources() -> None:
    with pytest.raises(ConfigError) as caught:
        load_proxies(SOURCES, {})
    first, second = caught.value.faults
    assert first.startswith('the proxy "office" of [[source]] "a", "c": WATCHER_PROXY_OFFICE: ')
    assert "WATCHER_PROXY_HK_2" in second
    assert caught.value.hint


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3:3128", "socks5://h:1", "http://", "http://h:0", "http://h:99999", "http://h/hunter2",
     "http://u:hunter2 @h:1", "http://[::1", "http://h?hunter2"],
)  # fmt: skip
def test_what_is_no_proxy_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_proxies(SOURCES[:1], {"WATCHER_PROXY_OFFICE": address})
    (fault,) = caught.value.faults
    assert "http://host:port" in fault
    assert "hunter2" not in fault


def test_the_settings_let_proxies_pass(tmp_path: Path) -> None:
    environ = {"WATCHER_HOME": str(tmp_path), "WATCHER_PROXY_OFFICE": ADDRESS}
    assert load_settings(environ, folder=tmp_path).home == tmp_path
    with pytest.raises(ConfigError, match="WATCHER_PROXIES"):
        load_settings(environ | {"WATCHER_PROXIES": "x"}, folder=tmp_path)
