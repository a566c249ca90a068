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
ABOUT = 150
"""Characters in which a comment says on what."""
_PAPER = re.compile("《([^《》\n]{6,60})》")
_NAMED = re.compile(r"[\u3400-\u9fff《“\"][\u3400-\u9fff\w《》“”\"'·•・、,()—:]{8,80}")
_PARTS = re.compile(r"\s*[|｜丨_]+\s*|\s+[-—–]+\s+|——")
_LABEL = re.compile(
    r"^(?:[【\[〔][^】\]〕]{1,10}[】\]〕]|[^:：“”]{2,6}[:：]|[^!！“”]{2,4}[!！])\s*"
)
_COMMENTARY = re.compile(
    r"评论|評論|時評|时评|述评|社论|观点|解读|解讀|答记者问|专家|專家|圆桌|一图"
)
ENDS = 60
_SIGNED = re.compile(
    r"作者[：:系]|律所|律师事务所|(?:律师|记者|评论员|研究员)[^。\n]{0,12}(?:撰|文$)|笔者"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[(【]((?:19|20)\d\d)[〕\])】]第?(\d{1,5})号")
_HAN = re.compile("[\u3400-\u9fff]{3}")
MARK = "清朗"
"""In every name of a campaign that is read here."""
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


def is_comment(document: Document) -> bool:
    """Whether a page gives somebody's view: by its title, or by who signs at its ends."""
    ends = f"{document.title}\n{document.body[:ENDS]}\n{document.body[-ENDS:]}"
    return is_commentary(document.title) or _SIGNED.search(ends) is not None


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
        keys += [f"paper:{_digest(name)}" for name in papers_in(document.title)[:MOST_NAMED]]
    number = document_number_key(document)
    if number:
        keys.append(f"number:{number}")
    if document.has_text:
        digest = blake2b(canon.codes.tobytes(), digest_size=8).hexdigest()
        keys.append(f"text:{digest}")
        text = canon.folded.text
        in_title = fold(document.title).text if MARK in document.title else ""
        keys += [f"campaign:{name}" for name in campaign_names(f"{in_title}\n{text}")]
        tongue = LATIN if is_latin(document.body) else CHINESE
        if tongue == LATIN or sum(map(text.count, FIELD)) >= FIELD_WORDS:
            terms = find_terms(text, is_english=tongue == LATIN)
            keys += [
                f"terms:{tongue}{each}" for each in term_keys(terms, is_english=tongue == LATIN)
            ]
        titles = named_titles(text) if tongue == LATIN else [title]
        keys += [f"named:{tongue}{_digest(each)}" for each in titles if len(each) >= LEAST_NAMED]
        figures = large_figures(canon)
        if tongue == LATIN:
            figures += [each for each in spelled_figures(text.lower()) if len(each) >= 4]
        figures.sort(key=lambda value: -len(value.rstrip("0")))
        keys += [f"figures:{tongue}{value}" for value in figures[:MOST_FIGURES]]
    return tuple(dict.fromkeys(keys))


def campaign_names(folded: str) -> list[str]:
    """Return the names of campaigns that a folded text quotes, without marks, the first few."""
    names = dict.fromkeys(fold_key(name) for name in _CAMPAIGN.findall(folded))
    return [name for name in list(names)[:MOST_CAMPAIGNS] if name]


def papers_named(document: Document) -> list[str]:
    """Return the titles of papers that a page is about: those in its title or its first words.

    Papers further down are what a text rests on.
    """
    printed = f"{document.title}\n{document.body[:ABOUT]}"
    if "《" not in printed:
        return []
    own = title_key(document.title)
    return [name for name in papers_in(printed) if name != own][:MOST_NAMED]


def papers_in(text: str) -> list[str]:
    """Return the keys of the titles that a text prints in title marks."""
    if "《" not in text:
        return []
    return list(dict.fromkeys(title_key(name) for name in _PAPER.findall(fold(text).text)))


def named_titles(folded: str) -> list[str]:
    """Return the Chinese titles that a folded English text prints: whoever translates names it."""
    found = (title_key(run) for run in _NAMED.findall(folded) if _HAN.search(run))
    return [each for each in dict.fromkeys(found) if len(each) >= LEAST_NAMED][:MOST_NAMED]


def _digest(key: str) -> str:
    return blake2b(key.encode(), digest_size=5).hexdigest()


def keys_asked(document: Document, keys: Sequence[str]) -> tuple[str, ...]:
    """Return keys that are looked for and not kept.

    Under them stand pages in the other language that say the same, and papers this one is about.
    """
    asked = [f"title:{name[:80]}" for name in papers_named(document)]
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind in ("terms", "figures", "named"):
            asked.append(f"{kind}:{CHINESE if rest[0] == LATIN else LATIN}{rest[1:]}")
    return tuple(dict.fromkeys(asked))
