"""Files of a notice to text: PDF, DOCX, spreadsheets, CSV, plain text and ZIP archives of these.

May import: the standard library, pypdfium2 and python-calamine (this package alone owns both),
watcher.model and watcher.text. Pure and in memory: nothing is written and no entity, link or macro
of a file is followed. Whatever a file's name or the server says, its first bytes decide what it is.
Call it inside a worker: native code reads hostile bytes here.
"""

from watcher.extract.files.kinds import tell_kind
from watcher.extract.files.reading import read_file
from watcher.extract.files.result import FileText

__all__ = ["FileText", "read_file", "tell_kind"]
