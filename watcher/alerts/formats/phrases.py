"""English sentences of the program put into Chinese: one way for all tables of sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_GROUP = re.compile(r"\\(\d)")


class Phrases:
    r"""A table of (pattern of an English sentence, Chinese sentence with its gaps as ``\1``).

    A sentence is known where a pattern matches all of it; the first one counts. What stands in its
    gaps, and what follows a subject and a colon, is translated as well. ``otherwise`` is asked
    about a sentence that the table does not know.
    """

    def __init__(
        self, sentences: Iterable[tuple[str, str]], *, otherwise: Callable[[str], str] = str
    ) -> None:
        self._sentences = tuple((re.compile(english), chinese) for english, chinese in sentences)
        self._otherwise = otherwise

    def tell(self, text: str) -> str:
        """Return a text in Chinese as far as its sentences are known."""
        for sentence, chinese in self._sentences:
            found = sentence.fullmatch(text)
            if found:
                return self._fill(chinese, found)
        told = self._otherwise(text)
        if told != text:
            return told
        subject, colon, rest = text.partition(": ")
        if colon and (told := self.tell(rest)) != rest:
            return f"{subject}：{told}"
        return text

    def _fill(self, chinese: str, found: re.Match[str]) -> str:
        return _GROUP.sub(lambda gap: self.tell(found[int(gap[1])] or ""), chinese)
