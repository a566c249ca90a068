"""Files of a notice: brought politely, kept, read in a worker; what goes wrong is noted on them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.extract import made_files as made
from tests.pipeline.website import Clock, Website
from watcher.model.document import Attachment, Document
from watcher.model.page import Page
from watcher.model.source import Source, Tier
from watcher.pipeline import attachments
from watcher.pipeline.attachments import complete
from watcher.pipeline.reading import Read, read_detail
from watcher.pipeline.services import Services
from watcher.pipeline.texts import comparable_texts, hash_file
from watcher.store import evidence

Build = Callable[..., Services]
BODY = "".join(
    f"<p>第{n}批检查发现以下应用存在违规收集个人信息的问题，现予以通报，名单见附件。</p>"
    for n in "一二三"
)
ROWS = [["序号", "名称"], ["1", "甲公司"]]


def source_of(site: Website) -> Source:
    return Source(
        id="a",
        name="甲",
        kind="html",
        tier=Tier.OFFICIAL,
        url=f"{site.url}/",
        allow_private=True,
        host_delay_seconds=0.0,
    )


def read_page(site: Website, clock: Clock, links: str, body: str = BODY) -> tuple[Read, Page]:
    html = f"<title>关于应用检查的通报</title><h1>关于应用检查的通报</h1><div>{body}{links}</div>"
    page = Page(
        url=f"{site.url}/1.html",
        final_url=f"{site.url}/1.html",
        status=200,
        headers={},
        content=html.encode(),
        fetched_at=clock(),
        sha256="",
    )
    return read_detail(page, source_of(site), None, date(2026, 11, 22)), page


def file_of(content: bytes) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/octet-stream"}, content


def test_files_are_read_and_kept(build: Build, site: Website, clock: Clock) -> None:
    sheet, old = made.make_xlsx(ROWS), made.make_ole("WordDocument", b"")
    site.pages |= {"/f/1.xlsx": file_of(sheet), "/f/2.doc": file_of(old)}
    links = (
        "<p><a href='/f/1.xlsx'>附件1：名单.xlsx</a><a href='f/2.doc'>附件2</a>"
        "<img src=/p.png><a href='/about.html'>关于</a></p>"
    )
    services = build(source_of(site))
    read = complete(services, source_of(site), *read_page(site, clock, links))
    first, second, picture = read.document.attachments
    assert (first.name, first.kind, first.text) == (
        "附件1：名单.xlsx",
        "xlsx",
        "序号\t名称\n1\t甲公司",
    )
    assert (first.sha256, first.size) == (hashlib.sha256(sheet).hexdigest(), len(sheet))
    assert first.parts == ((0, "sheet 名单"),)
    assert (second.kind, second.text, second.sha256) == ("doc", "", hashlib.sha256(old).hexdigest())
    assert second.note.startswith("not read: an old Word document")
    assert (picture.kind, picture.sha256) == ("image", None)
    assert "/p.png" not in site.asked
    with services.store.reading() as tx:
        assert evidence.count_evidence(tx) == 2
    assert "甲公司" in read.document.whole_text


def test_a_notice_that_is_only_a_framed_file_has_its_text(
    build: Build, site: Website, clock: Clock
) -> None:
    text = "为净化网络环境现将检查结果通报如下请各单位对照自查自纠并按期报送整改情况"
    lines = [(66.0, 780.0 - 20 * n, f"{text}{n}。") for n in range(8)]
    site.pages["/n.pdf"] = file_of(made.make_pdf([lines]))
    frame = "<p>点击查看全文：</p><iframe src='/pdfjs/viewer.html?file=/n.pdf'></iframe>"
    services = build(source_of(site))
    read = complete(services, source_of(site), *read_page(site, clock, frame, body=""))
    assert read.document.body.startswith(text)
    assert read.document.provenance["body"].startswith("attachment:")
    assert read.document.problems == ()


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        ((404, {}, b""), "not fetched: "),
        (file_of(b"%PDF-1.7 broken"), "not read: the PDF is damaged"),
        ("<!doctype html><title>x</title>", "not read: a page where a file was promised"),
    ],
)
def test_what_goes_wrong_is_noted_and_an_earlier_text_is_kept(
    build: Build,
    site: Website,
    clock: Clock,
    answer: str | tuple[int, dict[str, str], bytes],
    note: str,
) -> None:
    site.pages["/1.pdf"] = answer
    services = build(source_of(site))
    read, page = read_page(site, clock, "<a href=/1.pdf>附件.pdf</a>")
    (found,) = complete(services, source_of(site), read, page).document.attachments
    assert found.note.startswith(note)
    had = replace(found, text="旧名单", sha256="0" * 64, note="")
    before = replace(read.document, attachments=(had,))
    (kept,) = complete(services, source_of(site), read, page, before=before).document.attachments
    assert (kept.text == "旧名单") is note.startswith("not fetched")


def test_only_so_many_files_are_fetched(
    build: Build, site: Website, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MOST_FILES", 2)
    site.pages |= {f"/{n}.csv": file_of(b"a,b") for n in range(4)}
    links = "".join(f"<a href=/{n}.csv>{n}.csv</a>" for n in range(4))
    services = build(source_of(site))
    found = complete(services, source_of(site), *read_page(site, clock, links)).document.attachments
    assert [bool(each.text) for each in found] == [True, True, False, False]
    assert "more than 2 files" in found[-1].note
    assert [each for each in site.asked if each.endswith("csv")] == ["/0.csv", "/1.csv"]


def test_a_replaced_file_is_a_change_and_one_that_did_not_come_is_none() -> None:
    def state(*files: Attachment) -> Document:
        return Document(title="标题", body="正文", attachments=files)

    def same(one: Attachment, two: Attachment) -> bool:
        old, new = comparable_texts(state(one), state(two))
        return old == new

    read = Attachment(name="名单", url="/1", kind="xlsx", text="甲公司", sha256="a" * 64)
    assert same(read, replace(read, sha256="b" * 64))
    assert not same(read, replace(read, text="乙公司"))
    assert same(read, replace(read, text="", sha256=None, note="not fetched"))
    scan = replace(read, kind="doc", text="")
    assert not same(scan, replace(scan, sha256="b" * 64))
    assert same(scan, replace(scan, sha256=None))
    picture = replace(read, kind="image", text="", sha256=None)
    assert same(picture, replace(picture, url="/2"))
    old, new = comparable_texts(state(), state(read))
    assert (old, new) == ("标题\n正文", "标题\n正文\n名单\n甲公司")
    assert hash_file(read) == hash_file(replace(read, sha256="b" * 64)) == "甲公司"
    assert hash_file(scan) != hash_file(replace(scan, sha256="b" * 64))
