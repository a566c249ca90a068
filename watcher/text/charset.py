"""Bytes to text, in the order that real Chinese pages ask for.

1. the operator's ``override``;
2. a byte order mark;
3. strict UTF-8: text of any length in a GB or Big5 charset is practically never valid UTF-8, while
   pages that call themselves gb2312 and are UTF-8 are common (browser-saved pages, people.com.cn);
4. the label in the HTTP header, then every label in the page's meta tags: a label is believed where
   the bytes are valid in it and read like the language (the first meta is not enough: archived
   pages of he.xinhuanet.com carry two that say utf-8 before the true gb2312);
5. whichever of GB18030, Big5 and UTF-8 reads most like Chinese.

Labels are those of the WHATWG encoding standard; Python's own names (``base64``, ``idna``,
``utf-7``) never reach a codec, since a server could choose one that raises or smuggles markup.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_LABELS = (
    ("gb18030", ("gb18030", "gb2312", "gbk", "gb_2312-80", "gb_2312", "csgb2312", "x-gbk")),
    ("gb18030", ("chinese", "iso-ir-58", "csiso58gb231280", "gb-2312", "euc-cn", "cp936")),
    ("big5hkscs", ("big5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5", "cp950")),
    ("utf-8", ("utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8", "unicode11utf8")),
    ("utf-16-le", ("utf-16", "utf-16le", "ucs-2", "unicode", "csunicode")),
    ("utf-16-be", ("utf-16be", "unicodefffe")),
    ("cp1252", ("windows-1252", "iso-8859-1", "latin1", "ascii", "us-ascii", "l1", "x-cp1252")),
    ("shift_jis", ("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j")),
    ("euc_jp", ("euc-jp", "x-euc-jp")),
    ("euc_kr", ("euc-kr", "korean", "ks_c_5601-1987", "windows-949")),
    ("cp1251", ("windows-1251", "cp1251", "x-cp1251")),
)
_CODECS = {label: codec for codec, labels in _LABELS for label in labels}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE
)
_XML = re.compile(
    rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""", re.IGNORECASE
)
_META_BYTES = 65_536
_SAMPLE_BYTES = 65_536
_RECOVER_SAMPLE = 4_000
_MAX_LOST = 0.1
_RUN = re.compile("[\x80-\U0010ffff]+")

