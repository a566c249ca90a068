from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from watcher.campaigns import Catalogue
from watcher.config.catalogue import load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue(load_catalogue())


@pytest.fixture(scope="session")
def tables() -> list[dict[str, object]]:
    folder = resources.files("watcher.campaigns") / "catalogue"
    return [
        table
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for table in tomllib.loads(file.read_text("utf-8"))["campaign"]
    ]
