"""Settings from ``WATCHER_*`` environment variables.

A frozen value made once at the start; nothing else in the program reads the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from watcher import __version__
from watcher.config.faults import describe, near
from watcher.config.spans import parse_span
from watcher.errors import ConfigError

PREFIX = "WATCHER_"
PROXY_PREFIX = "WATCHER_PROXY_"
"""Before the name of a proxy, in capitals: the variable with its address (see proxies.py)."""
USER_AGENT = f"notice-watcher/{__version__}"


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _check_database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError(
            "is not a database this program knows; write sqlite:////absolute/path.db "
            "or postgresql+psycopg://user:password@host/name"
        )
    return url


def _check_header_text(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise ValueError("must be printable ASCII on one line: it is sent as an HTTP header")
    return text


class Settings(BaseModel):
    """How this installation runs. Spans are seconds, sizes are bytes.

    ``home`` is the one folder for the database and the page archive. ``sources_file`` need not
    exist: ``load_config`` says so where it is needed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path
    database_url: Annotated[str, AfterValidator(_check_database)] = Field(repr=False)
    """May hold a password: it is left out of ``repr``."""
    sources_file: Path
    catalogue_file: Path | None = None
    """More campaigns, in the shape of the catalogue inside the package."""
    watchlist_file: Path | None = None
    """The user's own names, TOML or CSV."""
    credentials_directory: Path | None = None
    """A folder with one file a secret; under systemd the unit's credentials."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = (
        "INFO"
    )
    language: Annotated[Literal["zh", "en"], BeforeValidator(_lower)] = "zh"
    """The language of what commands print; each channel has its own."""
    user_agent: Annotated[
        str, Field(min_length=1, max_length=200), AfterValidator(_check_header_text)
    ] = USER_AGENT
    tick_seconds: Annotated[float, BeforeValidator(parse_span), Field(ge=0.05, le=300)] = 1.0
    """How often the daemon looks for due work."""
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    """Processes that parse pages."""
    fetchers: Annotated[int, Field(ge=1, le=256)] = 8
    """Threads that fetch; one host is still asked one request at a time."""

    @property
    def archive(self) -> Path:
        """The folder of the kept pages."""
        return self.home / "archive"


FIELDS_BY_VARIABLE: Mapping[str, str] = {
    "WATCHER_HOME": "home",
    "WATCHER_DATABASE_URL": "database_url",
    "WATCHER_SOURCES": "sources_file",
    "WATCHER_CATALOGUE": "catalogue_file",
    "WATCHER_WATCHLIST": "watchlist_file",
    "WATCHER_CREDENTIALS_DIRECTORY": "credentials_directory",
    "WATCHER_LOG_LEVEL": "log_level",
    "WATCHER_LANGUAGE": "language",
    "WATCHER_USER_AGENT": "user_agent",
    "WATCHER_TICK_SECONDS": "tick_seconds",
    "WATCHER_WORKERS": "workers",
    "WATCHER_FETCHERS": "fetchers",
}
"""Every variable this program reads; a test keeps the README's table equal to it."""


def load_settings(environ: Mapping[str, str], *, folder: Path | None = None) -> Settings:
    """Return the settings that an environment asks for; an empty variable counts as unset.

    ``folder`` is the working directory. In a checkout (a folder with ``sources.toml`` and
    ``storage/``) home is its ``storage/``. Elsewhere it is systemd's STATE_DIRECTORY, else
    ``watcher`` under XDG_STATE_HOME (``~/.local/state``); ``sources.toml`` is then looked for in
    systemd's CONFIGURATION_DIRECTORY, else in ``watcher`` under XDG_CONFIG_HOME (``~/.config``).

    Raises:
        ConfigError: a value is wrong or a ``WATCHER_*`` variable is unknown; all faults at once.
    """
    here = (folder or Path.cwd()).absolute()
    faults = _unknown_variables(environ)
    values: dict[str, object] = {
        field: environ[variable].strip()
        for variable, field in FIELDS_BY_VARIABLE.items()
        if environ.get(variable, "").strip()
    }
    for field in (
        "home",
        "sources_file",
        "catalogue_file",
        "watchlist_file",
        "credentials_directory",
    ):
        if field in values:
            values[field] = here / Path(str(values[field])).expanduser()
    values.setdefault("home", _default_home(environ, here))
    values.setdefault("sources_file", _default_sources(environ, here))
    values.setdefault("database_url", f"sqlite:///{values['home']}/watcher.db")
    if environ.get("CREDENTIALS_DIRECTORY"):
        values.setdefault("credentials_directory", Path(environ["CREDENTIALS_DIRECTORY"]))
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        variables = {field: variable for variable, field in FIELDS_BY_VARIABLE.items()}
        faults += [
            f"environment: {variables[str(fault['loc'][0])]}: {describe(fault, Settings)}"
            for fault in error.errors()
        ]
        raise ConfigError(faults) from None
    if faults:
        raise ConfigError(faults)
    return settings


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Return a fault for every ``WATCHER_*`` variable that nothing reads."""
    return [
        f"environment: {name} is no setting of this program{near(name, FIELDS_BY_VARIABLE)}"
        for name in sorted(environ)
        if name.startswith(PREFIX)
        and not name.startswith(PROXY_PREFIX)
        and name not in FIELDS_BY_VARIABLE
    ]


def _is_checkout(folder: Path) -> bool:
    return (folder / "sources.toml").is_file() and (folder / "storage").is_dir()


def _default_home(environ: Mapping[str, str], here: Path) -> Path:
    if _is_checkout(here):
        return here / "storage"
    if environ.get("STATE_DIRECTORY"):
        return Path(environ["STATE_DIRECTORY"].split(":")[0])
    return _base(environ, "XDG_STATE_HOME", ".local/state") / "watcher"


def _default_sources(environ: Mapping[str, str], here: Path) -> Path:
    if (here / "sources.toml").is_file():
        return here / "sources.toml"
    if environ.get("CONFIGURATION_DIRECTORY"):
        return Path(environ["CONFIGURATION_DIRECTORY"].split(":")[0]) / "sources.toml"
    return _base(environ, "XDG_CONFIG_HOME", ".config") / "watcher" / "sources.toml"


def _base(environ: Mapping[str, str], variable: str, under_home: str) -> Path:
    """Return a base directory as the XDG specification says: relative values are ignored."""
    value = environ.get(variable, "")
    if value.startswith("/"):
        return Path(value)
    return (Path(environ["HOME"]) if environ.get("HOME") else Path.home()) / under_home
