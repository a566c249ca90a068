from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import BadStatus, Blocked, FetchError, Gone, RateLimited
from watcher.fetch.answers import judge_answer, parse_retry_after

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PAGE = b"<html><body>" + b'<a href="x">row</a>' * 20 + b"</body></html>"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("60", 60.0),
        (" 120 ", 120.0),
        ("1.5", 1.5),
        ("-5", None),
        ("1e12", None),
        ("1000000000000", 86400.0),
        ("9" * 5000, None),
        ("soon", None),
        ("٣", None),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400.0),
        ("Sun, 99 Nov 2026 04:00:00 GMT", None),
        ("Sun Nov 22 04:05:00 2026", 300.0),
        ("60, 120", None),
    ],
)
def test_retry_after_is_read_within_bounds(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, now=NOW) == seconds


@given(st.text(max_size=80))
def test_retry_after_never_raises(value: str) -> None:
    found = parse_retry_after(value, now=NOW)
    assert found is None or 0 <= found <= 86400


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (200, {}, None),
        (203, {}, None),
        (201, {}, BadStatus),
        (202, {}, Blocked),
        (204, {}, BadStatus),
        (206, {}, BadStatus),
        (300, {}, BadStatus),
        (302, {}, BadStatus),
        (304, {}, BadStatus),
        (400, {}, BadStatus),
        (401, {}, Blocked),
        (403, {}, Blocked),
        (404, {}, Gone),
        (405, {}, BadStatus),
        (410, {}, Gone),
        (412, {}, Blocked),
        (418, {}, BadStatus),
        (429, {}, RateLimited),
        (429, {"retry-after": "7"}, RateLimited),
        (500, {}, BadStatus),
        (502, {}, BadStatus),
        (503, {}, BadStatus),
        (503, {"retry-after": "junk"}, BadStatus),
        (503, {"retry-after": "7"}, RateLimited),
        (521, {}, Blocked),
        (200, {"cf-mitigated": "challenge"}, Blocked),
        (999, {}, BadStatus),
    ],
)
def test_every_status_has_its_error(
    status: int, headers: dict[str, str], error: type[FetchError] | None
) -> None:
    fault = judge_answer(status, headers, PAGE, shown="http://site.example/", now=NOW)
    assert (None if fault is None else type(fault)) is error
    if isinstance(fault, RateLimited):
        assert fault.retry_after == (7.0 if headers else None)
    if isinstance(fault, Gone | BadStatus):
        assert fault.status == status
