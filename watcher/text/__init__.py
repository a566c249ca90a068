"""Bytes to clean strings: charset, DOM, dates, addresses, folding, clauses.

May import: the standard library, selectolax and opencc (this room alone owns both),
watcher.errors and watcher.model. Everything here is pure and safe to call on hostile text: no
recursion by document depth and no work that grows faster than the text.
"""
