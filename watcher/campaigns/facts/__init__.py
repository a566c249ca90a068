"""Facts of a notice: who issued it, when it holds, what it demands, whom and what it names.

Pure. May import: watcher.campaigns.view, watcher.text, watcher.model.
"""

from watcher.campaigns.facts.issuers import list_bodies
from watcher.campaigns.facts.read import read_facts
from watcher.campaigns.facts.telling import facts_to_json, strip_readings, tell_facts

__all__ = ["facts_to_json", "list_bodies", "read_facts", "strip_readings", "tell_facts"]
