"""Challenge pages by their shape. All pages here were written for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.fetch import find_challenge

PAGES = Path(__file__).parent / "challenges"
BLOCKED = sorted((PAGES / "blocked").glob("*.html"))
PASSED = sorted((PAGES / "passed").glob("*.html"))


@pytest.mark.parametrize("path", BLOCKED, ids=lambda path: path.stem)
@pytest.mark.parametrize("status", [200, 403, 405, 503])
def test_challenge_pages_are_told_whatever_their_status(path: Path, status: int) -> None:
    assert find_challenge(status, {"content-type": "text/html"}, path.read_bytes())


@pytest.mark.parametrize("path", BLOCKED, ids=lambda path: path.stem)
def test_challenge_pages_are_told_without_a_content_type_and_in_gb(path: Path) -> None:
    content = path.read_text("utf-8").encode("gb18030")
    assert find_challenge(200, {}, content)


@pytest.mark.parametrize("path", PASSED, ids=lambda path: path.stem)
def test_real_pages_and_application_shells_pass(path: Path) -> None:
    assert find_challenge(200, {"content-type": "text/html"}, path.read_bytes()) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"msg": "captcha"}',
        b'[{"title": "\xe5\xae\x89\xe5\x85\xa8\xe9\xaa\x8c\xe8\xaf\x81"}]',
        b"%PDF-1.7 captcha",
        b"PK\x03\x04 captcha",
        b"<?xml version='1.0'?><rss><title>access denied</title></rss>",
    ],
)
def test_data_and_files_are_no_challenge(content: bytes) -> None:
    assert find_challenge(200, {"content-type": "text/html"}, content) is None


@pytest.mark.parametrize("status", [202, 401, 403, 412, 521])
def test_some_statuses_are_a_challenge_by_themselves(status: int) -> None:
    assert find_challenge(status, {}, b"")


@pytest.mark.parametrize("status", [404, 500, 502, 503])
def test_an_ordinary_error_page_is_no_challenge(status: int) -> None:
    page = "<html><title>错误</title><body><h1>服务器内部错误</h1></body></html>".encode()
    assert find_challenge(status, {"content-type": "text/html"}, page) is None


@pytest.mark.parametrize(
    "content",
    [
        b"<" * 200_000,
        b"<script" * 30_000,
        b"<!--" * 60_000,
        b"<style>" + b"<style" * 30_000,
        b"document.cookie " * 15_000,
        b"<script>open(" * 18_000,
        b"\\x41" * 60_000,
        ("请" * 80_000).encode(),
        ("访问" * 40_000).encode(),
        b"<input " * 30_000,
        b"</script" * 30_000,
    ],
    ids=range(11),
)
def test_shapes_that_invite_a_quadratic_search_are_read_once(content: bytes) -> None:
    # Each took from five seconds to minutes in the first version, which searched from every tag.
    assert find_challenge(200, {"content-type": "text/html"}, content[:262144]) is None
