"""Campaigns: the compiled catalogue and classification with evidence.

Pure. May import: watcher.text, watcher.model, watcher.errors. The catalogue's data lies in
catalogue/*.toml and is read by watcher.config.
"""

from watcher.campaigns.catalogue import Catalogue
from watcher.campaigns.classify import classify
from watcher.campaigns.facts import read_facts

__all__ = ["Catalogue", "classify", "read_facts"]
