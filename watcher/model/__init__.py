"""The language of the domain: frozen values and enums.

May import: the standard library and watcher.errors only. Every word here has one meaning, listed in
docs/architecture.md; rooms exchange these values and nothing else.
"""
