"""Who hears of an event, under which key, and in which words.

May import: watcher.text, watcher.model and watcher.errors. Pure: rendering an event needs the event
and nothing else. Texts that come from pages are hostile here; ``formats/safety.py`` says how they
are disarmed.
"""
