from __future__ import annotations

from pathlib import Path

import pytest

from watcher.config import Settings, load_settings
from watcher.config.settings import FIELDS_BY_VARIABLE
from watcher.errors import ConfigError


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "storage").mkdir()
    (tmp_path / "sources.toml").touch()
    return tmp_path


def test_in_a_checkout_everything_lives_in_its_storage_folder(checkout: Path) -> None:
    settings = load_settings({"STATE_DIRECTORY": "/var/lib/watcher"}, folder=checkout)
    assert settings.home == checkout / "storage"
    assert settings.database_url == f"sqlite:///{checkout}/storage/watcher.db"
    assert settings.archive == checkout / "storage" / "archive"
    assert settings.sources_file == checkout / "sources.toml"


@pytest.mark.parametrize(
    ("environ", "home", "sources"),
    [
        (
            {"STATE_DIRECTORY": "/var/lib/watcher", "CONFIGURATION_DIRECTORY": "/etc/watcher"},
            "/var/lib/watcher",
            "/etc/watcher/sources.toml",
        ),
        (
            {"STATE_DIRECTORY": "/var/lib/a:/var/lib/b", "HOME": "/home/u"},
            "/var/lib/a",
            "/home/u/.config/watcher/sources.toml",
        ),
        (
            {"HOME": "/home/u", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"},
            "/s/watcher",
            "/c/watcher/sources.toml",
        ),
        (
            {"HOME": "/home/u", "XDG_STATE_HOME": "relative"},
            "/home/u/.local/state/watcher",
            "/home/u/.config/watcher/sources.toml",
        ),
        (
            {"WATCHER_HOME": "/data", "WATCHER_SOURCES": "/x/my.toml", "HOME": "/home/u"},
            "/data",
            "/x/my.toml",
        ),
    ],
)
def test_outside_a_checkout_the_platform_says_where(
    tmp_path: Path, environ: dict[str, str], home: str, sources: str
) -> None:
    settings = load_settings(environ, folder=tmp_path)
    assert settings.home == Path(home)
    assert settings.sources_file == Path(sources)
    assert settings.database_url == f"sqlite:///{home}/watcher.db"


def test_paths_are_relative_to_the_working_folder(tmp_path: Path) -> None:
    settings = load_settings({"WATCHER_HOME": "data", "WATCHER_CATALOGUE": "more"}, folder=tmp_path)
    assert settings.home == tmp_path / "data"
    assert settings.catalogue_file == tmp_path / "more"


def test_values_are_read_and_empty_ones_count_as_unset(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "WATCHER_LOG_LEVEL": "debug",
            "WATCHER_LANGUAGE": "EN",
            "WATCHER_TICK_SECONDS": "0.2",
            "WATCHER_WORKERS": "4",
            "WATCHER_FETCHERS": "",
            "WATCHER_USER_AGENT": "our-bot/1 (+https://example.com)",
            "CREDENTIALS_DIRECTORY": "/run/credentials/watcher.service",
        },
        folder=tmp_path,
    )
    assert settings.log_level == "DEBUG"
    assert settings.language == "en"
    assert settings.tick_seconds == pytest.approx(0.2)
    assert settings.workers == 4
    assert settings.fetchers == 8
    assert settings.user_agent == "our-bot/1 (+https://example.com)"
    assert settings.credentials_directory == Path("/run/credentials/watcher.service")


def test_all_faults_are_named_at_once_with_their_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(
            {
                "WATCHER_LANGUAG": "zh",
                "WATCHER_LOG_LEVEL": "loud",
                "WATCHER_WORKERS": "0",
                "WATCHER_TICK_SECONDS": "soon",
                "WATCHER_DATABASE_URL": "mysql://root:pw@host/db",
                "WATCHER_USER_AGENT": "bad\r\nHost: x",
            },
            folder=tmp_path,
        )
    faults = caught.value.faults
    assert len(faults) == 6
    assert 'did you mean "WATCHER_LANGUAGE"?' in faults[0]
    for variable in ("LOG_LEVEL", "WORKERS", "TICK_SECONDS", "DATABASE_URL", "USER_AGENT"):
        assert any(f"environment: WATCHER_{variable}: " in fault for fault in faults)
    assert not any("pw" in fault for fault in faults)


def test_a_password_in_the_database_address_is_not_shown(tmp_path: Path) -> None:
    settings = load_settings(
        {"WATCHER_DATABASE_URL": "postgresql://w:secret-word@db/w"}, folder=tmp_path
    )
    assert settings.database_url == "postgresql://w:secret-word@db/w"
    assert "secret-word" not in repr(settings)
    assert "secret-word" not in str(settings)


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = load_settings({}, folder=tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        settings.language = "en"  # type: ignore[misc]  # the point of the test


def test_every_setting_has_a_variable() -> None:
    assert sorted(FIELDS_BY_VARIABLE.values()) == sorted(Settings.model_fields)
