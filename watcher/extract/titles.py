"""Choosing a title among what a page offers, and taking site names and dates off it."""

from __future__ import annotations

import re

from watcher.extract import furniture
from watcher.extract.container import Content, key_of
from watcher.extract.meta import Meta
from watcher.model.source import DetailRules
from watcher.text.clean import squeeze
from watcher.text.dom import Dom
from watcher.text.fold import fold_key
from watcher.text.outline import Line

MAX_TITLE = 300
_DATE_TAIL = re.compile(
    r"\s*[\[(（]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[\])）]?\s*$"
)
_TITLE_WORD = re.compile(
    "通知|通报|公告|通告|意见|办法|规定|方案|计划|决定|条例|行动|关于|印发|部署|发布|公布|整治|"
    "典型案例|答记者问|解读|征求|Notice|Announcement|special|Measures|Provisions"
)
_CRUMB = re.compile(r"首页|首頁|当前位置|您的位置|您现在|>>|»|\s>\s")
_SUFFIX = re.compile(r"\s*(?:-{1,3}|_{1,3}|[|｜]|–|—{1,2}|\s>>?\s|\s»\s)\s*")
_SITE = re.compile(
    r"(?:网|網|网站|频道|門戶|门户|政府|办公室|委员会|在线|新闻|新聞|日报|晚报|资讯|客户端|公众号|"
    r"平台|社区|论坛|中心|局|部|厅|杂志|\.com|\.cn|News|Times|Daily|Blog|首页|正文|专题|要闻|动态|"
    r"通知公告|公告公示|公示公告|公告通知|政策文件|规范性文件|政策法规|信息公开|"
    r"博客|腾讯|新浪|搜狐|网易|凤凰|澎湃|头条)$"
)
_SURE_SEPARATOR = re.compile(r"\s*(?:--|_|[|｜])")
_MAX_SITE = 20


def choose_title(lines: list[Line], start: int, end: int) -> str:
    """Choose the title among the lines before the body [start, end); "" where none is like one."""
    if not lines:
        return ""
    head = lines[:start] if end > start else lines
    best, best_score = "", 0.0
    for line, score in zip(head, _score_all(head), strict=True):
        if score > best_score:
            best, best_score = line.text, score
    return squeeze(_cut_date(best))[:MAX_TITLE]


def strip_title(lines: list[str], title: str) -> list[str]:
    """Leave out the title where it stands again at the head of a body."""
    key = fold_key(title)
    kept = list(lines)
    while kept and key and fold_key(kept[0]) == key:
        del kept[0]
    return kept


def _score_all(lines: list[Line]) -> list[float]:
    """Say of each line how much it looks like the title of what stands below; 0 for not at all."""
    texts = [line.text for line in lines]
    metas = [
        furniture.is_label(text) or furniture.DATE_ONLY.fullmatch(text) is not None
        for text in texts
    ]
    scores = []
    for index, line in enumerate(lines):
        score = _score(line)
        if score is None:
            scores.append(0.0)
            continue
        score += 4.0 if texts.count(line.text) > 1 else 0.0
        score += 3.0 if index == 0 else 0.0
        score += 3.0 if index + 1 == len(texts) or True in metas[index + 1 : index + 4] else 0.0
        scores.append(score)
    return scores


def _score(line: Line) -> float | None:
    """Say how much a line looks like a title by itself; None for one that is none."""
    text = _cut_date(line.text)
    length = len(text)
    if (
        length < 4
        or length > 200
        or text[-1] in "。；：:,，"
        or furniture.is_furniture(text)
        or furniture.DATE_ONLY.fullmatch(text)
        or furniture.has_markup(text)
        or _CRUMB.search(text)
    ):
        return None
    score = 3.0 if 10 <= length <= 80 else 1.0
    score += 8.0 - line.heading if line.heading else 0.0
    score += 3.0 if length < len(line.text) else 0.0  # its day stands behind it
    score += 2.0 if _TITLE_WORD.search(text) else 0.0
    return score - (3.0 if line.is_bullet else 0.0) - 5.0 * line.linked


def _cut_date(text: str) -> str:
    """Take the day off the end of a line."""
    may_end = text[-1:].isdigit() or text[-1:] in "日])）"
    return _DATE_TAIL.sub("", text) if may_end else text


def find_title(page: Dom, meta: Meta, content: Content, rules: DetailRules) -> tuple[str, str]:
    """Give the title of a page and where it was read.

    Selectors first. Then the candidate that others agree with: a heading that stands in the title
    element is certain, the mandated meta tag nearly; the title element without the site's name
    comes last.
    """
    for selector in rules.title:
        for node in page.css(selector):
            if node.text:
                return node.text[:MAX_TITLE], "selector"
    ranked = weigh_titles(meta, content)
    if not ranked:
        return "", ""
    where, text, _ = ranked[0]
    return _cut_date(text), where


def weigh_titles(meta: Meta, content: Content) -> list[tuple[str, str, float]]:
    """Give all candidates for the title as (where, text, score), best first."""
    whole = key_of(meta.page_title)
    candidates = [
        (where, text, 3.5 if where == "meta:articletitle" else 1.0) for where, text in meta.titles
    ]
    # Some templates put the site's name into the first heading.
    candidates += [("h1", text, 1.0 if _SITE.search(text) else 2.5) for text in meta.headings]
    candidates += _near(content)
    own = strip_site(meta.page_title, meta.sites)
    candidates.append(("title", own, 0.3 if _SITE.search(own) else 1.6))
    keys = [key_of(text) for _, text, _ in candidates]
    ranked = []
    for (where, text, trust), key in zip(candidates, keys, strict=True):
        cleaned = squeeze(text)[:MAX_TITLE]
        if len(key) < 4 or furniture.is_furniture(cleaned):
            continue
        agrees = where != "title" and key in whole
        score = trust + 2.0 * agrees * min(1.0, len(key) / 10) + 0.5 * min(3, keys.count(key) - 1)
        if score > 0:
            ranked.append((where, cleaned, score))
    return sorted(ranked, key=lambda each: -each[2])


def _near(content: Content) -> list[tuple[str, str, float]]:
    """Give the lines above the body as candidates: headings, and what stands above a date line.

    A line that begins with a dash is the second line of the title above it.
    """
    first = max(0, content.start - 15)
    lines = content.lines[first : content.start + 3]
    scores = _score_all(lines)
    candidates = []
    for index, line in enumerate(lines):
        if len(line.text) > MAX_TITLE or line.text.startswith("—"):
            continue
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        text = line.text + below if below.startswith("—") else line.text
        where = f"h{line.heading}" if line.heading else "page"
        candidates.append((where, text, 0.25 * scores[index]))
    return candidates


def strip_site(title: str, sites: list[str]) -> str:
    """Take the site's and the column's names off a title element.

    Behind an underscore, a bar or two hyphens stands a name of the site; behind one hyphen or a
    dash it may as well be the title's own second half, so there the name must look like a site's.
    """
    kept = title
    while True:
        separators = list(_SUFFIX.finditer(kept))
        if not separators or separators[-1].start() == 0:
            return kept.strip()
        last = separators[-1]
        name = kept[last.end() :]
        is_site = bool(_SITE.search(name)) or any(name in site for site in sites)
        is_sure = bool(_SURE_SEPARATOR.match(last[0])) and not _TITLE_WORD.search(name)
        if not is_site and not (is_sure and len(name) <= _MAX_SITE):
            return kept.strip()
        kept = kept[: last.start()]
