"""Detail pages and texts to documents.

Order of trust: configured selectors, the meta tags that Chinese government sites must carry,
JSON-LD, containers of known CMS families, then content by density and structure. May import: the
standard library, watcher.errors, watcher.model and watcher.text. Pure: text in, document out.
"""

from watcher.extract.explain import explain_html
from watcher.extract.files import FileText, read_file
from watcher.extract.html import Reading, extract_html, extract_page, read_page
from watcher.extract.plain import extract_text
from watcher.extract.recurring import differs_by_furniture, find_recurring, learn

__all__ = [
    "FileText",
    "Reading",
    "differs_by_furniture",
    "explain_html",
    "extract_html",
    "extract_page",
    "extract_text",
    "find_recurring",
    "learn",
    "read_file",
    "read_page",
]
