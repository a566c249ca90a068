from __future__ import annotations

from pathlib import Path

from watcher.campaigns import Catalogue
from watcher.campaigns.pages import render_pages, render_timeline

PAGE = Path(__file__).parents[2] / "docs" / "campaigns.md"
MARK = "# Catalogue\n\n"
MEND = """docs/campaigns.md is older than the catalogue. Write it anew:
python -c "from pathlib import Path; from watcher.campaigns import Catalogue; \
from watcher.campaigns.pages import render_pages; from watcher.config import load_catalogue; \
p = Path('docs/campaigns.md'); h = p.read_text('utf-8').split('# Catalogue')[0]; \
c = render_pages(Catalogue(load_catalogue())).rstrip(); \
p.write_text(h + '# Catalogue\\n\\n' + c + '\\n', 'utf-8')"
"""


def test_the_document_is_current(catalogue: Catalogue) -> None:
    generated = PAGE.read_text("utf-8").split(MARK, 1)[1]
    assert generated == render_pages(catalogue).rstrip() + "\n", MEND


def test_a_page_says_what_is_known_and_where_from(catalogue: Catalogue) -> None:
    text = render_pages(catalogue)
    page = text.split("### 清朗·成都世运会网络环境整治(2025)")[1].split("###")[0]
    assert "2025-08-01 → 2025-08-20（20天）" in page
    assert "上一次 predecessor: 清朗·成都大运会网络环境整治(2023)" in page
    assert "来源 sources: dates: " in page


def test_a_timeline_has_a_line_a_campaign(catalogue: Catalogue) -> None:
    lines = render_timeline(catalogue, 2025).splitlines()
    assert lines[0].startswith("2025  1")
    spring = next(line for line in lines if "2025年春节" in line)
    summer = next(line for line in lines if "2025年暑期" in line)
    assert spring.index("█") < summer.index("█")
    assert not any("2025年清朗系列" in line for line in lines)
    assert "07-15→09-15" in summer
    assert lines[-1].startswith("▌ 只知开始")
    assert render_timeline(catalogue, 2025, language="en").splitlines()[-1].startswith("▌ only")
    assert any("<11-12→02-14" in line for line in lines)
