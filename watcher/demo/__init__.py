"""The demo: a loopback site, a webhook sink and the play that runs the real daemon between them.

Uses the program from outside only, as a user does: commands in a process of their own, pages over
HTTP, alerts as they reach a webhook. May import: the standard library, rich and watcher.errors.
"""
