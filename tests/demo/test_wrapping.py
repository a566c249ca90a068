"""Lines of Chinese and English fit the terminal and keep their text and styles."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from watcher.demo.wrapping import NOT_FIRST, wrap

LINES = st.text(alphabet="通知公告整治，。“”（）abc DE1 \n", max_size=120)


@given(LINES, st.integers(min_value=8, max_value=40))
@settings(deadline=None, max_examples=200)
def test_lines_fit_and_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    wrapped = wrap(Text(text), width).plain
    assert all(cell_len(line) <= width for line in wrapped.split("\n"))
    assert "".join(wrapped.split()) == "".join(text.split())


def test_chinese_breaks_between_characters_and_words_stay_whole() -> None:
    wrapped = wrap(Text("五个网站和一个 webhook，都在本机上运行"), 20).plain
    assert wrapped.split("\n") == ["五个网站和一个", "webhook，都在本机上", "运行"]


def test_punctuation_does_not_begin_a_line() -> None:
    wrapped = wrap(Text("一二三四五。六七八九十，甲乙丙丁"), 10).plain
    assert not any(line[0] in NOT_FIRST for line in wrapped.split("\n"))


def test_styles_stay_on_their_characters() -> None:
    text = Text("应当于五月三十一日前完成首次公示")
    text.highlight_words(["五月三十一日"], "red")
    wrapped = wrap(text, 12)
    styled = "".join(wrapped.plain[span.start : span.end] for span in wrapped.spans)
    assert styled.replace("\n", "") == "五月三十一日"
