"""The outside world becomes model values: environment, ``sources.toml``, catalogue, watch-list.

May import: text, sources, alerts, campaigns, channels (their checks and registries only), model,
errors and pydantic, which this room owns. Every fault of a file is found in one pass and raised
together as one ``ConfigError``, a sentence each.
"""

from watcher.config.catalogue import load_catalogue
from watcher.config.loading import Config, load_config
from watcher.config.proxies import load_proxies
from watcher.config.settings import Settings, load_settings
from watcher.config.watchlist import load_watchlist

__all__ = [
    "Config",
    "Settings",
    "load_catalogue",
    "load_config",
    "load_proxies",
    "load_settings",
    "load_watchlist",
]
