"""What ``watcher extract`` and ``watcher links`` are given: files, addresses and JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watcher.cli.ingest import read_lines
from watcher.errors import FetchError, InputError


@dataclass(frozen=True, slots=True)
class Given:
    """One page to read: its text, its bytes, or why there is neither."""

    id: str
    content: str | bytes = b""
    url: str = ""
    content_type: str | None = None
    error: str = ""


def read_inputs(
    names: list[str], jsonl: str | None, url: str, *, allow_private: bool = False
) -> Iterator[Given]:
    """Give every page in order; what cannot be read or brought is an error of its own."""
    if jsonl is not None:
        for number, row in read_lines(jsonl):
            if isinstance(row, InputError):
                yield Given(f"line {number}", error=str(row))
            elif not isinstance(row.get("html"), str):
                yield Given(str(row.get("id", f"line {number}")), error="html is missing")
            else:
                row_id = str(row.get("id", f"line {number}"))
                yield Given(row_id, row["html"], str(row.get("url") or ""))
    for name in names:
        if name.startswith(("http://", "https://")):
            yield _fetch(name, allow_private=allow_private)
        else:
            yield _read(Path(name), url)


def _read(path: Path, url: str) -> Given:
    try:
        return Given(str(path), path.read_bytes(), url)
    except OSError as error:
        return Given(str(path), error=f"{path}: {error.strerror}")


def _fetch(url: str, *, allow_private: bool) -> Given:
    """Bring a page as the daemon does: same limits, same address guard, same robots.txt."""
    from watcher import app
    from watcher.fetch import Fetcher
    from watcher.model.page import Page, PageRequest

    settings = app.read_settings()
    fetcher = Fetcher(clock=app.utc_now, user_agent=settings.user_agent, obey_robots=True)
    try:
        answer = fetcher.fetch(PageRequest(url=url, allow_private=allow_private))
    except FetchError as error:
        return Given(url, error=str(error))
    finally:
        fetcher.close()
    assert isinstance(answer, Page)  # noqa: S101  # the request was not conditional
    return Given(url, answer.content, answer.final_url, answer.headers.get("content-type"))
