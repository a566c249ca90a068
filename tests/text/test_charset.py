"""Bytes to text: labels that tell the truth, that lie, and that are missing."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.text.charset import decode, find_codec, recover

SIMPLIFIED = "关于开展专项行动的通知：各有关单位要认真贯彻落实，及时处置违法和不良信息。"
TRADITIONAL = "關於開展專項行動的通知：各有關單位要認真貫徹落實，及時處置違法和不良資訊。"


def page(text: str, label: str | None) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    return f"<html><head>{meta}</head><body>{text}</body></html>"


@pytest.mark.parametrize(
    ("written", "meta", "declared", "encoding", "how"),
    [
        ("utf-8", "utf-8", None, "utf-8", "utf-8"),
        ("utf-8", "gb2312", None, "utf-8", "utf-8"),
        ("utf-8", None, "text/html; charset=GBK", "utf-8", "utf-8"),
        ("gb18030", "gb2312", None, "gb18030", "meta"),
        ("gb18030", None, "text/html;charset=gbk", "gb18030", "header"),
        ("gb18030", "utf-8", None, "gb18030", "detected"),
        ("gb18030", "big5", None, "gb18030", "detected"),
        ("gb18030", None, None, "gb18030", "detected"),
        ("utf-16", "utf-8", None, "utf-16-le", "bom"),
        ("utf-8-sig", "gbk", None, "utf-8", "bom"),
    ],
)
def test_simplified_pages(
    written: str, meta: str | None, declared: str | None, encoding: str, how: str
) -> None:
    decoded = decode(page(SIMPLIFIED, meta).encode(written), declared=declared)
    assert (decoded.encoding, decoded.how) == (encoding, how)
    assert SIMPLIFIED in decoded.text
    assert decoded.replaced_share == 0
    assert not decoded.recovered


@pytest.mark.parametrize("label", ["big5", None, "gbk"])
def test_traditional_pages_in_big5(label: str | None) -> None:
    decoded = decode(page(TRADITIONAL, label).encode("big5"))
    assert TRADITIONAL in decoded.text
    assert decoded.encoding == "big5hkscs"


def test_the_first_meta_is_not_enough() -> None:
    head = '<meta charset="utf-8"><meta charset="utf-8"><meta charset="gb2312">'
    decoded = decode(f"{head}{SIMPLIFIED}".encode("gbk"))
    assert (decoded.encoding, decoded.how) == ("gb18030", "meta")


def test_an_override_wins_over_all() -> None:
    decoded = decode(SIMPLIFIED.encode("gbk"), declared="utf-8", override="gb2312")
    assert (decoded.text, decoded.how) == (SIMPLIFIED, "override")


@pytest.mark.parametrize("label", ["base64", "zlib", "idna", "utf-7", "punycode", "hex", "", None])
def test_labels_that_are_no_charset_never_reach_a_codec(label: str | None) -> None:
    assert find_codec(label) is None
    assert decode(b"+ADw-script+AD4-", declared=label).text == "+ADw-script+AD4-"


def test_every_known_label_has_a_codec() -> None:
    for label in ("GB2312", "gbk", "Big5-HKSCS", "UTF8", "iso-8859-1", "utf-16le", "shift_jis"):
        codec = find_codec(label)
        assert codec is not None
        assert codecs.lookup(codec)


def test_a_cut_page_is_read_and_its_loss_told() -> None:
    decoded = decode(SIMPLIFIED.encode()[:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SIMPLIFIED[:-1])
    assert 0 < decoded.replaced_share < 0.1


@pytest.mark.parametrize("wrong", ["gb18030", "cp1252"])
def test_mojibake_is_turned_back_and_marked(wrong: str) -> None:
    text = SIMPLIFIED * 3
    errors = "ignore" if wrong == "gb18030" else "replace"
    spoilt = text.encode().decode("latin-1" if wrong == "cp1252" else wrong, errors)
    decoded = decode(spoilt.encode())
    assert decoded.recovered
    assert sum(char in decoded.text for char in set(text)) > 0.9 * len(set(text))


@pytest.mark.parametrize(
    "text",
    [SIMPLIFIED, TRADITIONAL, "Plain English text only.", "Déjà vu à l'été, où ça?", "", "№①②③"],
)
def test_good_text_is_left_alone(text: str) -> None:
    assert recover(text) is None


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300), st.sampled_from([None, "gbk", "big5", "utf-16", "nonsense"]))
def test_decode_never_raises(content: bytes, declared: str | None) -> None:
    assert 0.0 <= decode(content, declared=declared).replaced_share <= 1.0
