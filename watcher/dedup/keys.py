"""Exact keys of a document: what finds a candidate where shingles cannot.

A title alone, a document number, a campaign's quoted name, the large figures (the same in every
language) and the hash of the whole body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import LCSseq

from watcher.dedup.canon import Canon
from watcher.dedup.figures import large_figures, spelled_figures
from watcher.dedup.glossary import find_terms, term_keys
from watcher.dedup.scripts import is_latin
from watcher.model.document import Document
from watcher.text.fold import fold, fold_key

MOST_FIGURES = 8
FIELD = ("网", "平台", "账号", "App")
FIELD_WORDS = 3
"""Times that these stand in a text about the internet: others are not read for its terms."""
CHINESE, LATIN = "z", "e"
"""Marks of the language of a key that a translation shares."""
MOST_CAMPAIGNS = 3
SHORTEST_TITLE = 6
MOST_NAMED = 3
LEAST_NAMED = 10
"""Word characters from which a Chinese title in an English page is no name of something else."""
_NAMED = re.compile(r"[\u3400-\u9fff《“\"][\u3400-\u9fff\w《》“”\"'·•・、,()—:]{8,80}")
_PARTS = re.compile(r"\s*[|｜丨_]+\s*|\s+[-—–]+\s+|——")
_LABEL = re.compile(
    r"^(?:[【\[〔][^】\]〕]{1,10}[】\]〕]|[^:：“”]{2,6}[:：]|[^!！“”]{2,4}[!！])\s*"
)
_COMMENTARY = re.compile(
    r"评论|評論|時評|时评|述评|社论|观点|解读|解讀|答记者问|专家|專家|圆桌|一图"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[(【]((?:19|20)\d\d)[〕\])】]第?(\d{1,5})号")
_HAN = re.compile("[\u3400-\u9fff]{3}")
_CAMPAIGN = re.compile(r"清朗\s*[·•・.．‧∙]?\s*([^“”\"'‘’《》()]{4,40}?)[”\"’』」]")


def same_key(one: str, two: str) -> bool:
    """Whether two title keys name the same paper: equal but for a label, a site or a cut end."""
    shorter, longer = sorted((one, two), key=len)
    if len(shorter) < SHORTEST_TITLE:
        return len(shorter) >= 4 and longer.startswith(shorter)
    if shorter in longer:
        return len(shorter) >= 0.6 * len(longer) or longer.startswith(shorter)
    return LCSseq.similarity(shorter, longer) >= 0.8 * len(longer)


def is_commentary(title: str) -> bool:
    """Whether a title announces somebody's view of a paper, not the paper."""
    return _COMMENTARY.search(title) is not None


def same_title(one: str, two: str) -> bool:
    """Whether two titles name the same paper, with or without their labels and site names."""
    if is_commentary(one) != is_commentary(two):
        return False
    return same_key(title_key(one), title_key(two)) or same_key(_whole_key(one), _whole_key(two))


@lru_cache(maxsize=256)
def _whole_key(title: str) -> str:
    return fold_key(title)


@lru_cache(maxsize=256)
def title_key(title: str) -> str:
    """Return a title without labels and site names: its longest part, word characters only."""
    text = fold(title).text
    part = max(_PARTS.split(text), key=len, default="")
    bare = fold_key(_LABEL.sub("", part))
    return bare if len(bare) >= SHORTEST_TITLE else fold_key(part)


def document_number_key(document: Document) -> str | None:
    """Return 国信办202312号 for 国信办〔2023〕12号, from the field or the head of the body."""
    printed = document.document_number or document.body[:300]
    if "号" not in printed and "號" not in printed:
        return None
    text = fold(printed).text
    found = _NUMBER.search(text)
    return re.sub(r"\W", "", found[0]) if found else None


def exact_keys(document: Document, canon: Canon) -> tuple[str, ...]:
    """Return the keys of a document, each with the prefix of its kind."""
    keys = []
    title = title_key(document.title)
    if len(title) >= SHORTEST_TITLE:
        keys.append(f"title:{title[:80]}")
    number = document_number_key(document)
    if number:
        keys.append(f"number:{number}")
    if document.has_text:
        digest = blake2b(canon.codes.tobytes(), digest_size=8).hexdigest()
        keys.append(f"text:{digest}")
        text = canon.folded.text
        names = dict.fromkeys(fold_key(name) for name in _CAMPAIGN.findall(text))
        keys += [f"campaign:{name}" for name in list(names)[:MOST_CAMPAIGNS] if name]
        tongue = LATIN if is_latin(document.body) else CHINESE
        if tongue == LATIN or sum(map(text.count, FIELD)) >= FIELD_WORDS:
            terms = find_terms(text, is_english=tongue == LATIN)
            keys += [
                f"terms:{tongue}{each}" for each in term_keys(terms, is_english=tongue == LATIN)
            ]
        named = named_titles(text) if tongue == LATIN else [title]
        keys += [f"named:{tongue}{_digest(each)}" for each in named if len(each) >= LEAST_NAMED]
        figures = large_figures(canon)
        if tongue == LATIN:
            figures += [each for each in spelled_figures(text.lower()) if len(each) >= 4]
        figures.sort(key=lambda value: -len(value.rstrip("0")))
        keys += [f"figures:{tongue}{value}" for value in figures[:MOST_FIGURES]]
    return tuple(dict.fromkeys(keys))


def named_titles(folded: str) -> list[str]:
    """Return the Chinese titles that a folded English text prints: whoever translates names it."""
    found = (title_key(run) for run in _NAMED.findall(folded) if _HAN.search(run))
    return [each for each in dict.fromkeys(found) if len(each) >= LEAST_NAMED][:MOST_NAMED]


def _digest(key: str) -> str:
    return blake2b(key.encode(), digest_size=5).hexdigest()


def keys_abroad(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys under which pages in the other language are found that say the same."""
    turned = []
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind in ("terms", "figures", "named"):
            turned.append(f"{kind}:{CHINESE if rest[0] == LATIN else LATIN}{rest[1:]}")
    return tuple(turned)
