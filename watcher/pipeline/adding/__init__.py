"""Adding a source: from an address to a proposed ``[[source]]`` table, proved on the page itself.

May import what the pipeline may. Everything but ``looking`` is pure and runs inside a worker.
"""

from watcher.pipeline.adding.doubts import Doubt, Subject, find_doubts
from watcher.pipeline.adding.looking import Asked, look_at
from watcher.pipeline.adding.proposal import Proposal, Unfit

__all__ = ["Asked", "Doubt", "Proposal", "Subject", "Unfit", "find_doubts", "look_at"]
