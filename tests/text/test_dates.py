"""Days in every shape that sites print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.text.dates import date_in_url, find_dates, join_parts, parse_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-18", date(2026, 9, 18)),
        ("2026/9/4", date(2026, 9, 4)),
        ("2026.07.08", date(2026, 7, 8)),
        ("2026年09月18日 17:00", date(2026, 9, 18)),
        ("2026 年 9 月 18 日", date(2026, 9, 18)),
        ("[2026-09-15]", date(2026, 9, 15)),
        ("2026-09-17至2026-10-17", date(2026, 9, 17)),
        ("2025-12-30 17:15:00.0", date(2025, 12, 30)),
        ("2022-05-07  07:05 ", date(2022, 5, 7)),
        ("2025\n-\n06\n-\n20", date(2025, 6, 20)),
        ("２０２５年６月２０日", date(2025, 6, 20)),
        ("25-06-20", date(2025, 6, 20)),
        ("06-20", date(2026, 6, 20)),
        ("12-20", date(2025, 12, 20)),
        ("[08/05]", date(2026, 8, 5)),
        ("6月20日讯", date(2026, 6, 20)),
        ("1750418460000", date(2025, 6, 20)),
        ("1750418460", date(2025, 6, 20)),
        ("20250620", date(2025, 6, 20)),
        ("二〇二五年六月二十日", date(2025, 6, 20)),
        ("二○二五年十二月三十一日", date(2025, 12, 31)),
        ("二0二四年十月十日", date(2024, 10, 10)),
        ("March 29, 2023", date(2023, 3, 29)),
        ("29th Mar 2023", date(2023, 3, 29)),
        ("2023-03-28T22:30:00Z", date(2023, 3, 29)),
        ("2023-03-28T22:30:00+08:00", date(2023, 3, 28)),
        ("2025-07-15T23:20:00-0500", date(2025, 7, 16)),
        ("3小时前", TODAY),
        ("11 hours ago", TODAY),
        ("昨天 12:00", TODAY - timedelta(days=1)),
        ("前天", TODAY - timedelta(days=2)),
        ("5天前", TODAY - timedelta(days=5)),
        ("2026-11-23", TODAY + timedelta(days=1)),
        ("自2027年1月1日起施行，2026年3月2日印发", date(2026, 3, 2)),
        ("2026-11-24", None),
        ("自2027年1月1日起施行", None),
        ("索引号 2026-02-00018", None),
        ("2025-13-01", None),
        ("2025-02-30", None),
        ("1.2.3", None),
        ("9999周前", None),
        ("", None),
        (None, None),
    ],
)
def test_parse_date(text: str | None, expected: date | None) -> None:
    assert parse_date(text, today=TODAY) == expected


@pytest.mark.parametrize(
    ("day", "year_month", "expected"),
    [
        ("08", "2025-08", date(2025, 8, 8)),
        ("8日", "2025年8月", date(2025, 8, 8)),
        ("31", "2025.07", date(2025, 7, 31)),
        ("08-15", "2025", date(2025, 8, 15)),
        ("15", "2025-08-15", date(2025, 8, 15)),
        ("31", "2026-02", None),
        ("01", "2027-01", None),
        ("", "", None),
        (None, "2025-08", None),
    ],
)
def test_join_parts(day: str | None, year_month: str, expected: date | None) -> None:
    assert join_parts(day, year_month, today=TODAY) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/202501/t20250106_39.html", date(2025, 1, 6)),
        ("/2025-01/06/c_1.htm", date(2025, 1, 6)),
        ("/art/2023/2/27/art_1.html", date(2023, 2, 27)),
        ("/2018092615281800000/index.html", date(2018, 9, 26)),
        ("/2024012514594242/index.html", date(2024, 1, 25)),
        ("/a/2023/0328/c1.html", date(2023, 3, 28)),
        ("/20250620/1.html", date(2025, 6, 20)),
        ("/content/post_11586032.html", None),
        ("/content/202505/content_7022.htm", None),
        ("", None),
        (None, None),
    ],
)
def test_date_in_url(url: str | None, expected: date | None) -> None:
    assert date_in_url(url) == expected


def test_find_dates_gives_places_in_order() -> None:
    text = "发布2025-07-01，修改2025年7月3日，自2027年1月1日起施行"
    found = find_dates(text, today=TODAY)
    assert [item.day for item in found] == [date(2025, 7, 1), date(2025, 7, 3)]
    assert [text[item.start : item.end] for item in found] == ["2025-07-01", "2025年7月3日"]


@settings(deadline=None, max_examples=200)
@given(
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["{y}-{m:02}-{d:02}", "{y}年{m}月{d}日", "{y}/{m}/{d}", "{y}.{m:02}.{d:02}"]),
)
def test_every_printed_day_is_read_back_unless_it_is_to_come(day: date, shape: str) -> None:
    printed = shape.format(y=day.year, m=day.month, d=day.day)
    expected = day if day <= TODAY + timedelta(days=1) else None
    assert parse_date(f"发布时间：{printed}", today=TODAY) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_parse_date_never_raises_and_never_tells_the_future(text: str) -> None:
    day = parse_date(text, today=TODAY)
    assert day is None or day <= TODAY + timedelta(days=1)
