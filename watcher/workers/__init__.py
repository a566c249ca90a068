"""Killable process pools: pages are parsed and messages are sent where a hang can be ended.

A thread cannot be stopped and lexbor is quadratic on some shapes, so hostile input is read in
child processes with a wall limit, a memory limit and, for parsing, no network. The room runs the
functions it is handed and imports none of the rooms they come from, only ``errors``.
"""

from watcher.workers.pool import Closed, NoWorker, Pool, TooSlow

__all__ = ["Closed", "NoWorker", "Pool", "TooSlow"]
