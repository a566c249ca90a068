"""Campaigns: the compiled catalogue and classification with evidence.

Pure. May import: watcher.text, watcher.model, watcher.errors. The catalogue's data lies in
catalogue/*.toml and is read by watcher.config.
"""
