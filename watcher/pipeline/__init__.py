"""The hub: holds the order of steps and the transaction boundaries.

May import: every room below it, never config, daemon, demo or cli. The table in
docs/architecture.md ("How a notice flows") is what check.py does, line by line.
"""
