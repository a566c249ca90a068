"""What a notice says about itself: its number, who signed it and when, where it was taken from."""

from __future__ import annotations

import re
from datetime import date

from watcher.text.clean import squeeze
from watcher.text.dates import find_dates
from watcher.text.fold import fold

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}\s?[〔\[（(【﹝]\s?(?:19|20)\d\d\s?[〕\]）)】﹞]\s?第?\s?\d{1,5}\s?号"
    r"|(?:令|公告|通告)?\s?(?:19|20)\d\d年第\s?\d{1,4}\s?号|第\s?\d{1,4}\s?号(?:令|公告)"
)
_NUMBER_LEAD = re.compile(r"^(?:.*(?:文号|字号|编号|号)[:：]?|根据|按照|依据|关于|和|与|及|《|等)")
_BODIES = (
    r"办公室|办公厅|秘书局|委员会|管理局|总局|监督局|通信局|分局|公安局|公安部|文化和旅游部|教育部|部|厅|局|署|院|网信办|"
    r"信息办|委|综合司|司|中心|协会|法院|检察院|政府|银行|联合会|领导小组|专班|会"
)
_NAMES = re.compile(r"[\u4e00-\u9fff、（）() ·“”]{3,200}")
_NAME_END = re.compile(rf"(?:{_BODIES})[）)]?$")
_SIGNED_LINE = re.compile(
    r"(?P<who>.*?)[\s（(]*(?P<day>(?:(?:19|20)\d\d|二[〇○零0ＯO][〇○零一二三四五六七八九0ＯO]{2})\s?年\s?"
    r"[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日)\s*[）)]?\s*"
)
_CUT = re.compile("[。！？；!?;：:]")
_SOURCE = re.compile(
    r"(?:信息来源|文章来源|稿件来源|来源|來源|稿源|出处|转自|Source)\s?[:：]\s?([^\s|【\[]{1,40}(?:\s[A-Z][\w.]+)*)",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"^[“\"【]?(?P<who>[\u4e00-\u9fff、]{2,40}?(?:网信办|办公室|办公厅|委员会|总局|管理局|信息办|[部厅局署委会院]))等?"
    r"(?:[一二三四五六七八九十\d]+(?:个)?部门)?(?:联合)?(?:印发|发布|公布|部署|通报|关于|召开|开展|公开|曝光|查处|出台|深入|依法|就|启动|集中)"
)
_SIGNED_LABEL = re.compile(r"成文日期[】\]]?\s{0,3}[:：]?\s{0,3}([\d年月日/.\s-]{8,14})")
_ISSUER_LABEL = re.compile(
    r"(?:发文机关|发布机构|制发机关)[】\]]?\s{0,3}[:：]?\s{0,3}([^\s:：]{3,60})"
)
_MAX_DATA_LINE = 300
_MAX_TAIL = 8
_MAX_FOOT_LINE = 60
_MAX_FOOT_TAIL = 200
_MAX_NUMBER_LINE = 60


def find_number(lines: list[str]) -> str | None:
    """Give the document number (文号), such as 国信办通字〔2023〕12号, from the first lines."""
    for line in lines:
        # Numbers of other papers are cited inside sentences; the own one stands alone or in a head.
        if "号" not in line or len(line) > _MAX_NUMBER_LINE or "。" in line:
            continue
        match = _NUMBER.search(line)
        if match:
            return re.sub(r"\s", "", _NUMBER_LEAD.sub("", match[0]) or match[0])
    return None


def find_signature(lines: list[str], *, today: date) -> tuple[date | None, str | None]:
    """Give the day at the foot of a notice and who signed it, each None where it is not there.

    Names come folded: in simplified characters, without injected pinyin.

    The foot is a line with a date alone or behind the bodies' names: the last such line, since
    annexes may follow. Where the markup was lost it may be glued to the last sentence.
    """
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        tail = _CUT.split(line)[-1]
        if tail != line and len(lines) - index > _MAX_TAIL:
            continue
        match = _SIGNED_LINE.fullmatch(tail.strip()) if len(tail) <= _MAX_FOOT_TAIL else None
        if match is None:
            continue
        days = find_dates(_to_digits(match["day"]), today=today)
        if not days:
            continue
        who = squeeze(fold(match["who"]).text)
        names = [who] if who else _names_above(lines, index)
        return days[0].day, _join_names(names)
    return None, None


def find_issuer(title: str) -> str | None:
    """Give the body a title names as its author: "中央网信办部署开展…" gives 中央网信办."""
    match = _ISSUED.match(title)
    return match["who"] if match else None


def find_source(lines: list[str]) -> str | None:
    """Give what stands behind 来源 in the lines around a notice."""
    for line in lines:
        match = _SOURCE.search(line[:300])
        if match:
            return match[1].strip('）)】]”"，,。') or None
    return None


def find_labelled(lines: list[str], *, today: date) -> tuple[date | None, str | None]:
    """Give the day of signature and the issuer from the table of data above a government paper.

    The catalogue of open government information carries 成文日期 and 发文机关 or 发布机构
    (国办公开办函〔2019〕61号); rows may hold several pairs, with tabs or blanks between them.
    """
    signed_on = issuer = None
    for line in lines:
        if len(line) > _MAX_DATA_LINE:
            continue
        day = _SIGNED_LABEL.search(line) if signed_on is None else None
        days = find_dates(day[1], today=today) if day else ()
        signed_on = days[0].day if days else signed_on
        body = _ISSUER_LABEL.search(line) if issuer is None else None
        name = fold(body[1]).text.strip() if body else ""
        issuer = name if is_signature(name) else issuer
    return signed_on, issuer


def _to_digits(day: str) -> str:
    return re.sub("[○零0ＯO]", "〇", day) if day.startswith("二") else re.sub(r"\s", "", day)


def _names_above(lines: list[str], index: int) -> list[str]:
    names: list[str] = []
    for line in reversed(lines[max(0, index - 12) : index]):
        name = fold(line).text
        if len(line) > _MAX_FOOT_LINE or not is_signature(name):
            break
        names.insert(0, name)
    if names or index == 0:
        return names
    glued = fold(_CUT.split(lines[index - 1])[-1].strip()).text
    return [glued] if is_signature(glued) else []


def _join_names(names: list[str]) -> str | None:
    joined = "、".join(part for name in names for part in re.split(r"[\s、]+", name) if part)
    return joined if is_signature(joined) else None


def is_signature(text: str) -> bool:
    """Whether a folded text is names of public bodies only."""
    return bool(_NAMES.fullmatch(text) and _NAME_END.search(text))
