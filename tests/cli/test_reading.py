"""``watcher extract`` and ``links``: files of any kind, addresses, and why a page was read so."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.cli.conftest import Call
from tests.extract.made_files import make_docx, paragraph

PARAGRAPHS = [
    "为净化网络环境，决定自即日起开展为期两个月的专项行动，现将有关事项通知如下。",
    "各地要压实平台主体责任，畅通举报渠道，确保专项行动取得实效。",
]
PAGE = (
    "<html><head><meta name=PubDate content=2026-03-05></head><body>"
    "<h1>关于开展示例专项行动的通知</h1>"
    f"<div id=zoom>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</div>"
    "<div class=share><a href=/x.html>分享到微博</a></div></body></html>"
)


def test_files_are_read_and_a_reading_explains_itself(watcher: Call, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE.encode("gb18030"))
    word = tmp_path / "notice.docx"
    word.write_bytes(make_docx("".join(map(paragraph, ["关于示例事项的通知", *PARAGRAPHS]))))
    ran = watcher("extract", str(page), str(word), str(tmp_path / "none.html"), "--explain")
    html, docx, missing = ran.rows
    assert html["body"].split("\n") == docx["body"].split("\n") == PARAGRAPHS
    assert html["read_from"] == {"body": "container", "title": "h1", "published_on": "meta:pubdate"}
    assert html["sure"]["published_on"] > 0.9
    explained = html["explained"]
    assert explained["block"]["path"] == "body > div#zoom"
    assert explained["fields"]["body"]["from"] == "container"
    assert explained["titles"][0]["text"] == "关于开展示例专项行动的通知"
    assert docx["title"] == "关于示例事项的通知"
    assert "No such file" in missing["error"]
    assert "explained" not in watcher("extract", str(page)).rows[0]


def test_an_address_is_brought_under_the_daemon_s_guard(watcher: Call) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGE.encode() if self.path == "/n/1.html" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        (refused,) = watcher("extract", f"{url}/n/1.html").rows
        assert "loopback" in refused["error"]
        (read,) = watcher("extract", f"{url}/n/1.html", "--allow-private").rows
        assert (read["published"], read["body"].split("\n")) == ("2026-03-05", PARAGRAPHS)
        (gone,) = watcher("links", f"{url}/none", "--allow-private").rows
        assert gone["error"]
    finally:
        server.shutdown()
        server.server_close()
