"""Network out: one URL, one message, and an honest word on what became of it.

May import ``errors`` and ``model``. The only owner of apprise; httpx for the chat platforms whose
answer must be read. ``deliver`` runs in a killable process that alone holds the credentials.
"""

from watcher.channels.checking import check_url, find_limit, find_rate
from watcher.channels.sending import deliver, describe, send

__all__ = ["check_url", "deliver", "describe", "find_limit", "find_rate", "send"]