# The commonest characters of Chinese in both scripts, with the punctuation of every sentence: about
# half of the characters of any text, and 2-4 % of what a wrong decoding gives.
_COMMON = (
    "的一是不了在人有我他这这個们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日"
    "军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美"
    "相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解"
    "水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计"
    "管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完"
    "设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运网络信息整专项"
    "這國們來為說時會對過發後裡經現當沒動還進樣實軍無與長機關點業將兩間問應戰向頭體見產給門東聲論處義認條"
    "係氣題爾別變總電數報結務場計資許統區隊決馬書則聽達強難權設記類據該邊張規萬覺術領確傳師觀讓識帶導爭運網絡"
    "，。、；：？！“”‘’（）《》·—…　"
)
_UNCOMMON = re.compile(f"[^{re.escape(_COMMON)}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text and how it was read.

    ``encoding`` is the Python codec used, ``how`` one of "override", "bom", "utf-8", "header",
    "meta", "detected". ``replaced_share`` is the share of characters (0..1) that could not be read
    and stand as U+FFFD. ``recovered`` is True where the text had been read in a wrong charset
    before it was saved and was turned back.
    """

    text: str
    encoding: str
    how: str
    replaced_share: float = 0.0
    recovered: bool = False


def decode(content: bytes, *, declared: str | None = None, override: str | None = None) -> Decoded:
    """Read bytes as text; never raises.

    ``declared`` is the Content-Type header or a bare label, ``override`` a label the operator set.
    """
    codec, how, skip = _choose(content, declared, override)
    text = content[skip:].decode(codec, "replace")
    share = text.count("\ufffd") / len(text) if text else 0.0
    recovered = recover(text)
    return Decoded(
        text=text if recovered is None else recovered,
        encoding=codec,
        how=how,
        replaced_share=share,
        recovered=recovered is not None,
    )


def find_codec(label: str | None) -> str | None:
    """Give the codec behind a WHATWG label or a Content-Type header; None for an unknown one."""
    if not label:
        return None
    found = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", label[:500], re.IGNORECASE)
    return _CODECS.get((found.group(1) if found else label).strip().strip("\"'").lower())


def recover(text: str) -> str | None:
    """Turn back UTF-8 that was once read as GBK or Latin-1 and saved so; None if it was not.

    "涓浗" for "中国", "ä¸­å›½" likewise. Only a text that then reads clearly more like
    Chinese and loses no more than a tenth is accepted.
    """
    sample = text[:_RECOVER_SAMPLE]
    marks = "".join(_RUN.findall(sample))
    if len(marks) < 12 or _commonness(marks) > 0.12:
        return None
    for codec in ("cp1252", "gb18030"):
        turned = _turn_back(sample, codec)
        if turned is None:
            continue
        found = "".join(_RUN.findall(turned))
        if len(found) >= 4 and _commonness(found) > max(0.25, 3 * _commonness(marks)):
            return _turn_back(text, codec)
    return None


def _turn_back(text: str, codec: str) -> str | None:
    errors = "latin1bytes" if codec == "cp1252" else "ignore"
    raw = text.replace("\ufffd", "").encode(codec, errors)
    turned = raw.decode("utf-8", "replace")
    # Read as GBK, the last byte of every run of odd length is lost for good.
    return turned if turned.count("\ufffd") <= _MAX_LOST * len(turned) else None


def _latin1_bytes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Give the byte for what Windows-1252 leaves undefined (U+0081 ...), and drop the rest."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = error.object[error.start : error.end]
    return bytes(ord(char) for char in part if ord(char) < 256), error.end


codecs.register_error("latin1bytes", _latin1_bytes)


def _choose(content: bytes, declared: str | None, override: str | None) -> tuple[str, str, int]:
    """Give codec, how it was found, and the bytes of a byte order mark to skip."""
    forced = find_codec(override)
    if forced:
        return forced, "override", 0
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return codec, "bom", len(mark)
    if _is_valid(content, "utf-8"):
        return "utf-8", "utf-8", 0
    labels = _labels(content, declared)
    scores: dict[str, float] = {}
    for named, how in labels:
        if _is_valid(content, named) and _reads_well(content, named, scores):
            return named, how, 0
    best = max(("utf-8", "gb18030", "big5hkscs"), key=lambda name: _score(content, name, scores))
    for named, how in labels:
        if _score(content, named, scores) >= _score(content, best, scores) - 0.02:
            return named, how, 0
    return best, "detected", 0


def _labels(content: bytes, declared: str | None) -> list[tuple[str, str]]:
    """Give the codecs that the header and the page's head name, in order."""
    head = content[:_META_BYTES]
    metas = [find_codec(found.decode("ascii", "replace")) for found in _XML.findall(head)]
    metas += [find_codec(found.decode("ascii", "replace")) for found in _META.findall(head)]
    # A meta tag that can be read at all is not UTF-16, whatever it says (WHATWG 13.2.3.2).
    named = [(codec, "meta") for codec in metas if codec and not codec.startswith("utf-16")]
    header = find_codec(declared)
    return [(header, "header"), *named] if header else named


def _reads_well(content: bytes, codec: str, scores: dict[str, float]) -> bool:
    """Whether no other charset reads these bytes clearly better as Chinese."""
    own = _score(content, codec, scores)
    others = (_score(content, name, scores) for name in ("gb18030", "big5hkscs"))
    return own >= max(others) - 0.15


def _is_valid(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _score(content: bytes, codec: str, scores: dict[str, float]) -> float:
    if codec not in scores:
        text = "".join(_RUN.findall(content[:_SAMPLE_BYTES].decode(codec, "replace")))
        scores[codec] = _commonness(text) - 2 * text.count("\ufffd") / max(1, len(text))
    return scores[codec]


def _commonness(text: str) -> float:
    """Share (0..1) of characters that are among the commonest of Chinese."""
    return len(_UNCOMMON.sub("", text)) / max(1, len(text))
